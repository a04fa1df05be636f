package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/documents"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/memory"
	"github.com/google/go-cmp/cmp"
)

// whole makes every index at once.
type whole struct{}

func (whole) Index(context.Context, chat.TenantID, int, int) (bool, error) { return true, nil }

// house is a world with a library, and the workers that the stream would run.
type house struct {
	*chattest.World
	*knowledge.Library
	press    *knowledge.Press
	importer *knowledge.Importer
	shelf    *chattest.Shelf
	compare  knowledge.Compare
}

func newHouse(t *testing.T) *house {
	w, shelf := chattest.New(t), &chattest.Shelf{}
	library := knowledge.NewLibrary(w.Desk, w.Store, shelf, shelf)
	importer := knowledge.NewImporter(w.Store, shelf, documents.Blocks, newWeb(), w.Now)
	h := &house{World: w, Library: library, importer: importer, shelf: shelf, compare: knowledge.Unprompted(nil, nil)}
	h.press = knowledge.NewPress(w.Store, shelf, whole{}, func(_, _ *knowledge.Edition) knowledge.Compare {
		return h.compare
	}, w.Now)
	return h
}

// work does the task of each import that has one.
func (h *house) work(ctx context.Context, importer *knowledge.Importer) error {
	all, err := h.Store.Imports(h.Ctx(), lea.Tenant)
	for _, i := range slices.Backward(all) {
		_, failed := importer.Work(ctx, lea.Tenant, i.ID, "the task of "+string(i.ID))
		err = errors.Join(err, failed)
	}
	return err
}

var lea = chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}

func says(title, wording, answer string) knowledge.Content {
	return knowledge.Content{Title: title, Languages: map[string]knowledge.Words{
		"en": {Wordings: []string{wording}, Answer: []string{answer}},
	}}
}

func (h *house) add(title, answer string) knowledge.Draft {
	h.T.Helper()
	h.Pass(time.Second)
	id := knowledge.EntryID(strings.ToLower(string(h.ID())))
	d, err := h.Library.Save(h.Ctx(), lea, id, 0, says(title, title+"?", answer))
	h.Must(err)
	return d
}

func (h *house) rewrite(d knowledge.Draft, answer string) knowledge.Draft {
	h.T.Helper()
	h.Pass(time.Second)
	next, err := h.Library.Save(h.Ctx(), lea, d.ID, d.Version, says(d.Title, d.Title+"?", answer))
	h.Must(err)
	return next
}

func (h *house) publish(some ...knowledge.Draft) {
	h.T.Helper()
	h.Pass(time.Second)
	refs := []knowledge.Ref{}
	for _, d := range some {
		refs = append(refs, knowledge.Ref{ID: d.ID, Version: int(d.Version)})
	}
	var err error
	if len(refs) == 0 {
		_, err = h.PublishAll(h.Ctx(), lea, false)
	} else {
		_, err = h.Library.Publish(h.Ctx(), lea, refs, false)
	}
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
}

// answers are the answers of bots, by title.
func (h *house) answers() map[string]string {
	h.T.Helper()
	e, err := knowledge.NewReader(h.Store, h.shelf).InForce(h.Ctx(), chattest.Tenant, time.Time{})
	h.Must(err)
	all := map[string]string{}
	for _, entry := range e.Entries {
		all[entry.Title] = entry.Languages["en"].Answer[0]
	}
	return all
}

func (h *house) wants(when string, want map[string]string) {
	h.T.Helper()
	if diff := cmp.Diff(want, h.answers()); diff != "" {
		h.T.Errorf("%s (-want +got):\n%s", when, diff)
	}
}

func (h *house) state(d knowledge.Draft) knowledge.State {
	h.T.Helper()
	_, state, err := h.Library.Draft(h.Ctx(), lea, d.ID)
	h.Must(err)
	return state
}

type answers = map[string]string

func TestOneEntryIsPublishedAlone(t *testing.T) {
	h := newHouse(t)
	price, hours := h.add("Price", "5 euros"), h.add("Hours", "9 to 6")
	h.wants("before anything is published", answers{})
	h.publish(price)
	h.wants("after one was published", answers{"Price": "5 euros"})
	if h.state(price) != knowledge.Published || h.state(hours) != knowledge.New {
		t.Errorf("the states are %s and %s", h.state(price), h.state(hours))
	}
	h.publish()
	h.wants("after all were published", answers{"Price": "5 euros", "Hours": "9 to 6"})
	price, hours = h.rewrite(price, "6 euros"), h.rewrite(hours, "9 to 5")
	if h.state(price) != knowledge.Changed {
		t.Errorf("a rewritten entry is %s", h.state(price))
	}
	h.publish(hours)
	h.wants("the other draft stays one", answers{"Price": "5 euros", "Hours": "9 to 5"})
}

// An entry that is written between "publish all" and the making of the edition waits for the next.
func TestNobodyPublishesWhatTheyHaveNotSeen(t *testing.T) {
	h := newHouse(t)
	price := h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	h.rewrite(price, "50 euros by mistake")
	h.add("Hours", "9 to 6")
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("as it was at the click", answers{"Price": "5 euros"})
	_, err = h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: price.ID, Version: int(price.Version)}}, false)
	if chat.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("an older version is published: %v", err)
	}
}

func TestAnEntryThatIsTakenAwayServesUntilThatIsPublished(t *testing.T) {
	h := newHouse(t)
	price, hours := h.add("Price", "5 euros"), h.add("Hours", "9 to 6")
	h.publish(price)
	h.Must(h.Library.Remove(h.Ctx(), lea, price.ID, price.Version))
	h.Must(h.Library.Remove(h.Ctx(), lea, hours.ID, hours.Version))
	if _, _, err := h.Library.Draft(h.Ctx(), lea, hours.ID); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a draft that nobody published is deleted at once, not %v", err)
	}
	h.wants("until it is published", answers{"Price": "5 euros"})
	if h.state(price) != knowledge.Removed {
		t.Errorf("it is %s", h.state(price))
	}
	h.publish()
	h.wants("after that", answers{})
	if _, _, err := h.Library.Draft(h.Ctx(), lea, price.ID); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("the entry is gone, not %v", err)
	}
}

// during is an indexer while which something else happens.
type during struct{ do func() }

func (d during) Index(context.Context, chat.TenantID, int, int) (bool, error) {
	d.do()
	return true, nil
}

// An entry that is deleted while it is being published stands there as deleted, and goes with the next publication: it
// is not in force without anybody who can see it.
func TestAnEntryDeletedWhileItIsPublishedCanBeTakenAway(t *testing.T) {
	h := newHouse(t)
	hours := h.add("Hours", "9 to 6")
	hours = h.rewrite(hours, "9 to 5")
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	deletes := during{func() { h.Must(h.Library.Remove(h.Ctx(), lea, hours.ID, hours.Version)) }}
	press := knowledge.NewPress(h.Store, h.shelf, deletes, knowledge.Unprompted, h.Now)
	h.Must(press.Print(h.Ctx(), chattest.Tenant))
	h.wants("after it was published", answers{"Hours": "9 to 5"})
	if got := h.state(hours); got != knowledge.Removed {
		t.Errorf("it is %s", got)
	}
	h.publish()
	h.wants("after the next publication", answers{})
	if _, _, err := h.Library.Draft(h.Ctx(), lea, hours.ID); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("the entry is gone, not %v", err)
	}
}

func TestARollBackBringsEverythingBack(t *testing.T) {
	h := newHouse(t)
	price, hours := h.add("Price", "5 euros"), h.add("Hours", "9 to 6")
	price = h.rewrite(price, "6 euros")
	h.publish() // 1
	h.rewrite(price, "60 euros")
	h.Must(h.Library.Remove(h.Ctx(), lea, hours.ID, hours.Version))
	h.publish() // 2
	h.wants("after a mistake", answers{"Price": "60 euros"})
	_, err := h.RollBack(h.Ctx(), lea, 1)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("after the way back", answers{"Price": "6 euros", "Hours": "9 to 6"})
	if h.state(hours) != knowledge.Published || h.state(price) != knowledge.Changed {
		t.Errorf("the deleted entry is %s, the other %s", h.state(hours), h.state(price))
	}
	all, live, err := h.Publications(h.Ctx(), lea)
	h.Must(err)
	if live != 3 || all[0].Back != 1 || all[0].StateAt(live) != knowledge.InForce || all[0].Changed != 2 {
		t.Errorf("in force is %d: %+v", live, all[0])
	}
	if _, err := h.RollBack(h.Ctx(), lea, 9); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("to an edition that there never was: %v", err)
	}
}

// The press may die after each of its writes: bots never answer from a half, and the next call goes on.
func TestAPressThatDiesLosesNothing(t *testing.T) {
	for dies := 1; ; dies++ {
		h := newHouse(t)
		price := h.add("Price", "5 euros")
		h.publish()
		h.rewrite(price, "6 euros")
		h.add("Hours", "9 to 6")
		_, err := h.PublishAll(h.Ctx(), lea, false)
		h.Must(err)
		before, after, calls := answers{"Price": "5 euros"}, answers{"Price": "6 euros", "Hours": "9 to 6"}, 0
		die := func() bool { calls++; return calls == dies }
		h.Memory.Inject = func(string) memory.Fault {
			if die() {
				return []memory.Fault{memory.Fail, memory.FailStored}[dies%2]
			}
			return memory.None
		}
		h.shelf.Fail = func(string) error {
			if die() {
				return errors.New("the machine died")
			}
			return nil
		}
		err = h.press.Print(h.Ctx(), chattest.Tenant)
		h.Memory.Inject, h.shelf.Fail = nil, nil
		if got := h.answers(); !cmp.Equal(got, before) && !cmp.Equal(got, after) {
			t.Errorf("after %d calls bots answer from %v", dies, got)
		}
		h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
		h.wants("in the end", after)
		if err == nil {
			if dies < 5 {
				t.Errorf("the press made only %d calls", dies)
			}
			return
		}
	}
}

func TestTooManyEntriesAreNotPublished(t *testing.T) {
	h := newHouse(t)
	for i := range knowledge.MaxEntries + 1 {
		d := knowledge.Draft{Tenant: chattest.Tenant, ID: knowledge.EntryID(h.NewID(h.Now())), At: h.Now()}
		d.Content = says("Title", fmt.Sprintf("Why %d?", i), string(rune('a'+i%26)))
		h.Must(h.Store.PutDraft(h.Ctx(), d))
	}
	if _, err := h.Library.Save(h.Ctx(), lea, "one-more", 0, says("One more", "Why?", "So.")); chat.CodeOf(err) !=
		"too_many_entries" {
		t.Errorf("one more is refused with %v", err)
	}
	h.publish()
	all, live, err := h.Publications(h.Ctx(), lea)
	h.Must(err)
	if live != 0 || all[0].StateAt(live) != knowledge.Failed {
		t.Errorf("in force is %d: %+v", live, all[0])
	}
}

// Only the latest editions are kept, and the one in force among them.
func TestOldEditionsGo(t *testing.T) {
	h := newHouse(t)
	d := h.add("Price", "0 euros")
	for range knowledge.KeptEditions + 5 {
		h.publish(d)
	}
	if n := h.shelf.Kept(); n != knowledge.KeptEditions {
		t.Errorf("%d editions are kept", n)
	}
	h.wants("still", answers{"Price": "0 euros"})
}

func TestTheSecondOfTwoWritersIsTold(t *testing.T) {
	h := newHouse(t)
	d := h.add("Price", "5 euros")
	saved := h.rewrite(d, "6 euros")
	if again := h.rewrite(d, "6 euros"); again.Version != saved.Version {
		t.Errorf("the same save again makes version %d", again.Version)
	}
	if _, err := h.Library.Save(h.Ctx(), lea, d.ID, d.Version, says("Price", "Why?", "7 euros")); chat.CodeOf(err) !=
		"changed_meanwhile" {
		t.Errorf("it is refused with %v", err)
	}
}

// Words of customers and of colleagues are black where a number or a name was: somebody has to look at them first.
func TestBlackedOutWordsAreNotSaved(t *testing.T) {
	for code, c := range map[string]knowledge.Content{
		"answer_blacked_out":  says("Price", "What is the price?", "I call you at "+chat.Masking+"."),
		"wording_blacked_out": says("Price", "Price for "+chat.Masking+"?", "5 euros."),
		"title_blacked_out":   says("Price for "+chat.Masking, "What is the price?", "5 euros."),
	} {
		if err := c.Tidy(); chattest.Code(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
}
