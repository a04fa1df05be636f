package views

import (
	"context"
	"errors"

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
}

// Person reads a visitor with their latest visits, their conversations and notes.
func (r *Reader) Person(ctx context.Context, a chat.Agent, id chat.VisitorID) (Person, error) {
	key := chat.VisitorKey{Tenant: a.Tenant, ID: id}
	var p Person
	var err error
	if p.Visitor, err = r.store.Visitor(ctx, key); err != nil {
		return p, err
	}
	if p.Visits, err = r.store.VisitsOf(ctx, key, chat.MaxPerson); err != nil {
		return p, err
	}
	if err = r.presentPerson(ctx, &p); err != nil {
		return p, err
	}
	if p.Conversations, err = r.store.ConversationsOf(ctx, key); err != nil {
		return p, err
	}
	opened, err := r.openedChats(ctx, p.Visits, p.Conversations)
	if err != nil {
		return p, err
	}
	p.Conversations = append(p.Conversations, opened...)
	for i := range p.Conversations {
		p.Conversations[i] = p.Conversations[i].ForAgent()
	}
	if p.Notes, err = r.store.Notes(ctx, key, chat.MaxPerson); err != nil {
		return p, err
	}
	if p.Doubles, err = r.desk.Doubles(ctx, p.Visitor); err != nil {
		return p, err
	}
	return p, r.maskPerson(ctx, a, &p)
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
