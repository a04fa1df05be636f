package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// person is everything from which lines of one person are made.
type person struct {
	chat.Visitor
	visits []chat.Visit // newest first
	logs   map[chat.ConversationID][]chat.Message
	cases  map[chat.ConversationID][]Case
	heads  map[chat.ConversationID]chat.Head
	leads  map[chat.VisitID]chat.Lead
	clocks map[chat.ConversationID]Clock
	from   time.Time // visits and cases that began earlier may not be here; zero if all are
}

// lines makes lines of a person. There are none of somebody who was erased.
func (k *Keeper) lines(ctx context.Context, key chat.VisitorKey, w wanted, o *openings) ([]Line, error) {
	p, err := k.person(ctx, key, w)
	if err != nil {
		return nil, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	if err := p.reads(ctx, o); err != nil {
		return nil, err
	}
	if err := k.leads(ctx, &p, w); err != nil {
		return nil, err
	}
	lines := []Line{}
	for i := range p.visits {
		if s := &p.visits[i]; s.Counts() && w.has(s) {
			l := p.visit(s, k.small)
			l.torn = s.Started.AddDate(0, 0, -longest).Before(w.kept)
			lines = append(lines, l)
		}
	}
	return append(lines, p.ofCases(k.small, w)...), nil
}

// leads reads which of the wanted visits are leads.
func (k *Keeper) leads(ctx context.Context, p *person, w wanted) error {
	ids := []chat.VisitID{}
	for i := range p.visits {
		if s := &p.visits[i]; s.Counts() && w.has(s) {
			ids = append(ids, s.ID)
		}
	}
	p.leads = map[chat.VisitID]chat.Lead{}
	all, err := k.store.LeadsOf(ctx, p.Tenant, ids)
	for _, l := range all {
		p.leads[l.Visit] = l
	}
	return err
}

// longest is the longest of the windows before a goal.
var longest = Windows[len(Windows)-1]

// person reads a person with the logs that the wanted lines need.
func (k *Keeper) person(ctx context.Context, key chat.VisitorKey, w wanted) (p person, err error) {
	p.logs, p.cases = map[chat.ConversationID][]chat.Message{}, map[chat.ConversationID][]Case{}
	p.heads = map[chat.ConversationID]chat.Head{}
	if p.Visitor, err = k.store.Visitor(ctx, key); err != nil {
		return p, err
	}
	heads, err := k.store.ConversationsOf(ctx, key)
	if err != nil {
		return p, err
	}
	w.begins(heads)
	reach, err := k.visits(ctx, &p, w)
	if err != nil {
		return p, err
	}
	for _, h := range heads {
		log, whole, err := k.log(ctx, &h, earlier(reach, h.CaseBegan))
		if err != nil {
			return p, err
		}
		log = arrived(log)
		p.logs[h.ID], p.cases[h.ID], p.heads[h.ID] = log, CasesIn(log, whole && hasFirst(&h, log)), h
	}
	return p, nil
}

// hasFirst tells whether a log that is there as far back as it is kept has all of the conversation's first case.
func hasFirst(h *chat.Head, log []chat.Message) bool {
	if h.Case == 0 || firstCase(log, h.Case) != 1 {
		return false
	}
	return h.Case > 1 || slices.ContainsFunc(log, func(m chat.Message) bool {
		return !m.At.After(h.CaseBegan.Add(chat.ClockSkew))
	})
}

// visits reads the latest visits of a person, as many as the wanted lines need, and returns how far back they need the
// logs.
func (k *Keeper) visits(ctx context.Context, p *person, w wanted) (reach time.Time, err error) {
	for _, n := range []int{w.visits(k.now()), chat.MaxLookback} {
		if p.visits, err = k.store.VisitsOf(ctx, p.Key(), n); err != nil {
			return reach, err
		}
		if p.from = (time.Time{}); len(p.visits) >= n {
			p.from = p.visits[n-1].Started
		}
		if n == chat.MaxLookback || !p.from.After(w.since) && !p.from.After(w.began) {
			break
		}
	}
	reach = w.since
	for i := range p.visits {
		s := &p.visits[i]
		if !w.has(s) {
			continue
		}
		reach = earlier(reach, s.Started.AddDate(0, 0, -longest))
		for _, g := range s.Goals {
			reach = earlier(reach, g.At.AddDate(0, 0, -longest))
		}
	}
	return reach, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// maxLog is how many pages of a conversation's log are read for the lines of its last days.
const maxLog = 20

// log reads a conversation's log from a time on, and before that as far as the beginning of the case that was open
// then. whole says that it begins with the conversation itself.
func (k *Keeper) log(ctx context.Context, h *chat.Head, since time.Time) (log []chat.Message, whole bool, err error) {
	before := chat.MessageID("")
	for range maxLog {
		page, err := k.store.History(ctx, h.Key(), before, chat.MaxPageSize)
		if err != nil {
			return nil, false, err
		}
		for _, m := range page {
			log = append(log, m)
			if m.At.Before(since) && eventOf(&m) == chat.EventCaseBegan {
				slices.Reverse(log)
				return log, false, nil
			}
		}
		if len(page) < chat.MaxPageSize {
			slices.Reverse(log)
			return log, true, nil
		}
		before = page[len(page)-1].ID
	}
	slices.Reverse(log)
	return log, false, nil
}

// visit is a visit's line.
func (p *person) visit(s *chat.Visit, small Small) Line {
	l := Line{
		ID: string(s.ID), Visitor: s.Visitor, At: s.Started, Source: s.Source, Bot: s.Bot, Site: s.Site + s.Number,
		Country: s.Place.Country, City: s.Place.City, Campaign: campaign(s), Landing: s.Landing, Device: s.Device.Type,
		Language: s.Language, Returning: s.Returning,
		Visit: &VisitPart{Own: s.Own || p.Own, Private: s.Mode == chat.Minimal, Opened: s.Opened},
	}
	log := p.logs[s.ConversationKey().ID]
	l.Visit.Asker = p.asker(s, small)
	if l.Visit.Asked, l.Visit.Answered = steps(s, log, small); l.Visit.Asked {
		l.Conversation = s.ConversationKey().ID
	}
	if lead, is := p.leads[s.ID]; is {
		l.Visit.Lead, l.Visit.Worth, l.Visit.In = lead.State, lead.Value, lead.Currency
	}
	if f := s.Facts(); f.Timed {
		l.Visit.Timed, l.Visit.Seconds = true, int(f.Seconds)
	}
	logs := [][]chat.Message{}
	for _, log := range p.logs {
		logs = append(logs, log)
	}
	for _, g := range s.Goals {
		part := GoalPart{Name: g.Name, At: g.At, Verified: g.Verified, Value: g.Value, Currency: g.Currency}
		for _, days := range Windows {
			part.After = append(part.After, Parts(logs, g.At.AddDate(0, 0, -days), g.At, small))
		}
		l.Visit.Goals = append(l.Visit.Goals, part)
	}
	return l
}

// campaign is the name of the campaign or the advertisement that led to a visit.
func campaign(s *chat.Visit) string {
	for _, name := range []string{"utm_campaign", "headline", "utm_source"} {
		if s.Campaign[name] != "" {
			return s.Campaign[name]
		}
	}
	return ""
}

// steps tells whether the visitor asked something during a visit, and whether that was answered, by the bot at any time
// or by a person while the visitor was there.
func steps(s *chat.Visit, log []chat.Message, small Small) (asked, answered bool) {
	questions := map[chat.MessageID]bool{}
	for i := range log {
		m := &log[i]
		switch {
		case isWord(m) && saidIn(s, m):
			if whole(m, small) {
				questions[m.ID], asked = true, true
			}
		case m.Author.Kind == chat.ByBot:
			answered = answered || questions[m.Answers] && answers(m)
		case m.Author.Kind == chat.ByAgent && arrives(m):
			answered = answered || asked && during(s, m.At)
		}
	}
	return asked, answered
}

// saidIn tells whether a customer's word was written during a visit. Its socket may outlive the visit, and a word may
// arrive late.
func saidIn(s *chat.Visit, m *chat.Message) bool {
	at := idTime(m.ID.Base(), m.At)
	return m.Visit == s.ID && !at.After(endOf(s)) || m.Visit == "" && during(s, at)
}

// during tells whether the visitor was there at a time.
func during(s *chat.Visit, at time.Time) bool { return !at.Before(s.Started) && !at.After(endOf(s)) }

// endOf is until when words are of a visit: a little longer than its last sign, and not longer than it takes to end.
// So no word that comes after the end changes anything, unless it is late, and noted.
func endOf(s *chat.Visit) time.Time {
	end, tail := s.EndedAt, chat.CloseGrace
	if s.Live() {
		end = s.LastAt
	}
	if s.Source == chat.WhatsApp {
		tail = chat.WhatsAppLive
	}
	return end.Add(tail)
}

// ofCases are the lines of the person's cases, but for those that began before the first visit that was read. The
// latest one of a conversation has a line all the same: it may have been open since then. Followed
// says that they would be recognised if they came back: on WhatsApp, and by a cookie. The first case of a conversation
// is torn if messages were deleted in the time of the person: nothing tells then whether they were of it.
func (p *person) ofCases(small Small, w wanted) []Line {
	var cases []Case
	var of []chat.ConversationID
	for _, id := range slices.Sorted(maps.Keys(p.cases)) {
		for _, c := range p.cases[id] {
			c.Clock = p.clocks[id]
			cases, of = append(cases, c), append(of, id)
		}
	}
	lines := []Line{}
	for i, part := range JudgeAll(cases, p.goals(), p.Blocked || p.Own, small) {
		c, h := &cases[i], p.heads[of[i]]
		distant := c.Began.Before(p.from)
		if distant && (c.Number != h.Case || !w.works(&h)) {
			continue
		}
		s := p.during(c, of[i])
		if s != nil && s.Own { // the team tried its own chat
			part.Outcome = NotCounted
		}
		part.Followed = h.Source == chat.WhatsApp || s != nil && s.Mode == chat.Full
		l := p.ofCase(c, part, of[i])
		l.torn = c.Number == 1 && h.Case > 1 && p.FirstSeen.Before(w.kept)
		l.distant = distant && s == nil
		lines = append(lines, l)
	}
	return lines
}

func (p *person) goals() []time.Time {
	all := []time.Time{}
	for i := range p.visits {
		for _, g := range p.visits[i].Goals {
			all = append(all, g.At)
		}
	}
	return all
}

// during is the visit in which a case of a conversation began, nil if it is not kept.
func (p *person) during(c *Case, id chat.ConversationID) *chat.Visit {
	for i := range p.visits {
		s := &p.visits[i]
		if s.ConversationKey().ID == id && !s.Started.After(c.Began.Add(chat.ClockSkew)) {
			return s
		}
	}
	return nil
}

func (p *person) ofCase(c *Case, part CasePart, id chat.ConversationID) Line {
	h := p.heads[id]
	l := Line{
		ID: fmt.Sprintf("%s#%d", id, c.Number), Visitor: p.ID, Conversation: id, At: c.Began, Source: h.Source, Bot: h.Bot,
		Site: h.Number, Case: &part,
	}
	if s := p.during(c, id); s != nil {
		l.Site, l.Country, l.City = s.Site+s.Number, s.Place.Country, s.Place.City
		l.Campaign, l.Landing, l.Device, l.Returning = campaign(s), s.Landing, s.Device.Type, s.Returning
		l.Language = s.Language
	}
	return l
}
