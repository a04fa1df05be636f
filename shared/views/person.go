package views

import (
	"context"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// openedChats returns the chats in which the visitor only opened the widget and wrote nothing.
func (r *Reader) openedChats(ctx context.Context, visits []chat.Visit, known []chat.Head) ([]chat.Head, error) {
	seen := map[chat.ConversationID]bool{}
	for _, h := range known {
		seen[h.ID] = true
	}
	var opened []chat.Head
	for _, s := range visits {
		key := chat.ConversationKey{Tenant: s.Tenant, ID: chat.ConversationOf(s.Visitor, s.Bot)}
		if seen[key.ID] || s.Source != chat.Web {
			continue
		}
		seen[key.ID] = true
		head, err := r.desk.Conversation(ctx, key)
		if err == nil {
			opened = append(opened, head)
		} else if !errors.Is(err, chat.ErrNoConversation) {
			return nil, err
		}
	}
	return opened, nil
}

// Person is a visitor with all related data.
type Person struct {
	Visitor       chat.Visitor
	Visits        []chat.Visit
	Presence      chat.Presence // in the latest visit
	Conversations []chat.Head
	Notes         []chat.Note
	Doubles       []chat.Visitor // visitors with another form of the same number
	Linked        []chat.Visitor // who are the same person: their visits, conversations and notes are here too
}

// Person reads a visitor with their latest visits, their conversations and notes; and those of all who are joined with
// them.
func (r *Reader) Person(ctx context.Context, a chat.Agent, id chat.VisitorID) (Person, error) {
	var p Person
	var err error
	if p.Visitor, err = r.store.Visitor(ctx, chat.VisitorKey{Tenant: a.Tenant, ID: id}); err != nil {
		return p, err
	}
	if p.Linked, err = chat.LinkedWith(ctx, r.store, p.Visitor); err != nil {
		return p, err
	}
	for _, v := range append([]chat.Visitor{p.Visitor}, p.Linked...) {
		if err := r.addVisitor(ctx, &p, v.Key()); err != nil {
			return p, err
		}
	}
	p.latest()
	if err = r.presentPerson(ctx, &p); err != nil {
		return p, err
	}
	if p.Doubles, err = r.desk.Doubles(ctx, p.Visitor); err != nil {
		return p, err
	}
	p.Doubles = slices.DeleteFunc(p.Doubles, func(d chat.Visitor) bool {
		return slices.ContainsFunc(p.Linked, func(v chat.Visitor) bool { return v.ID == d.ID })
	})
	return p, r.maskPerson(ctx, a, &p)
}

// addVisitor adds the visits, conversations and notes of one visitor.
func (r *Reader) addVisitor(ctx context.Context, p *Person, key chat.VisitorKey) error {
	visits, err := r.store.VisitsOf(ctx, key, chat.MaxPerson)
	if err != nil {
		return err
	}
	heads, err := r.store.ConversationsOf(ctx, key)
	if err != nil {
		return err
	}
	opened, err := r.openedChats(ctx, visits, heads)
	if err != nil {
		return err
	}
	notes, err := r.store.Notes(ctx, key, chat.MaxPerson)
	for _, h := range slices.Concat(heads, opened) {
		p.Conversations = append(p.Conversations, h.ForAgent())
	}
	p.Visits, p.Notes = append(p.Visits, visits...), append(p.Notes, notes...)
	return err
}

// latest leaves the latest visits and notes, in their order.
func (p *Person) latest() {
	slices.SortStableFunc(p.Visits, func(a, b chat.Visit) int { return b.Started.Compare(a.Started) })
	slices.SortStableFunc(p.Notes, func(a, b chat.Note) int { return b.At.Compare(a.At) })
	p.Visits, p.Notes = p.Visits[:min(len(p.Visits), chat.MaxPerson)], p.Notes[:min(len(p.Notes), chat.MaxPerson)]
}

// presentPerson adds the visitor's presence, and the talk of a live visit so far.
func (r *Reader) presentPerson(ctx context.Context, p *Person) error {
	p.Presence = chat.Presence{State: chat.StateLeft, Sign: p.Visitor.FirstSeen}
	visits, err := r.present(ctx, p.Visitor.Tenant, p.Visits)
	if err != nil || len(visits) == 0 {
		return err
	}
	p.Presence = visits[0].Presence
	for i := range visits {
		s := &visits[i].Visit
		if s.Live() {
			if s.Talk, err = r.talkSoFar(ctx, s); err != nil {
				return err
			}
		}
		p.Visits[i] = *s
	}
	return nil
}

// Names reads the visitors of some rows, for their names.
func (r *Reader) Names(
	ctx context.Context, a chat.Agent, ids []chat.VisitorID,
) (map[chat.VisitorID]chat.Visitor, error) {
	people, err := r.store.VisitorsByID(ctx, a.Tenant, ids)
	if err != nil {
		return nil, err
	}
	sees, err := r.desk.SeesContacts(ctx, a)
	if !sees {
		for id, v := range people {
			people[id] = v.Masked()
		}
	}
	return people, err
}

// talkSoFar computes the talk of a live visit from its conversation's log.
func (r *Reader) talkSoFar(ctx context.Context, s *chat.Visit) (*chat.Talk, error) {
	if !s.Mode.Keeps(chat.KeepDuration) {
		return nil, nil
	}
	log, err := r.store.History(ctx, s.ConversationKey(), "", chat.MaxPageSize)
	return s.TalkIn(log, r.desk.Now()), err
}
