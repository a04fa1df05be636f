package schema

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// The domain's JSON matches the schemas: every kind of message, head, visit and visitor.
func TestTheDomainSpeaksTheSchemas(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	id := chat.MessageID("01ARZ3NDEKTSV4RRFFQ69G5FAV")
	place := chat.Place{Country: "NG", City: "Lagos", Inferred: true}
	page := chat.Page{URL: "https://a.test/", Title: "A", Referrer: "https://b.test/"}
	goal := chat.GoalReached{Name: "Checkout", OrderID: "1", Value: 2, Currency: "EUR", Verified: true}
	bodies := []chat.Body{
		chat.Text("hi"),
		{Kind: chat.KindButtons, Text: "?", Options: []chat.Option{{ID: "a", Title: "A", URL: "https://a.test"}}},
		{
			Kind: chat.KindCards,
			Cards: []chat.Card{
				{Title: "C", Text: "c", Image: "https://a.test/i", Options: []chat.Option{{ID: "a", Title: "A"}}},
			},
		},
		{
			Kind: chat.KindForm,
			Form: &chat.Form{
				ID: "f", Submit: "Send",
				Fields: []chat.Field{{Name: "n", Label: "N", Type: "choice", Required: true, Choices: []string{"x"}}},
			},
		},
		{Kind: chat.KindClick, Text: "A", Click: &chat.Click{Message: chat.ReplyTo(id), Option: "a", Title: "A"}},
		{
			Kind: chat.KindSubmission, Submission: &chat.Submission{Message: id, Form: "f", Values: map[string]string{"n": "x"}},
		},
		{Kind: chat.KindImage, Media: &chat.Media{Upload: "u", Name: "n", Type: "image/png", Size: 3}},
		{Kind: chat.KindLocation, Location: &chat.Location{Latitude: 1, Longitude: 2, Name: "n", Address: "a"}},
		{Kind: chat.KindNote, Text: "n"},
		{Kind: chat.KindEvent, Event: &chat.Event{Name: "took_over", By: "Ana", Reason: "replied", To: "a1"}},
		{Kind: chat.KindUnsupported, Type: "poll"},
	}
	for _, body := range bodies {
		m := chat.Message{
			ID: chat.ReplyTo(id), Author: chat.Author{Kind: chat.ByBot, ID: "b", Name: "B"}, At: now, Answers: id,
			Outcome: chat.Answered, Epoch: 1, Visit: "s_1",
			Bubbles: []chat.Bubble{
				{
					Body:     body,
					Delivery: &chat.Delivery{Status: chat.Sent, At: now, Wamid: "w", Code: 1, Reason: "r", Category: "c", Price: "p"},
				},
			},
			Effects: &chat.Effects{
				State: json.RawMessage(`{}`), Goals: []chat.GoalReached{goal},
				Gap: &chat.Gap{Question: "q", Cause: chat.NoMatch, Score: 0.1}, HandOver: "asked",
				Claims: []chat.Claim{{Field: "name", Value: "A", Source: "form:f"}},
			},
			Origin: &chat.Origin{
				Wamid: "w", Sent: now, Country: "BR", Number: "1", ReplyTo: "w0", Raw: json.RawMessage(`{"a":1}`),
			},
		}
		speaks(t, "Message", m.ForAgent())
		seen, _ := m.ForVisitor()
		if seen.ID != "" {
			speaks(t, "Message", seen)
			speaks(t, "Push", chat.Push{Action: "message", Conversation: "c_1", Message: &seen})
		}
	}
	speaks(t, "Conversation", chat.Head{
		Tenant: "t", ID: "c", Bot: "b", Visitor: "v", Source: chat.WhatsApp, Site: "s", Labels: "00",
		Owner: chat.OwnerAgent, Assignee: "a", Epoch: 1,
		OwnedAt: now, Status: chat.Snoozed, LastBotReply: id, Due: now,
		Reached: "1", Number: "2", At: now, Last: id, Preview: "p", LastAuthor: "bot", VisitorAt: now, WaitingFrom: now,
		Window: now, SeenByVisitor: id,
	})
	reached := chat.VisitGoal{GoalReached: goal, At: now, By: chat.HelpedByBot, WithoutHuman: true}
	speaks(t, "Session", chat.Visit{
		Tenant: "t", ID: "s", Visitor: "v", Bot: "b", Source: chat.Web, Mode: chat.Minimal, Started: now, LastAt: now,
		EndedAt: now, EndReason: chat.SignedOut, Returning: true,
		Place: place, Network: "n", Device: chat.Device{Type: "mobile", OS: "iOS", Browser: "Safari"}, Referrer: "r",
		Campaign: map[string]string{"utm_source": "x"}, Page: &page, Pages: 2,
		Goals: []chat.VisitGoal{reached}, Folded: &chat.Facts{Ended: true}, Landing: "https://shop.test/", Opened: true,
	})
	speaks(t, "Visitor", chat.Visitor{
		Tenant: "t", ID: "v", FirstSeen: now, Source: chat.Web, CookieID: "ck",
		Identities: []chat.Identity{{Kind: chat.IdentityNumber, Hash: "h"}},
		Profile:    map[string]chat.Fact{"name": {Value: "A", Source: "s", At: now, Verified: true}}, Blocked: true,
	})
	for _, e := range []chat.VisitEvent{
		{ID: "1", At: now, Kind: "page", Page: &page},
		{ID: "2", At: now, Kind: "goal", Goal: &reached},
		{ID: "3", At: now, Kind: "consent", Mode: chat.Full},
	} {
		speaks(t, "SessionEvent", e)
	}
	speaks(t, "Gap", chat.GapRow{
		Bot: "b", ID: "g", Question: "q", Cause: chat.LowConfidence, Count: 1, Last: now, State: "new",
	})
	speaks(t, "Counts", chat.Counts{
		Day: "2026-11-22", Source: chat.Web, Country: "NG", Bot: "b", Values: map[string]int64{"sessions": 1},
	})
	speaks(t, "Note", chat.Note{ID: "n", By: "a", Name: "A", Text: "t", At: now})
	speaks(t, "CannedReply", chat.CannedReply{ID: "r", Title: "t", Text: "x"})
}

func speaks(t *testing.T, schema string, v any) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(schema, raw); err != nil {
		t.Errorf("%s: %v\n%s", schema, err, raw)
	}
}

func TestEverySchemaCompiles(t *testing.T) {
	var doc struct {
		Defs map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(document, &doc); err != nil {
		t.Fatal(err)
	}
	for name := range doc.Defs {
		if err := Check(name, []byte(`"?"`)); err != nil && chat.KindOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for pattern, op := range Operations() {
		if op.Role != chat.RoleServer && !chat.RoleOwner.Includes(op.Role) {
			t.Errorf("%s needs the role %q, which nobody has", pattern, op.Role)
		}
		if err := CheckBody(pattern, []byte(`"?"`)); err != nil && chat.KindOf(err) == "" {
			t.Errorf("%s: %v", pattern, err)
		}
		for _, p := range op.Query {
			if err := CheckQuery(pattern, map[string][]string{p.Name: {"?"}}); err != nil && chat.KindOf(err) == "" {
				t.Errorf("%s %s: %v", pattern, p.Name, err)
			}
		}
	}
	for _, frames := range []map[string]string{VisitorFrames, AgentFrames} {
		for action, schema := range frames {
			if err := Check(schema, []byte(`{"action":"`+action+`x"}`)); err == nil {
				t.Errorf("%s takes any action", schema)
			}
		}
	}
}

func TestErrorsSayWhere(t *testing.T) {
	_, err := ParseFrame([]byte(`{"action":"track","goal":{"name":"x","currency":"euro"}}`), VisitorFrames)
	if e, ok := errors.AsType[*chat.Error](err); !ok || !strings.HasPrefix(e.Text, "goal.currency: ") {
		t.Errorf("got %v", err)
	}
}

func TestAFrameIsAtMost32KB(t *testing.T) {
	frame := func(n int) []byte {
		raw := []byte(`{"action":"ping","ref":"r"}`)
		return append(raw, []byte(strings.Repeat(" ", n-len(raw)))...)
	}
	if _, err := ParseFrame(frame(MaxFrame), VisitorFrames); err != nil {
		t.Errorf("32 KB: %v", err)
	}
	if _, err := ParseFrame(frame(MaxFrame+1), VisitorFrames); chat.CodeOf(err) != "frame_too_large" {
		t.Errorf("32 KB and one byte: %v", err)
	}
}

func FuzzParseFrame(f *testing.F) {
	f.Add([]byte(`{"action":"message","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","text":"hi"}`))
	f.Add([]byte(`{"action":"hello","page":{"url":"https://a.test"}}`))
	f.Add([]byte(strings.Repeat("[", 40)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		frame, err := ParseFrame(raw, VisitorFrames)
		if err == nil {
			if _, known := VisitorFrames[frame.Action]; !known {
				t.Errorf("%q passed", frame.Action)
			}
			return
		}
		if chat.KindOf(err) != chat.Invalid {
			t.Errorf("an internal error for outside bytes: %v", err)
		}
	})
}
