package faults

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/wire"
)

var olu = chat.Agent{Tenant: host.Tenant, ID: "a_olu", Name: "Olu", Role: chat.RoleOwner}

// setUp makes the object of an operation on settings, a new one for each call: most operations can
// be done only once.
type setUp struct {
	t *testing.T
	h *host.Host
	n int

	me chat.AgentID // whose devices it makes
}

func newSetUp(t *testing.T, h *host.Host) *setUp {
	return &setUp{t: t, h: h, me: "a_of_" + chat.AgentID(host.Tenant)}
}

// does calls the API as the owner; the call must succeed.
func (s *setUp) does(method, path string, body, out any) {
	s.t.Helper()
	var text string
	status := callOn(s.t, s.h, olu, method, path, body, &text)
	if status >= 300 {
		s.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if out != nil {
		must(s.t, json.Unmarshal([]byte(text), out))
	}
}

// callOn calls an operation, and again as its page does while an edition is being made: a busy machine could not make
// it in time, or an import that came first is still being written. Meanwhile the stream is read, and the queues are
// worked off.
func callOn(t *testing.T, h *host.Host, as chat.Agent, method, path string, body any, text *string) int {
	t.Helper()
	const tries = 20
	for try := 1; ; try++ {
		status, err := h.Call(t.Context(), as, method, path, body, text)
		must(t, err)
		if status != http.StatusServiceUnavailable || try == tries ||
			!strings.Contains(*text, `"`+knowledge.ErrUnfinished.Code+`"`) {
			return status
		}
		h.Pass(time.Minute)
		h.Drain(t.Context())
	}
}

// visitor makes a visitor who has written a message.
func (s *setUp) visitor() chat.VisitorID {
	v := s.h.Visitor(host.FastSite)
	must(s.t, v.Arrive(s.t.Context(), "/"))
	_, err := v.Say(s.t.Context(), "When do you open?")
	must(s.t, err)
	head, err := s.h.Store.Head(s.t.Context(), v.Key())
	must(s.t, err)
	return head.Visitor
}

// silent makes a visitor who is there and says nothing.
func (s *setUp) silent() chat.VisitorID {
	v := s.h.Visitor(host.FastSite)
	must(s.t, v.Arrive(s.t.Context(), "/"))
	socket, err := s.h.Store.Socket(s.t.Context(), chat.ConnectionID("v."+v.Conn()))
	must(s.t, err)
	return socket.Visitor
}

func (s *setUp) bot(id chat.BotID) chat.Bot {
	b, err := s.h.Store.Bot(s.t.Context(), host.Tenant, id)
	must(s.t, err)
	return b
}

func (s *setUp) site() chat.Site {
	var site chat.Site
	s.does("POST", "/v1/sites", host.Object{
		"bot": host.FastBot, "name": "Another", "origins": []string{"https://a.test"},
		"consent": false,
	}, &site)
	return site
}

func (s *setUp) member() string {
	in := s.invited()
	id := s.h.SignIn(in.Email)
	s.as(id, in.Email, "GET", "/v1/invitations", nil)
	s.as(id, in.Email, "POST", "/v1/invitations/"+in.ID+"/accept", host.Object{"name": "Ada"})
	return string(id)
}

// invited makes an invitation that is not accepted yet.
func (s *setUp) invited() chat.Invitation {
	s.n++
	var in chat.Invitation
	s.does("POST", "/v1/members", host.Object{"email": fmt.Sprintf("member-%d@mail.test", s.n), "role": "agent"}, &in)
	return in
}

// as calls the API as a person without a team; the call must succeed.
func (s *setUp) as(id chat.AgentID, email, method, path string, body any) {
	s.t.Helper()
	var text string
	status, err := s.h.CallAsGuest(s.t.Context(), id, email, method, path, body, &text)
	must(s.t, err)
	if status >= 300 {
		s.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
}

// dot is a PNG of one pixel, in base64.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// enrol puts callers on the roster.
func (s *setUp) enrol(ids ...chat.AgentID) {
	must(s.t, s.h.Store.UpdateRoster(s.t.Context(), host.Tenant, func(r *chat.Roster) error {
		for _, id := range ids {
			if !slices.ContainsFunc(r.Members, func(m chat.Member) bool { return m.ID == id }) {
				r.Members = append(r.Members, chat.Member{ID: id, Email: string(id) + "@mail.test", Role: chat.RoleOwner})
			}
		}
		return nil
	}))
}

// fresh makes the object that the path of an operation names, and returns the operation's body.
func (s *setUp) fresh(op string) (*strings.Replacer, any) {
	ctx := s.t.Context()
	names := func(pairs ...string) *strings.Replacer {
		return strings.NewReplacer(append(pairs, "{bot}", string(host.FastBot), "{script}", "1")...)
	}
	switch op {
	case "inviteMember":
		s.n++
		return names(), host.Object{"email": fmt.Sprintf("invited-%d@mail.test", s.n), "role": "viewer"}
	case "withdrawInvitation":
		return names("{invitation}", s.invited().ID), nil
	case "acceptInvitation":
		return names(), host.Object{"name": "Ada"}
	case "changeMember", "removeMember":
		return names("{member}", s.member()), host.Object{"role": "lead", "name": "Ada"}
	case "renameMe":
		s.enrol("a_of_"+chat.AgentID(host.Tenant), olu.ID)
		return names(), host.Object{"name": "Ada"}
	case "chooseMyDigest":
		s.enrol("a_of_"+chat.AgentID(host.Tenant), olu.ID)
		return names(), host.Object{"wants": false}
	case "keepMyDevice":
		must(s.t, s.h.Store.DropDevices(ctx, host.Tenant, s.me))
		return names(), s.device(newID())
	case "dropMyDevice", "testMyDevice":
		return names("{device}", s.registered()), nil
	case "dropMyPicture":
		s.enrol("a_of_"+chat.AgentID(host.Tenant), olu.ID)
		s.does("PUT", "/v1/me/picture", host.Object{"picture": dot}, nil)
		return names(), nil
	case "portrayMe":
		s.enrol("a_of_"+chat.AgentID(host.Tenant), olu.ID)
		return names(), host.Object{"picture": dot}
	case "addBot":
		return names(), host.Object{"name": "Another bot"}
	case "changeBot":
		return names(), host.Object{"version": s.bot(host.FastBot).Version, "name": "Kettle"}
	case "startChat":
		return names("{visitor}", string(s.silent())), host.Object{"id": newID(), "text": "Can I help?"}
	case "changeCannedReply":
		id := newID()
		own := chat.CannedReply{ID: id, Owner: "a_of_" + chat.AgentID(host.Tenant), Title: "T", Text: "x"}
		must(s.t, s.h.Store.PutCannedReply(ctx, host.Tenant, own))
		return names("{reply}", id), host.Object{"title": "T", "text": "y", "own": true, "version": 1}
	case "changeLead":
		id := newID()
		lead := chat.Lead{Visit: chat.VisitID("s_" + id), Visitor: "v_nobody", Source: chat.Web, State: chat.NewLead}
		must(s.t, s.h.Store.PutLead(ctx, host.Tenant, lead))
		return names("{lead}", string(lead.Visit)), host.Object{"note": contact, "state": "contacted", "version": 1}
	case "saveOwnViews", "saveTeamViews":
		owner := "a_of_" + chat.AgentID(host.Tenant)
		if op == "saveTeamViews" {
			owner = ""
		}
		views, err := s.h.Store.Views(ctx, host.Tenant, owner)
		must(s.t, err)
		return names(), host.Object{"version": views.Version, "views": []host.Object{{"name": "Refunds", "queue": "all"}}}
	case "saveHours":
		t, err := s.h.Store.Tenant(ctx, host.Tenant)
		must(s.t, err)
		return names(), host.Object{"hours": weekdays, "version": t.Version}
	case "saveBotHours":
		return names(), host.Object{"hours": weekdays, "version": s.bot(host.FastBot).Version}
	case "rotateBotSecret":
		return names("{bot}", string(host.SlowBot)), nil
	case "saveScript":
		latest, err := s.h.Store.Scripts(ctx, host.Tenant, host.FastBot, 1)
		must(s.t, err)
		return names(), host.Object{"base": latest[0].Version, "text": greets}
	case "publishScript":
		return names(), host.Object{"script": 1, "version": s.bot(host.FastBot).Version}
	case "tryScript":
		return names(), host.Object{"text": greets, "say": "hello"}
	case "addSite":
		return names(), host.Object{
			"bot": host.FastBot, "name": "New", "origins": []string{"https://b.test"},
			"consent": true,
		}
	case "changeSite":
		site := s.site()
		return names("{site}", site.Key), host.Object{
			"bot": host.FastBot, "name": "Renamed",
			"origins": []string{"https://b.test"}, "consent": true, "version": site.Version,
		}
	case "rotateSite":
		site := s.site()
		return names("{site}", site.Key), host.Object{"version": site.Version}
	case "notifyOnSite", "dropSitePush":
		return names("{site}", s.site().Key), nil
	case "makeSiteLogin", "dropSiteLogin":
		site := s.site()
		s.does("POST", "/v1/sites/"+site.Key+"/login", nil, nil)
		return names("{site}", site.Key), nil
	case "saveGoals", "saveLabels", "saveGroups", "saveRetention", "saveGeneral", "showContacts":
		t, err := s.h.Store.Tenant(ctx, host.Tenant)
		must(s.t, err)
		if op == "saveGeneral" {
			return names(), host.Object{
				"name": t.Name, "zone": "Europe/Lisbon", "version": t.Version, "silence": host.Object{
					"after": 1320, "text": "Is there anything else?",
				}, "channels": []host.Object{{
					"name": "Help", "address": "https://hooks.slack.com/services/T/B/x", "waits": true, "promises": false,
					"hours": true,
				}},
			}
		}
		if op == "showContacts" {
			return names(), host.Object{"shown": false, "version": t.Version}
		}
		if op == "saveLabels" {
			return names(), host.Object{"labels": []chat.Label{{Name: "Refund", Color: "red"}}, "version": t.Version}
		}
		if op == "saveGroups" {
			return names(), host.Object{"groups": []chat.Group{{Name: "Porto", Members: []chat.AgentID{}}}, "version": t.Version}
		}
		if op == "saveGoals" {
			return names(), host.Object{"goals": chat.StandardGoals(), "version": t.Version}
		}
		return names(), host.Object{"retention": chat.StandardRetention, "version": t.Version}
	case "testChannel":
		must(s.t, s.h.Tells(ctx, true))
		return names(), host.Object{"channel": host.Channel}
	case "addNumber":
		return names(), host.Object{
			"id": host.Kettle.Spare, "waba": host.Kettle.WABA, "bot": host.PhoneBot,
			"token": host.Kettle.Token, "appSecret": "an app secret", "verifyToken": "a verify token",
		}
	case "changeNumber", "checkNumber":
		n, err := s.h.Store.NumberByID(ctx, host.Tenant, host.MetaNumber)
		must(s.t, err)
		return names("{number}", host.MetaNumber), host.Object{"version": n.Version, "bot": host.PhoneBot}
	case "listNumberTemplates", "fetchTemplates":
		return names("{number}", host.MetaNumber), nil
	case "flowSheet":
		return names("{flow}", chat.UnknownFlow), nil
	case "dropNumber":
		s.n++
		id := fmt.Sprintf("7770%d", s.n)
		must(s.t, s.h.Store.PutNumber(ctx, chat.Number{App: "app-x", ID: id, Tenant: host.Tenant, Bot: host.PhoneBot}))
		return names("{number}", id), nil
	case "addKey":
		return names(), host.Object{"name": "A shop"}
	case "deleteKey", "rotateKey":
		k := s.key()
		must(s.t, s.tidy(k))
		return names("{key}", k), nil
	case "getEntry", "listEntryVersions":
		return names("{entry}", s.entry()), nil
	case "removeEntry":
		return names("{entry}", s.entry()+"?version=1"), nil
	case "saveEntry":
		id := strings.ToLower(newID())
		return names("{entry}", id), host.Object{"version": 0, "content": written("Why "+id, "So.")}
	case "changeEntries":
		return names(), host.Object{"entries": []host.Object{{"id": s.entry(), "version": 1}}, "tag": "prices"}
	case "getQuestion":
		return names("{question}", s.question()), nil
	case "decideQuestion":
		return names("{question}", s.question()), host.Object{"version": 1, "state": "never"}
	case "findConflicts", "findMatches":
		return names(), host.Object{"content": written("Why", "So.")}
	case "publishKnowledge":
		return names(), host.Object{"all": true}
	case "listChangedAnswers":
		return names("{publication}", s.held()), nil
	case "decidePublication":
		return names("{publication}", s.held()), host.Object{"act": "keep"}
	case "tryKnowledge":
		return names(), host.Object{"bot": host.FastBot, "question": "Why?", "drafts": true}
	case "beginImport":
		return names(), host.Object{"id": strings.ToLower(newID()), "name": "prices.csv", "bytes": 20, "language": "en"}
	case "getImport":
		return names("{import}", s.imported()), nil
	case "readWeeklyNow", "stopWeekly":
		return names("{weekly}", s.weekly()), nil
	case "goOnWithImport":
		return names("{import}", s.imported()), host.Object{"act": "apply"}
	case "moveQuestions":
		return names(), host.Object{"bot": host.FastBot}
	case "startExport":
		return names(), host.Object{"kind": "visitor", "visitor": s.visitor()}
	case "getExportFile":
		var j wire.Job
		s.h.Work(s.t.Context()) // an export waits for deliveries
		s.does("POST", "/v1/exports", host.Object{"kind": "visitor", "visitor": s.visitor()}, &j)
		return names("{job}", j.Id, "{file}", "visitor"), nil
	case "eraseVisitor", "eraseByServer":
		return names(), host.Object{"visitor": s.visitor()}
	case "reportGoal":
		return names(), host.Object{"name": "Checkout", "visitor": s.visitor()}
	}
	return names(), nil
}
