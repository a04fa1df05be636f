package chat_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// lead is a form that tests offer.
var lead = chat.Form{ID: "lead", Fields: []chat.Field{
	{Name: "name", Label: "Your name", Type: "name", Required: true},
	{Name: "mail", Label: "E-mail", Type: "email", Required: true},
	{Name: "size", Label: "Size", Type: "number"},
}}

// A form that was begun and left is one row of the visit, with the last field and without
// a value; the visitor's timeline has it. In minimal mode nothing of it is kept.
func TestWhereAFormWasLeft(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: &lead}}}, nil
	}
	amara := w.Guest()
	amara.Opens("/")
	offer := amara.Says("an offer").Reply.ID
	at := chat.FormPlace{Message: offer, Form: "lead", Field: "name"}
	w.Must(w.Field(t.Context(), amara.Socket, at))
	at.Field = "mail"
	w.Must(w.Field(t.Context(), amara.Socket, at))
	for _, bad := range []chat.FormPlace{
		{Message: offer, Form: "other", Field: "name"},
		{Message: offer, Form: "lead", Field: "secret"},
		{Message: w.ID(), Form: "lead", Field: "name"},
	} {
		if err := w.Field(t.Context(), amara.Socket, bad); chat.KindOf(err) != chat.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	places := func() (all []chat.FormPlace) {
		moments, err := w.Timeline(t.Context(), chattest.Ana, amara.Socket.Visitor)
		w.Must(err)
		for _, m := range moments {
			if m.Event != nil && m.Event.Form != nil {
				all = append(all, *m.Event.Form)
			}
		}
		return all
	}
	want := chat.FormPlace{Message: offer, Form: "lead", Field: "mail", Label: "E-mail"}
	if got := places(); len(got) != 1 || got[0] != want {
		t.Errorf("the timeline has %+v", got)
	}
	if kept, err := w.VisitorData(t.Context(), amara.Socket); err != nil || len(kept.Visits[0].Forms) != 1 ||
		kept.Visits[0].Forms[0] != "lead: E-mail" {
		t.Errorf("the visitor is told %+v, %v", kept.Visits, err)
	}
	minimal := amara.Socket
	minimal.Mode = chat.Minimal
	at.Field = "size"
	w.Must(w.Field(t.Context(), minimal, at))
	if got := places(); len(got) != 1 || got[0] != want {
		t.Errorf("minimal mode kept %+v", got)
	}
	in := amara.Incoming(w.ID(), "")
	in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{
		Message: offer, Form: "lead", Values: map[string]string{"name": "Amara", "mail": "amara@mail.test"},
	}}
	_, err := w.Receive(t.Context(), in)
	w.Must(err)
	if got := places(); len(got) != 1 || got[0].State != chat.FormSent {
		t.Errorf("a form that was sent after all: %+v", got)
	}
}

// All faults of a form are told at once, each with its field and a code.
func TestAllFaultsOfAForm(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: &lead}}}, nil
	}
	amara := w.Guest()
	amara.Opens("/")
	in := amara.Incoming(w.ID(), "")
	in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{
		Message: amara.Says("an offer").Reply.ID, Form: "lead",
		Values: map[string]string{"name": " ", "mail": "nonsense", "size": "big"},
	}}
	_, err := w.Receive(t.Context(), in)
	wrong, refused := errors.AsType[*chat.Error](err)
	if !refused || wrong.Code != "field_required" || len(wrong.Fields) != 3 {
		t.Fatalf("got %+v", err)
	}
	for i, code := range []string{"field_required", "field_email", "field_number"} {
		if f := wrong.Fields[i]; f.Code != code || f.Name != lead.Fields[i].Name || f.Text == "" {
			t.Errorf("fault %d is %+v", i, f)
		}
	}
}

// A bot is told when a person had the conversation since it last spoke: its open question is over.
func TestABotKnowsThatAPersonWasThere(t *testing.T) {
	w := chattest.New(t)
	var asked []chat.Question
	w.Think = func(q chat.Question) (chat.Answer, error) {
		asked = append(asked, q)
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("ok")}, Effects: chat.Effects{State: []byte(`{"form":"lead"}`)},
		}, nil
	}
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("one")
	w.Pass(time.Second)
	amara.Says("two")
	w.Pass(time.Second)
	_, err := w.TakeOver(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	w.Pass(time.Second)
	_, err = w.HandBack(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	w.Pass(time.Second)
	amara.Says("three")
	if len(asked) != 3 || !asked[0].First || asked[1].First || asked[1].Resumed || !asked[2].Resumed {
		t.Errorf("the bot was asked %+v", asked)
	}
}

// Personal data is blacked out of a question before it is kept as unanswered.
func TestGapsTellNothingPersonal(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("?")},
			Effects: chat.Effects{Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}},
		}, nil
	}
	amara := w.Guest()
	amara.Opens("/")
	for text, want := range map[string]string{
		"Why was dana@mail.test charged?":               "Why was ▇▇▇ charged?",
		"Call +49 (0)151 2345-6700 please":              "Call ▇▇▇ please",
		"Card 4111 1111 1111 1111 refused":              "Card ▇▇▇ refused",
		"اتصل ٠١٠٠ ١٢٣ ٤٥٦٧":                            "اتصل ▇▇▇",
		"Do you have kettle 5 with 12 000 W from 2024?": "Do you have kettle 5 with 12 000 W from 2024?",
	} {
		if got := amara.Says(text).Reply.Effects; got != nil && got.Gap.Question != want {
			t.Errorf("%q is kept as %q", text, got.Gap.Question)
		}
		head := w.Head(amara.Key())
		m, err := w.Store.Message(t.Context(), amara.Key(), head.LastBotReply)
		if err != nil || m.Effects.Gap.Question != want {
			t.Errorf("%q is kept as %q, %v", text, m.Effects.Gap.Question, err)
		}
	}
}
