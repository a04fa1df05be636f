package mail

import (
	"context"
	"crypto/hmac"
	"errors"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

// Offer is the question of a widget to its visitor before it goes on with the conversation that a code brings.
type Offer struct {
	Address string `json:"address,omitempty"` // to which the link went, shortened
	Mine    bool   `json:"mine,omitempty"`    // the browser has that visitor already
}

// Browser is the widget that brings a code.
type Browser struct {
	Site  string // the key of its site
	Token string // that it has, "" for none
	Name  string // the same for all its tries with one code
}

// code is the text with which our page leads to the widget. It proves itself: a used link and the press that used it
// stand for it, so no row of its own has to.
func (p *Post) code(ctx context.Context, key chat.ConversationKey, link, press string) (string, error) {
	proof, err := p.proof(ctx, key, "mail-code", link, press)
	return text(key, link+"."+proof), err
}

// proof shows that a text about a conversation is ours.
func (p *Post) proof(ctx context.Context, key chat.ConversationKey, purpose string, parts ...string) (string, error) {
	secret, err := p.key(ctx, key.Tenant)
	if err != nil {
		return "", err
	}
	return secret.Proof(purpose, append([]string{string(key.Tenant), string(key.ID)}, parts...)...), nil
}

func (p *Post) key(ctx context.Context, tenant chat.TenantID) (privacy.Key, error) {
	t, err := p.desk.Tenant(ctx, tenant)
	if err != nil {
		return nil, err
	}
	return p.desk.Keys.TenantKey(ctx, t)
}

// brought is the meaning of a code: its conversation, the used link, and the address. errGone if it is none of ours,
// is too old, or leads to somebody who may not come in.
func (p *Post) brought(ctx context.Context, code string, by Browser) (chat.ConversationKey, Link, Box, error) {
	key, rest, is := parse(code)
	hash, proof, both := strings.Cut(rest, ".")
	if !is || !both {
		return key, Link{}, Box{}, errGone
	}
	l, box, err := p.found(ctx, key, hash)
	if err != nil {
		return key, l, box, err
	}
	ours, err := p.proof(ctx, key, "mail-code", l.Hash, l.By)
	if err != nil {
		return key, l, box, err
	}
	if l.Used.IsZero() || !hmac.Equal([]byte(ours), []byte(proof)) || p.desk.Now().Sub(l.Used) >= codeLife ||
		l.Browser != "" && l.Browser != by.Name {
		return key, l, box, errGone
	}
	site, err := p.store.Site(ctx, by.Site)
	if err == nil && (site.Tenant != key.Tenant || site.Bot != box.Bot) {
		err = errGone
	}
	if err == nil {
		err = p.lets(ctx, key.Tenant, l.Visitor)
	}
	return key, l, box, gone(err)
}

// Offer is the conversation that a code would bring to a browser. Looking changes nothing.
func (p *Post) Offer(ctx context.Context, code string, by Browser) (Offer, error) {
	key, l, box, err := p.brought(ctx, code, by)
	if err != nil {
		return Offer{}, err
	}
	id, err := p.whose(ctx, key.Tenant, box.Bot, by.Token)
	return Offer{Address: Shown(box.Address), Mine: id == l.Visitor}, err
}

// whose is the visitor whom a browser's token leads to, "" for none.
func (p *Post) whose(
	ctx context.Context, tenant chat.TenantID, bot chat.BotID, token string,
) (chat.VisitorID, error) {
	if !privacy.ValidToken(token) {
		return "", nil
	}
	secret, err := p.key(ctx, tenant)
	if err != nil {
		return "", err
	}
	hash := secret.Token(string(bot), token)
	lead, err := p.store.Identify(ctx, tenant, hash)
	if errors.Is(err, chat.ErrNotFound) {
		return chat.VisitorID("v_" + hash), nil
	}
	return lead.Visitor, err
}

// Enter gives the token of a code's visitor to the browser whose visitor said yes, for the one browser that brings the
// code first. All browsers that come by links to one address have one token: so a repeat makes no other.
func (p *Post) Enter(ctx context.Context, code string, by Browser) (string, error) {
	if by.Name == "" || len(by.Name) > maxPress {
		return "", errGone
	}
	key, l, box, err := p.brought(ctx, code, by)
	if err != nil {
		return "", err
	}
	err = p.store.UpdateLink(ctx, key, l.Hash, func(l *Link) error {
		if l.Browser != "" && l.Browser != by.Name {
			return errGone
		}
		l.Browser = by.Name
		return nil
	})
	if err != nil {
		return "", gone(err)
	}
	of := chat.VisitorKey{Tenant: key.Tenant, ID: l.Visitor}
	token, device, err := p.device(ctx, of, box.Bot, box.Hash)
	if err != nil {
		return "", err
	}
	if err := gone(p.store.AddIdentity(ctx, of, device)); err != nil {
		return "", err
	}
	now, err := p.upToDate(ctx, key)
	if err == nil && !now.holds(box.Hash, box.Left) { // these browsers were shut out a moment before
		err = errors.Join(errGone, p.shutOut(ctx, of, box.Bot, box.Hash))
	}
	if err != nil {
		return "", err
	}
	return token, nil
}

// device is the token of browsers in which a visitor goes on by links to an address, and the identity that it is.
func (p *Post) device(
	ctx context.Context, of chat.VisitorKey, bot chat.BotID, address string,
) (string, chat.Identity, error) {
	secret, err := p.key(ctx, of.Tenant)
	if err != nil {
		return "", chat.Identity{}, err
	}
	token := secret.Proof("device", string(of.ID), address)
	return token, chat.Identity{Kind: chat.IdentityDevice, Hash: secret.Token(string(bot), token)}, nil
}

// shutOut ends the way in of all browsers that came by links to an address.
func (p *Post) shutOut(ctx context.Context, of chat.VisitorKey, bot chat.BotID, address string) error {
	_, device, err := p.device(ctx, of, bot, address)
	if err != nil {
		return err
	}
	return chat.Except(p.store.DropIdentity(ctx, of, device), chat.ErrNotFound, chat.ErrErased)
}
