package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/model"
)

// parrot teaches one wording unless it fails, and notes which models were asked for which entries.
type parrot struct {
	asked []string
	err   error
}

func (p *parrot) Converse(_ context.Context, ask model.Ask) (model.Said, error) {
	if p.err != nil {
		return model.Said{}, p.err
	}
	var data struct{ Title string }
	err := json.Unmarshal([]byte(ask.User), &data)
	p.asked = append(p.asked, ask.Model+" "+data.Title)
	return model.Said{Calls: []model.Call{{Name: "write_wordings", Input: []byte(`{"en":["in other words"]}`)}}}, err
}

// A bot whose budget is spent is asked no more, while another bot goes on; a vendor that is down is told as such.
func TestASpentBotIsAskedNoMoreAndAVendorMayBeDown(t *testing.T) {
	m := func(id chat.BotID, cents int) chat.Bot {
		return chat.Bot{Tenant: "t", ID: id, Kind: chat.ScriptBot, Model: &chat.BotModel{ID: "m", DayCents: cents}}
	}
	for _, vendor := range []error{nil, &model.Failure{Why: model.Throttled}, &model.Failure{Why: model.Unusable}} {
		p := &parrot{err: vendor}
		advisor := model.New([]model.Price{{ID: "m", In: 1, Out: 5}}, p, memory.New())
		teach, err := teacher(team{m("b_poor", 0), m("b_rich", 1000)}, advisor)(t.Context(), "t")
		if err != nil {
			t.Fatal(err)
		}
		lesson := func(id chat.BotID) error {
			_, err := teach(knowledge.Entry{ID: "e", Content: knowledge.Content{
				Title: "of " + string(id), Bots: []chat.BotID{id}, Languages: map[string]knowledge.Words{"en": {}},
			}})(t.Context())
			return err
		}
		if err := lesson("b_poor"); err == nil || errors.Is(err, knowledge.ErrTeacherDown) {
			t.Errorf("over its budget it says %v", err)
		}
		if err := lesson("b_poor"); err != nil {
			t.Errorf("then it says %v", err)
		}
		var failed *model.Failure
		down := errors.As(vendor, &failed) && failed.Why == model.Throttled
		if err := lesson("b_rich"); (err != nil) != (vendor != nil) || errors.Is(err, knowledge.ErrTeacherDown) != down {
			t.Errorf("with %v the other one says %v", vendor, err)
		}
	}
}

// team is a list of bots.
type team []chat.Bot

func (t team) Bots(context.Context, chat.TenantID) ([]chat.Bot, error) { return t, nil }

// An entry is taught by the model of a bot that answers with it; a team without such a bot has nobody.
func TestTheModelOfABotTeachesItsEntries(t *testing.T) {
	with := func(id chat.BotID, kind chat.BotKind, name string) chat.Bot {
		b := chat.Bot{Tenant: "t", ID: id, Kind: kind}
		if name != "" {
			b.Model = &chat.BotModel{ID: name, DayCents: 100}
		}
		return b
	}
	plain, own := with("b_plain", chat.ScriptBot, ""), with("b_own", chat.WebhookBot, "m")
	of := func(all ...chat.Bot) (knowledge.Teach, *parrot) {
		p := &parrot{}
		advisor := model.New([]model.Price{{ID: "m", In: 1, Out: 5}, {ID: "n", In: 1, Out: 5}}, p, memory.New())
		teach, err := teacher(team(all), advisor)(t.Context(), "t")
		if err != nil {
			t.Fatal(err)
		}
		return teach, p
	}
	if teach, _ := of(plain, own); teach != nil {
		t.Error("bots without a model teach")
	}
	teach, p := of(plain, own, with("b_m", chat.ScriptBot, "m"), with("b_n", chat.ScriptBot, "n"))
	for title, bots := range map[string][]chat.BotID{"for all": nil, "for n": {"b_n"}, "for the plain one": {"b_plain"}} {
		p.asked = nil
		lesson := teach(knowledge.Entry{ID: "e", Content: knowledge.Content{
			Title: title, Bots: bots,
			Languages: map[string]knowledge.Words{"en": {Wordings: []string{"How?"}, Answer: []string{"So.", "And so."}}},
		}})
		want := map[string]string{"for all": "m for all", "for n": "n for n"}[title]
		if (lesson == nil) != (want == "") {
			t.Errorf("%s: it has a lesson: %t", title, lesson != nil)
		}
		if lesson == nil {
			continue
		}
		taught, err := lesson(t.Context())
		if got := strings.Join(p.asked, ", "); err != nil || got != want || taught == nil {
			t.Errorf("%s: %q taught %v, %v", title, got, taught, err)
		}
	}
}
