package mail

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
)

const (
	// burst is how long answers belong to one burst, if the visitor does not come back: one mail tells of them.
	burst = 24 * time.Hour
	// retryAfter is the first wait after the service refused a letter for now; it grows with each try.
	retryAfter = 30 * time.Second
)

// errNothing ends a change that has nothing to do.
var errNothing = errors.New("mail: nothing to do")

// Answered has an agent's answer on a website mailed after a while, if the visitor has left an address. It may be
// called any number of times.
func (p *Post) Answered(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	if !m.FromPerson() || m.Sends {
		return nil
	}
	_, err := p.store.Box(ctx, key)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	return p.Queue.Mail(ctx, chat.Task{
		Tenant: key.Tenant, Conversation: key.ID, Message: m.ID, After: max(0, p.After-p.desk.Now().Sub(m.At)),
	})
}

// Send does a task: it mails an answer that is still unseen, or a new link. It may be called any number of times.
// chat.Busy if another try may succeed.
func (p *Post) Send(ctx context.Context, t chat.Task, tries int) error {
	err := p.send(ctx, t)
	if refused, ok := errors.AsType[*Refused](err); ok && refused.Again {
		return chat.Busy{After: time.Duration(tries+1) * retryAfter}
	}
	return chat.Except(err, errNothing, errEnded, errGone, chat.ErrNotFound, chat.ErrErased)
}

// send claims the mail as its last step before the letter is handed over: if anything fails before, the task is done
// again from its beginning.
func (p *Post) send(ctx context.Context, t chat.Task) error {
	tenant, box, err := p.addressee(ctx, t)
	if err != nil {
		return err
	}
	head, unseen, err := p.contents(ctx, t, box)
	if err != nil {
		return err
	}
	ways, err := p.ways(ctx, t.Key(), box)
	if err != nil {
		return err
	}
	if box, err = p.claim(ctx, t, box, head, unseen); err != nil {
		return err
	}
	return p.post(ctx, t, box, p.write(tenant, t.Key(), box, ways, unseen))
}

// contents are the answers that a letter tells of, none in one with a new link, after the letter was taken from the
// limits. errNothing if none is to go.
func (p *Post) contents(ctx context.Context, t chat.Task, box Box) (chat.Head, []chat.Message, error) {
	if t.Act == ActLink {
		return chat.Head{}, nil, p.renews(ctx, t, box)
	}
	head, err := p.store.Head(ctx, t.Key())
	if err != nil {
		return head, nil, err
	}
	unseen, err := p.unseen(ctx, head, t.Message)
	if err == nil && !box.due(head, p.desk.Now()) {
		err = errNothing
	}
	if err == nil {
		err = p.wanted(ctx, head)
	}
	if err == nil {
		err = p.pays(ctx, t, box, unseen)
	}
	return head, unseen, err
}

// wanted is errNothing if the visitor wants quiet, and has written nothing since.
func (p *Post) wanted(ctx context.Context, h chat.Head) error {
	v, err := p.store.Visitor(ctx, chat.VisitorKey{Tenant: h.Tenant, ID: h.Visitor})
	if err == nil && v.Unasked(&h) {
		err = errNothing
	}
	return err
}

// addressee is the address of a conversation, if it may be written to. errNothing if it may not.
func (p *Post) addressee(ctx context.Context, t chat.Task) (chat.Tenant, Box, error) {
	tenant, is, err := p.Offered(ctx, t.Tenant)
	if err == nil && !is {
		err = errNothing
	}
	if err != nil {
		return tenant, Box{}, err
	}
	box, err := p.store.Box(ctx, t.Key())
	if err == nil && box.Address == "" {
		err = errNothing
	}
	if err == nil {
		err = p.lets(ctx, t.Tenant, box.Visitor)
	}
	if err != nil {
		return tenant, box, err
	}
	silent, err := p.store.Silence(ctx, t.Tenant, box.Hash)
	if err == nil && silent.Set() { // it may have bounced in another conversation
		if err = p.shut(ctx, t.Key(), box.Hash, silent.Bounced.IsZero()); err == nil {
			err = errNothing
		}
	}
	return tenant, box, err
}

// pays takes a burst from the limits. Where they are spent, the team is told once a day that no mail goes.
func (p *Post) pays(ctx context.Context, t chat.Task, box Box, unseen []chat.Message) error {
	// An address that is left again is another letter: or changing it to and fro would have each written to again.
	err := p.mayPost(ctx, t.Key(), box, string(unseen[0].ID)+"/"+box.Left.UTC().Format(time.RFC3339Nano))
	if chat.KindOf(err) != chat.TooMany {
		return err
	}
	if err := p.held(ctx, t.Key()); err != nil {
		return err
	}
	return errNothing
}

// held tells the team that no mail is left for an answer. It is no mail: one may go the next day.
func (p *Post) held(ctx context.Context, key chat.ConversationKey) error {
	box, err := p.upToDate(ctx, key)
	if err != nil || !box.Held.Before(today(p.desk.Now())) {
		return err
	}
	if err := p.tell(ctx, key, chat.EventMailHeld); err != nil {
		return err
	}
	return chat.Except(p.store.UpdateBox(ctx, key, func(b *Box) error {
		if b.Address == "" {
			return errNothing
		}
		b.Held = p.desk.Now()
		return nil
	}), errNothing)
}

// unseen is the answers of people that the visitor has not seen, oldest first. errNothing if the task's is none of
// them: its visitor saw it, or wrote since, or it was taken back.
func (p *Post) unseen(ctx context.Context, h chat.Head, about chat.MessageID) ([]chat.Message, error) {
	if h.SeenByVisitor >= about {
		return nil, errNothing
	}
	after := max(h.SeenByVisitor, chat.FirstIDAt(h.VisitorAt))
	rows, err := p.store.Since(ctx, h.Key(), after, chat.MaxLookback)
	if err != nil {
		return nil, err
	}
	var unseen []chat.Message
	found := false
	for _, m := range rows {
		revoked := m.Marks != nil && !m.Marks.Revoked.IsZero()
		if m.FromPerson() && !revoked && !m.At.Before(h.VisitorAt) && m.ID > h.SeenByVisitor {
			unseen = append(unseen, m)
			found = found || m.ID == about
		}
	}
	if !found {
		return nil, errNothing
	}
	return unseen, nil
}

// post hands a letter over. A refused one is tried again, and in the end is a dead letter, of which an alarm tells.
func (p *Post) post(ctx context.Context, t chat.Task, box Box, l Letter) error {
	err := p.Sender.Send(ctx, l)
	if _, refused := errors.AsType[*Refused](err); refused {
		if bad := p.unclaim(ctx, t, box); bad != nil {
			return bad
		}
		return err
	}
	went := chat.EventMailed
	if err != nil {
		went = chat.EventMailUnknown
		trace.Failed(ctx, "the outcome of a mail is unknown", err, "conversation", t.Conversation)
	}
	if err := p.tell(ctx, t.Key(), went); err != nil { // the letter must not go again for this
		trace.Failed(ctx, "the team is not told of a mail", err, "conversation", t.Conversation)
	}
	return nil
}
