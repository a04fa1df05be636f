package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

// Time on the site is one thing, time with the bot another: from the first word to the last.
func TestAVisitKnowsItsTimeWithTheBot(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	_, err := o.Open(o.ctx(), amara.socket, o.id())
	o.must(err)
	if talk := amara.seen().Talk; talk != nil {
		t.Errorf("a greeting is no talk: %+v", talk)
	}
	o.pass(10 * time.Minute)
	from := o.Now()
	amara.writes("one")
	o.pass(time.Minute)
	amara.writes("two")
	o.pass(30 * time.Second)
	_, _, err = o.Reply(o.ctx(), ana, amara.key(), o.id(), chat.Body{Kind: chat.KindNote, Text: "a note is no word"})
	o.must(err)
	to := from.Add(time.Minute)
	if diff := cmp.Diff(&chat.Talk{From: from, To: to}, amara.seen().Talk); diff != "" {
		t.Error("in the live list: ", diff)
	}
	want := &chat.Talk{From: from, To: to, Turns: 2, Answered: from}
	person, err := o.Person(o.ctx(), ana, amara.socket.Visitor)
	o.must(err)
	if diff := cmp.Diff(want, person.Sessions[0].Talk); diff != "" {
		t.Error("on the visitor's page: ", diff)
	}
	o.pass(4 * time.Minute)
	amara.leaves()
	s := amara.ended()
	if diff := cmp.Diff(want, s.Talk); diff != "" {
		t.Error("when it is over: ", diff)
	}
	if s.Duration(o.Now()) != 15*time.Minute+30*time.Second {
		t.Errorf("it was %s long", s.Duration(o.Now()))
	}
	again, err := o.Rebuild(o.ctx(), tenant)
	o.must(err)
	if diff := cmp.Diff(want, amara.session().Talk); diff != "" || again.MendedSessions+again.MendedHeads+again.MendedCounters > 0 {
		t.Errorf("a recount changed it: %+v %s", again, diff)
	}
}

// What was said in the visit before is not part of this one.
func TestTalkIsOfOneVisit(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.writes("one")
	amara.leaves()
	amara.ended()
	o.pass(chat.SessionGap)
	amara.opens("/")
	if talk := amara.seen().Talk; talk != nil {
		t.Errorf("nothing was said yet: %+v", talk)
	}
	o.pass(time.Minute)
	from := o.Now()
	amara.writes("two")
	if diff := cmp.Diff(&chat.Talk{From: from, To: from}, amara.seen().Talk); diff != "" {
		t.Error(diff)
	}
	amara.leaves()
	if s := amara.ended(); s.Talk == nil || s.Talk.Turns != 1 || !s.Talk.From.Equal(from) {
		t.Errorf("the second visit's talk is %+v", s.Talk)
	}
}

// A visit that keeps no durations keeps none of its talk.
func TestAMinimalVisitKeepsNoTalk(t *testing.T) {
	o := newOffice(t)
	g := o.guest()
	g.mode = chat.Minimal
	g.opens("/")
	g.writes("hello")
	if talk := g.seen().Talk; talk != nil {
		t.Errorf("live: %+v", talk)
	}
	g.leaves()
	if s := g.ended(); s.Talk != nil {
		t.Errorf("kept is %+v", s.Talk)
	}
}

// A sheet tells times in the team's zone, exactly: what they differ from UTC stands with them.
func TestSheetsTellTimesInTheTeamsZone(t *testing.T) {
	o := newOffice(t)
	at := time.Date(2026, 11, 22, 20, 40, 12, 0, time.UTC)
	if got := o.SheetTime(o.ctx(), tenant, at); got != "2026-11-22T20:40:12Z" {
		t.Errorf("before a zone is chosen: %s", got)
	}
	_, err := o.SaveGeneral(o.ctx(), ana, chat.General{Name: "Kettle", Zone: "Pacific/Auckland", Version: 1})
	o.must(err)
	o.pass(time.Minute) // what owners change is in force after fifteen seconds
	if got := o.SheetTime(o.ctx(), tenant, at); got != "2026-11-23T09:40:12+13:00" {
		t.Errorf("in Auckland: %s", got)
	}
	if got := o.SheetTime(o.ctx(), tenant, time.Time{}); got != "" {
		t.Errorf("no time is %q", got)
	}
}
