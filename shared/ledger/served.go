package ledger

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Served is what became of the answers of each entry in a period, and the published entries that answered nothing.
type Served struct {
	Rows      []OfEntry `json:"rows"` // those that answered most first
	Silent    []Silent  `json:"silent"`
	Published int       `json:"published"` // entries
	Never     int       `json:"never"`     // of these, they answered nothing; Silent has the first of them
	Joined    bool      `json:"joined"`    // some day has so many entries that not all of them are told apart
}

// OfEntry is an entry with its figures.
type OfEntry struct {
	Entry string     `json:"entry"` // "" for answers of none; ~others, ~erased
	Title string     `json:"title,omitempty"`
	State EntryState `json:"state"`
	Sums  Sums       `json:"sums"`
}

// Silent is an entry that answered nothing.
type Silent struct {
	Entry string `json:"entry"`
	Title string `json:"title"`
}

// EntryState says where an entry is now.
type EntryState string

const (
	IsPublished EntryState = "published"
	IsQuestion  EntryState = "script" // a question of a script that is in force
	IsDeleted   EntryState = "deleted"
	IsGroup     EntryState = "group"
)

// MaxSilent is how many entries are named that answered nothing.
const MaxSilent = 50

// Titles are those of the entries in force, by their names, and those of the questions of scripts.
type Titles struct {
	Entries, Questions map[string]string
}

// Served sums the answers of a period up by the entry. Nothing of a title is stored with them.
func (b *Books) Served(ctx context.Context, tenant chat.TenantID, from, to string, now Titles) (Served, error) {
	s := Served{Rows: []OfEntry{}, Silent: []Silent{}, Published: len(now.Entries)}
	a := Asked{From: from, To: to, By: ByEntry}
	if err := a.Check(); err != nil {
		return s, err
	}
	months, err := again(func(last bool) ([]tables, error) { return b.read(ctx, tenant, a, last, ByEntry) })
	if err != nil {
		return s, err
	}
	by := map[string]Sums{}
	for _, month := range months {
		for _, t := range month.days {
			add(by, t.By[ByEntry])
		}
	}
	_, s.Joined = by[Others]
	s.silent(by, now.Entries)
	erased := by[Erased]
	delete(by, Erased)
	for name, sums := range capped(by, MaxValues) {
		s.Rows = append(s.Rows, now.entry(name, sums))
	}
	if erased = erased.ofEntries(); len(erased) > 0 {
		s.Rows = append(s.Rows, now.entry(Erased, erased))
	}
	slices.SortFunc(s.Rows, func(a, b OfEntry) int {
		return cmp.Or(cmp.Compare(b.Sums["answers"], a.Sums["answers"]), cmp.Compare(a.Entry, b.Entry))
	})
	return s, nil
}

// silent names the published entries that answered nothing, in the order of their titles.
func (s *Served) silent(by map[string]Sums, published map[string]string) {
	for name, title := range published {
		if sums := by[name]; sums["answers"] == 0 && sums["wrong"] == 0 && sums["unhelpful"] == 0 {
			s.Silent = append(s.Silent, Silent{name, title})
		}
	}
	slices.SortFunc(s.Silent, func(a, b Silent) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Entry, b.Entry))
	})
	s.Never = len(s.Silent)
	s.Silent = s.Silent[:min(s.Never, MaxSilent)]
}

// entry is an entry as it is now.
func (t Titles) entry(name string, sums Sums) OfEntry {
	if title, is := t.Entries[name]; is {
		return OfEntry{name, title, IsPublished, sums}
	}
	if title, is := t.Questions[name]; is {
		return OfEntry{name, title, IsQuestion, sums}
	}
	if name == "" || strings.HasPrefix(name, "~") {
		return OfEntry{name, "", IsGroup, sums}
	}
	return OfEntry{name, "", IsDeleted, sums}
}

// ofEntries are those of the figures that are broken down by the entry.
func (s Sums) ofEntries() Sums {
	part := Sums{}
	for _, name := range []string{"answers", "chosen", "wrong", "unhelpful", "refused"} {
		part.Add(Sums{name: s[name]})
	}
	return part
}
