package knowledge_test

import (
	"errors"
	"testing"
	"time"

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

// A publication that waits for an import whose task was lost has it gone on with.
func TestAPublicationWakesAnImportWhoseTaskWasLost(t *testing.T) {
	h := newHouse(t)
	h.applied(prices)
	h.Pass(time.Second)
	_, err := h.PublishAll(h.Ctx(), lea)
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
