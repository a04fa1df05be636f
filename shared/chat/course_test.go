package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/course"
)

// A head follows its talk, forgets that with the owner and the case, and hears of a complaint once.
func TestAHeadFollowsItsTalk(t *testing.T) {
	w, g, reply := answeredByEntry(t)
	score := func() int { return w.Head(g.Key()).Course.Score() }
	if score() != 0 {
		t.Errorf("after an answer the score is %d", score())
	}
	verdicts := chat.Verdicts{Desk: w.Desk}
	for _, c := range []struct {
		helped bool
		times  int
	}{{false, 1}, {false, 1}, {true, 0}, {false, 1}} {
		w.Must(verdicts.Rate(w.Ctx(), g.Socket, reply.ID, c.helped))
		if got := w.Head(g.Key()).Course.Complaints; got != c.times {
			t.Errorf("helped %v: %d complaints", c.helped, got)
		}
	}
	w.Think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("I do not know.")}, Felt: 0.9, Foreign: true,
			Effects: chat.Effects{Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}},
		}, nil
	}
	w.Pass(time.Second)
	g.Says("this is useless, where is my money")
	w.Streams()
	s := w.Head(g.Key()).Course
	if s.Misses == 0 || !s.Foreign || s.Mood == 0 || s.Score() < course.Needs {
		t.Errorf("after a miss the talk is %+v", s)
	}
	if seen := w.Head(g.Key()).ForAgent(); seen.Course != (course.State{}) {
		t.Errorf("clients get %+v", seen.Course)
	}
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	if score() != 0 {
		t.Error("a talk that a person has is judged")
	}
	w.Must(verdicts.Rate(w.Ctx(), g.Socket, reply.ID, true))
	w.Must(verdicts.Rate(w.Ctx(), g.Socket, reply.ID, false))
	if score() != 0 {
		t.Error("a complaint counts while a person has the talk")
	}
}

// A word that comes twice, and a stream that repeats it, count once.
func TestARepeatedMessageIsOneTurn(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("I do not know.")},
			Effects: chat.Effects{Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}},
		}, nil
	}
	g := guest(w, chat.Full)
	in := g.Incoming(w.ID(), "where is my parcel")
	for range 3 {
		_, err := w.Receive(w.Ctx(), in)
		w.Must(err)
		w.Streams()
	}
	if s := w.Head(g.Key()).Course; s.Misses != 2 || s.Repeats != 0 {
		t.Errorf("%+v", s)
	}
}
