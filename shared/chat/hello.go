package chat

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/truncate"
)

// Hello is a widget's first frame on a socket.
type Hello struct {
	Token   string    // of an earlier visit, or ""
	After   MessageID // the last message the widget has, or ""
	Page    *Page     // where the visitor is
	PageURL string    // its whole address, for the campaign
	Consent bool      // the visitor just agreed to full mode
	Tells   bool      // the page says when its visitor goes and comes back
}

// Welcome is the answer to Hello.
type Welcome struct {
	Token    string // new, if the widget had none
	CookieID string
	Now      time.Time
	Bot      Bot
	Socket   Socket
	Messages []Message
	Owner    Owner
	Agent    *Face     // the person who has the conversation, if one has
	Seen     MessageID // how far the visitor has read
	Opening  *Opening  // nil if the team has given no hours
	Here     bool      // a person of the team is there
	Promise  *Promise  // to a visitor who waits; nil for none
	Pair     *PairQuestion
	SignedIn bool // the visitor is known as a user of the website
	Notifies bool // browsers of theirs are told of answers while the website is closed
}

// Greet answers a visitor's first frame. The frame counts against the socket's rate limit, also when it is refused.
func (w *WebChannel) Greet(ctx context.Context, id ConnectionID, h Hello) (Welcome, error) {
	all, err := w.store.SocketsByID(ctx, []ConnectionID{id})
	s, known := all[id]
	if err == nil && (!known || !s.Closed.IsZero()) { // it may be too new for an eventual read
		s, err = w.store.Socket(ctx, id)
	}
	if err == nil && s.Visitor != "" {
		s, err = w.AdmitFrame(ctx, id, Here)
	}
	if err != nil {
		return Welcome{}, err
	}
	welcome, err := w.Hello(ctx, s, h)
	if err != nil && s.Visitor == "" {
		if _, spent := w.AdmitFrame(ctx, id, Here); spent != nil {
			return Welcome{}, spent
		}
	}
	return welcome, err
}

// Hello finds or makes the visitor behind a socket, joins or begins their visit, and returns the messages that
// they have missed.
func (w *WebChannel) Hello(ctx context.Context, s Socket, h Hello) (Welcome, error) {
	now := w.Now()
	bot, err := w.Bot(ctx, s.Tenant, s.Bot)
	if err != nil {
		return Welcome{}, err
	}
	tenant, err := w.Tenant(ctx, s.Tenant)
	if err != nil {
		return Welcome{}, err
	}
	welcome := Welcome{Now: now, Bot: bot, Opening: OpeningAt(tenant.HoursOf(bot), now)}
	visitor, current, err := w.recognise(ctx, s, h.Token)
	if err != nil {
		return Welcome{}, err
	}
	fresh := visitor.ID == ""
	if fresh {
		welcome.Token = privacy.NewToken()
		if visitor, err = w.newVisitor(ctx, s, welcome.Token); err != nil {
			return Welcome{}, err
		}
	}
	welcome.CookieID, welcome.Pair = visitor.CookieID, visitor.Pairing.question(now)
	welcome.SignedIn, welcome.Notifies = visitor.Login != nil, len(visitor.Browsers) > 0
	s.Tells = h.Tells
	visit, page := w.visitOf(s, h)
	if visit.Visitor = visitor.ID; fresh {
		s, err = w.arrive(ctx, visitor, s, visit, page)
	} else {
		s, err = w.comeBack(ctx, current, s, visit, page)
	}
	if err != nil {
		return Welcome{}, err
	}
	if h.Consent && s.Mode == Full {
		if err := w.consented(ctx, s.VisitKey()); err != nil {
			return Welcome{}, err
		}
	}
	welcome.Socket = s
	head := Head{Owner: OwnerBot}
	if !fresh {
		welcome.Messages, head, err = w.missed(ctx, s.ConversationKey(), h.After)
	}
	welcome.Owner, welcome.Agent, welcome.Seen = head.Owner, w.OwnerOf(ctx, head), head.SeenByVisitor
	welcome.Promise, welcome.Here = w.promiseOf(ctx, head), w.Here(ctx, s)
	return welcome, err
}

// arrive stores a visitor who was not here before, with the visit that they begin. Their socket comes first: it
// has a rate limit, and nothing else is stored when that is spent.
func (w *WebChannel) arrive(ctx context.Context, v Visitor, s Socket, visit Visit, page *Page) (Socket, error) {
	begun := w.begin(visit, false)
	s, err := w.turnTo(ctx, s, &begun)
	if err == nil {
		err = w.store.Enter(ctx, s, w.Now(), page)
	}
	if err == nil {
		err = w.store.Arrive(ctx, v, begun)
	}
	return s, err
}

// comeBack joins the visit of a visitor who was here before, or begins another one. The visit names their socket
// before the socket has a page.
func (w *WebChannel) comeBack(ctx context.Context, c Current, s Socket, visit Visit, page *Page) (Socket, error) {
	entered, err := w.enter(ctx, visit, c)
	if err == nil {
		s, err = w.turnTo(ctx, s, &entered)
	}
	if err == nil {
		err = w.store.Enter(ctx, s, w.Now(), page)
	}
	if err == nil {
		w.hint(ctx, s.Tenant, "visitors")
	}
	return s, err
}

// consented notes in a visit's log that its visitor agreed to full mode.
func (w *WebChannel) consented(ctx context.Context, key VisitKey) error {
	now := w.Now()
	return w.store.AddEvents(ctx, key, []VisitEvent{{ID: w.NewID(now), At: now, Kind: ConsentEvent, Mode: Full}})
}

var errStaleToken = Errorf(Gone, "stale_token", "This token is not known any more. Say hello without it.")

// recognise finds the visitor of a token and their current visit; zero values without a token.
func (w *WebChannel) recognise(ctx context.Context, s Socket, token string) (Visitor, Current, error) {
	if token == "" {
		return Visitor{}, Current{}, nil
	}
	if !privacy.ValidToken(token) {
		return Visitor{}, Current{}, errStaleToken
	}
	key, err := w.key(ctx, s.Tenant)
	if err != nil {
		return Visitor{}, Current{}, err
	}
	id := VisitorID("v_" + key.Token(string(s.Bot), token))
	v, current, err := w.store.VisitorNow(ctx, VisitorKey{s.Tenant, id})
	if errors.Is(err, ErrNotFound) { // it may be the token of a browser that came back by a link
		lead, unknown := w.store.Identify(ctx, s.Tenant, key.Token(string(s.Bot), token))
		if err = unknown; err == nil {
			v, current, err = w.store.VisitorNow(ctx, VisitorKey{s.Tenant, lead.Visitor})
		}
	}
	switch {
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrErased):
		return Visitor{}, Current{}, errStaleToken
	case err != nil:
		return Visitor{}, Current{}, err
	case v.Blocked:
		return Visitor{}, Current{}, errBlocked
	case w.Now().Sub(current.At) > TokenLife: // it slides with the visits that it opens
		return Visitor{}, Current{}, errStaleToken
	}
	return v, current, nil
}

// newVisitor is the visitor of a new token. Their id is made from the token, so no other row leads to them.
func (w *WebChannel) newVisitor(ctx context.Context, s Socket, token string) (Visitor, error) {
	key, err := w.key(ctx, s.Tenant)
	if err != nil {
		return Visitor{}, err
	}
	hash := key.Token(string(s.Bot), token)
	return Visitor{
		Tenant: s.Tenant, ID: VisitorID("v_" + hash), FirstSeen: w.Now(), Source: Web, Place: s.Place, Scheme: termScheme,
		CookieID: cookiePrefix + hash,
	}, nil
}

// visitOf is the visit that a socket would begin, and the page it begins on.
func (w *WebChannel) visitOf(s Socket, h Hello) (Visit, *Page) {
	visit := Visit{
		Tenant: s.Tenant, Visitor: s.Visitor, Bot: s.Bot, Source: Web, Mode: s.Mode,
		Place: s.Place, Network: s.Network, Device: s.Device, Language: s.Language, Site: s.Site,
		Sockets: []ConnectionID{s.ID}, Own: s.Own,
	}
	if s.Mode.Keeps(KeepCampaign) {
		visit.Campaign = privacy.Campaign(h.PageURL)
	}
	if h.Page == nil {
		return visit, nil
	}
	page := s.clean(*h.Page)
	if s.Mode.Keeps(KeepReferrer) {
		visit.Referrer = page.Referrer
	}
	if page.URL == "" || !s.Mode.Keeps(KeepPages) {
		return visit, nil // nothing for the trail
	}
	visit.Landing = truncate.Text(page.URL, maxLanding)
	return visit, &page
}

// maxLanding is how many characters of a visit's first page its row keeps.
const maxLanding = 150

// Open has the bot greet a visitor who opens the chat for the first time, in the language of the page if the bot has
// it. The widget mints the greeting's id, so that it is stored once.
func (w *WebChannel) Open(ctx context.Context, s Socket, id MessageID, locale string) (*Message, error) {
	if _, err := w.store.Head(ctx, s.ConversationKey()); !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	if had, err := w.greeted(ctx, s.ConversationKey()); !errors.Is(err, ErrNotFound) {
		shown, _ := had.ForVisitor()
		return &shown, err // in another tab, or before a reload
	}
	bot, err := w.Bot(ctx, s.Tenant, s.Bot)
	if err != nil || bot.Paused {
		return nil, err
	}
	bodies, err := w.Responder.Greet(ctx, bot, locale)
	if err != nil || len(bodies) == 0 {
		return nil, err
	}
	m := Message{
		ID: id, Author: Author{Kind: ByBot, ID: string(bot.ID)}, Visit: s.Visit,
		Entry: &Entry{Tenant: s.Tenant, Bot: s.Bot, Source: Web, Site: s.Site, Visitor: s.Visitor},
	}
	for _, body := range bodies {
		m.Bubbles = append(m.Bubbles, Bubble{Body: body})
	}
	if err := w.check(&m, false); err != nil {
		return nil, err
	}
	stored, _, err := w.append(ctx, s.ConversationKey(), m)
	if err != nil {
		return nil, err
	}
	seen, _ := stored.ForVisitor()
	return &seen, nil
}
