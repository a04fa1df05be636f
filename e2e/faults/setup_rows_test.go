package faults

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/unanswered"
	"github.com/botifire/livechat/shared/webpushtest"
)

// entry makes an entry of the knowledge.
func (s *setUp) entry() string {
	id := strings.ToLower(newID())
	s.does("PUT", "/v1/knowledge/entries/"+id, host.Object{"version": 0, "content": written("Why "+id, "So.")}, nil)
	return id
}

// question is one without an answer about which the team has decided, so that it stays apart from others.
func (s *setUp) question() string {
	ctx, text := s.t.Context(), "Why "+newID()+"?"
	id := chat.GapID(text)
	must(s.t, s.h.Store.AddGap(ctx, host.Tenant, chat.GapRow{
		Bot: host.FastBot, ID: id, Question: text, Cause: chat.NoMatch, Last: now(), State: "new",
	}, chat.Asking{
		Bot: host.FastBot, Gap: id, Conversation: "c_asker", Message: chat.MessageID(newID()), At: now(),
	}))
	must(s.t, s.h.Store.PutTopics(ctx, host.Tenant, []unanswered.Topic{{
		Tenant: host.Tenant, ID: id, Wordings: []string{id}, State: unanswered.Answered, Entry: s.entry(),
	}}))
	return id
}

// held is a publication that would change an answer, and waits for a decision.
func (s *setUp) held() string {
	ctx := s.t.Context()
	all, err := s.h.Store.Publications(ctx, host.Tenant, 1)
	must(s.t, err)
	p := knowledge.Publication{Tenant: host.Tenant, Number: 1, At: now(), By: "a_x", All: true, Held: 1, Asked: 1, Of: 1}
	if len(all) > 0 {
		p.Number = all[0].Number + 1
	}
	p.Base, err = s.h.Store.Live(ctx, host.Tenant)
	must(s.t, err)
	must(s.t, s.h.Store.AddPublication(ctx, p))
	place := knowledge.Place(host.Tenant, p.Number)
	s.h.PutFile("media", place, packed(knowledge.Edition{Tenant: host.Tenant, Number: p.Number}), 0)
	asked := knowledge.Asked{Conversation: "c_1", Message: chat.MessageID(newID()), Bot: host.FastBot, Source: chat.Web}
	s.h.PutFile("media", place+".asked", packed(knowledge.Rehearsal{
		Sample: []knowledge.Asked{asked}, Done: 1,
		Changes: []knowledge.Difference{{Asked: asked, Was: knowledge.Reply{Title: "Price"}}},
	}), 0)
	return strconv.Itoa(p.Number)
}

// packed is a document as files of the knowledge have it.
func packed(doc any) []byte {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	err := errors.Join(json.NewEncoder(zip).Encode(doc), zip.Close())
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

// imported makes an import whose file was read.
func (s *setUp) imported() string {
	id, text := strings.ToLower(newID()), "question,answer\nWhy "+newID()+"?,So.\n"
	s.does("POST", "/v1/knowledge/imports",
		host.Object{"id": id, "name": "prices.csv", "bytes": len(text), "language": "en"}, nil)
	s.h.PutFile("media", importFile(id), []byte(text), 0)
	s.does("POST", "/v1/knowledge/imports/"+id, host.Object{"act": "read"}, nil)
	s.h.Drain(s.t.Context())
	return id
}

// weekly is a site that is read each week.
func (s *setUp) weekly() string {
	address := "https://" + strings.ToLower(newID()) + ".test/"
	id := knowledge.WeeklyOf(address)
	must(s.t, s.h.Store.PutWeekly(s.t.Context(), knowledge.Weekly{
		Tenant: host.Tenant, ID: id, Address: address, Language: "en", Due: time.Now().Add(time.Hour),
	}))
	return string(id)
}

func (s *setUp) key() string {
	id := strings.ToLower(newID())
	must(s.t, s.h.Store.PutAPIKey(s.t.Context(), office.APIKey{ID: id, Tenant: host.Tenant, Name: "A server"}))
	return id
}

// device is a browser that is to be told.
func (s *setUp) device(name string) notices.NewDevice {
	b, err := webpushtest.NewBrowser()
	must(s.t, err)
	return notices.NewDevice{Name: "A phone", Subscription: b.Subscribed(s.h.Address() + host.HookPath + "/" + name)}
}

// registered is a device that is told, of a team that has a key.
func (s *setUp) registered() string {
	s.does("POST", "/v1/me/devices/key", nil, nil)
	id := strings.ToLower(newID())
	d := s.device(id)
	must(s.t, s.h.Store.PutDevice(s.t.Context(), host.Tenant, notices.Registered{
		Device: notices.Device{ID: id, Name: d.Name}, Agent: s.me, Subscription: d.Subscription,
	}))
	return id
}

// weekdays are hours that never close: the other tests of the cloud meet an open team.
var weekdays = host.Object{
	"zone": "Europe/Lisbon", "holidays": []string{}, "week": []host.Object{{"day": "mon", "from": "09:00", "to": "17:00"}},
}

const greets = `{"greeting":{"say":["Hello"]},"steps":{},"fallback":{"say":["What?"]}}`

// tidy deletes its API keys, all but one: a team has at most twenty.
func (s *setUp) tidy(but string) error {
	keys, err := s.h.Store.APIKeys(s.t.Context(), host.Tenant)
	for _, k := range keys {
		if k.Name == "A server" && k.ID != but && err == nil {
			err = s.h.Store.DeleteAPIKey(s.t.Context(), k)
		}
	}
	return err
}
