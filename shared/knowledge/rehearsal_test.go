package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// asks has a visitor ask some questions, each of which an entry answers.
func (h *house) asks(questions ...string) *chattest.Guest {
	h.T.Helper()
	h.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("So.")}, Effects: chat.Effects{Why: &chat.Why{
			By: chat.ByMeaning, Answered: true, Best: []chat.Reason{chat.ReasonOf("01x", 1, "Price", 0.9)},
		}}}, nil
	}
	g := h.Guest()
	g.Opens("/")
	for _, q := range questions {
		h.Pass(2 * time.Minute) // faster ones are a machine
		g.Says(q)
	}
	h.Streams()
	return g
}

// bots answer each text with an entry, before and after.
type bots struct {
	mu       sync.Mutex
	was, now map[string]string // by word of the question
	asked    []string
	fails    int // at this asking, from 1
}

var errCut = errors.New("the machine died")

func (b *bots) compare(
	_ context.Context, _ chat.TenantID, _ knowledge.Asked, m chat.Message,
) (was, now knowledge.Reply, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	text, _ := knowledge.Question(&m)
	b.asked = append(b.asked, text)
	if len(b.asked) == b.fails {
		return was, now, errCut
	}
	word, _, _ := strings.Cut(text, " ")
	reply := func(of map[string]string) knowledge.Reply { return knowledge.Reply{Entry: knowledge.EntryID(of[word])} }
	return reply(b.was), reply(b.now), nil
}

// changing are bots that answer "price …" with another entry from the next edition on.
func changing() *bots {
	return &bots{
		was: map[string]string{"price": "p", "hours": "h"}, now: map[string]string{"price": "q", "hours": "h"},
	}
}

// stands tells how the publications stand, the newest first.
func (h *house) stands(want ...knowledge.PublicationState) []knowledge.Publication {
	h.T.Helper()
	all, live, err := h.Publications(h.Ctx(), lea)
	h.Must(err)
	got := []knowledge.PublicationState{}
	for _, p := range all {
		got = append(got, p.StateAt(live))
	}
	if !slices.Equal(got, want) {
		h.T.Errorf("the publications are %q, want %q", got, want)
	}
	return all
}

// changes are the questions of a publication as lines.
func (h *house) changes(number int, want ...string) {
	h.T.Helper()
	rows, _, err := h.Library.Changes(h.Ctx(), lea, number, 0)
	h.Must(err)
	got := []string{}
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%s: %s > %s", r.Question, r.Was.Entry, r.Now.Entry))
	}
	if !slices.Equal(got, want) {
		h.T.Errorf("the changes are %q, want %q", got, want)
	}
}

// A publication that changes answers waits until a person says so by name; then it is in force.
func TestChangedAnswersWaitForAPerson(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike for ana@example.com", "hours on Sunday", "price of a bike for ana@example.com")
	h.compare = changing().compare
	h.add("Price", "5 euros")
	h.publish()
	h.wants("nobody decided yet", answers{})
	h.stands(knowledge.Held)
	h.changes(1, "price of a bike for "+chat.Masking+": p > q")
	o, err := h.Library.Overview(h.Ctx(), lea)
	h.Must(err)
	if o.Waiting || o.Held == nil || o.Held.Held != 1 || o.Held.Asked != 2 {
		t.Errorf("the overview is %+v, %+v", o, o.Held)
	}
	for range 2 { // a repeat of the same is the same
		_, err = h.Decide(h.Ctx(), lea, 1, true)
		h.Must(err)
	}
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("it was decided", answers{"Price": "5 euros"})
	if all := h.stands(knowledge.InForce); all[0].Decided != "Lea" {
		t.Errorf("it names %q", all[0].Decided)
	}
	audits, _, err := h.Store.Audits(h.Ctx(), chattest.Tenant, "", 9)
	h.Must(err)
	if !slices.ContainsFunc(audits, func(e chat.AuditEntry) bool {
		return e.Action == "knowledge.answers_changed" && e.Name == "Lea" && e.Details == "answers to 1 questions"
	}) {
		t.Errorf("the audit has %+v", audits)
	}
	if _, err := h.shelf.Rehearsal(h.Ctx(), chattest.Tenant, 1); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("the rehearsal is kept: %v", err)
	}
}

// Without a change nobody is asked, and who is sure is not asked either.
func TestAPublicationWithoutAChangeIsInForceAtOnce(t *testing.T) {
	h := newHouse(t)
	h.asks("hours on Sunday", "price of a bike", "other things")
	mind := changing()
	h.compare = mind.compare
	mind.now["price"], mind.now["other"] = "p", "o" // a question that had no answer gets one
	price := h.add("Price", "5 euros")
	h.publish()
	h.wants("nothing changed", answers{"Price": "5 euros"})
	mind.now["price"] = ""
	h.rewrite(price, "6 euros")
	_, err := h.PublishAll(h.Ctx(), lea, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("somebody was sure", answers{"Price": "6 euros"})
	_, err = h.RollBack(h.Ctx(), lea, 1)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("the way back is open", answers{"Price": "5 euros"})
}

// Of two leads at once the second is told; answers that somebody wants to keep are kept.
func TestOfTwoDecisionsTheSecondIsTold(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	h.compare = changing().compare
	h.add("Price", "5 euros")
	h.publish()
	_, err := h.Decide(h.Ctx(), lea, 1, false)
	h.Must(err)
	ann := chat.Agent{Tenant: chattest.Tenant, ID: "a_ann", Name: "Ann", Role: chat.RoleLead}
	if _, err := h.Decide(h.Ctx(), ann, 1, true); chattest.Code(err) != "decided_meanwhile" {
		t.Errorf("the second hears %v", err)
	}
	if _, _, err := h.Library.Changes(h.Ctx(), ann, 1, 0); chattest.Code(err) != "decided_meanwhile" {
		t.Errorf("the second sees %v", err)
	}
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("it was left", answers{})
	h.stands(knowledge.Left)
	h.compare = knowledge.Unprompted(nil, nil)
	_, err = h.PublishAll(h.Ctx(), lea, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.stands(knowledge.InForce, knowledge.Left)
}

// A decision holds for the answers that the person saw: if another edition is in force by then, it is asked again.
func TestADecisionIsAboutTheAnswersOfToday(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	h.compare = changing().compare
	first, second := h.add("Price", "5 euros"), h.add("Hours", "9 to 6")
	h.publish(first)
	h.publish(second)
	h.stands(knowledge.Held, knowledge.Held)
	decide := func(number int) {
		_, err := h.Decide(h.Ctx(), lea, number, true)
		h.Must(err)
		h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	}
	decide(1)
	h.stands(knowledge.Held, knowledge.InForce)
	decide(2)
	h.wants("both were decided", answers{"Price": "5 euros", "Hours": "9 to 6"})

	third := h.rewrite(first, "6 euros")
	h.publish(third)
	_, err := h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: second.ID, Version: int(second.Version)}}, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.stands(knowledge.InForce, knowledge.Left, knowledge.Replaced, knowledge.Replaced)
	if _, err := h.Decide(h.Ctx(), lea, 3, true); chattest.Code(err) != "decided_meanwhile" {
		t.Errorf("one that was overtaken: %v", err)
	}
}

// A rehearsal that is cut anywhere goes on where it was stored, and ends with the same list.
func TestARehearsalThatIsCutGoesOn(t *testing.T) {
	h := newHouse(t)
	questions := []string{}
	for i := range 45 {
		questions = append(questions, fmt.Sprintf("price of %d bikes", i))
	}
	for range 5 {
		h.asks(questions[:22]...)
		for i := range questions {
			questions[i] += " more"
		}
	}
	mind := changing()
	mind.fails = 105
	h.compare = mind.compare
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	if err := h.press.Print(h.Ctx(), chattest.Tenant); !errors.Is(err, errCut) {
		t.Fatalf("it is not cut off: %v", err)
	}
	if all := h.stands(knowledge.Waiting); all[0].Asked != 100 || all[0].Of != 110 {
		t.Errorf("it came to %d of %d", all[0].Asked, all[0].Of)
	}
	mind.asked, mind.fails = nil, 0
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	if all := h.stands(knowledge.Held); len(mind.asked) != 10 || all[0].Held != 110 {
		t.Errorf("%d were asked once more, and %d would change", len(mind.asked), all[0].Held)
	}
	seen := 0
	for from, pages := 0, 0; pages < 5; pages++ {
		rows, next, err := h.Library.Changes(h.Ctx(), lea, 1, from)
		h.Must(err)
		if seen += len(rows); next == 0 {
			break
		}
		from = next
	}
	if seen != 110 {
		t.Errorf("%d are shown", seen)
	}
}

// Near its time a task stops, and another one goes on.
func TestARehearsalLeavesTimeForTheRest(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	h.compare = changing().compare
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	short, cancel := context.WithTimeout(h.Ctx(), time.Second)
	defer cancel()
	if err := h.press.Print(short, chattest.Tenant); !errors.Is(err, knowledge.ErrUnfinished) {
		t.Errorf("it ends with %v", err)
	}
}

// The words of a question go with its asker: they are only in the log.
func TestAChangedAnswerGoesWithItsAsker(t *testing.T) {
	h := newHouse(t)
	mine := h.asks("price of my bike")
	h.asks("price of another bike")
	h.compare = changing().compare
	h.add("Price", "5 euros")
	h.publish()
	log, err := h.Store.History(h.Ctx(), mine.Key(), "", 9)
	h.Must(err)
	for _, m := range log {
		h.Must(h.Store.EraseMessage(h.Ctx(), mine.Key(), m))
	}
	h.changes(1, "price of another bike: p > q")
	r, err := h.shelf.Rehearsal(h.Ctx(), chattest.Tenant, 1)
	h.Must(err)
	if text := fmt.Sprintf("%+v", r); strings.Contains(text, "bike") {
		t.Errorf("the file has words: %s", text)
	}
}

// A browser whose first call was cut off publishes twice, and there is one publication. A save makes it another one.
func TestTheSamePublicationAgainIsOne(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	h.compare = changing().compare
	price := h.add("Price", "5 euros")
	for range 2 {
		h.publish()
	}
	h.stands(knowledge.Held)
	h.Pass(time.Hour)
	h.publish()
	h.stands(knowledge.Held)
	h.rewrite(price, "6 euros")
	h.publish()
	h.stands(knowledge.Held, knowledge.Held)
	o, err := h.Library.Overview(h.Ctx(), lea)
	h.Must(err)
	if o.Held == nil || o.Held.Number != 2 {
		t.Errorf("the later one has it all, and %+v is shown", o.Held)
	}
	_, err = h.Decide(h.Ctx(), lea, 2, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("the later one was decided", answers{"Price": "6 euros"})
	h.stands(knowledge.InForce, knowledge.Left)
}
