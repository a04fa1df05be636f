package search

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Finder answers the searches of a team.
type Finder struct {
	desk  *chat.Desk
	store Store
	index Index
}

// NewFinder makes a finder on an index. desk has the rules for reading rows.
func NewFinder(desk *chat.Desk, store Store, index Index) *Finder { return &Finder{desk, store, index} }

// Hit is a message that was found, as its reader may see it.
type Hit struct {
	Head    chat.Head
	Visitor chat.Visitor
	Message chat.Message
	Snippet []Piece
}

// HasFile tells whether the message has a file.
func (h *Hit) HasFile() bool { return hasFile(&h.Message) }

// Hits is a page of hits, newest first. Next is "" at the end. Back is set if the search stopped before its page was
// full: it looked at everything since then.
type Hits struct {
	Rows    []Hit
	Next    string
	Back    time.Time
	Damaged bool // some may be missing until the index is rebuilt
}

// The sizes of a search: hits of a page, messages that are read at once, and the messages and bytes of the index that
// are looked at for a page.
const (
	pageSize   = 20
	maxPage    = 50
	readSize   = 100
	maxLooked  = 600
	maxFetched = 200 << 20
)

// Search returns a page of the messages that a query finds. A viewer's search does not see contact data, unless the
// tenant shows it to them.
func (f *Finder) Search(ctx context.Context, a chat.Agent, q Query, cursor string, limit int) (Hits, error) {
	sees, err := f.desk.SeesContacts(ctx, a)
	if err != nil {
		return Hits{}, err
	}
	plan, err := planOf(q, sees)
	if err != nil {
		return Hits{}, err
	}
	list := chat.ListName("search", q, sees)
	position, err := chat.OpenCursor(ctx, f.desk, a.Tenant, list, cursor)
	if err != nil {
		return Hits{}, err
	}
	if limit <= 0 {
		limit = pageSize
	}
	page, last, err := f.page(ctx, a.Tenant, q, plan, Place(position), min(limit, maxPage))
	if err != nil || last == (Ref{}) {
		return page, err
	}
	page.Next, err = chat.SealCursor(ctx, f.desk, a.Tenant, list, last.String())
	return page, err
}

// page reads hits from a place on. last is where the next page goes on; zero at the end.
func (f *Finder) page(
	ctx context.Context, tenant chat.TenantID, q Query, plan Plan, after Ref, limit int,
) (page Hits, last Ref, err error) {
	page.Rows = []Hit{}
	left := maxFetched
	for looked := 0; looked < maxLooked && left > 0; {
		found, err := f.index.Find(ctx, tenant, plan, Part{after, readSize, left})
		if err != nil {
			return page, Ref{}, err
		}
		left -= found.Fetched
		page.Damaged = page.Damaged || found.Damaged
		hits, err := f.look(ctx, tenant, q, plan, found.Refs)
		if err != nil {
			return page, Ref{}, err
		}
		for _, hit := range hits {
			page.Rows = append(page.Rows, hit)
			if len(page.Rows) == limit {
				return page, Ref{hit.Head.ID, hit.Message.ID}, nil
			}
		}
		if after = found.Next; after == (Ref{}) {
			return page, Ref{}, nil
		}
		looked += max(len(found.Refs), 1)
		if len(found.Refs) < readSize { // the index has looked at as much as it may at once
			break
		}
	}
	page.Back = after.At()
	return page, after, nil
}

// look reads messages that an index found, and keeps those that match the query.
func (f *Finder) look(ctx context.Context, tenant chat.TenantID, q Query, plan Plan, refs []Ref) ([]Hit, error) {
	rows, err := readRows(ctx, f.store, tenant, refs)
	if err != nil {
		return nil, err
	}
	visitors := map[chat.VisitorID]bool{}
	var hits []Hit
	for _, ref := range refs {
		m, head, there := rows.of(ref)
		if !there || !q.suits(&head) {
			continue
		}
		if !plan.Contacts {
			m, head = m.Masked(), head.Masked()
		}
		doc, is := document(head, m)
		texts := textsOf(&m)
		if !is || !plan.matches(doc, texts) {
			continue
		}
		stands, err := f.stands(ctx, tenant, &m)
		if err != nil {
			return nil, err
		}
		if !stands {
			continue
		}
		visitors[head.Visitor] = true
		hits = append(hits, Hit{Head: head.ForAgent(), Message: m.ForAgent(), Snippet: plan.snippet(texts)})
	}
	return f.withPeople(ctx, tenant, q, plan, hits, visitors)
}

// withPeople adds their visitors to hits, and leaves out those of other places.
func (f *Finder) withPeople(
	ctx context.Context, tenant chat.TenantID, q Query, plan Plan, hits []Hit, ids map[chat.VisitorID]bool,
) ([]Hit, error) {
	people, err := f.store.VisitorsByID(ctx, tenant, keysIn(ids))
	if err != nil {
		return nil, err
	}
	kept := hits[:0]
	for _, hit := range hits {
		v, there := people[hit.Head.Visitor]
		if !there || q.Place != "" && !isAt(v.Place, q.Place) {
			continue
		}
		if !plan.Contacts {
			v = v.Masked()
		}
		hit.Visitor = v.Listed()
		kept = append(kept, hit)
	}
	return kept, nil
}

// suits tells whether a conversation is one of those that the query asks for.
func (q *Query) suits(h *chat.Head) bool {
	return (q.Assignee == "" || h.Assignee == q.Assignee) &&
		(q.Label == "" || slices.Contains(h.LabelIDs(), q.Label))
}

func isAt(place chat.Place, asked string) bool {
	return strings.EqualFold(place.Country, asked) || chat.Folded(place.City) == chat.Folded(asked)
}

func keysIn[T comparable](set map[T]bool) []T {
	all := make([]T, 0, len(set))
	for one := range set {
		all = append(all, one)
	}
	return all
}
