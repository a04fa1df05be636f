package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// maxFound is the most visitors that a search returns.
const maxFound = 20

// Find returns the visitors that match a search, with their conversations.
func (r *Reader) Find(ctx context.Context, a chat.Agent, q string) ([]Person, error) {
	ids, err := r.found(ctx, a, q)
	if err != nil {
		return nil, err
	}
	visitors, err := r.store.VisitorsByID(ctx, a.Tenant, ids)
	if err != nil {
		return nil, err
	}
	people, seen := []Person{}, map[chat.VisitorID]bool{}
	for _, id := range ids {
		v, ok := visitors[id]
		if !ok || seen[id] || len(people) == maxFound {
			continue
		}
		p, err := r.listed(ctx, v)
		if err != nil {
			return nil, err
		}
		seen[id] = true
		for _, other := range p.Linked {
			seen[other.ID] = true
		}
		if err := r.maskPerson(ctx, a, &p); err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}

// listed is a visitor in a list, with the conversations of all who are joined with them: a person is one row.
func (r *Reader) listed(ctx context.Context, v chat.Visitor) (Person, error) {
	others, err := chat.LinkedWith(ctx, r.store, v)
	if err != nil {
		return Person{}, err
	}
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

// found returns the visitors whom a text may mean, the best first, some of them twice or gone.
func (r *Reader) found(ctx context.Context, a chat.Agent, q string) ([]chat.VisitorID, error) {
	if id := chat.VisitorOfCookie(q); id != "" {
		return []chat.VisitorID{id}, nil
	}
	terms, err := r.mayFind(ctx, a, chat.SearchTerms(q))
	if err != nil {
		return nil, err
	}
	var all []chat.VisitorID
	for _, term := range terms {
		ids, err := r.store.FindVisitors(ctx, a.Tenant, term, maxFound)
		if err != nil {
			return nil, err
		}
		all = append(all, ids...)
	}
	return all, nil
}
