package ledger_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// linksOf are the links of a world, whose changes are counted.
func linksOf(w *chattest.World) *chat.Links {
	return ledger.NewLinks(w.Desk, w.Store)
}

// joins makes one person of two guests, and has that counted.
func joins(w *chattest.World, one, other *chattest.Guest) {
	w.T.Helper()
	w.Must(linksOf(w).LinkByHand(w.Ctx(), chattest.Ana, one.Socket.Visitor, other.Socket.Visitor, "They say so."))
	w.Pass(2 * time.Minute)
}

// parts takes two guests apart, and has that counted.
func parts(w *chattest.World, one, other *chattest.Guest) {
	w.T.Helper()
	w.Must(linksOf(w).Unlink(w.Ctx(), chattest.Ana, one.Socket.Visitor, other.Socket.Visitor))
	w.Pass(2 * time.Minute)
}

// A person's part in one profile counts for a goal in another: such a goal is none after the bot alone. So it is if the
// two are joined afterwards, and no more once they are taken apart.
func TestAPersonsPartInAnotherProfileCounts(t *testing.T) {
	w := chattest.New(t)
	laptop, phone := asks(w, "When do you open?"), asks(w, "Where is it?")
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, phone.Key(), w.Sees(phone.Key()))
	w.Must(err)
	_, _, err = w.Reply(w.Ctx(), chattest.Ana, phone.Key(), w.ID(), chat.Text("I help."))
	w.Must(err)
	w.Streams()
	w.Pass(time.Hour)
	laptop.Opens("/checkout")
	laptop.PageTells(chat.GoalReached{Name: "Checkout", OrderID: "1"})
	w.Pass(time.Minute)
	laptop.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	apart := ledger.Sums{"goal:Checkout:7:bot": 1, "goal:Checkout:7:both": 0, "alone:Checkout:7": 1, "askers:7": 3}
	wants(t, figures(w), apart)
	joins(w, laptop, phone)
	wants(t, figures(w), ledger.Sums{
		"goal:Checkout:7:bot": 0, "goal:Checkout:7:both": 1, "alone:Checkout:7": 0, "askers:7": 3,
	})
	parts(w, laptop, phone)
	wants(t, figures(w), apart)
}

// A customer who asks again in another profile was not helped for good, also if only that profile's change is noted.
func TestAQuestionInAnotherProfileContradictsAnAnswer(t *testing.T) {
	w := chattest.New(t)
	laptop := asks(w, "When do you open?")
	w.Pass(25 * time.Hour)
	w.Sweeps()
	phone := asks(w, "Where is it?")
	joins(w, laptop, phone)
	wants(t, figures(w), ledger.Sums{"outcome:answered": 1, "outcome:open": 1, "again": 0})
	w.Pass(26 * time.Hour)
	w.Sweeps()
	phone.Opens("/again")
	w.Pass(time.Minute)
	phone.Says("when do you open")
	w.Pass(time.Minute)
	phone.Leaves()
	w.Streams()
	for range 2 {
		w.Pass(26 * time.Hour)
		w.Sweeps()
	}
	wants(t, figures(w), ledger.Sums{"outcome:answered": 2, "followed": 2, "again": 1})
	agreesWithARebuild(w)
}

// A goal in one profile confirms an answer in another.
func TestAGoalInAnotherProfileConfirms(t *testing.T) {
	w := chattest.New(t)
	laptop, phone := asks(w, "When do you open?"), asks(w)
	joins(w, laptop, phone)
	phone.Opens("/checkout")
	phone.PageTells(chat.GoalReached{Name: "Checkout", OrderID: "1"})
	w.Pass(time.Minute)
	phone.Leaves()
	w.Pass(26 * time.Hour)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"outcome:confirmed": 1, "outcome:answered": 0, "goal:Checkout:7:bot": 1})
	agreesWithARebuild(w)
}

// Whoever blocks a person in one profile takes the cases of all of them out of the figures; and back in.
func TestABlockCountsInAllProfiles(t *testing.T) {
	w := chattest.New(t)
	laptop, phone := asks(w, "When do you open?"), asks(w, "Where is it?")
	joins(w, laptop, phone)
	w.Pass(26 * time.Hour)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"cases": 2, "outcome:answered": 2})
	for _, blocked := range []bool{true, false} {
		v, err := w.ChangeVisitor(w.Ctx(), chattest.Olu, laptop.Socket.Visitor, nil, &blocked)
		w.Must(err)
		w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: v.ID, Whole: true}))
		out := map[bool]int64{true: 2}[blocked]
		wants(t, figures(w), ledger.Sums{"cases": 2, "outcome:uncounted": out, "outcome:answered": 2 - out})
		agreesWithARebuild(w)
	}
}

// agreesWithARebuild checks that all lines are as the rows say.
func agreesWithARebuild(w *chattest.World) {
	w.T.Helper()
	was := figures(w)
	if changed, err := w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant); err != nil || changed != 0 {
		w.T.Errorf("a recount changed %d days, %v:\n%v\n%v", changed, err, was, figures(w))
	}
}
