// Package views is what the team reads: the inbox and transcripts, visits and people, search,
// gaps, the tables of Flows, billing. It changes nothing.
package views

import "github.com/botifire/livechat/shared/chat"

// Reader reads for one team at a time: every call names its tenant or its agent.
type Reader struct {
	desk  *chat.Desk
	store Store
}

// New makes a reader on a store. desk has the rules by which the rows are read.
func New(desk *chat.Desk, store Store) *Reader { return &Reader{desk: desk, store: store} }

// Store is what the views read.
type Store interface{ chat.Store }
