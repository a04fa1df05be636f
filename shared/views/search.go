package views

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/botifire/livechat/shared/chat"
)

// maxFound is the most people on a page of a search, and maxPostings the most places of the index that are looked at
// for it: people stand at several, and are shown at the first.
const (
	maxFound    = 20
	maxPostings = 200
)

// place is where a search of people goes on: which of its terms, and where in the index.
type place struct {
	Term int
	chat.Posting
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.Term, other.Term), p.Posting.Compare(other.Posting))
}

// Find returns a page of the visitors that match a search, with their conversations. next is "" at the end.
func (r *Reader) Find(ctx context.Context, a chat.Agent, q, cursor string) (people []Person, next string, err error) {
	if people, next, err = r.found(ctx, a, q, cursor); err != nil {
		return nil, "", err
	}
	for i := range people {
		if err := r.maskPerson(ctx, a, &people[i]); err != nil {
			return nil, "", err
		}
	}
	return people, next, nil
}

func (r *Reader) found(ctx context.Context, a chat.Agent, q, cursor string) (people []Person, next string, err error) {
	if id := chat.VisitorOfCookie(q); id != "" {
		people, err = r.named(ctx, a.Tenant, id)
		return people, "", err
	}
	terms, err := r.mayFind(ctx, a, chat.SearchTerms(q))
	if err != nil {
		return nil, "", err
	}
	list := chat.ListName("people", terms)
	position, err := chat.OpenCursor(ctx, r.desk, a.Tenant, list, cursor)
	if err != nil {
		return nil, "", err
	}
	var after place
	if position != "" && json.Unmarshal([]byte(position), &after) != nil {
		return nil, "", chat.ErrCursor
	}
	people, more, err := r.page(ctx, a.Tenant, terms, &after)
	if err != nil || !more {
		return people, "", err
	}
	raw, _ := json.Marshal(after) // a number and texts always encode
	next, err = chat.SealCursor(ctx, r.desk, a.Tenant, list, string(raw))
	return people, next, err
}

// page reads people from a place on, and moves it behind the last of them. more tells that it did not come to the end.
func (r *Reader) page(
	ctx context.Context, tenant chat.TenantID, terms []chat.Term, at *place,
) (people []Person, more bool, err error) {
	people = []Person{}
	for looked := 0; at.Term < len(terms); {
		if looked >= maxPostings {
			return people, true, nil
		}
		found, err := r.store.FindVisitors(ctx, tenant, terms[at.Term], at.Posting, maxFound+1)
		if err != nil {
			return people, false, err
		}
		visitors, err := r.store.VisitorsByID(ctx, tenant, visitorsOf(found))
		if err != nil {
			return people, false, err
		}
		for _, posting := range found {
			if len(people) == maxFound {
				return people, true, nil
			}
			at.Posting = posting
			if v, there := visitors[posting.Visitor]; there {
				if people, err = r.addAt(ctx, people, v, terms, *at); err != nil {
					return people, false, err
				}
			}
		}
		if looked += len(found); len(found) <= maxFound {
			*at = place{Term: at.Term + 1}
		}
	}
	return people, false, nil
}

func visitorsOf(found []chat.Posting) []chat.VisitorID {
	ids := make([]chat.VisitorID, len(found))
	for i, at := range found {
		ids[i] = at.Visitor
	}
	return ids
}

// addAt adds a person at the first place that leads to them, or to one who is joined with them: a person is one row.
func (r *Reader) addAt(
	ctx context.Context, people []Person, v chat.Visitor, terms []chat.Term, at place,
) ([]Person, error) {
	if stoodBefore(&v, terms, at) {
		return people, nil
	}
	others, err := chat.LinkedWith(ctx, r.store, v)
	if err != nil {
		return people, err
	}
	for _, other := range others {
		if stoodBefore(&other, terms, at) {
			return people, nil
		}
	}
	p, err := r.listed(ctx, v, others)
	return append(people, p), err
}

// stoodBefore tells whether a search came upon a visitor before a place.
func stoodBefore(v *chat.Visitor, terms []chat.Term, at place) bool {
	for i, term := range terms[:at.Term+1] {
		for _, posting := range v.Postings(term) {
			if (place{i, posting}).compare(at) < 0 {
				return true
			}
		}
	}
	return false
}

// named is the visitor with an id, if there is one.
func (r *Reader) named(ctx context.Context, tenant chat.TenantID, id chat.VisitorID) ([]Person, error) {
	visitors, err := r.store.VisitorsByID(ctx, tenant, []chat.VisitorID{id})
	v, there := visitors[id]
	if err != nil || !there {
		return []Person{}, err
	}
	others, err := chat.LinkedWith(ctx, r.store, v)
	if err != nil {
		return nil, err
	}
	p, err := r.listed(ctx, v, others)
	return []Person{p}, err
}

// listed is a visitor in a list, with the conversations of all who are joined with them.
func (r *Reader) listed(ctx context.Context, v chat.Visitor, others []chat.Visitor) (Person, error) {
	p := Person{Visitor: v.Listed(), Conversations: []chat.Head{}, Linked: others}
	for _, one := range append([]chat.Visitor{v}, others...) {
		heads, err := r.store.ConversationsOf(ctx, one.Key())
		if err != nil {
			return p, err
		}
		for _, h := range heads {
			p.Conversations = append(p.Conversations, h.ForAgent())
		}
	}
	return p, nil
}
