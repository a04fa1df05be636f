package chat

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/privacy"
)

// Hello is what a widget says first on a socket.
type Hello struct {
	Token   string    // of an earlier visit, or ""
	After   MessageID // the last message the widget has, or ""
	Page    *Page     // where the visitor is
	PageURL string    // its whole address, for the campaign
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
}

// Hello finds or makes the visitor behind a socket, joins or begins their visit,
// and returns what they have missed.
func (d *Desk) Hello(ctx context.Context, s Socket, h Hello) (Welcome, error) {
	now := d.Now()
	bot, err := d.bot(ctx, s.Tenant, s.Bot)
	if err != nil {
		return Welcome{}, err
	}
	w := Welcome{Now: now, Bot: bot, Owner: OwnerBot}
	visitor, err := d.recognise(ctx, s, h.Token)
	if err != nil {
		return Welcome{}, err
	}
	if visitor.ID == "" {
		w.Token = privacy.NewToken()
		if visitor, err = d.newVisitor(ctx, s, w.Token); err != nil {
			return Welcome{}, err
		}
	}
	w.CookieID = visitor.CookieID
	s.Visitor, s.Conversation = visitor.ID, ConversationOf(visitor.ID, s.Bot)
	session, err := d.enter(ctx, d.visitOf(s, h), s.Mode != Minimal && h.Page != nil)
	if err != nil {
		return Welcome{}, err
	}
	s.Session = session.ID
	if err := d.Store.BindSocket(ctx, s); err != nil {
		return Welcome{}, err
	}
	w.Socket = s
	w.Messages, w.Owner, err = d.missed(ctx, s.ConversationKey(), h.After)
	return w, err
}

// recognise finds the visitor of a token; its zero value without one.
func (d *Desk) recognise(ctx context.Context, s Socket, token string) (Visitor, error) {
	if token == "" {
		return Visitor{}, nil
	}
	stale := Errorf(Gone, "stale_token", "This token is not known any more. Say hello without it.")
	if !privacy.ValidToken(token) {
		return Visitor{}, stale
	}
	key, err := d.key(ctx, s.Tenant)
	if err != nil {
		return Visitor{}, err
	}
	id, err := d.Store.Identify(ctx, s.Tenant, key.Identity("cookie", string(s.Bot)+"\x00"+token))
	if errors.Is(err, ErrNotFound) {
		return Visitor{}, stale
	}
	if err != nil {
		return Visitor{}, err
	}
	v, err := d.Store.Visitor(ctx, VisitorKey{s.Tenant, id})
	if errors.Is(err, ErrNotFound) {
		return Visitor{}, stale
	}
	if v.Blocked {
		return Visitor{}, Errorf(Forbidden, "blocked", "This chat is closed.")
	}
	return v, err
}

func (d *Desk) newVisitor(ctx context.Context, s Socket, token string) (Visitor, error) {
	key, err := d.key(ctx, s.Tenant)
	if err != nil {
		return Visitor{}, err
	}
	now := d.Now()
	hash := key.Identity("cookie", string(s.Bot)+"\x00"+token)
	v := Visitor{
		Tenant: s.Tenant, ID: VisitorID("v_" + d.NewID(now)), FirstSeen: now, Source: Web,
		CookieID: privacy.CookieID(hash), Identities: []Identity{{Kind: "cookie", Hash: hash}},
	}
	return v, d.Store.AddVisitor(ctx, v)
}

// visitOf is the visit that a socket would begin. A minimal one keeps the country
// and nothing finer.
func (d *Desk) visitOf(s Socket, h Hello) Session {
	visit := Session{
		Tenant: s.Tenant, Visitor: s.Visitor, Bot: s.Bot, Source: Web, Mode: s.Mode,
		Place: s.Place, Network: s.Network, Device: s.Device,
	}
	if s.Mode == Minimal {
		visit.Place.City, visit.Network = "", ""
		return visit
	}
	if h.Page != nil {
		page := cleanPage(*h.Page)
		visit.Page, visit.Referrer = &page, page.Referrer
	}
	visit.Campaign = privacy.Campaign(h.PageURL)
	return visit
}

func cleanPage(p Page) Page {
	return Page{URL: privacy.PageURL(p.URL), Title: clip(p.Title, 120), Referrer: privacy.PageURL(p.Referrer)}
}

// enter joins the visit that goes on, or begins the one given. Two tabs that come
// at once join the same one: Begin lets only one of them make it.
func (d *Desk) enter(ctx context.Context, visit Session, paged bool) (Session, error) {
	for range AnswerTries {
		now := d.Now()
		current, err := d.Store.Current(ctx, VisitorKey{visit.Tenant, visit.Visitor})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return Session{}, err
		}
		if err == nil {
			joined, err := d.join(ctx, SessionKey{visit.Tenant, visit.Visitor, current.Session}, visit, paged)
			if err != nil || joined.ID != "" {
				return joined, err
			}
		}
		visit.ID = SessionID("s_" + d.NewID(now))
		visit.Started, visit.LastAt, visit.Returning = now, now, current.Number > 0
		visit.arm(now)
		err = d.Store.Begin(ctx, visit, current)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err == nil && paged {
			return visit, d.trail(ctx, visit.Key(), *visit.Page)
		}
		return visit, err
	}
	return Session{}, ErrConflict
}

// updateSession changes a visit and keeps its due time in step.
func (d *Desk) updateSession(ctx context.Context, key SessionKey, events []SessionEvent, change func(*Session) error) (Session, error) {
	return d.Store.UpdateSession(ctx, key, events, func(s *Session) error {
		if err := change(s); err != nil {
			return err
		}
		s.arm(d.Now())
		return nil
	})
}

// join takes part in a visit if it is young enough; its zero value if it is over.
// What was quiet for SessionGap is ended first, at its last activity.
func (d *Desk) join(ctx context.Context, key SessionKey, visit Session, paged bool) (Session, error) {
	now := d.Now()
	lastSeen, err := d.lastSeen(ctx, VisitorKey{key.Tenant, key.Visitor})
	if err != nil {
		return Session{}, err
	}
	over := false
	s, err := d.updateSession(ctx, key, nil, func(s *Session) error {
		if lastSeen.After(s.LastAt) && s.Live() {
			s.LastAt = lastSeen
		}
		if over = now.Sub(s.LastAt) >= SessionGap || s.Bot != visit.Bot || s.Mode != visit.Mode; !over {
			s.resume(now)
		} else if s.Live() {
			s.end(Idle)
		}
		return nil
	})
	if errors.Is(err, ErrNotFound) || over {
		return Session{}, nil
	}
	if err == nil && paged {
		return s, d.trail(ctx, key, *visit.Page)
	}
	return s, err
}

// lastSeen is when a visitor was last active on any socket.
func (d *Desk) lastSeen(ctx context.Context, key VisitorKey) (time.Time, error) {
	var last time.Time
	ids, err := d.Store.SocketsOf(ctx, key)
	for _, id := range ids {
		s, err := d.Store.Socket(ctx, id)
		if err == nil && s.Active.After(last) {
			last = s.Active
		}
	}
	return last, err
}

// Reenter begins another visit when a socket was quiet for SessionGap, and returns
// the socket as it is now.
func (d *Desk) Reenter(ctx context.Context, s Socket) (Socket, error) {
	visit, err := d.enter(ctx, d.visitOf(s, Hello{}), false)
	if err != nil {
		return s, err
	}
	s.Session = visit.ID
	return s, d.Store.BindSocket(ctx, s)
}

// SignOut ends the visit now.
func (d *Desk) SignOut(ctx context.Context, s Socket) error {
	_, err := d.updateSession(ctx, s.SessionKey(), nil, func(s *Session) error {
		if s.Live() {
			s.LastAt = d.Now()
			s.end(SignedOut)
		}
		return nil
	})
	return err
}

// Attributes takes what the tenant's page says about the visitor: claims.
func (d *Desk) Attributes(ctx context.Context, s Socket, attributes map[string]string) error {
	if s.Mode == Minimal {
		return nil
	}
	claims := []Claim{}
	for name, value := range attributes {
		claims = append(claims, Claim{Field: name, Value: value, Source: "page"})
	}
	return d.learn(ctx, s.VisitorKey(), claims, d.Now())
}

// Open has the bot greet a visitor who opens the chat for the first time. The
// widget mints the greeting's id, so that it is stored once.
func (d *Desk) Open(ctx context.Context, s Socket, id MessageID) (*Message, error) {
	if _, err := d.Store.Head(ctx, s.ConversationKey()); !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	bot, err := d.bot(ctx, s.Tenant, s.Bot)
	if err != nil || bot.Paused {
		return nil, err
	}
	bodies, err := d.Responder.Greet(ctx, bot)
	if err != nil || len(bodies) == 0 {
		return nil, err
	}
	m := Message{ID: id, Author: Author{Kind: ByBot, ID: string(bot.ID)}, Session: s.Session}
	for _, body := range bodies {
		m.Bubbles = append(m.Bubbles, Bubble{Body: body})
	}
	if err := d.check(&m, false); err != nil {
		return nil, err
	}
	stored, _, err := d.append(ctx, s.ConversationKey(), m)
	if err != nil {
		return nil, err
	}
	seen, _ := stored.ForVisitor()
	return &seen, nil
}

// Page notes that the visitor is on another page. Nothing is kept in minimal mode.
func (d *Desk) Page(ctx context.Context, s Socket, p Page) error {
	p = cleanPage(p)
	if s.Mode == Minimal || p.URL == "" {
		return nil
	}
	return d.trail(ctx, s.SessionKey(), p)
}

func (d *Desk) trail(ctx context.Context, key SessionKey, p Page) error {
	now := d.Now()
	current, err := d.Store.Session(ctx, key)
	if err != nil || current.Pages >= MaxPages {
		return err
	}
	event := SessionEvent{ID: d.NewID(now), At: now, Kind: "page", Page: &p}
	_, err = d.updateSession(ctx, key, []SessionEvent{event}, func(s *Session) error {
		s.Page, s.LastAt = &p, now
		s.Pages++
		return nil
	})
	return err
}

// Track takes a goal that the visitor's page reports: unverified, and only names
// that the tenant knows.
func (d *Desk) Track(ctx context.Context, s Socket, goal GoalReached) error {
	if s.Mode == Minimal {
		return nil
	}
	tenant, err := d.tenant(ctx, s.Tenant)
	if err != nil {
		return err
	}
	for _, known := range tenant.Goals {
		if known == goal.Name {
			goal.Verified = false
			return d.reach(ctx, s.VisitorKey(), s.Session, goal, d.Now())
		}
	}
	return Errorf(Invalid, "unknown_goal", "There is no goal of that name. Goals are set up under Settings.")
}

// reach puts a goal into a visit: once for the visit, and once at all for an order.
func (d *Desk) reach(ctx context.Context, visitor VisitorKey, id SessionID, goal GoalReached, at time.Time) error {
	if id == "" {
		current, err := d.Store.Current(ctx, visitor)
		if err != nil {
			return ignore(err, ErrNotFound)
		}
		id = current.Session
	}
	key := SessionKey{visitor.Tenant, visitor.ID, id}
	s, err := d.Store.Session(ctx, key)
	if err != nil || s.HasGoal(goal) {
		return ignore(err, ErrNotFound)
	}
	if goal.OrderID != "" {
		first, err := d.Store.ClaimOrder(ctx, key.Tenant, goal.Name, goal.OrderID, string(id))
		if err != nil || !first {
			return err
		}
	}
	alone, err := d.withoutHuman(ctx, visitor, s.Started)
	if err != nil {
		return err
	}
	reached := SessionGoal{GoalReached: goal, At: at, WithoutHuman: alone}
	sum := sha256.Sum256([]byte(goal.Name + "\x00" + goal.OrderID))
	event := SessionEvent{ID: "goal-" + lowerBase32.EncodeToString(sum[:10]), At: at, Kind: "goal", Goal: &reached}
	_, err = d.updateSession(ctx, key, []SessionEvent{event}, func(s *Session) error {
		if !s.HasGoal(goal) {
			s.Goals = append(s.Goals, reached)
		}
		return nil
	})
	return ignore(err, ErrExists)
}

// withoutHuman tells whether no person spoke or took over in any conversation of
// the visitor since then.
func (d *Desk) withoutHuman(ctx context.Context, key VisitorKey, since time.Time) (bool, error) {
	heads, err := d.Store.ConversationsOf(ctx, key)
	if err != nil {
		return false, err
	}
	for _, h := range heads {
		messages, err := d.Store.Since(ctx, h.Key(), firstIDAt(since), MaxLookback)
		if err != nil {
			return false, err
		}
		for _, m := range messages {
			took := len(m.Bubbles) > 0 && m.Body().Event != nil && m.Body().Event.Name == "took_over"
			if took || (m.Author.Kind == ByAgent && m.leaves()) {
				return false, nil
			}
		}
	}
	return true, nil
}
