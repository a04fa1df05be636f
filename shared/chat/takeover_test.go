package chat_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

func TestATakeoverDropsTheReplyInFlight(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.bot = slow
	amara.opens("/")
	amara.says("hello")
	o.streams()
	o.think = func(chat.Question) (chat.Answer, error) {
		o.pass(time.Second) // while the bot thinks
		_, err := o.TakeOver(t.Context(), ana, amara.key(), o.sees(amara.key()))
		o.must(err)
		return chat.Answer{Bubbles: []chat.Body{chat.Text("too late")}}, nil
	}
	o.must(o.Answer(t.Context(), o.asked[0], false))
	o.streams()
	want := []string{"visitor hello", "bot(dropped)", "system took_over"}
	if diff := cmp.Diff(want, o.log(amara.key())); diff != "" {
		t.Error(diff)
	}
	if h := o.head(amara.key()); h.Owner != chat.OwnerAgent || h.Assignee != ana.ID || h.Epoch != 1 {
		t.Errorf("the head is %+v", h)
	}
	amara.says("are you there?")
	o.streams()
	o.must(o.Answer(t.Context(), o.asked[0], false))
	if n := len(o.asked); n != 1 {
		t.Errorf("the bot was asked %d times", n)
	}
}

// A queue may give a task twice; a customer's bot is asked once.
func TestASlowBotIsAskedOnce(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.bot = slow
	amara.opens("/")
	amara.says("hello")
	o.streams()
	asked := 0
	o.think = func(chat.Question) (chat.Answer, error) {
		asked++
		return chat.Answer{Bubbles: []chat.Body{chat.Text("hi")}}, nil
	}
	for range 3 {
		o.must(o.Answer(t.Context(), o.asked[0], false))
	}
	if asked != 1 {
		t.Errorf("the bot was asked %d times", asked)
	}
}

func TestAReplyTakesOver(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	o.streams()
	o.pass(time.Second)
	id := o.id()
	for range 2 { // the browser repeats
		if _, _, err := o.Reply(t.Context(), ana, amara.key(), id, chat.Text("a person")); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := o.Reply(t.Context(), ana, amara.key(), id, chat.Text("other words")); code(err) != "id_conflict" {
		t.Errorf("other words under the id: %v", err)
	}
	o.pass(time.Second)
	if _, _, err := o.Reply(t.Context(), sam, amara.key(), o.id(), chat.Text("me too")); code(err) != "owned_by_other" {
		t.Errorf("a colleague's words: %v", err)
	}
	if _, _, err := o.Reply(t.Context(), sam, amara.key(), o.id(), chat.Body{Kind: chat.KindNote, Text: "a note"}); err != nil {
		t.Errorf("a colleague's note: %v", err)
	}
	if h := o.head(amara.key()); h.Epoch != 1 || h.Assignee != ana.ID {
		t.Errorf("the head is %+v", h)
	}
	if diff := cmp.Diff([]string{"system took_over", "agent a person"}, o.log(amara.key())[2:4]); diff != "" {
		t.Error(diff)
	}
	o.pass(time.Second)
	if r := amara.says("thanks"); r.Reply != nil {
		t.Error("the bot spoke to an agent's visitor")
	}
	o.pass(time.Second)
	if _, err := o.HandBack(t.Context(), ana, amara.key(), o.sees(amara.key())); err != nil {
		t.Fatal(err)
	}
	o.streams() // comes by late: the question was the agent's
	o.pass(time.Second)
	if r := amara.says("and you?"); r.Reply == nil {
		t.Error("the bot is silent after the hand-back")
	}
	for _, p := range o.pushes[amara.socket.ID] {
		if p.Message != nil && p.Message.Body().Kind == chat.KindNote {
			t.Error("the visitor was shown a note")
		}
		if p.Message != nil && (p.Message.Effects != nil || p.Message.Author.ID == string(ana.ID)) {
			t.Errorf("the visitor was shown %+v", p.Message)
		}
	}
}

func TestTwoAgentsCannotBothWin(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	var wait sync.WaitGroup
	codes := make([]string, 2)
	for i, a := range []chat.Agent{ana, sam} {
		wait.Go(func() {
			_, _, err := o.Reply(t.Context(), a, amara.key(), o.id(), chat.Text("mine"))
			codes[i] = code(err)
		})
	}
	wait.Wait()
	if (codes[0] == "") == (codes[1] == "") {
		t.Errorf("both or none won: %q", codes)
	}
}

// Taking over carries what the agent saw: of two at once exactly one wins, the other reads who
// has it, and from a colleague it is taken only by whoever says so.
func TestTakingOverCarriesWhatWasSeen(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	saw := o.sees(amara.key())
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, a := range []chat.Agent{ana, sam} {
		wait.Go(func() { _, errs[i] = o.TakeOver(t.Context(), a, amara.key(), saw) })
	}
	wait.Wait()
	h := o.head(amara.key())
	winner, loser, refusal := ana, sam, errs[1]
	if h.Assignee == sam.ID {
		winner, loser, refusal = sam, ana, errs[0]
	}
	if code(refusal) != "owner_changed" || !strings.Contains(refusal.Error(), winner.Name+" has this conversation now") {
		t.Errorf("%s has it, and the other is told %v", winner.Name, refusal)
	}
	if (errs[0] == nil) == (errs[1] == nil) || h.Epoch != 1 || h.AssigneeName != winner.Name {
		t.Errorf("they are answered by %v, the head is %+v", errs, h)
	}
	for _, act := range []func(chat.Seen) error{
		func(s chat.Seen) error { _, err := o.TakeOver(t.Context(), loser, amara.key(), s); return err },
		func(s chat.Seen) error { _, err := o.HandBack(t.Context(), loser, amara.key(), s); return err },
		func(s chat.Seen) error { _, err := o.Close(t.Context(), loser, amara.key(), s); return err },
		func(s chat.Seen) error {
			_, err := o.Snooze(t.Context(), loser, amara.key(), o.Now().Add(time.Hour), s)
			return err
		},
	} {
		if err := act(chat.Seen{Epoch: 1}); code(err) != "owned_by_other" || !strings.Contains(err.Error(), winner.Name) {
			t.Errorf("without saying from whom: %v", err)
		}
		if err := act(chat.Seen{Epoch: 0, From: winner.ID}); code(err) != "owner_changed" {
			t.Errorf("by an old epoch: %v", err)
		}
	}
	if _, err := o.TakeOver(t.Context(), loser, amara.key(), chat.Seen{Epoch: 1, From: winner.ID}); err != nil {
		t.Errorf("knowingly: %v", err)
	}
}

// A reply that takes over is for the owner whom its writer saw; one that was stored is a
// success also after the conversation changed hands.
func TestAReplyIsForTheOwnerThatWasSeen(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	saw := o.sees(amara.key())
	_, err := o.TakeOver(t.Context(), sam, amara.key(), saw)
	o.must(err)
	_, err = o.HandBack(t.Context(), sam, amara.key(), o.sees(amara.key()))
	o.must(err)
	if _, _, err := o.ReplySeen(t.Context(), ana, amara.key(), o.id(), chat.Text("mine"), &saw); code(err) != "owner_changed" {
		t.Errorf("a reply to the owner of before: %v", err)
	}
	note := chat.Body{Kind: chat.KindNote, Text: "for us"}
	if _, _, err := o.ReplySeen(t.Context(), ana, amara.key(), o.id(), note, &saw); err != nil {
		t.Errorf("a note, whoever has it: %v", err)
	}
	now, id := o.sees(amara.key()), o.id()
	_, _, err = o.ReplySeen(t.Context(), ana, amara.key(), id, chat.Text("mine"), &now)
	o.must(err)
	_, err = o.TakeOver(t.Context(), sam, amara.key(), o.sees(amara.key()))
	o.must(err)
	if m, _, err := o.ReplySeen(t.Context(), ana, amara.key(), id, chat.Text("mine"), &now); err != nil || m.ID != id {
		t.Errorf("a repeat of what is stored: %+v %v", m, err)
	}
}

func TestAClosedOrSnoozedConversationIsReopenedAsItWas(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	asked := o.head(amara.key()).VisitorAt
	for _, to := range []chat.Owner{chat.OwnerAgent, chat.OwnerTeam, chat.OwnerBot} {
		o.pass(time.Minute)
		h, err := o.Close(t.Context(), ana, amara.key(), o.sees(amara.key()))
		o.must(err)
		if _, err := o.Reopen(t.Context(), ana, amara.key(), to, chat.Seen{Epoch: h.Epoch + 1}); code(err) != "owner_changed" {
			t.Errorf("by another epoch: %v", err)
		}
		h, err = o.Reopen(t.Context(), ana, amara.key(), to, chat.Seen{Epoch: h.Epoch})
		o.must(err)
		if h.Status != chat.Open || h.Owner != to || (to == chat.OwnerTeam) != h.WaitingFrom.Equal(asked) {
			t.Errorf("reopened to %s the head is %+v", to, h)
		}
	}
	h, err := o.Snooze(t.Context(), ana, amara.key(), o.Now().Add(time.Hour), o.sees(amara.key()))
	o.must(err)
	h, err = o.Reopen(t.Context(), ana, amara.key(), chat.OwnerBot, chat.Seen{Epoch: h.Epoch})
	o.must(err)
	if h.Status != chat.Open || !h.Due.IsZero() {
		t.Errorf("after the snooze the head is %+v", h)
	}
}

func TestClosingSnoozingAndWakingUp(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	_, err := o.TakeOver(t.Context(), ana, amara.key(), o.sees(amara.key()))
	o.must(err)
	h, err := o.Close(t.Context(), ana, amara.key(), o.sees(amara.key()))
	o.must(err)
	if h.Queue() != chat.QueueClosed || h.Owner != chat.OwnerBot {
		t.Errorf("closed, the head is %+v", h)
	}
	o.pass(time.Minute)
	amara.says("one more thing")
	if h := o.head(amara.key()); h.Status != chat.Open {
		t.Errorf("the visitor's word left it %s", h.Status)
	}
	if _, err := o.Snooze(t.Context(), ana, amara.key(), o.Now().Add(-time.Second), o.sees(amara.key())); code(err) != "bad_time" {
		t.Errorf("a snooze into the past: %v", err)
	}
	_, err = o.Snooze(t.Context(), ana, amara.key(), o.Now().Add(time.Hour), o.sees(amara.key()))
	o.must(err)
	o.sweeps()
	if h := o.head(amara.key()); h.Queue() != chat.QueueSnoozed {
		t.Errorf("before its time it is %s", h.Queue())
	}
	o.pass(61 * time.Minute)
	o.sweeps()
	if h := o.head(amara.key()); h.Status != chat.Open || !h.Due.IsZero() {
		t.Errorf("after its time the head is %+v", h)
	}
}

func TestTheInboxListsWhatWaitsLongestFirst(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}, Bubbles: []chat.Body{chat.Text("one moment")}}, nil
	}
	var want []chat.ConversationID
	for range 3 {
		g := o.guest()
		g.opens("/")
		g.says("a person, please")
		want = append(want, g.key().ID)
		o.pass(time.Minute)
	}
	var got []chat.ConversationID
	cursor := ""
	for range 5 {
		page, err := o.Inbox(t.Context(), ana, chat.InboxQuery{Queue: "unassigned", Cursor: cursor, Limit: 2})
		o.must(err)
		for _, h := range page.Rows {
			got = append(got, h.ID)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
		if _, err := o.Inbox(t.Context(), ana, chat.InboxQuery{Queue: "mine", Cursor: cursor}); code(err) != "bad_cursor" {
			t.Errorf("a cursor of another list: %v", err)
		}
		stranger := chat.Agent{Tenant: "t_2", ID: "a"}
		o.must(o.store.PutTenant(t.Context(), chat.Tenant{ID: "t_2"}))
		if _, err := o.Inbox(t.Context(), stranger, chat.InboxQuery{Queue: "unassigned", Cursor: cursor}); code(err) != "bad_cursor" {
			t.Errorf("a foreign cursor: %v", err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Who waits is listed with what they asked, not with the bot's word that a colleague comes.
func TestAWaitingRowSaysWhatWasAsked(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}, Bubbles: []chat.Body{chat.Text("I am getting a colleague.")}}, nil
	}
	amara := o.guest()
	amara.opens("/")
	amara.says("my kettle leaks, a person please")
	o.streams()
	if h := o.head(amara.key()); h.Preview != "my kettle leaks, a person please" || h.LastAuthor != "visitor" || h.Owner != chat.OwnerTeam {
		t.Errorf("the head is %+v", h)
	}
	done, err := o.Rebuild(t.Context(), tenant)
	o.must(err)
	if done.MendedHeads != 0 {
		t.Error("a recount says otherwise")
	}
}

// A viewer may not write, so nobody is told that they type.
func TestAViewersTypingIsNotShown(t *testing.T) {
	o := newOffice(t)
	g := o.guest()
	g.opens("/")
	g.says("hi")
	typings := func(a chat.Agent) (n int) {
		before := len(o.pushes[g.socket.ID])
		o.must(o.Typing(t.Context(), g.key(), &a, true))
		for _, p := range o.pushes[g.socket.ID][before:] {
			if p.Action == "typing" {
				n++
			}
		}
		return n
	}
	viewer := ana
	viewer.Role = chat.RoleViewer
	if got := typings(viewer); got != 0 {
		t.Errorf("a viewer's typing was told %d times", got)
	}
	if got := typings(ana); got != 1 {
		t.Errorf("an agent's typing was told %d times", got)
	}
	_, err := o.TakeOver(o.ctx(), olu, g.key(), o.sees(g.key()))
	o.must(err)
	if got := typings(ana); got != 0 {
		t.Errorf("in a colleague's conversation an agent's typing was told %d times", got)
	}
	if got := typings(olu); got != 1 {
		t.Errorf("the owner's typing was told %d times", got)
	}
}
