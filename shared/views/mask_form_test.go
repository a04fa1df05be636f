package views_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// asksFields has the bot ask for a field in words until it is told that the form is over.
func asksFields(w *chattest.World) (over func()) {
	state := chat.FormAsked
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("Go on.")},
			Effects: chat.Effects{State: []byte(`{}`), Form: &chat.FormPlace{Form: "offer", Field: "street", State: state}},
		}, nil
	}
	return func() { state = chat.FormSent }
}

// watched opens a conversation in the app of a person of the team.
func watched(w *chattest.World, a chat.Agent, key chat.ConversationKey) {
	w.T.Helper()
	s := chat.Socket{
		ID: chat.ConnectionID(a.ID), Tenant: a.Tenant, Agent: &a, Opened: w.Now(), Expires: w.Now().Add(time.Hour),
	}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.View(w.Ctx(), s, key.ID))
}

// What a customer on WhatsApp answers to a form that is asked in words is hidden like the values of one that was filled
// in, also as they correct it, and whoever has the conversation. Their other words are not.
func TestAnswersToAFormInWordsAreHidden(t *testing.T) {
	w := chattest.New(t)
	over := asksFields(w)
	key := w.Writes(chattest.Bruno, "wamid.1", "I want an offer")
	watched(w, vera, key)
	watched(w, chattest.Ana, key)
	w.Pass(time.Second)
	w.Writes(chattest.Bruno, "wamid.2", "12 Rose Street, Leeds")
	w.Pass(time.Second)
	w.Gets(chattest.Bruno, "wamid.3", chat.Body{Kind: chat.KindEdit, Text: "14 Rose Street, Leeds"},
		chat.Origin{ReplyTo: "wamid.2"})
	if p := w.Head(key).Preview; p != "Form filled in: 14 Rose Street, Leeds" {
		t.Errorf("lists say %q", p)
	}
	over()
	w.Pass(time.Second)
	w.Writes(chattest.Bruno, "wamid.4", "9 Lily Lane")
	w.Pass(time.Second)
	w.Writes(chattest.Bruno, "wamid.5", "Thank you so much")
	everything := func(a chat.Agent) string {
		pushed, err := json.Marshal(w.Pushes[chat.ConnectionID(a.ID)])
		w.Must(err)
		return read(t, w, a, key) + string(pushed)
	}
	for _, secret := range []string{"Rose Street", "Lily Lane"} {
		if got := everything(vera); strings.Contains(got, secret) {
			t.Errorf("a viewer reads %q in %s", secret, got)
		}
		if !strings.Contains(everything(chattest.Ana), secret) {
			t.Errorf("an agent does not read %q", secret)
		}
	}
	for _, words := range []string{"I want an offer", "Thank you so much"} {
		if !strings.Contains(everything(vera), words) {
			t.Errorf("a viewer does not read %q", words)
		}
	}
}

// Meta's clock has seconds, and a customer may send two messages in one: the second is an answer too.
func TestAnAnswerInTheSameSecondIsHidden(t *testing.T) {
	w := chattest.New(t)
	asksFields(w)
	for i := range 8 { // the ids within a second are in any order
		from := chat.Contact{WaID: "551198765430" + string(rune('0'+i))}
		w.Pass(time.Minute)
		key := w.Writes(from, "wamid.a"+from.WaID, "I want an offer")
		w.Writes(from, "wamid.b"+from.WaID, "12 Rose Street")
		if got := read(t, w, vera, key); strings.Contains(got, "Rose") || !strings.Contains(got, "I want an offer") {
			t.Errorf("a viewer reads %s", got)
		}
	}
}

// A person who takes over reads the answer to the bot's question; what they ask themselves is answered in words.
func TestOnlyTheNextWordAnswersTheBotsField(t *testing.T) {
	w := chattest.New(t)
	asksFields(w)
	key := w.Writes(chattest.Bruno, "wamid.1", "I want an offer")
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, key, w.Sees(key))
	w.Must(err)
	for i, said := range []string{"12 Rose Street", "Blue would be nice"} {
		w.Pass(time.Second)
		w.Gets(chattest.Bruno, "wamid.after"+string(rune('0'+i)), chat.Text(said), chat.Origin{})
	}
	filled := []string{}
	for _, m := range w.Rows(key) {
		if m.Fills {
			filled = append(filled, m.Body().Text)
		}
	}
	if got := strings.Join(filled, "|"); got != "12 Rose Street" {
		t.Errorf("values of the form are %q", got)
	}
}

// A value of a form that the bot fails at is in no list of unanswered questions.
func TestAValueOfAFormIsNoUnansweredQuestion(t *testing.T) {
	w := chattest.New(t)
	asksFields(w)
	key := w.Writes(chattest.Bruno, "wamid.1", "I want an offer")
	w.Think = func(chat.Question) (chat.Answer, error) { return chat.Answer{}, chattest.ErrNetwork }
	w.Pass(time.Second)
	w.Gets(chattest.Bruno, "wamid.2", chat.Text("12 Rose Street"), chat.Origin{})
	for _, m := range w.Rows(key) {
		if m.Effects != nil && m.Effects.Gap != nil {
			t.Errorf("the gap is %+v", *m.Effects.Gap)
		}
	}
}

// The team's own words about a visitor lose the contact data in them, too: why two profiles are one, and where the
// visitor agreed to be written to.
func TestReasonsAndSourcesAreHidden(t *testing.T) {
	v := chat.Visitor{
		Links: []chat.Link{{To: "v_2", How: chat.ByHand, Reason: "gave +351 912 345 678 on the phone"}},
		OptIn: &chat.OptIn{Source: "mail of zoe@mail.test"},
	}
	before, _ := json.Marshal(v)
	raw, _ := json.Marshal(v.Masked())
	if strings.Contains(string(raw), "912") || strings.Contains(string(raw), "zoe@") ||
		!strings.Contains(string(raw), "on the phone") {
		t.Errorf("a viewer reads %s", raw)
	}
	if after, _ := json.Marshal(v); string(after) != string(before) {
		t.Error("masking changed the visitor itself")
	}
}
