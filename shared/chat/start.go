package chat

import (
	"context"
	"errors"
)

// StartChat stores an agent's first words to a visitor of a website who is there and says nothing: they show
// beside the launcher. They are said once in a visit at most, never in minimal mode, and never into a chat that
// the visitor has begun. The agent owns the conversation from then on. Their browser mints the id, so a repeat is
// harmless.
func (d *Desk) StartChat(
	ctx context.Context, a Agent, to VisitorKey, id MessageID, text string,
) (Message, Head, error) {
	visit, head, err := d.mayStart(ctx, to)
	if err != nil {
		return Message{}, Head{}, err
	}
	m := Message{
		ID: id, Author: Author{Kind: ByAgent, ID: string(a.ID), Name: a.Name}, Visit: visit.ID, Starts: true,
		Bubbles: []Bubble{{Body: Text(text)}},
		Entry:   &Entry{Tenant: visit.Tenant, Bot: visit.Bot, Source: visit.Source, Visitor: visit.Visitor},
	}
	return d.reply(ctx, a, visit.ConversationKey(), m, nil, &firstWords{head: head, visit: &visit})
}

// invite notes the first words of a visit. A repeat is those words.
func (d *Desk) invite(ctx context.Context, visit *Visit, id MessageID) error {
	_, err := d.store.UpdateVisit(ctx, visit.Key(), func(s *Visit) error {
		if s.Invited != "" && s.Invited != id {
			return Errorf(Conflict, "started_before", "This visitor was written to in this visit. Wait for their answer.")
		}
		s.Invited = id
		return nil
	})
	return err
}

// uninvite takes first words back that are not said.
func (d *Desk) uninvite(ctx context.Context, visit *Visit, id MessageID) error {
	_, err := d.store.UpdateVisit(ctx, visit.Key(), func(s *Visit) error {
		if s.Invited == id {
			s.Invited = ""
		}
		return nil
	})
	return err
}

var errVisitorLeft = Errorf(Conflict, "visitor_left",
	"This visitor has left. You can write to them when they are back.")

// mayStart is the visit of a visitor who may be written to, with its conversation: one who is there now, and has not
// begun to talk.
func (d *Desk) mayStart(ctx context.Context, to VisitorKey) (Visit, Head, error) {
	v, current, err := d.store.VisitorNow(ctx, to)
	if err != nil {
		return Visit{}, Head{}, err
	}
	if current.Visit == "" {
		return Visit{}, Head{}, errVisitorLeft
	}
	visit, err := d.store.Visit(ctx, VisitKey{to.Tenant, to.ID, current.Visit})
	if err == nil {
		err = d.welcomes(ctx, &v, &visit)
	}
	if err != nil {
		return visit, Head{}, err
	}
	head, err := d.store.Head(ctx, visit.ConversationKey())
	if errors.Is(err, ErrNotFound) {
		key := visit.ConversationKey()
		return visit, Head{Tenant: key.Tenant, ID: key.ID, Visitor: visit.Visitor}, nil
	}
	if err == nil && !head.VisitorAt.Before(visit.Started) {
		err = Errorf(Conflict, "talks_already", "This visitor is in the chat. Open their conversation, and write there.")
	}
	return visit, head, err
}

// welcomes refuses first words to a visitor who may not be written to, or is not there.
func (d *Desk) welcomes(ctx context.Context, v *Visitor, visit *Visit) error {
	switch {
	case v.Blocked:
		return Errorf(Conflict, "visitor_blocked", "You have blocked this visitor. Unblock them first.")
	case v.WantsQuiet():
		return errWantsQuiet
	case visit.Source != Web:
		return Errorf(Conflict, "only_on_sites", "Only visitors of a website can be written to here.")
	case visit.Mode != Full:
		return Errorf(Conflict, "visitor_private",
			"This visitor wants privacy: nobody writes to them unless they open the chat.")
	}
	open, err := d.tabsOf(ctx, visit)
	if err == nil && (!visit.Live() || len(open.open()) == 0) {
		err = errVisitorLeft
	}
	return err
}

// headFor makes the head that a message begins, if it is the first: an agent's first words name their visitor.
func (d *Desk) headFor(ctx context.Context, key ConversationKey, h *Head, m *Message) error {
	if h.Version > 0 || !m.Starts {
		return d.makeHead(ctx, key, h)
	}
	in, err := recall(*m)
	*h = in.open()
	return err
}
