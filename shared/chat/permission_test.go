package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

var bruno = chat.Contact{WaID: "5511912345678"}

// reaching is a world with templates, and a customer on WhatsApp whose case is over.
func reaching(t *testing.T) (*chattest.World, chat.ConversationKey) {
	t.Helper()
	w := chattest.New(t)
	w.Must(w.Store.PutTemplates(w.Ctx(), chattest.Tenant, "", []chat.Template{
		{Name: "news", Language: "en", Category: "marketing", Status: chat.Approved, Body: "News"},
		{Name: "ready", Language: "en", Category: "utility", Status: chat.Approved, Body: "Your order is ready"},
	}))
	k := w.Writes(bruno, "wamid.1", "hello")
	w.Pass(26 * time.Hour)
	w.Sweeps()
	if h := w.Head(k); h.Status != chat.Closed {
		t.Fatalf("the case is %s", h.Status)
	}
	return w, k
}

func writesTemplate(w *chattest.World, a chat.Agent, k chat.ConversationKey, name string) error {
	w.Pass(time.Second)
	_, _, err := w.Desk.Reply(w.Ctx(), a, k, w.ID(), chat.Body{
		Kind: chat.KindTemplate, Template: &chat.Filled{Name: name, Language: "en"},
	}, nil)
	return err
}

func permits(w *chattest.World, k chat.ConversationKey, yes *chat.OptIn, quiet *bool) error {
	_, err := chat.Permissions{Desk: w.Desk}.Permit(w.Ctx(), chattest.Ana, w.Head(k).Visitor, yes, quiet)
	return err
}

func optIn(w *chattest.World) *chat.OptIn {
	return &chat.OptIn{Source: "The form at the fair", On: w.Now().Truncate(24 * time.Hour)}
}

// First words on WhatsApp need an opt-in with its source and its day.
func TestFirstWordsNeedAnOptIn(t *testing.T) {
	w, k := reaching(t)
	if err := writesTemplate(w, chattest.Ana, k, "ready"); chat.CodeOf(err) != "template_not_possible" {
		t.Errorf("without an opt-in: %v", err)
	}
	for code, yes := range map[string]chat.OptIn{
		"no_source":      {Source: " ", On: w.Now()},
		"bad_opt_in_day": {Source: "The fair", On: w.Now().Add(49 * time.Hour)},
	} {
		if err := permits(w, k, &yes, nil); chat.CodeOf(err) != code {
			t.Errorf("%+v: %v", yes, err)
		}
	}
	w.Must(permits(w, k, optIn(w), nil))
	w.Must(writesTemplate(w, chattest.Ana, k, "ready"))
	w.Streams()
	w.Delivers()
	if len(w.Sent) == 0 || w.Sent[len(w.Sent)-1].Body.Template == nil {
		t.Errorf("sent are %+v", w.Sent)
	}
}

// A customer who wrote STOP cannot be written to, by anybody, in the site's languages; until they write again, or agree
// again.
func TestACustomerWhoSaidStopIsNotWrittenTo(t *testing.T) {
	for i, stop := range []string{"STOP", "stopp", "arrêtez", "توقف", "parar", "रुको", "Please stop sending messages"} {
		w, k := reaching(t)
		w.Must(permits(w, k, optIn(w), nil))
		w.Pass(time.Minute)
		w.Gets(bruno, fmt.Sprint("wamid.stop", i), chat.Text(stop), chat.Origin{})
		w.Pass(time.Minute)
		for _, a := range []chat.Agent{chattest.Ana, chattest.Sam, chattest.Olu} {
			_, _, err := w.Desk.Reply(w.Ctx(), a, k, w.ID(), chat.Text("But we have news"), nil)
			if chat.CodeOf(err) != "wants_quiet" {
				t.Errorf("%q: %s writes: %v", stop, a.Name, err)
			}
			if err := writesTemplate(w, a, k, "ready"); chat.CodeOf(err) != "wants_quiet" {
				t.Errorf("%q: %s writes a template: %v", stop, a.Name, err)
			}
		}
		_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, k, w.ID(), chat.Body{Kind: chat.KindNote, Text: "A note"}, nil)
		w.Must(err)
		no := false
		if err := permits(w, k, nil, &no); chat.CodeOf(err) != "they_said_stop" {
			t.Errorf("a colleague takes it back: %v", err)
		}
		w.Pass(time.Minute)
		w.Gets(bruno, fmt.Sprint("wamid.again", i), chat.Text("Is my order ready?"), chat.Origin{})
		_, _, err = w.Desk.Reply(w.Ctx(), chattest.Ana, k, w.ID(), chat.Text("Yes, it is"), nil)
		w.Must(err) // they asked
		if err := writesTemplate(w, chattest.Ana, k, "news"); chat.CodeOf(err) != "template_not_possible" {
			t.Errorf("advertising goes to them: %v", err)
		}
		w.Pass(time.Minute)
		w.Must(permits(w, k, optIn(w), nil))
		w.Must(writesTemplate(w, chattest.Ana, k, "news"))
	}
}

// A template that was on its way when its customer said STOP is not sent.
func TestAStopHoldsATemplateOnItsWay(t *testing.T) {
	w, k := reaching(t)
	w.Must(permits(w, k, optIn(w), nil))
	w.Must(writesTemplate(w, chattest.Ana, k, "ready"))
	w.Gets(bruno, "wamid.2", chat.Text("STOP"), chat.Origin{})
	w.Delivers()
	if d := w.Delivery(k, "Your order is ready"); d.Status != chat.NotSent || d.Reason == "" {
		t.Errorf("it is %+v", d)
	}
}

// A person of the team notes that somebody does not want to be written to; it holds on the website too, and for the
// profiles that are joined with theirs.
func TestQuietHoldsOnEveryChannel(t *testing.T) {
	w, k := reaching(t)
	g := guest(w, chat.Full)
	links := chat.NewLinks(w.Desk, w.Store)
	w.Must(links.LinkByHand(w.Ctx(), chattest.Ana, g.Socket.Visitor, w.Head(k).Visitor, "She said so"))
	yes, no := true, false
	w.Must(permits(w, k, nil, &yes))
	start := func() error {
		_, _, err := w.StartChat(w.Ctx(), chattest.Ana, g.Socket.VisitorKey(), w.ID(), "Can I help?")
		return err
	}
	if err := start(); chat.CodeOf(err) != "wants_quiet" {
		t.Errorf("a chat is started: %v", err)
	}
	w.Must(permits(w, k, nil, &no))
	w.Must(start())
}

// An agent writes first to so many people a day as the team allows.
func TestFirstWordsAreCounted(t *testing.T) {
	w, k := reaching(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.FirstWords = 2
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(time.Minute)
	w.Must(permits(w, k, optIn(w), nil))
	start := func(a chat.Agent) error {
		_, _, err := w.StartChat(w.Ctx(), a, guest(w, chat.Full).Socket.VisitorKey(), w.ID(), "Can I help?")
		return err
	}
	w.Must(start(chattest.Ana))
	w.Must(writesTemplate(w, chattest.Ana, k, "ready"))
	if err := start(chattest.Ana); chat.CodeOf(err) != "first_words_spent" {
		t.Errorf("the third: %v", err)
	}
	w.Must(start(chattest.Sam))
	w.Pass(24 * time.Hour)
	w.Must(start(chattest.Ana))
}
