package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

const (
	linkLife = 7 * 24 * time.Hour
	// codeLife is how long the way from our page to the widget may take. In this time a repeat of the press is that
	// press, and a widget that lost the answer may ask again.
	codeLife = 2 * time.Minute
	// MaxLink is the largest text of a link.
	MaxLink = 300
	// maxPress is the largest name of a press, and of a browser.
	maxPress = 100
)

// State tells whether a link still holds.
type State string

const (
	Good State = "good"
	Used State = "used"
	Old  State = "old"  // its time is over
	None State = "gone" // nothing is known of it, or not any more
)

// Sight has the contents of a link's page. Looking changes nothing, so that a scanner may look as often as it likes.
type Sight struct {
	State   State  `json:"state"`
	Team    string `json:"team,omitempty"`
	Address string `json:"address,omitempty"` // to which the link went, shortened: whose conversation it is
}

var errGone = chat.Errorf(chat.NotFound, "link_gone", "This link leads nowhere any more.")

// mint stores a link with a new secret, and returns its text.
func (p *Post) mint(ctx context.Context, key chat.ConversationKey, b Box) (string, error) {
	secret := privacy.NewToken()
	return text(key, secret), p.store.PutLink(ctx, key, Link{
		Hash: hashOf(secret), Box: b.Hash, Left: b.Left, Visitor: b.Visitor, Until: p.desk.Now().Add(linkLife),
	})
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// text is a link as it stands in a letter: the conversation and the secret.
func text(key chat.ConversationKey, secret string) string {
	return string(key.Tenant) + "." + string(key.ID) + "." + secret
}

// parse reads the text of a link. False for a text that is none.
func parse(link string) (chat.ConversationKey, string, bool) {
	parts := strings.SplitN(link, ".", 3)
	if len(parts) != 3 || len(link) > MaxLink || parts[0] == "" || parts[1] == "" || parts[2] == "" ||
		strings.ContainsAny(link, "# ") {
		return chat.ConversationKey{}, "", false
	}
	return chat.ConversationKey{Tenant: chat.TenantID(parts[0]), ID: chat.ConversationID(parts[1])}, parts[2], true
}

// found is a link, by the hash of its secret, with the address to which it went. errGone if its conversation was
// erased, or if the visitor has left another address since.
func (p *Post) found(ctx context.Context, key chat.ConversationKey, hash string) (Link, Box, error) {
	if _, err := p.store.Head(ctx, key); err != nil {
		return Link{}, Box{}, gone(err)
	}
	link, err := p.store.Link(ctx, key, hash)
	if err != nil {
		return Link{}, Box{}, gone(err)
	}
	box, err := p.store.Box(ctx, key)
	if err == nil && !box.holds(link.Box, link.Left) {
		err = errGone
	}
	return link, box, gone(err)
}

func gone(err error) error {
	if errors.Is(err, chat.ErrNotFound) || errors.Is(err, chat.ErrErased) {
		return errGone
	}
	return err
}

func (l *Link) state(now time.Time) State {
	switch {
	case !l.Used.IsZero():
		return Used
	case !now.Before(l.Until):
		return Old
	}
	return Good
}

// Look tells whether a link still holds.
func (p *Post) Look(ctx context.Context, link string) (Sight, error) {
	key, secret, is := parse(link)
	if !is {
		return Sight{State: None}, nil
	}
	tenant, err := p.desk.Tenant(ctx, key.Tenant)
	if err != nil {
		return Sight{State: None}, chat.Except(err, chat.ErrNotFound)
	}
	l, box, err := p.found(ctx, key, hashOf(secret))
	if errors.Is(err, errGone) {
		return Sight{State: None}, nil
	}
	return Sight{l.state(p.desk.Now()), tenant.Name, Shown(box.Address)}, err
}

// Use is the press of "Continue": it uses the link, proves the address, and returns the address of the website with a
// code for the widget there. press is the same for all tries of one press, which all get the same code.
func (p *Post) Use(ctx context.Context, link, press string) (string, error) {
	key, secret, is := parse(link)
	if !is || len(press) > maxPress {
		return "", errGone
	}
	_, box, err := p.found(ctx, key, hashOf(secret))
	if err != nil {
		return "", err
	}
	page, err := p.page(ctx, box) // a link that leads nowhere is not used up
	if err != nil {
		return "", err
	}
	now := p.desk.Now()
	err = p.store.UpdateLink(ctx, key, hashOf(secret), func(l *Link) error { return l.use(press, now) })
	if err != nil {
		return "", gone(err)
	}
	err = p.store.UpdateBox(ctx, key, func(b *Box) error {
		if !b.holds(box.Hash, box.Left) || !b.Proved.IsZero() {
			return errNothing
		}
		b.Proved = now
		return nil
	})
	if chat.Except(err, errNothing) != nil {
		return "", err
	}
	code, err := p.code(ctx, key, hashOf(secret), press)
	return page + Fragment + code, err
}

// use marks a link as used by a press.
func (l *Link) use(press string, now time.Time) error {
	switch l.state(now) {
	case Good:
		l.Used, l.By = now, press
		return nil
	case Used:
		if press != "" && l.By == press && now.Sub(l.Used) < codeLife {
			return nil
		}
		return chat.Errorf(chat.Conflict, "link_used", "This link was used already. Have a new one sent.")
	}
	return chat.Errorf(chat.Gone, "link_old", "This link is too old. Have a new one sent.")
}

// Fragment comes before the code in the address to which a visitor returns.
const Fragment = "#botifire_"

// page is where a visitor goes on: the page on which they left the address, if it is still the site's, else the site's
// first page. Not one on the developer's own machine, which nobody else can open.
func (p *Post) page(ctx context.Context, b Box) (string, error) {
	site, err := p.store.Site(ctx, b.Site)
	if err != nil {
		return "", gone(err)
	}
	page, _, _ := strings.Cut(b.Page, "#")
	origin := originOf(page)
	switch {
	case origin == "" || !site.Allows(origin):
	case strings.Contains(page, "*"): // a part of its path was not kept
		return origin + "/", nil
	default:
		return page, nil
	}
	first := ""
	for _, origin := range site.Origins {
		if !strings.Contains(origin, "*") && (first == "" || isLocal(first)) {
			first = origin + "/"
		}
	}
	if first == "" {
		return "", chat.Errorf(chat.NotFound, "no_page", "Open the website once more: the chat is there.")
	}
	return first, nil
}

// originOf is the scheme and the host of a page's address.
func originOf(page string) string {
	scheme, rest, is := strings.Cut(page, "://")
	if !is {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	return scheme + "://" + host
}

func isLocal(page string) bool {
	at, err := url.Parse(page)
	return err == nil && (at.Hostname() == "localhost" || at.Hostname() == "127.0.0.1")
}

var errEnded = chat.Errorf(chat.Conflict, "mail_ended", "Nothing is written to this address any more.")

// Renew sends a new link to the address to which this one went, once a day: to somebody who has used it, or opens it
// elsewhere. A repeat is the same letter, so it may be called again if it failed.
func (p *Post) Renew(ctx context.Context, link string) error {
	key, secret, is := parse(link)
	if !is {
		return errGone
	}
	l, box, err := p.found(ctx, key, hashOf(secret))
	if err != nil {
		return err
	}
	if err := p.lets(ctx, key.Tenant, box.Visitor); err != nil {
		return err
	}
	if _, is, err := p.Offered(ctx, key.Tenant); err != nil || !is {
		return errors.Join(err, errGone)
	}
	silent, err := p.store.Silence(ctx, key.Tenant, box.Hash)
	if err == nil && silent.Set() {
		err = errEnded
	}
	if err != nil {
		return err
	}
	letter := l.Hash + "/" + p.desk.Now().UTC().Format(time.DateOnly)
	if err := p.mayPost(ctx, key, box, letter); err != nil {
		return err
	}
	return p.Queue.Mail(ctx, chat.Task{
		Tenant: key.Tenant, Conversation: key.ID, Act: ActLink, Message: chat.MessageID(letter),
	})
}

// renews takes the letter of a new link from the limits: that was done when it was asked for, but maybe on another day.
// errGone if the address has been replaced since, errNothing if another mail went there today.
func (p *Post) renews(ctx context.Context, t chat.Task, box Box) error {
	of, _, _ := strings.Cut(string(t.Message), "/")
	if _, _, err := p.found(ctx, t.Key(), of); err != nil {
		return err
	}
	err := p.mayPost(ctx, t.Key(), box, string(t.Message))
	if chat.KindOf(err) == chat.TooMany {
		return errNothing
	}
	return err
}

// lets is errGone for a visitor who is not there any more, or whom the team has blocked.
func (p *Post) lets(ctx context.Context, tenant chat.TenantID, id chat.VisitorID) error {
	v, err := p.store.Visitor(ctx, chat.VisitorKey{Tenant: tenant, ID: id})
	if err == nil && v.Blocked {
		err = errGone
	}
	return gone(err)
}
