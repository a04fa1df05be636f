package chat

import "context"

// StartChat stores an agent's first words to a visitor of a website who is there and says nothing: they show
// beside the launcher. They are said once in a visit at most, never in minimal mode, and never into a chat that
// the visitor has begun. The agent owns the conversation from then on. Their browser mints the id, so a repeat is
// harmless.
func (d *Desk) StartChat(
	ctx context.Context, a Agent, to VisitorKey, id MessageID, text string,
) (Message, Head, error) {
	visit, err := d.mayStart(ctx, to)
	if err != nil {
		return Message{}, Head{}, err
	}
	m := Message{
		ID: id, Author: Author{Kind: ByAgent, ID: string(a.ID), Name: a.Name}, Visit: visit.ID, Starts: true,
		Bubbles: []Bubble{{Body: Text(text)}},
		Entry:   &Entry{Tenant: visit.Tenant, Bot: visit.Bot, Source: visit.Source, Visitor: visit.Visitor},
	}
	if err := d.check(&m, false); err != nil {
		return Message{}, Head{}, err
	}
	if err := d.invite(ctx, a, &visit, id); err != nil {
		return Message{}, Head{}, err
	}
	return d.reply(ctx, a, visit.ConversationKey(), m, nil)
}

// invite notes the first words of a visit, and takes them from the agent's number of the day. A repeat is those words.
func (d *Desk) invite(ctx context.Context, a Agent, visit *Visit, id MessageID) error {
	if visit.Invited == "" {
		if err := d.takeFirstWords(ctx, a); err != nil {
			return err
		}
	}
	_, err := d.store.UpdateVisit(ctx, visit.Key(), func(s *Visit) error {
		if s.Invited != "" && s.Invited != id {
			return Errorf(Conflict, "started_before", "This visitor was written to in this visit. Wait for their answer.")
		}
		s.Invited = id
		return nil
	})
	return err
}

var errVisitorLeft = Errorf(Conflict, "visitor_left",
	"This visitor has left. You can write to them when they are back.")

// mayStart is the visit of a visitor who may be written to: one who is there now, and has not begun to talk.
func (d *Desk) mayStart(ctx context.Context, to VisitorKey) (Visit, error) {
	v, current, err := d.store.VisitorNow(ctx, to)
	if err != nil {
		return Visit{}, err
	}
	if current.Visit == "" {
		return Visit{}, errVisitorLeft
	}
	visit, err := d.store.Visit(ctx, VisitKey{to.Tenant, to.ID, current.Visit})
	if err == nil {
		err = d.welcomes(ctx, &v, &visit)
	}
	if err != nil {
		return visit, err
	}
	head, err := d.store.Head(ctx, visit.ConversationKey())
	if err == nil && !head.VisitorAt.Before(visit.Started) {
		return visit, Errorf(Conflict, "talks_already",
			"This visitor is in the chat. Open their conversation, and write there.")
	}
	return visit, Except(err, ErrNotFound)
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
