package knowledge

import (
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Draft is an entry as people write it. Each save makes its next version; the next publication takes the latest.
type Draft struct {
	chat.Edited
	Tenant chat.TenantID `json:"tenant"`
	ID     EntryID       `json:"id"`
	Content
	Made    time.Time    `json:"made"`
	At      time.Time    `json:"at"` // of this version
	By      chat.AgentID `json:"by"`
	Name    string       `json:"name,omitempty"`    // of its author
	Removed bool         `json:"removed,omitempty"` // the next publication takes the entry away

	// Lenders are the latest conversations from which this or an earlier version borrowed wordings.
	Lenders []chat.ConversationID `json:"lenders,omitempty"`
}

// Entry is the draft as it would be published.
func (d *Draft) Entry() Entry {
	e := Entry{ID: d.ID, Version: int(d.Version), Content: d.Content}
	e.Borrowed = nil
	return e
}

// State is how a draft stands to the edition in force.
type State string

const (
	New       State = "draft"     // never published, or taken away
	Published State = "published" // as it stands here
	Changed   State = "changed"   // published in an older version
	Removed   State = "removed"   // published, until the next publication takes it away
)

// StateIn is the draft's state beside the edition in force.
func (d *Draft) StateIn(live Edition) State {
	e, is := live.Entry(d.ID)
	switch {
	case !is:
		return New
	case d.Removed:
		return Removed
	case e.Version == int(d.Version):
		return Published
	}
	return Changed
}

// Entry finds an entry of the edition.
func (e *Edition) Entry(id EntryID) (Entry, bool) {
	i, is := slices.BinarySearchFunc(e.Entries, id, byID)
	if !is {
		return Entry{}, false
	}
	return e.Entries[i], true
}
