// Package lifecycle handles exports, erasures and retention of data, and the sweep that runs their
// jobs. It also has the record of all stored data about people.
package lifecycle

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// Requests accepts people's requests: an erasure, an export, a change of retention. Each becomes a
// job, which the sweep finds.
type Requests struct {
	desk  *chat.Desk
	store Store
}

// NewRequests makes Requests on a store.
func NewRequests(desk *chat.Desk, store Store) *Requests { return &Requests{desk: desk, store: store} }

// Worker also runs jobs, so it needs the right to every file.
type Worker struct {
	*Requests
	Vault      Vault
	Archives   ArchiveWriter
	Deliveries Deliveries
	ReadAgain  func(ctx context.Context, site WeeklyKey) error // begins to read a site again for the knowledge
	Index      Index
	Ledger     Ledger
	Canned     func( // a person's canned replies, or those of the whole team if owner is ""
		ctx context.Context, tenant chat.TenantID, owner chat.AgentID,
	) ([]chat.CannedReply, error)
	Drafts func( // takes wordings from conversations out of entries that nobody has published, as the ledger's Erase
		ctx context.Context, tenant chat.TenantID, gone []chat.ConversationID, from string,
	) (n int, next string, err error)
}

// NewWorker makes a Worker on a store. vault stores all files, and binder writes a visitor's data as one file. The
// caller sets the deliveries, the ledger, the drafts and, where erasures end and retention runs, the index; without
// them no erasure ends. Without the canned replies none of their files goes.
func NewWorker(desk *chat.Desk, store Store, vault Vault, binder ArchiveWriter) *Worker {
	return &Worker{
		Requests: NewRequests(desk, store), Vault: vault, Archives: binder, Deliveries: nowhere{}, Index: nowhere{},
		ReadAgain: noReader, Ledger: noLedger{}, Canned: noCanned, Drafts: noDrafts,
	}
}

func noDrafts(context.Context, chat.TenantID, []chat.ConversationID, string) (int, string, error) {
	return 0, "", errors.New("lifecycle: no entry can be seen here")
}

func noReader(context.Context, WeeklyKey) error { return errors.New("lifecycle: no site is read here") }

func noCanned(context.Context, chat.TenantID, chat.AgentID) ([]chat.CannedReply, error) {
	return nil, chat.NotHere("see canned replies")
}
