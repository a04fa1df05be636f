package lifecycle_test

import (
	"context"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/lifecycle"
)

// onPhone erases a customer who wrote by WhatsApp while deliveries wait, as far as the job is filed.
func onPhone(t *testing.T) (*chattest.World, *chattest.Deliveries, lifecycle.Job) {
	w := chattest.New(t)
	waiting := &chattest.Deliveries{Waiting: 2}
	w.Vault, w.Deliveries = chattest.NewVault(), waiting
	k := w.Writes(chat.Contact{WaID: "15550101001"}, "wamid.1", "hello")
	head, err := w.Store.Head(w.Ctx(), k)
	w.Must(err)
	filed, err := w.Erase(w.Ctx(), chattest.Olu, head.Visitor)
	w.Must(err)
	return w, waiting, filed
}

// An erasure of somebody on WhatsApp gives its receipt only when no delivery is left that was stored before its
// tombstones: their bytes may have the person's words. Waiting is no failure.
func TestAnErasureWaitsForDeliveries(t *testing.T) {
	w, waiting, filed := onPhone(t)
	placed := w.Now()
	for i := range 4 {
		j, err := w.RunJob(w.Ctx(), filed.Key())
		w.Must(err)
		if j.State != lifecycle.JobChecking || j.Tries > 0 || !j.Due.After(w.Now()) || j.Subject == nil {
			t.Errorf("after slice %d the job is %+v", i+1, j)
		}
		if !waiting.Erases {
			t.Error("those that nobody can read would hold it up for good")
		}
		if late := waiting.Before.Sub(placed); late < 0 || late > 2*time.Minute {
			t.Errorf("it asks for what was stored %s after its tombstones", late)
		}
		w.At(j.Due)
	}
	waiting.Waiting = 0
	j, err := w.RunJob(w.Ctx(), filed.Key())
	w.Must(err)
	if j.State != lifecycle.JobDone || j.Subject != nil {
		t.Errorf("with none left the job is %+v", j)
	}
}

// Meta writes nothing of a visitor of the website, so their erasure waits for no delivery, and has none given up that
// nobody can read: the updates of others are in it.
func TestAnErasureOfAVisitorOfTheWebsiteGivesNoDeliveryUp(t *testing.T) {
	w := chattest.New(t)
	waiting := &chattest.Deliveries{Waiting: 2}
	w.Vault, w.Deliveries = chattest.NewVault(), waiting
	gone := w.Guest()
	gone.Opens("/")
	filed, err := w.Erase(w.Ctx(), chattest.Olu, gone.Socket.Visitor)
	w.Must(err)
	j := filed
	for range 2 {
		j, err = w.RunJob(w.Ctx(), filed.Key())
		w.Must(err)
		w.At(j.Due)
	}
	if waiting.Erases || j.State != lifecycle.JobDone {
		t.Errorf("deliveries are given up: %t, the job is %+v", waiting.Erases, j)
	}
}

// The words of an erased person leave the index at once, however long deliveries hold up the end of the job. Words that
// came into it meanwhile leave it with the last look.
func TestTheIndexForgetsBeforeDeliveriesAreWorkedOff(t *testing.T) {
	w, waiting, filed := onPhone(t)
	index := &looked{Index: w.Worker.Index}
	w.Worker.Index = index
	var j lifecycle.Job
	for i := range 3 {
		var err error
		j, err = w.RunJob(w.Ctx(), filed.Key())
		w.Must(err)
		if j.State != lifecycle.JobChecking || index.times != 1 {
			t.Errorf("after slice %d the index was looked through %d times, the job is %+v", i+1, index.times, j)
		}
		w.At(j.Due)
	}
	waiting.Waiting = 0
	j, err := w.RunJob(w.Ctx(), filed.Key())
	if w.Must(err); j.State != lifecycle.JobDone || index.times != 2 {
		t.Errorf("at the end it was looked through %d times, the job is %+v", index.times, j)
	}
}

// looked counts how often an index forgets.
type looked struct {
	lifecycle.Index
	times int
}

func (l *looked) Forget(
	ctx context.Context, t chat.TenantID, gone []chat.ConversationID, from string,
) (int, string, error) {
	l.times++
	return l.Index.Forget(ctx, t, gone, from)
}

// An export waits for the deliveries from before its request, and for no longer than a minute.
func TestAnExportWaitsForDeliveriesForAWhile(t *testing.T) {
	w := chattest.New(t)
	files := chattest.NewVault()
	waiting := &chattest.Deliveries{Waiting: 1}
	w.Vault, w.Archives, w.Deliveries = files, chattest.Archives{Vault: files}, waiting
	guest := w.Guest()
	guest.Opens("/")
	j, err := w.Runs(w.ExportVisitor(w.Ctx(), chattest.Olu, guest.Socket.Visitor))
	w.Must(err)
	began, slices := w.Now(), 0
	for ; j.State == lifecycle.JobRunning && slices < 20; slices++ {
		w.At(j.Due)
		j, err = w.RunJob(w.Ctx(), j.Key())
		w.Must(err)
	}
	if waiting.Erases {
		t.Error("an export has deliveries given up")
	}
	if waited := w.Now().Sub(began); j.State != lifecycle.JobDone || waited < time.Minute || waited > 2*time.Minute {
		t.Errorf("after %s and %d slices the job is %+v", waited, slices, j)
	}
}

// A function that cannot see the deliveries ends no erasure.
func TestAnErasureThatCannotSeeDeliveriesIsNotDone(t *testing.T) {
	w, _, filed := onPhone(t)
	w.Worker = lifecycle.NewWorker(w.Desk, w.Store, chattest.NewVault(), nil)
	j, err := w.RunJob(w.Ctx(), filed.Key())
	w.Must(err)
	if j.State != lifecycle.JobRunning || j.Tries != 1 {
		t.Errorf("the job is %+v", j)
	}
}

// A function without the index begins an erasure, and the sweep, which has it, ends it.
func TestAnErasureEndsWhereTheIndexIs(t *testing.T) {
	w := chattest.New(t)
	index, drafts := w.Worker.Index, w.Worker.Drafts
	w.Worker = lifecycle.NewWorker(w.Desk, w.Store, chattest.NewVault(), nil)
	w.Worker.Deliveries, w.Worker.Ledger, w.Worker.Drafts = &chattest.Deliveries{}, w.Keeper, drafts
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	w.Streams()
	j, err := w.Runs(w.Erase(t.Context(), chattest.Olu, g.Socket.Visitor))
	if w.Must(err); j.State != lifecycle.JobChecking {
		t.Fatalf("without the index it is %+v", j)
	}
	w.Worker.Index = index
	w.Pass(2 * time.Minute)
	w.Walks()
	if j, err = w.Store.Job(t.Context(), j.Key()); err != nil || j.State != lifecycle.JobDone {
		t.Errorf("after the sweep it is %+v, %v", j, err)
	}
}
