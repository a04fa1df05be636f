package lifecycle_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/lifecycle"
)

// An erasure gives its receipt only when no delivery is left that was stored before its tombstones: their bytes may
// have the person's words. Waiting is no failure.
func TestAnErasureWaitsForDeliveries(t *testing.T) {
	w := chattest.New(t)
	waiting := &chattest.Deliveries{Waiting: 2}
	w.Vault, w.Deliveries = chattest.NewVault(), waiting
	gone := w.Guest()
	gone.Opens("/")
	filed, err := w.Erase(w.Ctx(), chattest.Olu, gone.Socket.Visitor)
	w.Must(err)
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
	w := chattest.New(t)
	w.Worker = lifecycle.NewWorker(w.Desk, w.Store, chattest.NewVault(), nil)
	gone := w.Guest()
	gone.Opens("/")
	filed, err := w.Erase(w.Ctx(), chattest.Olu, gone.Socket.Visitor)
	w.Must(err)
	j, err := w.RunJob(w.Ctx(), filed.Key())
	w.Must(err)
	if j.State != lifecycle.JobRunning || j.Tries != 1 {
		t.Errorf("the job is %+v", j)
	}
}

// A function without the index begins an erasure, and the sweep, which has it, ends it.
func TestAnErasureEndsWhereTheIndexIs(t *testing.T) {
	w := chattest.New(t)
	index := w.Worker.Index
	w.Worker = lifecycle.NewWorker(w.Desk, w.Store, chattest.NewVault(), nil)
	w.Worker.Deliveries, w.Worker.Ledger = &chattest.Deliveries{}, w.Keeper
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
