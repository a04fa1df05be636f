package chat_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// answeredByEntry is a guest whose question was answered from an entry; another one was near.
func answeredByEntry(t *testing.T) (*chattest.World, *chattest.Guest, chat.Message) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		why := &chat.Why{By: chat.ByMeaning, Answered: true, Best: []chat.Reason{
			chat.ReasonOf("saddle", 3, "Price of a saddle", 0.931), chat.ReasonOf("repair", 1, "Price of a repair", 0.04),
		}}
		return chat.Answer{Bubbles: []chat.Body{chat.Text("100 euros.")}, Effects: chat.Effects{Why: why}}, nil
	}
	g := guest(w, chat.Full)
	r := g.Says("What does it cost, ask bo@example.com?")
	w.Streams()
	return w, g, *r.Reply
}

func gapsOf(w *chattest.World) []chat.GapRow {
	rows, _, err := w.Store.Gaps(w.Ctx(), chattest.Tenant, chattest.Fast, "", 10)
	w.Must(err)
	return rows
}

func TestAWrongAnswerIsNotedWithTheRightEntry(t *testing.T) {
	w, g, reply := answeredByEntry(t)
	verdicts := chat.Verdicts{Desk: w.Desk}
	for _, right := range []string{"repair", "", "repair", "repair"} {
		w.Pass(time.Second)
		m, err := verdicts.Wrong(w.Ctx(), chattest.Ana, g.Key(), reply.ID, right)
		if err != nil || m.Marks.Wrong.Name != chattest.Ana.Name || (right == "") != (m.Marks.Wrong.Right == nil) {
			t.Errorf("%q: %+v, %v", right, m.Marks, err)
		}
		if gaps := gapsOf(w); len(gaps) != 1 || (right == "") != (gaps[0].Right == nil) {
			t.Errorf("%q: the question is %+v", right, gaps)
		}
	}
	gaps := gapsOf(w)
	if len(gaps) != 1 || gaps[0].Count != 1 || gaps[0].Cause != chat.AnsweredWrongly ||
		gaps[0].Question == "What does it cost, ask bo@example.com?" || gaps[0].Right.Title != "Price of a repair" {
		t.Errorf("%+v", gaps)
	}
	for _, right := range []string{"stranger", "saddle"} {
		if _, err := verdicts.Wrong(w.Ctx(), chattest.Ana, g.Key(), reply.ID, right); chat.CodeOf(err) != "not_named" {
			t.Errorf("an entry that the answer does not name, and the one that it was taken from: %v", err)
		}
	}
	if _, err := verdicts.Wrong(w.Ctx(), chattest.Ana, g.Key(), reply.Answers, ""); chat.CodeOf(err) != "no_answer" {
		t.Errorf("a visitor's message: %v", err)
	}
	if _, err := verdicts.Wrong(w.Ctx(), chattest.Ana, g.Key(), w.ID(), ""); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("no message: %v", err)
	}
}

func TestAVisitorSaysWhetherAnAnswerHelped(t *testing.T) {
	w, g, reply := answeredByEntry(t)
	verdicts := chat.Verdicts{Desk: w.Desk}
	for _, helped := range []bool{true, false, true} {
		w.Pass(time.Second)
		w.Must(verdicts.Rate(w.Ctx(), g.Socket, reply.ID, helped))
		gaps := gapsOf(w)
		if helped != (len(gaps) == 0) || !helped && (gaps[0].Cause != chat.NotHelpful || gaps[0].Count != 1) {
			t.Errorf("helped %v: the questions without an answer are %+v", helped, gaps)
		}
		seen := g.Reads(reply.ID)
		if seen.From != "Price of a saddle" || seen.Effects != nil || seen.Marks.Helpful.Helped != helped {
			t.Errorf("they see %+v", seen)
		}
	}
	another := guest(w, chat.Full)
	if err := verdicts.Rate(w.Ctx(), another.Socket, reply.ID, false); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("somebody else's answer: %v", err)
	}
}

// The log has everything that is counted, and a rebuild counts it from there once more.
func TestAJudgedAnswerIsCountedFromTheLog(t *testing.T) {
	w, g, reply := answeredByEntry(t)
	w.Pass(time.Second)
	m, err := chat.Verdicts{Desk: w.Desk}.Wrong(w.Ctx(), chattest.Ana, g.Key(), reply.ID, "repair")
	w.Must(err)
	before := gapsOf(w)
	w.Must(w.Relay(w.Ctx(), chat.Change{Key: g.Key(), Message: &m}))
	if after := gapsOf(w); len(after) != 1 || !reflect.DeepEqual(before, after) {
		t.Errorf("%+v became %+v", before, after)
	}
	w.Must(w.Store.DropGaps(w.Ctx(), chattest.Tenant, before[0].Bot, before))
	w.Must(w.Relay(w.Ctx(), chat.Change{Key: g.Key(), Message: &m}))
	if after := gapsOf(w); !reflect.DeepEqual(before, after) {
		t.Errorf("%+v are counted anew as %+v", before, after)
	}
}

// A word that is repeated writes nothing, and an agent's verdict outlasts that of the visitor.
func TestAWordOnAnAnswerThatIsRepeatedWritesNothing(t *testing.T) {
	w, g, reply := answeredByEntry(t)
	verdicts := chat.Verdicts{Desk: w.Desk}
	w.Must(verdicts.Rate(w.Ctx(), g.Socket, reply.ID, false))
	_, err := verdicts.Wrong(w.Ctx(), chattest.Ana, g.Key(), reply.ID, "repair")
	w.Must(err)
	before, gaps := *w.Message(g.Key(), reply.ID), gapsOf(w)
	w.Pass(time.Minute)
	w.Must(verdicts.Rate(w.Ctx(), g.Socket, reply.ID, false))
	_, err = verdicts.Wrong(w.Ctx(), chattest.Sam, g.Key(), reply.ID, "repair")
	w.Must(err)
	if after := *w.Message(g.Key(), reply.ID); !reflect.DeepEqual(before, after) || !reflect.DeepEqual(gaps, gapsOf(w)) {
		t.Errorf("%+v and %+v became %+v and %+v", before, gaps, after, gapsOf(w))
	}
	w.Must(verdicts.Rate(w.Ctx(), g.Socket, reply.ID, true))
	if gaps := gapsOf(w); len(gaps) != 1 || gaps[0].Count != 1 {
		t.Errorf("what the agent called wrong is %+v", gaps)
	}
}

// late is a store in which something happens just before a question is counted.
type late struct {
	*memory.Store
	happens func()
}

func (l *late) AddGap(ctx context.Context, t chat.TenantID, g chat.GapRow, a chat.Asking) error {
	if do := l.happens; do != nil {
		l.happens = nil
		do()
	}
	return l.Store.AddGap(ctx, t, g, a)
}

// Of a no and a yes at once the one that is stored last counts.
func TestOfTwoWordsAtOnceTheLastCounts(t *testing.T) {
	w, g, reply := answeredByEntry(t)
	store := &late{Store: w.Memory}
	desk := chat.New(store)
	desk.Pusher, desk.Now = w.Pusher, w.Now
	store.happens = func() {
		w.Must(chat.Verdicts{Desk: w.Desk}.Rate(w.Ctx(), g.Socket, reply.ID, true))
	}
	w.Must(chat.Verdicts{Desk: desk}.Rate(w.Ctx(), g.Socket, reply.ID, false))
	if seen := g.Reads(reply.ID); !seen.Marks.Helpful.Helped {
		t.Fatalf("stored is %+v", seen.Marks.Helpful)
	}
	if gaps := gapsOf(w); len(gaps) > 0 {
		t.Errorf("an answer that helped counts as %+v", gaps)
	}
}

// A question that is counted while its asker is erased leaves nothing behind: the erasure was at it before.
func TestAQuestionIsNotCountedForSomebodyWhoIsErased(t *testing.T) {
	w, g, reply := answeredByEntry(t)
	store := &late{Store: w.Memory}
	desk := chat.New(store)
	desk.Pusher, desk.Now = w.Pusher, w.Now
	store.happens = func() {
		head, err := w.Store.Head(w.Ctx(), g.Key())
		w.Must(err)
		w.Must(w.Store.PlaceTombstones(w.Ctx(), chattest.Tenant, chat.Subject{
			Visitor: head.Visitor, Conversations: []chat.ConversationID{head.ID},
		}))
	}
	w.Must(chat.Verdicts{Desk: desk}.Rate(w.Ctx(), g.Socket, reply.ID, false))
	if gaps := gapsOf(w); len(gaps) > 0 {
		t.Errorf("left is %+v", gaps)
	}
	days, err := w.Store.Askings(w.Ctx(), chattest.Tenant, w.Now(), w.Now(), 9)
	w.Must(err)
	if len(days) > 0 {
		t.Errorf("left are %+v", days)
	}
}
