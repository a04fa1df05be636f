package main

import (
	"context"
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/documents"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/unanswered"
)

// whole makes every index at once.
type whole struct{}

func (whole) Index(context.Context, chat.TenantID, int, int) (bool, error) { return true, nil }

// nobody knows no meaning and answers nothing.
type nobody struct{}

func (nobody) Place(context.Context, []string) ([]meaning.Placed, error) {
	return nil, errors.New("no model")
}

func (nobody) Edition() int { return 1 }

func (nobody) Entry(context.Context, chat.TenantID, string) (unanswered.Kept, error) {
	return unanswered.Kept{Standing: unanswered.Written}, nil
}

func (nobody) Answering(context.Context, chat.TenantID, chat.BotID, string, string) (string, error) {
	return "", nil
}

var lea = chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}

// withAFile is a team whose import 01a, a Markdown file, waits to be read.
func withAFile(t *testing.T) (*chattest.World, *chattest.Shelf, *knowledge.Library, handler) {
	t.Helper()
	w, shelf := chattest.New(t), &chattest.Shelf{}
	library := knowledge.NewLibrary(w.Desk, w.Store, shelf, shelf)
	i, _, err := library.BeginImport(w.Ctx(), lea, knowledge.Import{ID: "01a", Name: "a.md", Size: 9, Language: "en"})
	w.Must(err)
	shelf.Arrive(lea.Tenant, i.ID, []byte("# A\n\nOne."))
	_, err = library.ReadImport(w.Ctx(), lea, i.ID)
	w.Must(err)
	return w, shelf, library, handler{
		importer:  knowledge.NewImporter(w.Store, shelf, documents.Blocks, nil, w.Now),
		press:     knowledge.NewPress(w.Store, shelf, whole{}, knowledge.Unprompted, w.Now),
		questions: unanswered.New(w.Desk, w.Store, nobody{}),
		asker:     func(context.Context, chat.TenantID) (unanswered.Asker, error) { return nobody{}, nil },
	}
}

// A task does the work that it names: a publication does not wait until a file is read.
func TestAPublicationDoesNotWaitForAnImport(t *testing.T) {
	w, shelf, library, h := withAFile(t)
	_, err := library.PublishAll(w.Ctx(), lea, false)
	w.Must(err)
	state := func() knowledge.ImportState {
		i, err := w.Store.Import(w.Ctx(), lea.Tenant, "01a")
		w.Must(err)
		return i.State
	}
	w.Must(h.work(w.Ctx(), chat.Task{Tenant: lea.Tenant, ID: "one"}, 0))
	if live, err := w.Store.Live(w.Ctx(), lea.Tenant); err != nil || live != 1 || state() != knowledge.ReadingIt {
		t.Errorf("edition %d is in force, and the import is %s: %v", live, state(), err)
	}
	w.Must(h.work(w.Ctx(), chat.Task{Tenant: lea.Tenant, Import: "01a", ID: "two"}, 0))
	if state() != knowledge.Read {
		t.Errorf("the import is %s", state())
	}
	_, err = library.PublishAll(w.Ctx(), lea, false)
	w.Must(err)
	shelf.Fail = func(string) error { return errors.New("no storage") }
	var busy chat.Busy
	if err := h.work(w.Ctx(), chat.Task{Tenant: lea.Tenant, ID: "three"}, 1); !errors.As(err, &busy) ||
		busy.After != 2*workAgain {
		t.Errorf("what failed ends with %v", err)
	}
}

// A publication that waited for an import is made once that is written, although its own task was given up.
func TestAnImportThatIsWrittenIsPublishedAsAskedFor(t *testing.T) {
	w, shelf, library, h := withAFile(t)
	one := chat.Task{Tenant: lea.Tenant, Import: "01a", ID: "one"}
	w.Must(h.work(w.Ctx(), one, 0))
	_, err := library.ApplyImport(w.Ctx(), lea, "01a", knowledge.Accepted{})
	w.Must(err)
	_, err = library.PublishAll(w.Ctx(), lea, false)
	w.Must(err)
	if err := h.work(w.Ctx(), chat.Task{Tenant: lea.Tenant, ID: "two"}, 9); err == nil {
		t.Error("half an import is published")
	}
	shelf.Fail = func(string) error { return errors.New("no storage") }
	if h.work(w.Ctx(), one, 0) == nil {
		t.Error("nothing was cut off")
	}
	shelf.Fail = func(act string) error { return map[string]error{"keep": errors.New("no storage")}[act] }
	if h.work(w.Ctx(), one, 1) == nil { // it is written, and its edition is not made
		t.Error("nothing was cut off")
	}
	shelf.Fail = nil
	w.Must(h.work(w.Ctx(), one, 2))
	if live, err := w.Store.Live(w.Ctx(), lea.Tenant); err != nil || live != 1 {
		t.Errorf("edition %d is in force: %v", live, err)
	}
}

// An entry answers while it is in force, also one that is deleted and not yet published as such; one that was never in
// force is gone once it is deleted.
func TestAnEntryStandsAsItsEditionSays(t *testing.T) {
	w, shelf, library, h := withAFile(t)
	ask := func(id knowledge.EntryID, want unanswered.Standing) {
		t.Helper()
		a, err := newAsker(w.Ctx(), w.Store, shelf, lea.Tenant, nil)
		w.Must(err)
		if got, err := a.Entry(w.Ctx(), lea.Tenant, string(id)); got.Standing != want || err != nil {
			t.Errorf("in edition %d it stands %d: %v", a.Edition(), got.Standing, err)
		}
	}
	write := func(id knowledge.EntryID) {
		_, err := library.Save(w.Ctx(), lea, id, 0, knowledge.Content{
			Title: "A", Languages: map[string]knowledge.Words{"en": {Wordings: []string{string(id)}, Answer: []string{"Yes."}}},
		})
		w.Must(err)
	}
	ask("01x", unanswered.Gone)
	write("01x")
	ask("01x", unanswered.Written)
	_, err := library.PublishAll(w.Ctx(), lea, false)
	w.Must(err)
	w.Must(h.work(w.Ctx(), chat.Task{Tenant: lea.Tenant, ID: "one"}, 0))
	ask("01x", unanswered.InForce)
	write("01y")
	w.Must(library.Remove(w.Ctx(), lea, "01y", 1))
	ask("01y", unanswered.Gone)
	w.Must(library.Remove(w.Ctx(), lea, "01x", 1))
	ask("01x", unanswered.InForce)
}
