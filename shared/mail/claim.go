package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// due tells whether a burst is to be mailed: it had no mail, or the visitor was back since, or that was long ago.
func (b *Box) due(h chat.Head, now time.Time) bool {
	back := h.SeenByVisitor >= b.Told || !h.VisitorAt.Before(b.ToldAt)
	return b.Told == "" || back || now.Sub(b.ToldAt) >= burst
}

// same tells whether a letter that was made for an address may go to this one.
func (b *Box) same(read Box) bool {
	return b.Address == read.Address && b.Left.Equal(read.Left) && b.Proved.Equal(read.Proved)
}

// again is how soon a task is done again after its visitor left another address.
const again = time.Second

// claim notes that a mail goes now, before it does: if the outcome is not known, it is not sent twice. read is the
// address for which the letter's limits and links were made: chat.Busy if it is another one by now. errNothing if the
// burst, or the asking for a link, has had its mail.
func (p *Post) claim(
	ctx context.Context, t chat.Task, read Box, h chat.Head, unseen []chat.Message,
) (Box, error) {
	now := p.desk.Now()
	var box Box
	err := p.store.UpdateBox(ctx, t.Key(), func(b *Box) error {
		switch {
		case b.Address == "":
			return errNothing // it was forgotten meanwhile
		case !b.same(read):
			return chat.Busy{After: again}
		case t.Act == ActLink && b.Asked == t.Message, t.Act != ActLink && !b.due(h, now):
			return errNothing
		case t.Act == ActLink:
			b.Asked = t.Message
		default:
			b.Told, b.ToldAt = unseen[len(unseen)-1].ID, now
		}
		box = *b
		return nil
	})
	return box, err
}

// unclaim undoes a claim whose letter was refused, so that the next try may claim it. If that fails, nothing tells a
// later try that the letter did not go: so it is tried at once again.
func (p *Post) unclaim(ctx context.Context, t chat.Task, claimed Box) (err error) {
	for range unclaims {
		err = p.store.UpdateBox(ctx, t.Key(), func(b *Box) error {
			switch link := t.Act == ActLink; {
			case link && b.Asked == claimed.Asked:
				b.Asked = ""
			case !link && b.Told == claimed.Told:
				b.Told, b.ToldAt = "", time.Time{}
			default: // another mail was claimed since
				return errNothing
			}
			return nil
		})
		if err = chat.Except(err, errNothing); err == nil {
			return nil
		}
	}
	return fmt.Errorf("a refused mail counts as sent: %w", err)
}

const unclaims = 3

// mayPost bounds how many mails go to an address and from a tenant. letter is the same for all tries of one, which is
// charged once.
func (p *Post) mayPost(ctx context.Context, key chat.ConversationKey, b Box, letter string) error {
	if b.Proved.IsZero() {
		if err := p.onceADay(ctx, key, b.Hash, string(key.ID)+"/"+letter); err != nil {
			return err
		}
	}
	if b.Paid == letter {
		return nil
	}
	if !b.Proved.IsZero() {
		if err := p.desk.Limit(ctx, key.Tenant, chat.MailsPerAddress, b.Hash); err != nil {
			return err
		}
	}
	if err := p.desk.Limit(ctx, key.Tenant, chat.MailsPerTenant, ""); err != nil {
		return err
	}
	return chat.Except(p.store.UpdateBox(ctx, key, func(now *Box) error {
		if !now.same(b) {
			return errNothing
		}
		now.Paid = letter
		return nil
	}), errNothing)
}

// onceADay lets one letter a day go to an unproved address, and every try of that letter: a try that failed must
// neither lose the mail nor make room for another one.
func (p *Post) onceADay(ctx context.Context, key chat.ConversationKey, address, letter string) error {
	now := p.desk.Now()
	return p.store.UpdateSilence(ctx, key.Tenant, address, func(s *Silence) error {
		if s.Set() { // by now
			return errEnded
		}
		if s.About != letter && !s.Wrote.Before(today(now)) {
			return chat.Errorf(chat.TooMany, "mailed_today", "This address was written to today. Try again tomorrow.")
		}
		s.Wrote, s.About = now, letter
		return nil
	})
}

// today is when the day of the limits began.
func today(now time.Time) time.Time { return now.Truncate(24 * time.Hour) }
