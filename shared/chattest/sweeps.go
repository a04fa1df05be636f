package chattest

import "github.com/botifire/livechat/shared/chat"

// Sweeps ends the visits whose tabs were closed, runs the sweep once, and relays all changes.
func (w *World) Sweeps() {
	w.T.Helper()
	ends := w.Ends
	w.Ends = nil
	for _, t := range ends {
		wait, err := w.EndVisit(w.Ctx(), t)
		if w.Must(chat.Except(err, chat.ErrNotFound, chat.ErrErased)); wait > 0 {
			w.Ends = append(w.Ends, t)
		}
	}
	_, err := w.EndSilent(w.Ctx())
	w.Must(err)
	if _, err := w.Sweep(w.Ctx(), 100); err != nil {
		w.T.Fatal(err)
	}
	w.Streams()
}

// CatchesUp works off all changes of the ledger.
func (w *World) CatchesUp() {
	w.T.Helper()
	for more := true; more; {
		var err error
		more, err = w.Keeper.CatchUp(w.Ctx(), Tenant)
		w.Must(err)
	}
}

// Walks runs the sweep until no job is due.
func (w *World) Walks() {
	w.T.Helper()
	for range 20 {
		_, err := w.Sweep(w.Ctx(), 1000)
		w.Must(err)
	}
}
