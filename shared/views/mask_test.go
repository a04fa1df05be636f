package views_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

var vera = chat.Agent{Tenant: chattest.Tenant, ID: "a_vera", Name: "Vera", Role: chat.RoleViewer}

// contacts are the parts of contact data that the customers of these tests gave away.
var contacts = []string{"zoe@mail.test", "2345 6789", "23456789", "Elm Street", "4.9", "12.34"}

// read is everything that a person of the team reads about a visitor, as JSON.
func read(t *testing.T, w *chattest.World, a chat.Agent, key chat.ConversationKey) string {
	t.Helper()
	head, err := w.InboxRow(w.Ctx(), a, key.ID)
	w.Must(err)
	person, err := w.Person(w.Ctx(), a, head.Visitor)
	w.Must(err)
	timeline, err := w.Timeline(w.Ctx(), a, head.Visitor)
	w.Must(err)
	log, _, _, err := w.Transcript(w.Ctx(), a, key.ID, "", false, 0)
	w.Must(err)
	names, err := w.Names(w.Ctx(), a, []chat.VisitorID{head.Visitor})
	w.Must(err)
	found, _, err := w.Find(w.Ctx(), a, "zoe", "")
	w.Must(err)
	inbox, err := w.Inbox(w.Ctx(), a, views.InboxQuery{Queue: "bot"})
	w.Must(err)
	raw, err := json.Marshal([]any{head.ForAgent(), person, timeline, log, names, found, inbox.Rows})
	w.Must(err)
	return string(raw)
}

// A viewer reads a conversation without the contact data in it, until an owner shows it to viewers.
func TestViewersReadNoContactData(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("I am at zoe@mail.test or +49 151 2345 6789")
	_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, g.Socket.Visitor, map[string]string{
		"name": "Zoe", "email": "zoe@mail.test", "phone": "+4915123456789", "homeAddress": "9 Elm Street", "plan": "gold",
	}, nil)
	w.Must(err)
	_, err = w.AddNote(w.Ctx(), chattest.Ana, g.Socket.Visitor, "She is also known as zoe@mail.test.")
	w.Must(err)
	for _, secret := range contacts[:4] {
		if got := read(t, w, vera, g.Key()); strings.Contains(got, secret) {
			t.Errorf("a viewer reads %q in %s", secret, got)
		}
	}
	if got := read(t, w, vera, g.Key()); !strings.Contains(got, chat.Masking) || !strings.Contains(got, "gold") ||
		!strings.Contains(got, "Zoe") {
		t.Errorf("a viewer reads too little: %s", got)
	}
	if got := read(t, w, chattest.Ana, g.Key()); !strings.Contains(got, "zoe@mail.test") ||
		!strings.Contains(got, "9 Elm Street") {
		t.Error("an agent reads no contact data")
	}
	tenant, err := w.Office.Tenant(w.Ctx(), chattest.Olu)
	w.Must(err)
	_, err = w.ShowContacts(w.Ctx(), chattest.Olu, true, tenant.Version)
	w.Must(err)
	w.Pass(chat.SettingsLife + time.Second)
	if got := read(t, w, vera, g.Key()); !strings.Contains(got, "zoe@mail.test") {
		t.Error("a viewer reads no contact data although it is shown")
	}
}

// Hidden contact data is not found by a viewer, neither a whole nor a beginning.
func TestViewersFindNobodyByContactData(t *testing.T) {
	w := chattest.New(t)
	id := w.SomeoneKnown(map[string]string{
		"name": "Zoe", "email": "zoe.q@mail.test", "phone": "+49 151 2345 6789", "customer": "KC-77",
	})
	for q, want := range map[string]bool{
		"Zoe": true, "zoe.q": false, "zoe.q@mail.test": false, "6789": false, "KC-77": false,
	} {
		found, _, err := w.Find(w.Ctx(), vera, q, "")
		w.Must(err)
		if got := len(found) == 1 && found[0].Visitor.ID == id; got != want {
			t.Errorf("a viewer finds %q: %v", q, got)
		}
	}
	_, err := w.FlowRows(w.Ctx(), vera, views.FlowQuery{Flow: "f", Words: "zoe"})
	if chat.CodeOf(err) != "contacts_hidden" {
		t.Errorf("a viewer searches the values of forms: %v", err)
	}
}

// Each kind of message that can hold contact data is masked, and the message itself stays as it is.
func TestEveryKindOfContactDataIsMasked(t *testing.T) {
	for name, body := range map[string]chat.Body{
		"text": {Kind: chat.KindText, Text: "zoe@mail.test"},
		"submission": {Kind: chat.KindSubmission, Submission: &chat.Submission{
			Values: map[string]string{"street": "Elm Street"},
		}},
		"flow": {Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{
			Values: map[string]string{"to": "Elm Street"}, Raw: "Elm Street",
		}},
		"card": {Kind: chat.KindContacts, People: []chat.VCard{{
			Name: "Zoe", Phones: []string{"23456789"}, Emails: []string{"zoe@mail.test"}, Places: []string{"Elm Street"},
		}}},
		"place": {Kind: chat.KindLocation, Location: &chat.Location{
			Latitude: 12.34, Longitude: 4.9, Name: "Home", Address: "Elm Street",
		}},
		"file":     {Kind: chat.KindDocument, Media: &chat.Media{Name: "zoe@mail.test.pdf"}},
		"template": {Kind: chat.KindTemplate, Template: &chat.Filled{Values: map[string]string{"body.1": "zoe@mail.test"}}},
		"event":    {Kind: chat.KindEvent, Event: &chat.Event{Name: chat.NumberChanged, Reason: "+49 151 2345 6789"}},
		"hand-over": {Kind: chat.KindEvent, Event: &chat.Event{
			Name: chat.EventAssigned, Note: "Call her, +49 151 2345 6789",
		}},
	} {
		m := chat.Message{
			Bubbles: []chat.Bubble{{Body: body}},
			Marks:   &chat.Marks{Edited: &chat.Edit{Text: "zoe@mail.test"}},
			Origin:  &chat.Origin{Raw: json.RawMessage(`"zoe@mail.test"`)},
			Effects: &chat.Effects{
				Gap:    &chat.Gap{Question: "zoe@mail.test?"},
				Claims: []chat.Claim{{Field: "email", Value: "zoe@mail.test"}},
			},
		}
		before, _ := json.Marshal(m)
		masked, _ := json.Marshal(m.Masked())
		for _, secret := range contacts {
			if strings.Contains(string(masked), secret) {
				t.Errorf("%s: %q is in %s", name, secret, masked)
			}
		}
		if after, _ := json.Marshal(m); string(after) != string(before) {
			t.Errorf("%s: masking changed the message itself", name)
		}
		head := chat.Head{Preview: m.Preview(), Reached: "4915123456789"}.Masked()
		for _, secret := range contacts {
			if strings.Contains(head.Preview+head.Reached, secret) {
				t.Errorf("%s: the preview says %q", name, head.Preview)
			}
		}
	}
}

// A viewer who watches a conversation is pushed the masked message, and an agent the whole one.
func TestViewersArePushedNoContactData(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	for _, a := range []chat.Agent{vera, chattest.Ana} {
		s := chat.Socket{
			ID: chat.ConnectionID(a.ID), Tenant: a.Tenant, Agent: &a, Opened: w.Now(), Expires: w.Now().Add(time.Hour),
		}
		w.Must(w.Store.OpenSocket(w.Ctx(), s))
		w.Must(w.View(w.Ctx(), s, g.Key().ID))
	}
	g.Says("I am zoe@mail.test")
	for id, want := range map[chat.ConnectionID]bool{"a_vera": false, chat.ConnectionID(chattest.Ana.ID): true} {
		raw, _ := json.Marshal(w.Pushes[id])
		if !strings.Contains(string(raw), "I am ") || strings.Contains(string(raw), "zoe@mail.test") != want {
			t.Errorf("%s was pushed %s", id, raw)
		}
	}
}

// A viewer reads no number and no address, also if it is typed on a wide keyboard, or pasted with characters that
// nobody sees.
func TestContactDataIsHiddenHoweverItIsWritten(t *testing.T) {
	w := chattest.New(t)
	for said, secret := range map[string]string{
		"ring \u202a+49\u00a0151\u2011\u20602345\u200b6700\u202c": "6700",
		"ring 0151 \u200e23 \u200e45 \u200e67 \u200e00 \u200enow": "\u200e45",
		"ring （０１５１）２３－４５６８":                                      "４５６８",
		"ring 0151\u221223\u221245\u221269":                       "45\u221269",
		"write to bo＠example．com":                                 "bo＠",
	} {
		g := w.Guest()
		g.Opens("/")
		g.Says(said)
		if got := read(t, w, vera, g.Key()); strings.Contains(got, secret) {
			t.Errorf("%+q: a viewer reads %s", said, got)
		}
	}
}
