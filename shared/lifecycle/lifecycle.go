// Package lifecycle is what becomes of data: exports, erasures, retention, and the sweep that
// goes on with each of them. It also says what is stored of people at all.
package lifecycle

import (
	"github.com/botifire/livechat/shared/chat"
)

// Requests takes what people ask for: an erasure, an export, other terms of retention. Each
// becomes a job, which the sweep finds.
type Requests struct {
	desk  *chat.Desk
	store Store
}

// NewRequests takes requests on a store.
func NewRequests(desk *chat.Desk, store Store) *Requests { return &Requests{desk: desk, store: store} }

// Worker also runs jobs, so it needs the right to every file.
type Worker struct {
	*Requests
	Vault    Vault
	Archives ArchiveWriter
}

// NewWorker runs jobs on a store. vault is where all files lie, and binder makes one file of a
// visitor's data.
func NewWorker(desk *chat.Desk, store Store, vault Vault, binder ArchiveWriter) *Worker {
	return &Worker{Requests: NewRequests(desk, store), Vault: vault, Archives: binder}
}
