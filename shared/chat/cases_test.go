package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// here opens an agent's app.
func here(w *chattest.World, a chat.Agent) {
	w.T.Helper()
	s := chat.Socket{
		ID: "a." + chat.ConnectionID(a.ID), Tenant: a.Tenant, Agent: &a, Opened: w.Now(), Expires: w.Now().Add(time.Hour),
	}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.View(w.Ctx(), s, ""))
	w.Must(w.Enrol(w.Ctx(), a.Tenant, chat.Member{ID: a.ID, Name: a.Name, Email: string(a.ID), Role: a.Role}))
}

func wantsAPerson(chat.Question) (chat.Answer, error) {
	return chat.Answer{Effects: chat.Effects{HandOver: "asked"}, Bubbles: []chat.Body{chat.Text("one moment")}}, nil
}

func TestACaseEndsAfterASilenceInWhichNobodyWaits(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	if h := w.Head(g.Key()); h.Case != 1 || !h.CaseBegan.Equal(h.VisitorAt) || !h.Over.Equal(w.Now().Add(24*time.Hour)) {
		t.Fatalf("the first word: %+v", h)
	}
	due := w.Head(g.Key()).Over
	w.Pass(20 * time.Hour)
	g.Says("one more")
	if h := w.Head(g.Key()); h.Case != 1 || !h.Over.Equal(due) {
		t.Errorf("a further word costs no write of the timer: %+v", h)
	}
	w.Pass(5 * time.Hour)
	w.Sweeps()
	if h := w.Head(g.Key()); h.Status != chat.Open || !h.Over.Equal(h.At.Add(24*time.Hour)) {
		t.Errorf("the timer fired too early: %+v", h)
	}
	w.Pass(20 * time.Hour)
	w.Sweeps()
	if h := w.Head(g.Key()); h.Status != chat.Closed || !h.Wake().IsZero() {
		t.Errorf("after the silence: %+v", h)
	}
	if log := strings.Join(w.Log(g.Key()), "|"); !strings.HasSuffix(log, "system closed") {
		t.Error(log)
	}
}

func TestACaseInWhichSomebodyWaitsNeverEndsByItself(t *testing.T) {
	w := chattest.New(t)
	w.Think = wantsAPerson
	g := w.Guest()
	g.Opens("/")
	g.Says("a person, please")
	asked := w.Now()
	for range 5 {
		w.Pass(26 * time.Hour)
		w.Sweeps()
	}
	if h := w.Head(g.Key()); h.Status != chat.Open || !h.Waits().Equal(asked) {
		t.Errorf("nobody answered: %+v", h)
	}
}

func TestOnlyAPersonEndsTheWaiting(t *testing.T) {
	w := chattest.New(t)
	w.Think = wantsAPerson
	g := w.Guest()
	g.Opens("/")
	g.Says("a person, please")
	asked := w.Now()
	still := func(why string) {
		t.Helper()
		if h := w.Head(g.Key()); !h.Waits().Equal(asked) {
			t.Errorf("%s: the customer waits since %s, and asked at %s", why, h.Waits(), asked)
		}
	}
	still("the bot said that a colleague comes")
	w.Pass(time.Minute)
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	still("Ana took it")
	_, _, err = w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Body{Kind: chat.KindNote, Text: "hm"}, nil)
	w.Must(err)
	still("a note")
	g.Says("anybody?")
	still("a further word")
	_, err = w.TakeOver(w.Ctx(), chattest.Sam, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	still("Sam took it from her")
	_, err = w.Snooze(w.Ctx(), chattest.Sam, g.Key(), w.Now().Add(time.Hour), w.Sees(g.Key()))
	w.Must(err)
	if h := w.Head(g.Key()); !h.Waits().IsZero() {
		t.Error("a snoozed conversation waits")
	}
	w.Pass(2 * time.Hour)
	w.Sweeps()
	still("it woke")
	w.Pass(time.Second)
	h, err := w.NoReplyNeeded(w.Ctx(), chattest.Sam, g.Key(), w.Sees(g.Key()))
	if w.Must(err); !h.Waits().IsZero() || !strings.HasSuffix(strings.Join(w.Log(g.Key()), "|"), "system no_reply") {
		t.Errorf("no reply needed: %+v", h)
	}
	w.Pass(time.Second)
	g.Says("one question more")
	asked = w.Now()
	still("asked anew")
	w.Pass(time.Second)
	_, _, err = w.Desk.Reply(w.Ctx(), chattest.Sam, g.Key(), w.ID(), chat.Text("yes?"), nil)
	w.Must(err)
	if h := w.Head(g.Key()); !h.Waits().IsZero() {
		t.Error("Sam answered, and the customer waits")
	}
}

func TestAWordAfterClosingComesBackToItsPerson(t *testing.T) {
	for _, c := range []struct {
		name  string
		here  bool
		after time.Duration
		owner chat.Owner
		cases int
	}{
		{"Ana is here", true, 71 * time.Hour, chat.OwnerAgent, 1},
		{"Ana is not here", false, 71 * time.Hour, chat.OwnerTeam, 1},
		{"after three days", true, 73 * time.Hour, chat.OwnerBot, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := chattest.New(t)
			g := w.Guest()
			g.Opens("/")
			g.Says("hello")
			w.Pass(time.Second)
			_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("hello"), nil)
			w.Must(err)
			_, err = w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
			w.Pass(c.after)
			if c.here {
				here(w, chattest.Ana)
			}
			g.Says("it broke again")
			h := w.Head(g.Key())
			if h.Status != chat.Open || h.Owner != c.owner || h.Case != c.cases || h.Over.IsZero() {
				t.Errorf("%+v", h)
			}
			if waits := !h.Waits().IsZero(); waits != (c.owner != chat.OwnerBot) {
				t.Errorf("waits %v", waits)
			}
			name := map[int]string{1: "system reopened", 2: "system case_began"}[c.cases]
			if log := strings.Join(w.Log(g.Key()), "|"); !strings.Contains(log, name+"|visitor it broke again") {
				t.Error(log)
			}
		})
	}
}

func TestAnAgentsWordReopensAClosedCase(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	w.Pass(25 * time.Hour)
	w.Sweeps()
	w.Pass(time.Second)
	_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("did it arrive?"), nil)
	w.Must(err)
	if h := w.Head(g.Key()); h.Case != 1 || h.Owner != chat.OwnerAgent || h.Status != chat.Open || h.Over.IsZero() {
		t.Errorf("%+v", h)
	}
	want := "system closed|system reopened|system took_over|agent did it arrive?"
	if log := strings.Join(w.Log(g.Key()), "|"); !strings.HasSuffix(log, want) {
		t.Error(log)
	}
	w.Streams()
	done, err := w.Rebuild()
	if w.Must(err); done.MendedHeads != 0 {
		t.Error("a recount says otherwise")
	}
}
