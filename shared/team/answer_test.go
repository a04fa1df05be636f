package team_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A customer who waits for an agent is answered in time or moves on, however the wait began.
func TestEachQuestionIsAnsweredInTimeOrMovesOn(t *testing.T) {
	takesOver := func(o *office, g *chattest.Guest) {
		_, err := o.TakeOver(o.Ctx(), who("Ana"), g.Key(), o.Sees(g.Key()))
		o.Must(err)
	}
	for _, c := range []struct {
		name   string
		begins func(o *office, g *chattest.Guest)
	}{
		{"a second question", func(_ *office, g *chattest.Guest) { g.Says("one more thing") }},
		{"a takeover", func(o *office, g *chattest.Guest) {
			_, err := o.HandBack(o.Ctx(), who("Ana"), g.Key(), o.Sees(g.Key()))
			o.Must(err)
			g.Says("a person, please")
			takesOver(o, g)
		}},
		{"a snooze that ends by itself", func(o *office, g *chattest.Guest) {
			g.Says("one more thing")
			o.snoozes("Ana", g.Key(), time.Hour)
			o.Pass(time.Hour)
			o.Sweeps()
		}},
		{"a snooze that an agent ends", func(o *office, g *chattest.Guest) {
			g.Says("one more thing")
			o.snoozes("Ana", g.Key(), time.Hour)
			o.Pass(30 * time.Minute)
			_, err := o.Reopen(o.Ctx(), who("Ana"), g.Key(), chat.OwnerAgent, o.Sees(g.Key()))
			o.Must(err)
		}},
		{"a word in a snooze", func(o *office, g *chattest.Guest) {
			o.snoozes("Ana", g.Key(), time.Hour)
			g.Says("one more thing")
		}},
		{"a closing that is taken back", func(o *office, g *chattest.Guest) {
			g.Says("one more thing")
			_, err := o.Desk.Close(o.Ctx(), who("Ana"), g.Key(), o.Sees(g.Key()))
			o.Must(err)
			_, err = o.Reopen(o.Ctx(), who("Ana"), g.Key(), chat.OwnerAgent, o.Sees(g.Key()))
			o.Must(err)
		}},
	} {
		for _, net := range []bool{false, true} { // the delayed task alone, and the sweep alone
			t.Run(c.name, func(t *testing.T) {
				o := newOffice(t, chat.AssignRules{Answer: 5}, "Ana")
				g := o.talks("Ana")
				o.Pass(time.Hour)
				o.Sweeps()
				c.begins(o, g)
				o.Streams()
				looks := func(d time.Duration) string {
					if o.Pass(d); net {
						o.Ends = nil
						o.Sweeps()
					} else {
						o.rings()
					}
					return o.owner(g.Key())
				}
				if h := o.Head(g.Key()); o.owner(g.Key()) != "Ana" || h.Waits().IsZero() {
					t.Fatalf("it begins with %+v", h)
				}
				if !net {
					o.Pass(5*time.Minute - time.Second)
				} else if had := looks(4 * time.Minute); had != "Ana" {
					t.Errorf("after 4 minutes %s has it", had)
				}
				if had := looks(90 * time.Second); had != "team" {
					t.Errorf("after 5 minutes %s has it: %+v", had, o.Head(g.Key()))
				}
			})
		}
	}
}

// A snoozed conversation wakes in the hands of somebody who is there.
func TestOneThatWakesWithSomebodyWhoIsGoneGoesToSomebodyElse(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true}, "Ana")
	g := o.talks("Ana")
	g.Says("one more thing")
	o.Streams()
	o.snoozes("Ana", g.Key(), time.Hour)
	o.closes("Ana")
	o.comes("Sam")
	o.Pass(time.Hour)
	o.rings()
	o.Sweeps()
	if had := o.owner(g.Key()); had != "Sam" {
		t.Errorf("%s has it", had)
	}
}
