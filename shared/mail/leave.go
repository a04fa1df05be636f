package mail

import (
	"context"
	"errors"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

// Left is the mail state that a visitor's widget shows: nothing if the team does not write any.
type Left = chat.LeftMail

// Claimed is the source of an address on a profile that its visitor left here.
const Claimed chat.ClaimSource = "form:mail"

// Offered tells whether a tenant writes mail: the stage can send it, and the tenant has a mailbox for replies.
func (p *Post) Offered(ctx context.Context, tenant chat.TenantID) (chat.Tenant, bool, error) {
	t, err := p.desk.Tenant(ctx, tenant)
	return t, err == nil && p.from != "" && t.Mailbox != "" && t.Suspended.IsZero(), err
}

// Silent tells whether nothing may be written to an address for a team: mail to it bounced, or its owner said so.
func (p *Post) Silent(ctx context.Context, tenant chat.TenantID, address string) (bool, error) {
	s, err := p.Silence(ctx, tenant, address)
	return s.Set(), err
}

// Silence says why nothing may be written to an address for a team, if that is so.
func (p *Post) Silence(ctx context.Context, tenant chat.TenantID, address string) (Silence, error) {
	hash, err := p.hash(ctx, tenant, address)
	if err != nil {
		return Silence{}, err
	}
	return p.store.Silence(ctx, tenant, hash)
}

// Left is the address of a conversation as its visitor sees it; nil if the team does not write mail. Only somebody who
// waits, or has waited, can have left one.
func (p *Post) Left(ctx context.Context, key chat.ConversationKey, waits bool) (*Left, error) {
	_, is, err := p.Offered(ctx, key.Tenant)
	if err != nil || !is {
		return nil, err
	}
	if !waits {
		return &Left{}, nil
	}
	box, err := p.store.Box(ctx, key)
	if err != nil || box.Address == "" {
		return &Left{}, chat.Except(err, chat.ErrNotFound)
	}
	silent, err := p.store.Silence(ctx, key.Tenant, box.Hash) // it may have bounced in another conversation
	left := box.left()
	left.Bounced = left.Bounced || silent.Set()
	return left, err
}

func (b *Box) left() *Left {
	if b.Address == "" {
		return &Left{}
	}
	return &Left{Address: Shown(b.Address), Bounced: !b.Bounced.IsZero()}
}

// Leave keeps the address that a visitor left while they wait for a person. It stands on their profile too, as a
// claim. page is where they are, locale the language of their widget.
func (p *Post) Leave(ctx context.Context, s chat.Socket, typed, page, locale string) (*Left, error) {
	address, err := addressOf(typed)
	if err != nil {
		return nil, err
	}
	if _, is, err := p.Offered(ctx, s.Tenant); err != nil || !is {
		return nil, errors.Join(err, chat.Errorf(chat.Conflict, "no_mail", "This team does not write e-mails."))
	}
	head, err := p.store.Head(ctx, s.ConversationKey())
	if chat.Except(err, chat.ErrNotFound) != nil {
		return nil, err
	}
	if err != nil || head.Owner == chat.OwnerBot {
		return nil, chat.Errorf(chat.Conflict, "not_waiting", "Ask for a person first: then an answer can be e-mailed.")
	}
	box := Box{
		Address: address, Visitor: s.Visitor, Bot: s.Bot, Site: s.Site, Locale: tongue(locale), Left: p.desk.Now(),
		Page: originOf(page),
	}
	if s.Mode.Keeps(chat.KeepPages) {
		box.Page = privacy.PageURL(page, s.Pages...)
	}
	if box.Hash, err = p.hash(ctx, s.Tenant, address); err != nil {
		return nil, err
	}
	return p.leave(ctx, s, box)
}

func (p *Post) leave(ctx context.Context, s chat.Socket, box Box) (*Left, error) {
	silent, err := p.store.Silence(ctx, s.Tenant, box.Hash)
	if err != nil {
		return nil, err
	}
	if silent.Set() {
		return nil, chat.WrongField("address", "no_mail_there", "We cannot write to this address. Please give another one.")
	}
	if err := p.mayLeave(ctx, s); err != nil {
		return nil, err
	}
	key := s.ConversationKey()
	if err := p.settle(ctx, key); err != nil { // so that failing ones leave no long row
		return nil, err
	}
	err = p.store.UpdateBox(ctx, key, func(b *Box) error {
		if chat.Folded(b.Address) != chat.Folded(box.Address) {
			b.replace(box)
		}
		return nil
	})
	if err == nil {
		err = p.settle(ctx, key)
	}
	if err != nil {
		return nil, err
	}
	claim := chat.Claim{Field: "email", Value: box.Address, Source: Claimed}
	visitor := chat.VisitorKey{Tenant: s.Tenant, ID: s.Visitor}
	_, err = p.store.UpdateVisitor(ctx, visitor, func(v *chat.Visitor) error {
		v.Learn(claim, p.desk.Now())
		return nil
	})
	return box.left(), err
}

// replace has a box be another one's. The same mailbox under another name had its mails already; but it may be somebody
// else's all the same, as not every domain cuts a part after a plus, so it has to be proved.
func (b *Box) replace(by Box) {
	had := *b
	*b, b.New = by, true
	if b.Was = had.Was; had.Hash != "" {
		b.Was = append(b.Was, had.Hash)
	}
	if had.Hash == by.Hash {
		b.Told, b.ToldAt, b.Held, b.Asked, b.Paid = had.Told, had.ToldAt, had.Held, had.Asked, had.Paid
	}
}

// mayLeave bounds how many addresses come from a visitor, a network and a tenant's visitors.
func (p *Post) mayLeave(ctx context.Context, s chat.Socket) error {
	err := p.desk.Limit(ctx, s.Tenant, chat.AddressesPerVisitor, string(s.Visitor))
	if err == nil && s.Caller != "" {
		err = p.desk.Limit(ctx, s.Tenant, chat.AddressesPerNetwork, s.Caller)
	}
	if err == nil {
		err = p.desk.Limit(ctx, s.Tenant, chat.AddressesPerTenant, "")
	}
	return err
}

// settle does everything that follows from a new address, and notes then that it was done. It tells the team, and shuts
// out the browsers that came in by links to addresses that were replaced: they may have been somebody else's, mistyped.
// The new address stands there before, so a browser that comes in meanwhile finds that itself.
func (p *Post) settle(ctx context.Context, key chat.ConversationKey) error {
	box, err := p.upToDate(ctx, key)
	if err != nil || !box.New {
		return err
	}
	for _, address := range box.Was {
		if err := p.shutOut(ctx, chat.VisitorKey{Tenant: key.Tenant, ID: box.Visitor}, box.Bot, address); err != nil {
			return err
		}
	}
	if err := p.tell(ctx, key, chat.EventMailLeft); err != nil {
		return err
	}
	return chat.Except(p.store.UpdateBox(ctx, key, func(b *Box) error {
		if !b.holds(box.Hash, box.Left) || len(b.Was) != len(box.Was) {
			return errNothing
		}
		b.New, b.Was = false, nil
		return nil
	}), errNothing)
}

// upToDate is the address of a conversation as it stands now, and its zero value for none.
func (p *Post) upToDate(ctx context.Context, key chat.ConversationKey) (Box, error) {
	var box Box
	err := p.store.UpdateBox(ctx, key, func(b *Box) error {
		box = *b
		return errNothing
	})
	return box, chat.Except(err, errNothing)
}

// hash is the name of a mailbox, which only its tenant can compute. The way in which its address is written does not
// matter.
func (p *Post) hash(ctx context.Context, tenant chat.TenantID, address string) (string, error) {
	key, err := p.key(ctx, tenant)
	if err != nil {
		return "", err
	}
	return key.Identity("mail", mailbox(address)), nil
}

// mailbox is an address without the parts that do not change where its mail goes: a part after a plus, and dots at
// Google.
func mailbox(address string) string {
	user, domain, _ := strings.Cut(chat.Folded(address), "@")
	if name, _, _ := strings.Cut(user, "+"); name != "" {
		user = name
	}
	if domain == "gmail.com" || domain == "googlemail.com" {
		user, domain = strings.ReplaceAll(user, ".", ""), "gmail.com"
	}
	return user + "@" + domain
}
