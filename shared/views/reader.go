// Package views has the team's read models: the inbox and transcripts, visits and people, search,
// gaps, the tables of Flows, billing. It changes nothing.
package views

import (
	"github.com/botifire/livechat/shared/chat"
)

// Reader reads for one team at a time: every call names its tenant or its agent.
type Reader struct {
	desk  *chat.Desk
	store Store
}

// New makes a reader on a store. desk has the rules for reading the rows.
func New(desk *chat.Desk, store Store) *Reader { return &Reader{desk: desk, store: store} }
