package mail

import (
	"context"
	"crypto/hmac"
	"errors"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Stop ends all mail of a team to an address, for the owner of the address: stop is the text of the link in a letter.
// It proves itself, so it holds whatever became of the conversation since. notMe says that they never left the address:
// then it leaves the visitor's profile too, and browsers that came in by it are shut out. It may be called any number
// of times.
func (p *Post) Stop(ctx context.Context, stop string, notMe bool) error {
	key, rest, is := parse(stop)
	hash, proof, both := strings.Cut(rest, ".")
	if !is || !both {
		return errGone
	}
	ours, err := p.proof(ctx, key, "mail-stop", hash)
	if err != nil {
		return gone(err)
	}
	if !hmac.Equal([]byte(ours), []byte(proof)) {
		return errGone // a made-up link must not fill the table
	}
	if err := p.silence(ctx, key.Tenant, hash, func(s *Silence) { s.Stopped = p.desk.Now() }); err != nil {
		return err
	}
	if err := p.forget(ctx, key, hash); err != nil || !notMe {
		return err
	}
	return p.disown(ctx, key, hash) // after the address is gone: nobody comes in by it meanwhile
}

// forget takes an address out of its conversation, unless it was changed or forgotten since, and tells the team.
func (p *Post) forget(ctx context.Context, key chat.ConversationKey, hash string) error {
	box, err := p.upToDate(ctx, key)
	if err != nil || box.Hash != hash {
		return err
	}
	if err := p.tell(ctx, key, chat.EventMailStopped); err != nil {
		return err
	}
	if err := p.store.DropBox(ctx, key); err != nil {
		return err
	}
	return p.shows(ctx, key, &Left{})
}

// shows tells the visitor's open pages the present state of mail.
func (p *Post) shows(ctx context.Context, key chat.ConversationKey, left *Left) error {
	return chat.ToVisitor{Desk: p.desk}.Push(ctx, key, chat.Push{Action: chat.PushMail, Mail: left})
}

// silence notes why nothing may be written to an address any more, unless that is known.
func (p *Post) silence(ctx context.Context, tenant chat.TenantID, hash string, because func(*Silence)) error {
	return p.store.UpdateSilence(ctx, tenant, hash, func(s *Silence) error {
		if was := *s; was.Set() {
			return nil
		}
		because(s)
		s.Wrote, s.About = time.Time{}, "" // it stays for ever, and the conversation may be erased
		return nil
	})
}

// disown takes an address off the profile of a visitor who typed somebody else's.
func (p *Post) disown(ctx context.Context, key chat.ConversationKey, hash string) error {
	head, err := p.store.Head(ctx, key)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	secret, err := p.key(ctx, key.Tenant)
	if err != nil {
		return err
	}
	of := chat.VisitorKey{Tenant: key.Tenant, ID: head.Visitor}
	_, err = p.store.UpdateVisitor(ctx, of, func(v *chat.Visitor) error {
		had := v.Profile["email"]
		if had.Source == Claimed && secret.Identity("mail", mailbox(had.Value)) == hash {
			delete(v.Profile, "email")
		}
		return nil
	})
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	return p.shutOut(ctx, of, head.Bot, hash)
}

// Failure is the report of a mail service about a letter.
type Failure struct {
	Key       chat.ConversationKey // as the letter carried it
	Address   string
	Complaint bool // its reader called it spam; else there is no such mailbox
}

// Failed notes that a letter bounced for good, or that its reader complained: nothing is written to the address any
// more, and the visitor and the team see it. It may be called any number of times.
func (p *Post) Failed(ctx context.Context, f Failure) error {
	hash, err := p.hash(ctx, f.Key.Tenant, f.Address)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	now := p.desk.Now()
	err = p.silence(ctx, f.Key.Tenant, hash, func(s *Silence) {
		if f.Complaint {
			s.Complained = now
		} else {
			s.Bounced = now
		}
	})
	if err != nil {
		return err
	}
	return p.shut(ctx, f.Key, hash, f.Complaint)
}

// shut tells the team and the visitor that the address of a conversation is not written to any more, and marks it as
// one that was told of: the mark comes last, so that a call that failed tells again.
func (p *Post) shut(ctx context.Context, key chat.ConversationKey, hash string, stopped bool) error {
	box, err := p.upToDate(ctx, key)
	if err != nil || box.Hash != hash || !box.Bounced.IsZero() {
		return err
	}
	name := chat.EventMailFailed
	if stopped {
		name = chat.EventMailStopped
	}
	if err := p.tell(ctx, key, name); err != nil {
		return err
	}
	box.Bounced = p.desk.Now()
	if err := p.shows(ctx, key, box.left()); err != nil {
		return err
	}
	return chat.Except(p.store.UpdateBox(ctx, key, func(b *Box) error {
		if b.Hash != hash {
			return errNothing
		}
		b.Bounced = box.Bounced
		return nil
	}), errNothing)
}

func (p *Post) tell(ctx context.Context, key chat.ConversationKey, name chat.EventName) error {
	err := p.desk.Happened(ctx, key, chat.Event{Name: name})
	if errors.Is(err, chat.ErrNoConversation) {
		return nil
	}
	return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
}
