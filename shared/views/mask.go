package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// masked masks rows for a person of the team who may not see contact data.
func masked[T any](ctx context.Context, r *Reader, a chat.Agent, rows []T, mask func(T) T) ([]T, error) {
	sees, err := r.desk.SeesContacts(ctx, a)
	if err != nil {
		return nil, err
	}
	if !sees {
		for i := range rows {
			rows[i] = mask(rows[i])
		}
	}
	return rows, nil
}

// maskPerson masks all that is known of a person.
func (r *Reader) maskPerson(ctx context.Context, a chat.Agent, p *Person) error {
	sees, err := r.desk.SeesContacts(ctx, a)
	if sees || err != nil {
		return err
	}
	p.Visitor = p.Visitor.Masked()
	for i := range p.Conversations {
		p.Conversations[i] = p.Conversations[i].Masked()
	}
	for i := range p.Notes {
		p.Notes[i] = p.Notes[i].Masked()
	}
	for i := range p.Linked {
		p.Linked[i] = p.Linked[i].Masked()
	}
	for i := range p.Doubles {
		p.Doubles[i] = p.Doubles[i].Masked()
	}
	return nil
}

// mayFind leaves the terms by which a person of the team may look for people: contact data is not found by a person
// who may not see it.
func (r *Reader) mayFind(ctx context.Context, a chat.Agent, terms []chat.Term) ([]chat.Term, error) {
	sees, err := r.desk.SeesContacts(ctx, a)
	if sees || err != nil {
		return terms, err
	}
	left := []chat.Term{}
	for _, term := range terms {
		if term.Kind == "name" {
			left = append(left, term)
		}
	}
	return left, nil
}
