package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
	"github.com/google/go-cmp/cmp"
)

// Time on the site is one thing, time with the bot another: from the first word to the last.
func TestAVisitKnowsItsTimeWithTheBot(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	_, err := w.Open(w.Ctx(), amara.Socket, w.ID(), "")
	w.Must(err)
	if talk := amara.Seen().Talk; talk != nil {
		t.Errorf("a greeting is no talk: %+v", talk)
	}
	w.Pass(10 * time.Minute)
	from := w.Now()
	amara.Writes("one")
	w.Pass(time.Minute)
	amara.Writes("two")
	w.Pass(30 * time.Second)
	_, _, err = w.Reply(w.Ctx(), chattest.Ana, amara.Key(), w.ID(),
		chat.Body{Kind: chat.KindNote, Text: "a note is no word"})
	w.Must(err)
	to := from.Add(time.Minute)
	if diff := cmp.Diff(&chat.Talk{From: from, To: to}, amara.Seen().Talk); diff != "" {
		t.Error("in the live list: ", diff)
	}
	want := &chat.Talk{From: from, To: to, Turns: 2, Answered: from}
	person, err := w.Person(w.Ctx(), chattest.Ana, amara.Socket.Visitor)
	w.Must(err)
	if diff := cmp.Diff(want, person.Visits[0].Talk); diff != "" {
		t.Error("on the visitor's page: ", diff)
	}
	w.Pass(4 * time.Minute)
	amara.Leaves()
	s := amara.Ended()
	if diff := cmp.Diff(want, s.Talk); diff != "" {
		t.Error("when it is over: ", diff)
	}
	if s.Duration(w.Now()) != 15*time.Minute+30*time.Second {
		t.Errorf("it was %s long", s.Duration(w.Now()))
	}
	again, err := w.Rebuild()
	w.Must(err)
	if diff := cmp.Diff(want, amara.Visit().Talk); diff != "" ||
		again.MendedVisits+again.MendedHeads+again.MendedCounters > 0 {
		t.Errorf("a recount changed it: %+v %s", again, diff)
	}
}

// The words of the visit before are not part of this one.
func TestTalkIsOfOneVisit(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Writes("one")
	amara.Leaves()
	amara.Ended()
	w.Pass(chat.VisitGap)
	amara.Opens("/")
	if talk := amara.Seen().Talk; talk != nil {
		t.Errorf("nothing was said yet: %+v", talk)
	}
	w.Pass(time.Minute)
	from := w.Now()
	amara.Writes("two")
	if diff := cmp.Diff(&chat.Talk{From: from, To: from}, amara.Seen().Talk); diff != "" {
		t.Error(diff)
	}
	amara.Leaves()
	if s := amara.Ended(); s.Talk == nil || s.Talk.Turns != 1 || !s.Talk.From.Equal(from) {
		t.Errorf("the second visit's talk is %+v", s.Talk)
	}
}

// A visit that keeps no durations keeps none of its talk.
func TestAMinimalVisitKeepsNoTalk(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Mode = chat.Minimal
	g.Opens("/")
	g.Writes("hello")
	if talk := g.Seen().Talk; talk != nil {
		t.Errorf("live: %+v", talk)
	}
	g.Leaves()
	if s := g.Ended(); s.Talk != nil {
		t.Errorf("kept is %+v", s.Talk)
	}
}

// A sheet tells times in the team's zone, exactly: with their offset from UTC.
func TestSheetsTellTimesInTheTeamsZone(t *testing.T) {
	w := chattest.New(t)
	at := time.Date(2026, 11, 22, 20, 40, 12, 0, time.UTC)
	if got := chat.SheetTime(w.Ctx(), w.Desk, chattest.Tenant, at); got != "2026-11-22T20:40:12Z" {
		t.Errorf("before a zone is chosen: %s", got)
	}
	_, err := w.SaveGeneral(w.Ctx(), chattest.Ana, office.General{Name: "Kettle", Zone: "Pacific/Auckland", Version: 1})
	w.Must(err)
	w.Pass(chat.SettingsLife) // the owner's change is in force after that
	if got := chat.SheetTime(w.Ctx(), w.Desk, chattest.Tenant, at); got != "2026-11-23T09:40:12+13:00" {
		t.Errorf("in Auckland: %s", got)
	}
	if got := chat.SheetTime(w.Ctx(), w.Desk, chattest.Tenant, time.Time{}); got != "" {
		t.Errorf("no time is %q", got)
	}
}
