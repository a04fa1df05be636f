package bot

import (
	"encoding/json"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// asksAs puts a text to a bot, as a question that says more than its words.
func asksAs(t *testing.T, b *ScriptBot, q chat.Question, text string) chat.Answer {
	t.Helper()
	q.Bot, q.Message = chat.Bot{ID: "b"}, chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}}
	a, err := b.Respond(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A STOP that was heard has a word in the customer's language, is no question without an answer, and leaves a form.
func TestAStopIsAnsweredAndNoGap(t *testing.T) {
	b := demo(t)
	own := map[string]string{}
	for _, language := range Languages {
		words := tongueIn(language).hushed
		if words == "" || own[words] != "" {
			t.Errorf("%s and %s have the words %q", language, own[words], words)
		}
		own[words] = language
	}
	for _, source := range []chat.Source{chat.Web, chat.WhatsApp} {
		a := asksAs(t, b, chat.Question{Source: source, Stops: true}, "STOP")
		if said(a) != tongueIn("en").hushed || a.Effects.Gap != nil || a.Effects.HandOver != "" {
			t.Errorf("on %s: %q, gap %v", source, said(a), a.Effects.Gap)
		}
	}
	state := json.RawMessage(`{"form":"o","values":{"name":"Dana"}}`)
	a := asksAs(t, ordering(), chat.Question{Source: chat.WhatsApp, Stops: true, State: state}, "Stop writing to me")
	if said(a) != tongueIn("en").hushed || a.Effects.Form == nil || a.Effects.Form.State != chat.FormLeft {
		t.Errorf("within a form: %q, %v", said(a), a.Effects.Form)
	}
}

// A word is no STOP by its letters alone: chat has to have heard it.
func TestAWordThatWasNotHeardAsStopIsJudgedAsAnyOther(t *testing.T) {
	if a := asksAs(t, demo(t), chat.Question{Source: chat.Web}, "Stop writing to me"); said(a) == tongueIn("en").hushed {
		t.Errorf("%q", said(a))
	}
	if Small("STOP") != "stop" || Small("Do you sell door stops?") != "" || Small("thanks") != "thanks" {
		t.Errorf("small talk: %q, %q, %q", Small("STOP"), Small("Do you sell door stops?"), Small("thanks"))
	}
}

// The words that leave a form which is asked in words leave one that stands open as a whole, too.
func TestWordsLeaveAFormThatStandsOpen(t *testing.T) {
	b := ordering()
	open := talk(t, b, chat.Web, tap("go", "Order"))[0]
	for _, words := range []string{
		"cancel", "Never mind", "abbrechen", "salir", "annuler", "sair", "إلغاء", "रद्द करें", "STOP",
	} {
		a := asksAs(t, b, chat.Question{Source: chat.Web, State: open.Effects.State}, words)
		place := a.Effects.Form
		if a.Effects.Gap != nil || place == nil || place.State != chat.FormLeft || place.Form != "o" {
			t.Errorf("%q: %q, %v, gap %v", words, said(a), place, a.Effects.Gap)
		}
	}
	on := asksAs(t, b, chat.Question{Source: chat.Web, State: open.Effects.State}, "hello")
	for name, state := range map[string]json.RawMessage{"no form": nil, "the talk went on": on.Effects.State} {
		if a := asksAs(t, b, chat.Question{Source: chat.Web, State: state}, "abbrechen"); a.Effects.Form != nil {
			t.Errorf("%s: %q", name, said(a))
		}
	}
}
