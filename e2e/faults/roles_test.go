package faults

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/wire"
)

func now() time.Time { return time.Now() }

// contact is an address of the visitor whom the walk is about: viewers never read it.
const contact = "zebra.rider@mail.test"

// unpinned are the operations on conversations that name no epoch.
var unpinned = []string{
	"newUpload", "markRead", "resendMessage", "markWrong", "changeLabels", "setPriority", "judgeAlert", "giveHint",
	"decideHeld",
}

// Every operation of the API is called as every role and without a sign-in, in the caller's tenant
// and with ids of another. The description says which roles may; members of another tenant find
// nothing, and viewers read no contact data.
func TestEveryOperationAsEveryRole(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	office := &setup.Provisioner{Store: h.Store, Sealer: h.Sealer()}
	_, err := office.Tenant(ctx, "t_other", "Other & Sons")
	must(t, err)
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err = v.Say(ctx, "Do you sell saddles for zebras?")
	must(t, err)
	_, err = v.Say(ctx, "When do you open?")
	must(t, err)
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	answer := head.LastBotReply
	double := chat.Visitor{Tenant: host.Tenant, ID: "v_double", FirstSeen: now(), Source: chat.WhatsApp}
	must(t, h.Store.AddVisitor(ctx, double))
	_, err = v.Say(ctx, "Write to "+contact+" about it")
	must(t, err)
	h.Drain(ctx)
	head, err = h.Store.Head(ctx, v.Key())
	must(t, err)
	must(t, h.Store.PutCannedReply(ctx, host.Tenant, chat.CannedReply{ID: "canned", Title: "Secret title", Text: "x"}))
	upload := newID()
	h.PutFile("media", "kept/"+string(host.Tenant)+"/"+string(head.ID)+"/"+upload, []byte("x"), 0)
	h.PutFile("media", "canned/"+string(host.Tenant)+"/team/"+upload, []byte("x"), 0)
	failed := chat.Message{
		ID: chat.MessageID(newID()), At: now(), Author: chat.Author{Kind: chat.ByAgent},
		Bubbles: []chat.Bubble{{Body: chat.Text("not arrived"), Delivery: &chat.Delivery{Status: chat.NotSent}}},
	}
	_, err = h.Store.Append(ctx, v.Key(), failed)
	must(t, err)
	alerted(t, h, head)
	must(t, h.Store.PutDraft(ctx, knowledge.Draft{
		Tenant: host.Tenant, ID: "e_hint", Made: now(), At: now(), Content: knowledge.Content{
			Title: "Secret title", Languages: map[string]knowledge.Words{"en": {Wordings: []string{"Which one?"}}},
		},
	}))
	apart, _ := holds(t, h)
	ids := strings.NewReplacer("{message}", string(failed.ID), "{visitor}", string(head.Visitor), "{conversation}",
		string(head.ID), "{reply}", "canned", "{upload}", upload, "{other}", string(double.ID))
	bodies := map[string]any{
		"sendMessage": host.Object{"id": newID(), "kind": "note", "text": "hello"}, "snoozeConversation": host.Object{
			"until": now().Add(time.Hour),
		},
		"addLead":       host.Object{"visitor": string(head.Visitor)},
		"changeVisitor": host.Object{"blocked": false}, "addNote": host.Object{"text": "a note"},
		"linkVisitors":   host.Object{"visitor": double.ID, "reason": "They told me so"},
		"addCannedReply": host.Object{"title": "T", "text": "x", "own": true},
		"newCannedFile":  host.Object{"name": "a.png", "type": "image/png", "size": 10},
		"newUpload":      host.Object{"name": "a.png", "type": "image/png", "size": 10}, "markRead": host.Object{"at": now()},
		"resendMessage": host.Object{"id": newID()}, "markWrong": host.Object{},
		"takeOver": host.Object{}, "changeLabels": host.Object{}, "judgeAlert": host.Object{"right": true},
		"setPriority":       host.Object{"priority": "high"},
		"giveHint":          host.Object{"id": newID(), "entry": "e_hint"},
		"handBack":          host.Object{},
		"closeConversation": host.Object{}, "noReplyNeeded": host.Object{},
		"assignConversation": host.Object{}, "setPresence": host.Object{"away": false},
		"reopenConversation": host.Object{"to": "bot"}, "readMentions": host.Object{"upTo": now()},
	}
	queries := map[string]string{
		"deleteCannedReply": "?own=true",
		"listConversations": "?queue=bot", "listSessions": "?state=live", "listGaps": "?bot=" + string(host.FastBot),
		"findVisitors": "?q=zebra", "search": "?q=zebra", "readFigures": "?from=2026-01-02&to=2027-01-01",
		"readEntryFigures": "?from=2026-01-02&to=2027-01-01",
		"listLines":        "?figure=visits&from=2026-01-02&to=2027-01-01",
		"listCounts":       "?from=2026-01-01&to=2027-01-01",
	}
	secrets := []string{string(head.ID), string(head.Visitor), "zebras", "Secret title"}
	setUp, described := newSetUp(t, h), readContract(t)
	setUp.does("PATCH", "/v1/visitors/"+string(head.Visitor),
		host.Object{"profile": host.Object{"email": contact, "name": "Zebra"}}, nil)
	for pattern, op := range schema.Operations() {
		t.Log(op.ID) // their order is another one each time
		method, at, _ := strings.Cut(pattern, " ")
		for _, role := range append([]chat.Role{""}, chat.Roles...) {
			for _, tenant := range []chat.TenantID{host.Tenant, "t_other"} {
				who := chat.Agent{Tenant: tenant, ID: chat.AgentID("a_of_" + tenant), Name: "X", Role: role}
				var raw json.RawMessage
				body := bodies[op.ID]
				if m, ok := body.(host.Object); ok && (op.ID == "sendMessage" || op.ID == "resendMessage") {
					m["id"] = newID()
				}
				if m, ok := body.(host.Object); ok && strings.Contains(at, "{conversation}") &&
					!slices.Contains(unpinned, op.ID) {
					seen, err := h.Store.Head(ctx, v.Key())
					must(t, err)
					m["epoch"] = seen.Epoch
				}
				its, made := setUp.fresh(op.ID)
				if made != nil {
					body = made
				}
				path := its.Replace(at)
				if op.ID == "giveHint" { // the others change whose turn it is
					path = strings.Replace(path, "{conversation}", string(apart), 1)
				}
				if op.ID == "decideHeld" { // once only
					its, held := holds(t, h)
					body = host.Object{"message": held, "act": "send"}
					path = strings.Replace(at, "{conversation}", string(its), 1)
				}
				if op.ID == "markWrong" {
					path = strings.Replace(path, "{message}", string(answer), 1)
				}
				path = ids.Replace(path) + queries[op.ID]
				var text string
				status := callOn(t, h, who, method, path, body, &text)
				var failed wire.Error
				raw = json.RawMessage(text)
				_ = json.Unmarshal(raw, &failed)
				name := fmt.Sprintf("%s as %q of %s: %d %s", op.ID, role, tenant, status, failed.Code)
				allowed := role.Includes(op.Role)
				if wrong := described.judge(method, at, status, text); wrong != "" {
					t.Errorf("%s: %s", name, wrong)
				}
				switch {
				case status >= 500:
					t.Error(name)
				case op.Role == chat.RoleServer && failed.Code != "bad_key":
					t.Error(name, "and not bad_key")
				case op.Role == chat.RoleServer:
				case op.Role == chat.RoleGuest && role != "" && (failed.Code != "no_address" || status != 403):
					t.Error(name, "and not no_address: an address that is not proven is asked into nothing")
				case op.Role == chat.RoleGuest && role != "":
				case role == "" && failed.Code != "no_access":
					t.Error(name, "and not no_access")
				case role != "" && !allowed && failed.Code != "role_needed":
					t.Error(name, "and not role_needed")
				case allowed && tenant == host.Tenant && status >= 300:
					t.Error(name, "in one's own tenant")
				case role == chat.RoleViewer && strings.Contains(text, contact):
					t.Errorf("%s: a viewer reads contact data: %s", name, text)
				case tenant != host.Tenant:
					for _, secret := range secrets {
						if strings.Contains(string(raw), secret) {
							t.Errorf("%s: a stranger reads %s", name, raw)
						}
					}
				}
			}
		}
	}
	for _, it := range dump(t, h) {
		if strings.HasPrefix(value(it["pk"]), "T#"+string(host.Tenant)) && strings.Contains(value(it["d"]), "a_of_t_other") {
			t.Errorf("a stranger left something at %s %s: %s", value(it["pk"]), value(it["sk"]), value(it["d"]))
		}
	}
}

// alerted alerts everybody of the walk of its conversation.
func alerted(t *testing.T, h *host.Host, head chat.Head) {
	t.Helper()
	until := now().Add(time.Hour)
	who := chat.AgentID("a_of_" + host.Tenant)
	must(t, h.Store.UpdateAlert(t.Context(), head.Key(), head.Case, until, func(a *team.Alert) error {
		a.At = now()
		a.Causes = []team.Cause{{
			Code: course.NoAnswer, Score: 60, At: now(), Message: head.LastBotReply, To: []chat.AgentID{who},
		}}
		return nil
	}))
	must(t, h.Store.UpdateAlerted(t.Context(), host.Tenant, who, until, func(a *team.Alerted) error {
		a.All = []team.Told{{
			Conversation: head.ID, Case: head.Case, Cause: course.NoAnswer, Score: 60, At: now(),
		}}
		return nil
	}))
}

// holds is a conversation that its bot keeps, in which the answer to a question waits; and an entry for a hint.
func holds(t *testing.T, h *host.Host) (chat.ConversationID, chat.MessageID) {
	t.Helper()
	ctx := t.Context()
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "When do you open?")
	must(t, err)
	h.Drain(ctx)
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	m := chat.Message{
		ID: chat.MessageID(newID()), At: now(), Author: chat.Author{Kind: chat.ByVisitor, ID: string(head.Visitor)},
		Bubbles: []chat.Bubble{{Body: chat.Text("and on the moon?")}},
		Entry:   &chat.Entry{Tenant: host.Tenant, Bot: head.Bot, Source: chat.Web},
	}
	_, err = h.Store.Hold(ctx, v.Key(), team.Held{ // before the stream tells a bot of the question
		Conversation: head.ID, Message: m.ID, Question: m.Body().Text, Until: now().Add(time.Hour), Then: chat.HoldSends,
		Answer: chat.Answer{Bubbles: []chat.Body{chat.Text("I do not know.")}},
	}, now().Add(2*time.Hour))
	must(t, err)
	_, err = h.Store.Append(ctx, v.Key(), m)
	must(t, err)
	return head.ID, m.ID
}
