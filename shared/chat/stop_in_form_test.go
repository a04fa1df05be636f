package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// asking is a world whose bot asks for a field in words, with a button that leaves the form, until it is left.
func asking(t *testing.T) (w *chattest.World, quiet func(chat.ConversationKey) bool, left func()) {
	t.Helper()
	w = chattest.New(t)
	state := chat.FormAsked
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{{Kind: chat.KindButtons, Text: "Go on.", Options: []chat.Option{{ID: "out", Title: "Sair"}}}},
			Effects: chat.Effects{State: []byte(`{}`), Form: &chat.FormPlace{Form: "offer", Field: "size", State: state}},
		}, nil
	}
	w.Meta = func(chat.Outgoing) (string, error) { return "wamid.out", nil }
	quiet = func(k chat.ConversationKey) bool {
		v, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor})
		w.Must(err)
		return v.WantsQuiet()
	}
	return w, quiet, func() { state = chat.FormLeft }
}

// The bot itself takes these words as the way out of a form, or as a value. A sentence that asks for more is heard all
// the same, and so is the word once the form is over.
func TestAWordToAFormIsNoStop(t *testing.T) {
	for _, word := range []string{"cancel", "stop", "Stopp", "parar", "sair", "alto", "baja", "توقف", "रुको", "quit"} {
		w, quiet, left := asking(t)
		k := w.Writes(bruno, "wamid.1", "I want an offer")
		w.Pass(time.Second)
		left()
		for range 2 { // Meta repeats what it has told
			w.Gets(bruno, "wamid.2", chat.Text(word), chat.Origin{})
			if quiet(k) {
				t.Errorf("%q to a field is a STOP", word)
			}
		}
		w.Pass(time.Second)
		w.Gets(bruno, "wamid.3", chat.Text("STOP"), chat.Origin{})
		if !quiet(k) {
			t.Errorf("after %q STOP is not heard", word)
		}
	}
	for _, said := range []string{"Stop sending me messages", "Unsubscribe me from your list"} {
		w, quiet, _ := asking(t)
		k := w.Writes(bruno, "wamid.1", "I want an offer")
		w.Pass(time.Second)
		w.Gets(bruno, "wamid.2", chat.Text(said), chat.Origin{})
		if !quiet(k) {
			t.Errorf("%q to a field is not heard", said)
		}
	}
}

// A tap on an option of the bot's own means what the option does. One on a template's quick reply is what it says.
func TestATapOnTheBotsOptionIsNoStop(t *testing.T) {
	w, quiet, left := asking(t)
	left()
	k := w.Writes(bruno, "wamid.1", "I want an offer")
	w.Delivers()
	w.Pass(time.Second)
	tap := func(option string) chat.Body {
		return chat.Body{Kind: chat.KindClick, Text: "Sair", Click: &chat.Click{Option: option, Title: "Sair"}}
	}
	w.Gets(bruno, "wamid.2", tap("out"), chat.Origin{ReplyTo: "wamid.out"})
	if quiet(k) {
		t.Error("a tap on the bot's option is a STOP")
	}
	w.Pass(time.Second)
	w.Gets(bruno, "wamid.3", tap("Sair"), chat.Origin{ReplyTo: "wamid.template"})
	if !quiet(k) {
		t.Error("a template's quick reply is not heard")
	}
	g := w.Guest()
	g.Opens("/")
	offer := g.Says("I want an offer")
	in := g.Incoming(w.ID(), "")
	in.Message.Bubbles[0].Body = chat.Body{
		Kind: chat.KindClick, Click: &chat.Click{Message: offer.Reply.ID, Option: "out"},
	}
	_, err := w.Receive(w.Ctx(), in)
	w.Must(err)
	if quiet(g.Key()) {
		t.Error("a tap on the website is a STOP")
	}
}

// Noting by hand that somebody wants quiet, and taking that back, does not take their own STOP back.
func TestNobodyTakesAStopBackByNotingQuiet(t *testing.T) {
	w, k := reaching(t)
	w.Gets(bruno, "wamid.stop", chat.Text("STOP"), chat.Origin{})
	said := func() string {
		v, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor})
		w.Must(err)
		return fmt.Sprintf("%+v", v.Quiet)
	}
	before := said()
	w.Pass(time.Minute)
	yes, no := true, false
	w.Must(permits(w, k, nil, &yes))
	if err := permits(w, k, nil, &no); chat.CodeOf(err) != "they_said_stop" {
		t.Errorf("a colleague takes it back: %v", err)
	}
	if said() != before {
		t.Errorf("it was %s and is %s", before, said())
	}
}

// Noting what is noted already changes nothing, so the audit has no line of it: neither over a STOP nor over what a
// colleague noted.
func TestWhatIsNotedAlreadyIsNotAuditedAgain(t *testing.T) {
	yes, no := true, false
	lines := func(w *chattest.World) (all []string) {
		entries, _, err := w.Store.Audits(w.Ctx(), chattest.Tenant, "", 50)
		w.Must(err)
		for _, e := range entries {
			all = append(all, e.Action)
		}
		return all
	}
	w, k := reaching(t)
	for _, once := range []struct {
		quiet *bool
		lines int
	}{{&no, 0}, {&yes, 1}, {&yes, 1}, {&no, 2}, {&no, 2}} {
		w.Pass(time.Second)
		w.Must(permits(w, k, nil, once.quiet))
		if all := lines(w); len(all) != once.lines {
			t.Errorf("after %t the audit has %v", *once.quiet, all)
		}
	}
	w.Gets(bruno, "wamid.stop", chat.Text("STOP"), chat.Origin{})
	w.Pass(time.Second)
	w.Must(permits(w, k, nil, &yes))
	if all := lines(w); len(all) != 2 {
		t.Errorf("over a STOP the audit has %v", all)
	}
}
