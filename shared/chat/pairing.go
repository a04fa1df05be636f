package chat

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/pattern"
)

// Pairing is a visitor's way from a website to WhatsApp: a code stands in the words with which they begin there. Its
// arrival only asks the open widget whether that was its visitor; their yes is what joins the two. Anybody may have
// sent the words, a friend who was shown them too.
type Pairing struct {
	Hash   string    `json:"hash,omitempty"`   // of the code
	Number string    `json:"number,omitempty"` // of ours, to which it goes
	Until  time.Time `json:"until,omitzero"`   // how long the code is good; once it came, how long a yes counts
	From   VisitorID `json:"from,omitempty"`   // the customer on WhatsApp who sent it
	Ending string    `json:"ending,omitempty"` // the last digits of their number
}

// PairQuestion asks a visitor whether it was they who wrote on WhatsApp.
type PairQuestion struct {
	Ending string `json:"ending"` // the last two digits of the number
}

// WhatsAppWay leads a visitor to WhatsApp.
type WhatsAppWay struct {
	URL   string
	Apart bool // the two conversations stay apart: the visitor wants privacy
}

// question is what the visitor's widget asks at a time; nil for nothing.
func (p *Pairing) question(now time.Time) *PairQuestion {
	if p.From == "" || now.After(p.Until) {
		return nil
	}
	return &PairQuestion{Ending: p.Ending}
}

// pairTerm is the term by which a visitor is found who was given a code. No search of people asks for it.
const pairTerm = "pair"

// pairingCode has 50 random bits. One is good for half an hour, and only asks a question.
var pairingCode = pattern.Lazy(`\b[A-Z2-7]{5}-[A-Z2-7]{5}\b`)

// WhatsAppOf is the number of ours on which the visitors of a website's bot go on: the one that the same bot answers,
// or else the only one of the tenant; nil for none. Of several with other bots nobody said which is for this website.
func (l *Links) WhatsAppOf(ctx context.Context, tenant TenantID, bot BotID) (*Number, error) {
	all, err := l.lines.get(string(tenant), l.Now(), func() ([]Number, error) { return l.pairs.Numbers(ctx, tenant) })
	all = slices.DeleteFunc(slices.Clone(all), func(n Number) bool { return n.Stopped != nil || digits(n.Display) == "" })
	i := slices.IndexFunc(all, func(n Number) bool { return n.Bot == bot })
	switch {
	case i >= 0:
		return &all[i], err
	case len(all) == 1:
		return &all[0], err
	}
	return nil, err
}

// WayToWhatsApp is a link with which the visitor of a socket goes on there. words are those that they send first.
func (l *Links) WayToWhatsApp(ctx context.Context, s Socket, words string) (WhatsAppWay, error) {
	n, err := l.WhatsAppOf(ctx, s.Tenant, s.Bot)
	if err != nil || n == nil {
		return WhatsAppWay{}, errors.Join(err, Errorf(Conflict, "no_whatsapp", "We cannot be reached on WhatsApp here."))
	}
	way := WhatsAppWay{Apart: s.Mode != Full}
	if !way.Apart {
		code, err := l.newCode(ctx, s, n.ID)
		if err != nil {
			return way, err
		}
		if code != "" {
			words += " (" + code + ")"
		}
	}
	text := strings.ReplaceAll(url.QueryEscape(words), "+", "%20")
	way.URL = "https://wa.me/" + digits(n.Display) + "?text=" + text
	return way, nil
}

// newCode gives a visitor a code in the place of the one before; "" to one who is joined with a number already.
func (l *Links) newCode(ctx context.Context, s Socket, number string) (string, error) {
	if err := l.Limit(ctx, s.Tenant, CodesPerVisitor, string(s.Visitor)); err != nil {
		return "", err
	}
	key, err := l.key(ctx, s.Tenant)
	if err != nil {
		return "", err
	}
	random := rand.Text()
	code := random[:5] + "-" + random[5:10]
	_, err = l.store.UpdateVisitor(ctx, s.VisitorKey(), func(v *Visitor) error {
		if slices.ContainsFunc(v.Links, func(l Link) bool { return l.How == ByWhatsApp }) {
			code = ""
			return nil
		}
		v.Scheme = termScheme // else the code would have no term
		v.Pairing = Pairing{Hash: key.Identity(pairTerm, code), Number: number, Until: l.Now().Add(CodeLife)}
		return nil
	})
	return code, err
}

// pair looks for a visitor's code in the words of a customer on WhatsApp, and returns the words without it. A code
// that is old, used or somebody else's is a word like any other.
func (c *Courier) pair(ctx context.Context, n Number, v Visitor, from Contact, words string) (string, error) {
	code := pairingCode().FindString(words)
	if code == "" || len(from.WaID) < endingDigits {
		return words, nil
	}
	key, err := c.key(ctx, n.Tenant)
	if err != nil {
		return words, err
	}
	hash := key.Identity(pairTerm, code)
	found, err := c.line.FindVisitors(ctx, n.Tenant, Term{pairTerm, hash}, Posting{}, 1)
	if err != nil || len(found) == 0 {
		return words, err
	}
	guest, arrived := VisitorKey{n.Tenant, found[0].Visitor}, false
	_, err = c.store.UpdateVisitor(ctx, guest, func(web *Visitor) error {
		arrived = web.pairedBy(v.ID, hash, n.ID, c.Now())
		if arrived {
			web.Pairing.Ending = from.WaID[len(from.WaID)-endingDigits:]
		}
		return nil
	})
	if err != nil || !arrived {
		return words, Except(err, ErrNotFound, ErrErased)
	}
	c.askPaired(ctx, guest)
	return strings.TrimSpace(strings.NewReplacer("("+code+")", "", code, "").Replace(words)), nil
}

// endingDigits is how much of a number a website's visitor is shown.
const endingDigits = 2

// pairedBy notes the customer who sent a code, and tells whether it counts. If two people send the same one, nobody is
// asked: nothing tells any more which of them the visitor is.
func (v *Visitor) pairedBy(from VisitorID, hash, number string, now time.Time) bool {
	p := &v.Pairing
	switch {
	case p.Hash != hash || p.Number != number || v.Blocked || !v.Leaving.IsZero():
		return false
	case p.From == from:
		return true // Meta repeats
	case p.From != "":
		*p = Pairing{}
		return false
	case now.After(p.Until):
		return false
	}
	p.From, p.Until = from, now.Add(PairingAnswer)
	return true
}

// askPaired has the visitor's open pages ask. One that misses it asks with its next welcome.
func (d *Desk) askPaired(ctx context.Context, guest VisitorKey) {
	v, err := d.store.Visitor(ctx, guest)
	if err != nil || v.Pairing.question(d.Now()) == nil {
		return
	}
	tabs, err := d.tabsForPush(ctx, guest, "") // the post itself tells whether one is open
	if err != nil {
		unfinished(ctx, "push left out", err)
	}
	d.push(ctx, Push{Action: PushPair, Pair: v.Pairing.question(d.Now())}, tabs...)
}

// errPairingOver says that a yes comes too late, or that nobody was asked.
var errPairingOver = Errorf(Conflict, "pairing_over",
	"That was too long ago. The two chats stay separate; ask for a new link if you like.")

// Paired takes in a visitor's answer whether it was they who wrote on WhatsApp.
func (l *Links) Paired(ctx context.Context, s Socket, yes bool) error {
	v, err := l.store.UpdateVisitor(ctx, s.VisitorKey(), func(v *Visitor) error {
		if !yes {
			v.Pairing = Pairing{}
		}
		return nil
	})
	if err != nil || !yes {
		return err
	}
	from := v.Pairing.From
	if from == "" && slices.ContainsFunc(v.Links, func(a Link) bool { return l.Now().Sub(a.At) < PairingAnswer }) {
		return nil // the answer to an earlier yes was lost
	}
	if from == "" || s.Mode != Full {
		return errPairingOver
	}
	now := l.Now()
	err = l.join(ctx, s.Tenant, v.ID, from, Link{How: ByWhatsApp, At: now}, func(web, _ *Visitor) error {
		if web.Pairing.From != from || web.Pairing.question(now) == nil {
			return errPairingOver
		}
		web.Pairing = Pairing{}
		return nil
	})
	if errors.Is(err, ErrErased) || errors.Is(err, ErrNotFound) {
		return errPairingOver
	}
	if err == nil {
		l.tellJoined(ctx, s.Tenant, s.Bot, v.ID, from)
	}
	return err
}

// tellJoined notes in both transcripts that they are one person's. The profile has the link in any case.
func (l *Links) tellJoined(ctx context.Context, tenant TenantID, bot BotID, ids ...VisitorID) {
	for _, id := range ids {
		err := l.Happened(ctx, ConversationKey{tenant, ConversationOf(id, bot)}, Event{Name: EventLinked})
		if Except(err, ErrNoConversation, ErrNotFound, ErrErased) != nil {
			unfinished(ctx, "link not noted", err)
		}
	}
	l.hint(ctx, tenant, "visitors")
}
