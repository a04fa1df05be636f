package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// maxFound is the most visitors that a search returns.
const maxFound = 20

// Find returns the visitors that match a search, with their conversations.
func (r *Reader) Find(ctx context.Context, a chat.Agent, q string) ([]Person, error) {
	people, seen := []Person{}, map[chat.VisitorID]bool{}
	for _, term := range chat.SearchTerms(q) {
		ids, err := r.store.FindVisitors(ctx, a.Tenant, term, maxFound)
		if err != nil {
			return nil, err
		}
		visitors, err := r.store.VisitorsByID(ctx, a.Tenant, ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			v, ok := visitors[id]
			if !ok || seen[id] || len(people) == maxFound {
				continue
			}
			seen[id] = true
			heads, err := r.store.ConversationsOf(ctx, v.Key())
			if err != nil {
				return nil, err
			}
			people = append(people, Person{Visitor: v.Listed(), Conversations: heads})
		}
	}
	return people, nil
}
