package chat_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/google/go-cmp/cmp"
)

func TestATakeoverDropsTheReplyInFlight(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Bot = chattest.Slow
	amara.Opens("/")
	amara.Says("hello")
	w.Streams()
	w.Think = func(chat.Question) (chat.Answer, error) {
		w.Pass(time.Second) // while the bot thinks
		_, err := w.TakeOver(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
		w.Must(err)
		return chat.Answer{Bubbles: []chat.Body{chat.Text("too late")}}, nil
	}
	w.Must(w.Answer(t.Context(), w.Asked[0], false))
	w.Streams()
	want := []string{"visitor hello", "bot(dropped)", "system took_over"}
	if diff := cmp.Diff(want, w.Log(amara.Key())); diff != "" {
		t.Error(diff)
	}
	if h := w.Head(amara.Key()); h.Owner != chat.OwnerAgent || h.Assignee != chattest.Ana.ID || h.Epoch != 1 {
		t.Errorf("the head is %+v", h)
	}
	amara.Says("are you there?")
	w.Streams()
	w.Must(w.Answer(t.Context(), w.Asked[0], false))
	if n := len(w.Asked); n != 1 {
		t.Errorf("the bot was asked %d times", n)
	}
}

// A queue may give a task twice; a customer's bot is asked once.
func TestASlowBotIsAskedOnce(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Bot = chattest.Slow
	amara.Opens("/")
	amara.Says("hello")
	w.Streams()
	asked := 0
	w.Think = func(chat.Question) (chat.Answer, error) {
		asked++
		return chat.Answer{Bubbles: []chat.Body{chat.Text("hi")}}, nil
	}
	for range 3 {
		w.Must(w.Answer(t.Context(), w.Asked[0], false))
	}
	if asked != 1 {
		t.Errorf("the bot was asked %d times", asked)
	}
}

func TestAReplyTakesOver(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	w.Streams()
	w.Pass(time.Second)
	id := w.ID()
	for range 2 { // the browser repeats
		if _, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), id, chat.Text("a person")); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), id,
		chat.Text("other words")); chattest.Code(err) != "id_conflict" {
		t.Errorf("other words under the id: %v", err)
	}
	w.Pass(time.Second)
	if _, _, err := w.Reply(t.Context(), chattest.Sam, amara.Key(), w.ID(),
		chat.Text("me too")); chattest.Code(err) != "owned_by_other" {
		t.Errorf("a colleague's words: %v", err)
	}
	if _, _, err := w.Reply(t.Context(), chattest.Sam, amara.Key(), w.ID(),
		chat.Body{Kind: chat.KindNote, Text: "a note"}); err != nil {
		t.Errorf("a colleague's note: %v", err)
	}
	if h := w.Head(amara.Key()); h.Epoch != 1 || h.Assignee != chattest.Ana.ID {
		t.Errorf("the head is %+v", h)
	}
	if diff := cmp.Diff([]string{"system took_over", "agent a person"}, w.Log(amara.Key())[2:4]); diff != "" {
		t.Error(diff)
	}
	w.Pass(time.Second)
	if r := amara.Says("thanks"); r.Reply != nil {
		t.Error("the bot spoke to an agent's visitor")
	}
	w.Pass(time.Second)
	if _, err := w.HandBack(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key())); err != nil {
		t.Fatal(err)
	}
	w.Streams() // comes by late: the question was the agent's
	w.Pass(time.Second)
	if r := amara.Says("and you?"); r.Reply == nil {
		t.Error("the bot is silent after the hand-back")
	}
	for _, p := range w.Pushes[amara.Socket.ID] {
		if p.Message != nil && p.Message.Body().Kind == chat.KindNote {
			t.Error("the visitor was shown a note")
		}
		if p.Message != nil && (p.Message.Effects != nil || p.Message.Author.ID == string(chattest.Ana.ID)) {
			t.Errorf("the visitor was shown %+v", p.Message)
		}
	}
}

func TestTwoAgentsCannotBothWin(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	var wait sync.WaitGroup
	codes := make([]string, 2)
	for i, a := range []chat.Agent{chattest.Ana, chattest.Sam} {
		wait.Go(func() {
			_, _, err := w.Reply(t.Context(), a, amara.Key(), w.ID(), chat.Text("mine"))
			codes[i] = chattest.Code(err)
		})
	}
	wait.Wait()
	if (codes[0] == "") == (codes[1] == "") {
		t.Errorf("both or none won: %q", codes)
	}
}

// Taking over carries the state that the agent saw: of two agents at once exactly one wins and the other reads
// the winner's name, and an agent takes it from a colleague only by naming them.
func TestTakingOverCarriesWhatWasSeen(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	saw := w.Sees(amara.Key())
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, a := range []chat.Agent{chattest.Ana, chattest.Sam} {
		wait.Go(func() { _, errs[i] = w.TakeOver(t.Context(), a, amara.Key(), saw) })
	}
	wait.Wait()
	h := w.Head(amara.Key())
	winner, loser, refusal := chattest.Ana, chattest.Sam, errs[1]
	if h.Assignee == chattest.Sam.ID {
		winner, loser, refusal = chattest.Sam, chattest.Ana, errs[0]
	}
	if chattest.Code(refusal) != "owner_changed" ||
		!strings.Contains(refusal.Error(), winner.Name+" has this conversation now") {
		t.Errorf("%s has it, and the other is told %v", winner.Name, refusal)
	}
	if (errs[0] == nil) == (errs[1] == nil) || h.Epoch != 1 || h.AssigneeName != winner.Name {
		t.Errorf("they are answered by %v, the head is %+v", errs, h)
	}
	for _, act := range []func(chat.Seen) error{
		func(s chat.Seen) error { _, err := w.TakeOver(t.Context(), loser, amara.Key(), s); return err },
		func(s chat.Seen) error { _, err := w.HandBack(t.Context(), loser, amara.Key(), s); return err },
		func(s chat.Seen) error { _, err := w.Close(t.Context(), loser, amara.Key(), s); return err },
		func(s chat.Seen) error {
			_, err := w.Snooze(t.Context(), loser, amara.Key(), w.Now().Add(time.Hour), s)
			return err
		},
	} {
		if err := act(chat.Seen{Epoch: 1}); chattest.Code(err) != "owned_by_other" ||
			!strings.Contains(err.Error(), winner.Name) {
			t.Errorf("without saying from whom: %v", err)
		}
		if err := act(chat.Seen{Epoch: 0, From: winner.ID}); chattest.Code(err) != "owner_changed" {
			t.Errorf("by an old epoch: %v", err)
		}
	}
	if _, err := w.TakeOver(t.Context(), loser, amara.Key(), chat.Seen{Epoch: 1, From: winner.ID}); err != nil {
		t.Errorf("knowingly: %v", err)
	}
}

// A reply that takes over is for the owner whom its writer saw; a reply that was stored is a success also after
// the conversation changed hands.
func TestAReplyIsForTheOwnerThatWasSeen(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	saw := w.Sees(amara.Key())
	_, err := w.TakeOver(t.Context(), chattest.Sam, amara.Key(), saw)
	w.Must(err)
	_, err = w.HandBack(t.Context(), chattest.Sam, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	if _, _, err := w.Desk.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Text("mine"),
		&saw); chattest.Code(err) != "owner_changed" {
		t.Errorf("a reply to the owner of before: %v", err)
	}
	note := chat.Body{Kind: chat.KindNote, Text: "for us"}
	if _, _, err := w.Desk.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), note, &saw); err != nil {
		t.Errorf("a note, whoever has it: %v", err)
	}
	now, id := w.Sees(amara.Key()), w.ID()
	_, _, err = w.Desk.Reply(t.Context(), chattest.Ana, amara.Key(), id, chat.Text("mine"), &now)
	w.Must(err)
	_, err = w.TakeOver(t.Context(), chattest.Sam, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	if m, _, err := w.Desk.Reply(t.Context(), chattest.Ana, amara.Key(), id, chat.Text("mine"),
		&now); err != nil || m.ID != id {
		t.Errorf("a repeat of what is stored: %+v %v", m, err)
	}
	if _, _, err := w.Desk.Reply(t.Context(), chattest.Ana, amara.Key(), id, chat.Text("other words"),
		&now); chattest.Code(err) != "id_conflict" {
		t.Errorf("other words under the id: %v", err)
	}
}

func TestAClosedOrSnoozedConversationIsReopenedAsItWas(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	asked := w.Head(amara.Key()).VisitorAt
	for _, to := range []chat.Owner{chat.OwnerAgent, chat.OwnerTeam, chat.OwnerBot} {
		w.Pass(time.Minute)
		h, err := w.Close(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
		w.Must(err)
		if _, err := w.Reopen(t.Context(), chattest.Ana, amara.Key(), to,
			chat.Seen{Epoch: h.Epoch + 1}); chattest.Code(err) != "owner_changed" {
			t.Errorf("by another epoch: %v", err)
		}
		h, err = w.Reopen(t.Context(), chattest.Ana, amara.Key(), to, chat.Seen{Epoch: h.Epoch})
		w.Must(err)
		if h.Status != chat.Open || h.Owner != to || (to == chat.OwnerTeam) != h.WaitingFrom.Equal(asked) {
			t.Errorf("reopened to %s the head is %+v", to, h)
		}
	}
	h, err := w.Snooze(t.Context(), chattest.Ana, amara.Key(), w.Now().Add(time.Hour), w.Sees(amara.Key()))
	w.Must(err)
	h, err = w.Reopen(t.Context(), chattest.Ana, amara.Key(), chat.OwnerBot, chat.Seen{Epoch: h.Epoch})
	w.Must(err)
	if h.Status != chat.Open || !h.Due.IsZero() {
		t.Errorf("after the snooze the head is %+v", h)
	}
}

func TestClosingSnoozingAndWakingUp(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	_, err := w.TakeOver(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	h, err := w.Close(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	if h.Queue() != chat.QueueClosed || h.Owner != chat.OwnerBot {
		t.Errorf("closed, the head is %+v", h)
	}
	w.Pass(time.Minute)
	amara.Says("one more thing")
	if h := w.Head(amara.Key()); h.Status != chat.Open {
		t.Errorf("the visitor's word left it %s", h.Status)
	}
	if _, err := w.Snooze(t.Context(), chattest.Ana, amara.Key(), w.Now().Add(-time.Second),
		w.Sees(amara.Key())); chattest.Code(err) != "bad_time" {
		t.Errorf("a snooze into the past: %v", err)
	}
	_, err = w.Snooze(t.Context(), chattest.Ana, amara.Key(), w.Now().Add(time.Hour), w.Sees(amara.Key()))
	w.Must(err)
	w.Sweeps()
	if h := w.Head(amara.Key()); h.Queue() != chat.QueueSnoozed {
		t.Errorf("before its time it is %s", h.Queue())
	}
	w.Pass(61 * time.Minute)
	w.Sweeps()
	if h := w.Head(amara.Key()); h.Status != chat.Open || !h.Due.IsZero() {
		t.Errorf("after its time the head is %+v", h)
	}
}

// A colleague who has the conversation open sees that an agent writes, and the agent's own pages do not.
func TestAColleagueSeesThatSomebodyWrites(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("hi")
	for _, a := range []chat.Agent{chattest.Ana, chattest.Olu} {
		s := chat.Socket{ID: "a." + chat.ConnectionID(a.ID), Tenant: a.Tenant, Agent: &a, Opened: w.Now()}
		w.Must(w.Store.OpenSocket(w.Ctx(), s))
		w.Must(w.View(w.Ctx(), s, g.Key().ID))
	}
	w.Must(w.Typing(w.Ctx(), g.Key(), &chattest.Olu, true))
	for a, want := range map[chat.AgentID]int{chattest.Ana.ID: 1, chattest.Olu.ID: 0} {
		told := 0
		for _, p := range w.Pushes["a."+chat.ConnectionID(a)] {
			if p.Action == chat.PushTyping && p.By == chattest.Olu.Name {
				told++
			}
		}
		if told != want {
			t.Errorf("%s was told %d times that Olu writes, want %d", a, told, want)
		}
	}
}

// A viewer may not write, so nobody is told that they type.
func TestAViewersTypingIsNotShown(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("hi")
	typings := func(a chat.Agent) (n int) {
		before := len(w.Pushes[g.Socket.ID])
		w.Must(w.Typing(t.Context(), g.Key(), &a, true))
		for _, p := range w.Pushes[g.Socket.ID][before:] {
			if p.Action == chat.PushTyping {
				n++
			}
		}
		return n
	}
	viewer := chattest.Ana
	viewer.Role = chat.RoleViewer
	if got := typings(viewer); got != 0 {
		t.Errorf("a viewer's typing was told %d times", got)
	}
	if got := typings(chattest.Ana); got != 1 {
		t.Errorf("an agent's typing was told %d times", got)
	}
	_, err := w.TakeOver(w.Ctx(), chattest.Olu, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	if got := typings(chattest.Ana); got != 0 {
		t.Errorf("in a colleague's conversation an agent's typing was told %d times", got)
	}
	if got := typings(chattest.Olu); got != 1 {
		t.Errorf("the owner's typing was told %d times", got)
	}
}
