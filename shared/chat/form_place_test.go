package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// lead is a form that tests offer.
var lead = chat.Form{ID: "lead", Fields: []chat.Field{
	{Name: "name", Label: "Your name", Type: "name", Required: true}, {Name: "mail", Label: "E-mail", Type: "email", Required: true},
	{Name: "size", Label: "Size", Type: "number"},
}}

// A form that was begun and left is one row of the visit, with the last field and without
// a value; the visitor's timeline has it. In minimal mode nothing of it is kept.
func TestWhereAFormWasLeft(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: &lead}}}, nil
	}
	amara := o.guest()
	amara.opens("/")
	offer := amara.says("an offer").Reply.ID
	at := chat.FormPlace{Message: offer, Form: "lead", Field: "name"}
	o.must(o.Field(t.Context(), amara.socket, at))
	at.Field = "mail"
	o.must(o.Field(t.Context(), amara.socket, at))
	for _, bad := range []chat.FormPlace{
		{Message: offer, Form: "other", Field: "name"}, {Message: offer, Form: "lead", Field: "secret"}, {Message: o.id(), Form: "lead", Field: "name"},
	} {
		if err := o.Field(t.Context(), amara.socket, bad); chat.KindOf(err) != chat.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	places := func() (all []chat.FormPlace) {
		moments, err := o.Timeline(t.Context(), ana, amara.socket.Visitor)
		o.must(err)
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
	minimal := amara.socket
	minimal.Mode = chat.Minimal
	at.Field = "size"
	o.must(o.Field(t.Context(), minimal, at))
	if got := places(); len(got) != 1 || got[0] != want {
		t.Errorf("minimal mode kept %+v", got)
	}
	in := amara.incoming(o.id(), "")
	in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{
		Message: offer, Form: "lead", Values: map[string]string{"name": "Amara", "mail": "amara@mail.test"},
	}}
	_, err := o.Receive(t.Context(), in)
	o.must(err)
	if got := places(); len(got) != 1 || got[0].State != chat.FormSent {
		t.Errorf("a form that was sent after all: %+v", got)
	}
}

// All that is wrong in a form is told at once, each by its field and a code.
func TestAllFaultsOfAForm(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: &lead}}}, nil
	}
	amara := o.guest()
	amara.opens("/")
	in := amara.incoming(o.id(), "")
	in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{
		Message: amara.says("an offer").Reply.ID, Form: "lead", Values: map[string]string{"name": " ", "mail": "nonsense", "size": "big"},
	}}
	_, err := o.Receive(t.Context(), in)
	wrong, _ := err.(*chat.Error)
	if wrong == nil || wrong.Code != "field_required" || len(wrong.Fields) != 3 {
		t.Fatalf("got %+v", err)
	}
	for i, code := range []string{"field_required", "field_email", "field_number"} {
		if f := wrong.Fields[i]; f.Code != code || f.Name != lead.Fields[i].Name || f.Text == "" {
			t.Errorf("fault %d is %+v", i, f)
		}
	}
}
