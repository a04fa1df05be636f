package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/documents"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/memory"
)

// applied are imports of files that people accepted, one after the other. Their tasks have not begun.
func (h *house) applied(texts ...string) (ids []knowledge.ImportID) {
	h.T.Helper()
	for _, text := range texts {
		i, _ := h.plan("prices.csv", text)
		ids = append(ids, i.ID)
	}
	for _, id := range ids {
		h.Pass(time.Second)
		_, err := h.Library.ApplyImport(h.Ctx(), lea, id, knowledge.Accepted{})
		h.Must(err)
	}
	return ids
}

// woken counts how often imports are woken within an act.
func (h *house) woken(act func()) (times int) {
	h.Memory.Inject = func(op string) memory.Fault {
		if op == "WakeImport" {
			times++
		}
		return memory.None
	}
	act()
	h.Memory.Inject = nil
	return times
}

func (h *house) stateOf(id knowledge.ImportID) knowledge.ImportState {
	h.T.Helper()
	i, err := h.Store.Import(h.Ctx(), lea.Tenant, id)
	h.Must(err)
	return i.State
}

// A publication that waits for an import whose task was lost has it gone on with.
func TestAPublicationWakesAnImportWhoseTaskWasLost(t *testing.T) {
	h := newHouse(t)
	h.applied(prices)
	h.Pass(time.Second)
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	waits := func(when string, times int) {
		t.Helper()
		var failed error
		woken := h.woken(func() { failed = h.press.Print(h.Ctx(), lea.Tenant) })
		if !errors.Is(failed, knowledge.ErrWrites) || woken != times {
			t.Errorf("%s, the publication ends with %v, and the import is woken %d times", when, failed, woken)
		}
	}
	waits("before its task", 1)
	h.Memory.Inject = func(op string) memory.Fault { return map[string]memory.Fault{"PutDraft": memory.Fail}[op] }
	if h.work(h.Ctx(), h.importer) == nil {
		t.Error("nothing was cut off")
	}
	waits("while it is in hand", 0)
	h.Pass(3 * time.Minute)
	waits("after its task was lost", 1)
	h.Must(h.work(h.Ctx(), h.importer))
	h.Must(h.press.Print(h.Ctx(), lea.Tenant))
	if got := len(h.answers()); got != 2 {
		t.Errorf("%d entries are live", got)
	}
}

// The same call again, after the task of an import was lost, has it gone on with.
func TestAnImportThatIsAskedForAgainIsWoken(t *testing.T) {
	h := newHouse(t)
	i, _, err := h.Library.BeginImport(h.Ctx(), lea, knowledge.Import{ID: "01a", Name: "a.md", Size: 3, Language: "en"})
	h.Must(err)
	h.shelf.Arrive(lea.Tenant, i.ID, []byte("# A\n\nOne."))
	for range 2 {
		if woken := h.woken(func() { _, err = h.ReadImport(h.Ctx(), lea, i.ID) }); woken != 1 || err != nil {
			t.Errorf("its reading is woken %d times, %v", woken, err)
		}
	}
	h.Must(h.work(h.Ctx(), h.importer))
	apply := func() { _, err = h.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{}) }
	for range 2 {
		if woken := h.woken(apply); woken != 1 || err != nil {
			t.Errorf("its writing is woken %d times, %v", woken, err)
		}
	}
}

// An import whose words are gone says so, and holds nothing up.
func TestAnImportWhoseReadingIsGoneEnds(t *testing.T) {
	h := newHouse(t)
	id := h.applied(prices)[0]
	h.Must(h.shelf.Forget(h.Ctx(), lea.Tenant, id))
	h.Must(h.work(h.Ctx(), h.importer))
	if i, _, err := h.Library.Import(h.Ctx(), lea, id); err != nil || i.State != knowledge.NotRead || i.Failure == "" {
		t.Errorf("it is %+v, %v", i, err)
	}
}

// crossing is a store in which something happens once, before an act.
type crossing struct {
	knowledge.Store
	act  string
	then func()
}

func (c *crossing) comes(act string) {
	if then := c.then; act == c.act && then != nil {
		c.then = nil
		then()
	}
}

func (c *crossing) PutDraft(ctx context.Context, d knowledge.Draft) error {
	c.comes("PutDraft")
	return c.Store.PutDraft(ctx, d)
}

func (c *crossing) PutImport(ctx context.Context, i knowledge.Import) error {
	c.comes("PutImport")
	return c.Store.PutImport(ctx, i)
}

// worksWith does the task of an import, while something else happens before an act.
func (h *house) worksWith(id knowledge.ImportID, act string, then func()) (written bool, err error) {
	importer := knowledge.NewImporter(&crossing{h.Store, act, then}, h.shelf, documents.Blocks, newWeb(), h.Now)
	return importer.Work(h.Ctx(), lea.Tenant, id, "the first task")
}

// writesWith has an import written; while its first entry is, something happens.
func (h *house) writesWith(id knowledge.ImportID, meanwhile func()) {
	h.T.Helper()
	if written, err := h.worksWith(id, "PutDraft", meanwhile); err != nil || !written {
		h.T.Errorf("it is written: %t, %v", written, err)
	}
}

// waits wants an import to be left for later.
func (h *house) waits(id knowledge.ImportID) {
	h.T.Helper()
	if _, err := h.importer.Work(h.Ctx(), lea.Tenant, id, "another task"); !errors.Is(err, knowledge.ErrWrites) {
		h.T.Errorf("the other import ends with %v", err)
	}
}

// Two imports of one file do not write its entries twice.
func TestImportsAreWrittenInTurn(t *testing.T) {
	h := newHouse(t)
	ids := h.applied(prices, prices)
	first, second := ids[0], ids[1]
	if woken := h.woken(func() { h.waits(second) }); woken != 1 {
		t.Errorf("the first one, whose task was lost, is woken %d times", woken)
	}
	woken := 0
	h.writesWith(first, func() {
		woken = h.woken(func() { h.waits(second) })
	})
	if woken != 0 {
		t.Error("the first one, which goes on, is woken")
	}
	h.Must(h.work(h.Ctx(), h.importer))
	all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10)
	h.Must(err)
	if len(all) != 2 || h.stateOf(second) != knowledge.Done {
		t.Errorf("there are %d entries, and the second import is %s", len(all), h.stateOf(second))
	}
}

// An import that was asked for first, and stored last, does not come between.
func TestAnImportThatIsStoredLateWaits(t *testing.T) {
	h := newHouse(t)
	early, _ := h.plan("prices.csv", prices)
	begun := h.Now()
	late := h.applied(prices)[0]
	h.writesWith(late, func() {
		early.State, early.Begun = knowledge.Writing, begun
		h.Must(h.Store.PutImport(h.Ctx(), early))
		h.waits(early.ID)
	})
	h.Must(h.work(h.Ctx(), h.importer))
	if all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10); err != nil || len(all) != 2 {
		t.Errorf("there are %d entries, %v", len(all), err)
	}
}

// Of two that take their turn at the same moment, the one that was begun first is written.
func TestImportsThatBeginAtOnceAreWrittenInTurn(t *testing.T) {
	h := newHouse(t)
	early, _ := h.plan("prices.csv", prices)
	begun := h.Now()
	late := h.applied(prices)[0]
	_, err := h.worksWith(late, "PutImport", func() {
		early.State, early.Begun = knowledge.Writing, begun
		h.Must(h.Store.PutImport(h.Ctx(), early))
	})
	if all, _, _ := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10); !errors.Is(err, knowledge.ErrWrites) || len(all) > 0 {
		t.Errorf("the later one ends with %v, and %d entries", err, len(all))
	}
	h.writesWith(early.ID, nil)
	if h.stateOf(late) != knowledge.Writing {
		t.Errorf("the later one is %s", h.stateOf(late))
	}
}

// The end of an import wakes the one that waits for it: the task of that one may have been given up.
func TestTheEndOfAnImportWakesTheNext(t *testing.T) {
	h := newHouse(t)
	first := h.applied(prices, prices)[0]
	if woken := h.woken(func() { h.writesWith(first, nil) }); woken != 1 {
		t.Errorf("the next one is woken %d times", woken)
	}
}

// Two imports that fit one by one do not pass the bound, where their tasks run side by side.
func TestImportsSideBySideDoNotPassTheBound(t *testing.T) {
	h := newHouse(t)
	texts := []string{}
	for _, name := range []string{"a", "b"} {
		var text strings.Builder
		text.WriteString("question,answer\n")
		for n := range 2*knowledge.MaxEntries/3 + 1 {
			fmt.Fprintf(&text, "%s %d?,Yes.\n", name, n)
		}
		texts = append(texts, text.String())
	}
	ids := h.applied(texts...)
	h.writesWith(ids[0], func() { h.waits(ids[1]) })
	h.Must(h.work(h.Ctx(), h.importer))
	all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 2*knowledge.MaxEntries)
	if h.Must(err); len(all) != 2*knowledge.MaxEntries/3+1 || h.stateOf(ids[1]) != knowledge.NotRead {
		t.Errorf("there are %d entries, and the second import is %s", len(all), h.stateOf(ids[1]))
	}
}
