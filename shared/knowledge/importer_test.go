package knowledge_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/memory"
)

// However an import is cut off, the next run completes it, each entry is written once, and everything that is published
// meanwhile waits for it.
func TestAnImportIsWholeWhereverItIsCutOff(t *testing.T) {
	for cut := range 12 {
		h := newHouse(t)
		i, _ := h.plan("prices.csv", prices)
		_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{})
		h.Must(err)
		writes := 0
		h.Memory.Inject = func(string) memory.Fault {
			if writes++; writes == cut {
				return memory.Fail
			}
			return memory.None
		}
		failed := h.work(h.Ctx(), h.importer)
		h.Memory.Inject = nil
		if failed != nil {
			h.Pass(time.Second)
			_, err = h.Library.PublishAll(h.Ctx(), lea, false)
			h.Must(err)
			if h.press.Print(h.Ctx(), lea.Tenant) == nil {
				t.Errorf("half an import is published, cut after %d", cut)
			}
		}
		h.Must(h.work(h.Ctx(), h.importer))
		h.Must(h.press.Print(h.Ctx(), lea.Tenant))
		all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10)
		h.Must(err)
		if len(all) != 2 || all[0].Version != 1 || all[1].Version != 1 {
			t.Errorf("cut after %d, there are %+v", cut, all)
		}
		if failed != nil && len(h.answers()) != 2 {
			t.Errorf("published is %v", h.answers())
		}
	}
}

// Entries are written as far as there is time; the same import goes on with the rest.
func TestAnImportIsWrittenInSlices(t *testing.T) {
	h := newHouse(t)
	i, _ := h.plan("prices.csv", prices)
	_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{})
	h.Must(err)
	short, stop := context.WithDeadline(h.Ctx(), time.Now().Add(20*time.Second))
	defer stop()
	for entries := 1; entries <= 2; entries++ {
		woken := 0
		h.Memory.Inject = func(op string) memory.Fault {
			if op == "WakeImport" {
				woken++
			}
			return memory.None
		}
		h.Must(h.work(short, h.importer))
		all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10)
		h.Must(err)
		if len(all) != entries || woken != 1 {
			t.Errorf("after %d slices there are %d entries, woken %d times", entries, len(all), woken)
		}
	}
	h.Memory.Inject = nil
	h.Must(h.work(short, h.importer))
	if i, _, err = h.Library.Import(h.Ctx(), lea, i.ID); err != nil || i.State != knowledge.Done || i.Tries > 0 {
		t.Errorf("it is %+v, %v", i, err)
	}
}

// arrives uploads a file in English, and asks for it to be read.
func (h *house) arrives(name, text string) knowledge.Import {
	h.T.Helper()
	i, _, err := h.Library.BeginImport(h.Ctx(), lea, knowledge.Import{
		ID: "01a", Name: name, Size: int64(len(text)), Language: "en",
	})
	h.Must(err)
	h.shelf.Arrive(lea.Tenant, i.ID, []byte(text))
	i, err = h.Library.ReadImport(h.Ctx(), lea, i.ID)
	h.Must(err)
	return i
}

// A file that ends each reading without a word is given up.
func TestAFileThatBreaksItsReaderIsGivenUp(t *testing.T) {
	h := newHouse(t)
	i := h.arrives("a.pdf", "abc")
	killed := func(context.Context, string, []byte) ([]knowledge.Block, error) { return nil, errors.New("killed") }
	broken := knowledge.NewImporter(h.Store, h.shelf, killed, newWeb(), h.Now)
	var err error
	for range 3 {
		err = h.work(h.Ctx(), broken)
	}
	i, _, _ = h.Library.Import(h.Ctx(), lea, i.ID)
	if err != nil || i.State != knowledge.NotRead || i.Failure == "" {
		t.Errorf("it is %+v, %v", i, err)
	}
}

// A file is not given up where only its storage fails.
func TestAFileOutlivesFailuresOfItsStorage(t *testing.T) {
	h := newHouse(t)
	i := h.arrives("a.md", "# A\n\nOne.")
	for _, away := range []string{"file", "keep reading", "file", "keep reading"} {
		h.shelf.Fail = func(act string) error { return map[string]error{away: errors.New("away")}[act] }
		if h.work(h.Ctx(), h.importer) == nil {
			t.Error("nothing failed")
		}
	}
	h.shelf.Fail = nil
	h.Must(h.work(h.Ctx(), h.importer))
	if i, _, err := h.Library.Import(h.Ctx(), lea, i.ID); err != nil || i.State != knowledge.Read {
		t.Errorf("it is %+v, %v", i, err)
	}
}

// A file that one task reads is no other's, until that one must be dead.
func TestAFileIsReadByOneTaskAtATime(t *testing.T) {
	h := newHouse(t)
	i := h.arrives("a.pdf", "abc")
	var importer *knowledge.Importer
	read := 0
	waits := func(task string) {
		before := read
		if _, err := importer.Work(h.Ctx(), lea.Tenant, i.ID, task); err != nil || read != before {
			t.Errorf("%s does not leave it alone: %v", task, err)
		}
	}
	cut := true
	blocks := func(context.Context, string, []byte) ([]knowledge.Block, error) {
		if read++; read > 2 {
			t.Fatal("it is read within its reading")
		}
		for _, other := range []string{"two", "three", "four"} {
			waits(other)
		}
		if cut {
			return nil, errors.New("cut off")
		}
		return []knowledge.Block{{Heading: true, Words: "Where?"}, {Words: "Here."}}, nil
	}
	importer = knowledge.NewImporter(h.Store, h.shelf, blocks, newWeb(), h.Now)
	if _, err := importer.Work(h.Ctx(), lea.Tenant, i.ID, "one"); err == nil {
		t.Error("nothing was cut off")
	}
	waits("five")
	h.Pass(3 * time.Minute)
	cut = false
	_, err := importer.Work(h.Ctx(), lea.Tenant, i.ID, "six")
	h.Must(err)
	if i, _, err = h.Library.Import(h.Ctx(), lea, i.ID); err != nil || i.State != knowledge.Read || i.Tries != 1 {
		t.Errorf("it is %+v, %v", i, err)
	}
}
