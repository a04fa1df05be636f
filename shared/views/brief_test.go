package views_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/views"
)

// linesOf are the lines of a brief by their part, in order.
func linesOf(
	t *testing.T, w *chattest.World, a chat.Agent, id chat.ConversationID,
) map[views.BriefPart]views.BriefLine {
	t.Helper()
	latest, err := w.Case(w.Ctx(), a, id)
	w.Must(err)
	lines := latest.Brief()
	of := map[views.BriefPart]views.BriefLine{}
	for i, want := range []views.BriefPart{"want", "tried", "missing", "tone", "promised"} {
		if len(lines) != 5 || lines[i].Part != want {
			t.Fatalf("the brief is %+v", lines)
		}
		of[want] = lines[i]
	}
	return of
}

// The brief leads from each line to the message that says it.
func TestABriefOfATalkThatWentWrong(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	said := func(words string, think func(chat.Question) (chat.Answer, error)) chat.Received {
		w.Pass(time.Second)
		w.Think = think
		return g.Says(words)
	}
	says := func(effects chat.Effects) func(chat.Question) (chat.Answer, error) {
		return func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("…")}, Effects: effects}, nil
		}
	}
	why := &chat.Why{By: chat.ByMeaning, Answered: true, Best: []chat.Reason{{Entry: "e", Title: "Tracking a parcel"}}}
	said("hello", says(chat.Effects{}))
	want := said("where is my parcel, write to bo@example.com", says(chat.Effects{Why: why}))
	missed := said("the link is dead", lost)
	angry := said("this is useless, third time, nobody answers!", lost)
	asked := said("get me somebody", says(chat.Effects{HandOver: "asked"}))
	of := linesOf(t, w, chattest.Ana, g.Key().ID)
	for part, c := range map[views.BriefPart]struct{ got, want chat.MessageID }{
		"want": {of["want"].Message, want.Message.ID}, "tried": {of["tried"].Message, want.Reply.ID},
		"missing": {of["missing"].Message, angry.Message.ID}, "tone": {of["tone"].Message, angry.Message.ID},
		"promised": {of["promised"].Message, asked.Reply.ID},
	} {
		if c.got != c.want {
			t.Errorf("%s leads to %s, want %s of %+v", part, c.got, c.want, missed.Message.ID)
		}
	}
	if got := of["tried"].Titles; len(got) != 1 || got[0] != "Tracking a parcel" {
		t.Errorf("tried: %q", got)
	}
	if of["tone"].Kind != course.Anger || of["tone"].Cue != "useless" {
		t.Errorf("the tone is %+v", of["tone"])
	}
	if words := linesOf(t, w, vera, g.Key().ID)["want"].Words; words != "where is my parcel, write to "+chat.Masking {
		t.Errorf("a viewer reads %q", words)
	}
	if _, err := w.Case(w.Ctx(), chattest.Ana, "c_none"); chat.KindOf(err) != chat.NotFound {
		t.Errorf("of no conversation: %v", err)
	}
	stranger := chattest.Ana
	stranger.Tenant = "t_other"
	if _, err := w.Case(w.Ctx(), stranger, g.Key().ID); err == nil || errors.Is(err, chat.ErrExists) {
		t.Errorf("another team reads it: %v", err)
	}
}

// A talk in which nothing was asked has a brief that says so, and a case that is over is not in the next one's.
func TestABriefIsOfTheLatestCase(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	w.Think = lost
	g.Says("this is a scam")
	_, err := w.Desk.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.Pass(10 * 24 * time.Hour)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("hello")}}, nil
	}
	now := g.Says("hello")
	of := linesOf(t, w, chattest.Ana, g.Key().ID)
	if of["want"].Message != now.Message.ID || of["missing"].Message != "" || of["tone"].Message != "" ||
		of["tried"].Message != "" || of["promised"].Message != "" {
		t.Errorf("the brief is %+v", of)
	}
}
