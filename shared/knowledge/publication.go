package knowledge

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Publication asks for an edition, and tells its outcome. The one after begins with its result.
type Publication struct {
	Tenant chat.TenantID `json:"tenant"`
	Number int           `json:"number"` // of the edition that it makes
	At     time.Time     `json:"at"`
	By     chat.AgentID  `json:"by"`
	Name   string        `json:"name,omitempty"` // of the agent

	// One of these: some entries in these versions, beside the entries in force; everything as it was written by then; or
	// an earlier edition once more.
	Some []Ref `json:"some,omitempty"`
	All  bool  `json:"all,omitempty"`
	Back int   `json:"back,omitempty"`

	Sure    bool   `json:"sure,omitempty"`    // it takes force whatever answers change
	Asked   int    `json:"asked,omitempty"`   // questions of visitors that were asked again before
	Of      int    `json:"of,omitempty"`      // of so many
	File    []byte `json:"file,omitempty"`    // a mark of the file that has the outcome so far
	Held    int    `json:"held,omitempty"`    // questions whose answers would change: a person decides
	Base    int    `json:"base,omitempty"`    // beside the edition in force then; beside another one they are asked anew
	Decided string `json:"decided,omitempty"` // the name of the person who wants these changes
	Left    bool   `json:"left,omitempty"`    // or does not

	Entries int    `json:"entries"`           // of the edition, once it is whole
	Changed int    `json:"changed"`           // of these, other than before; with those that were taken away
	Failure string `json:"failure,omitempty"` // why there is no such edition, in words for people
}

// Ref names a version of an entry.
type Ref struct {
	ID      EntryID `json:"id"`
	Version int     `json:"version"`
}

// PublicationState is how far a publication came.
type PublicationState string

const (
	Waiting  PublicationState = "waiting"  // its edition is being built
	Held     PublicationState = "held"     // it would change answers, and waits for a decision
	Left     PublicationState = "left"     // it never took force: nobody wanted that, or another one came before
	InForce  PublicationState = "live"     // bots answer from it
	Replaced PublicationState = "replaced" // a later one is in force
	Failed   PublicationState = "failed"
)

// StateAt is the publication's state while an edition is in force. Bots answer from that one whatever its row says:
// another press may have ended it at the moment at which it took force.
func (p *Publication) StateAt(live int) PublicationState {
	switch {
	case p.Number == live:
		return InForce
	case p.Failure != "":
		return Failed
	case p.Left || p.undecided() && p.Number < live:
		return Left
	case p.undecided() && p.Number > live && p.Base == live:
		return Held
	case p.Number > live:
		return Waiting
	}
	return Replaced
}

// covers tells whether a publication has what an earlier one asked for, as it was or as it was saved since.
func (p *Publication) covers(earlier *Publication) bool {
	return p.All || !earlier.All && !slices.ContainsFunc(earlier.Some, func(had Ref) bool {
		return !slices.ContainsFunc(p.Some, func(r Ref) bool { return r.ID == had.ID })
	})
}

func (p *Publication) undecided() bool { return p.Held > 0 && p.Decided == "" }

// with is the edition with other versions of some entries, and without those that were taken away.
func (e Edition) with(drafts []Draft) Edition {
	kept := make(map[EntryID]Entry, len(e.Entries)+len(drafts))
	for _, entry := range e.Entries {
		kept[entry.ID] = entry
	}
	for i := range drafts {
		if d := &drafts[i]; d.Removed {
			delete(kept, d.ID)
		} else {
			kept[d.ID] = d.Entry()
		}
	}
	e.Entries = make([]Entry, 0, len(kept))
	for _, entry := range kept {
		e.Entries = append(e.Entries, entry)
	}
	slices.SortFunc(e.Entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return e
}

// marked is the edition with the mark of its entries.
func (e Edition) marked() Edition {
	sum := fnv.New64a()
	_ = json.NewEncoder(sum).Encode(e.Entries) // texts, numbers and times always encode
	e.Mark = hex.EncodeToString(sum.Sum(nil))
	return e
}

func byID(e Entry, id EntryID) int { return cmp.Compare(e.ID, id) }

// differences is how many entries are in one edition only, or in another version.
func differences(a, b Edition) int {
	n := 0
	for _, entry := range b.Entries {
		if was, is := a.Entry(entry.ID); !is || was.Version != entry.Version {
			n++
		}
	}
	for _, entry := range a.Entries {
		if _, is := b.Entry(entry.ID); !is {
			n++
		}
	}
	return n
}
