package ledger

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// ofVisits are the wanted lines of a profile's visits.
func (all *person) ofVisits(p *profile, small Small, w wanted) []Line {
	lines := []Line{}
	for i := range p.visits {
		if s := &p.visits[i]; s.Counts() && w.has(s) {
			l := all.visit(p, s, small)
			l.torn = s.Started.AddDate(0, 0, -longest).Before(later(w.kept, all.cut))
			lines = append(lines, l)
		}
	}
	return lines
}

// visit is a visit's line.
func (all *person) visit(p *profile, s *chat.Visit, small Small) Line {
	l := Line{
		ID: string(s.ID), Visitor: s.Visitor, At: s.Started, Source: s.Source, Bot: s.Bot, Site: s.Site + s.Number,
		Country: s.Place.Country, City: s.Place.City, Campaign: campaign(s), Landing: s.Landing, Device: s.Device.Type,
		Language: s.Language, Returning: s.Returning,
		Visit: &VisitPart{Own: s.Own || all.own(), Private: s.Mode == chat.Minimal, Opened: s.Opened},
	}
	log := p.logs[s.ConversationKey().ID]
	l.Visit.Asker = asker(all.logs(), s, small)
	if l.Visit.Asked, l.Visit.Answered = steps(s, log, small); l.Visit.Asked {
		l.Conversation = s.ConversationKey().ID
	}
	if lead, is := p.leads[s.ID]; is {
		l.Visit.Lead, l.Visit.Worth, l.Visit.In, l.Visit.Sure = lead.State, lead.Value, lead.Currency, lead.Sure()
	}
	if f := s.Facts(); f.Timed {
		l.Visit.Timed, l.Visit.Seconds = true, int(f.Seconds)
	}
	for _, g := range s.Goals {
		part := GoalPart{Name: g.Name, At: g.At, Verified: g.Sure(), Value: g.Value, Currency: g.Currency}
		for _, days := range Windows {
			part.After = append(part.After, Parts(all.logs(), g.At.AddDate(0, 0, -days), g.At, small))
		}
		l.Visit.Goals = append(l.Visit.Goals, part)
	}
	return l
}

// own tells whether a colleague said in any of the profiles that the person is of the team.
func (all *person) own() bool {
	return slices.ContainsFunc(all.profiles, func(p *profile) bool { return p.Own })
}

// logs are those of all conversations of the person.
func (all *person) logs() (logs [][]chat.Message) {
	for _, p := range all.profiles {
		logs = slices.AppendSeq(logs, maps.Values(p.logs))
	}
	return logs
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
// latest one of a conversation has a line all the same: it may have been open since then. Followed says that they would
// be recognised if they came back: on WhatsApp, by a cookie, or in another profile that they are joined with. The first
// case of a conversation is torn if messages were deleted in the time of its profile: nothing tells then whether they
// were of it.
func (all *person) ofCases(small Small, w wanted) []Line {
	cases, of, in := all.cases()
	lines := []Line{}
	for i, part := range JudgeAll(cases, all.goals(), false, small) {
		c, p := &cases[i], in[i]
		h := p.heads[of[i]]
		distant := c.Began.Before(all.from)
		if distant && (c.Number != h.Case || !w.works(&h)) {
			continue
		}
		s := p.during(c, of[i])
		if p.Blocked || all.own() || s != nil && s.Own { // nothing of them counts, or the team tried its own chat
			part.Outcome = NotCounted
		}
		part.Followed = h.Source == chat.WhatsApp || s != nil && s.Mode == chat.Full || len(all.profiles) > 1
		l := p.ofCase(c, part, of[i])
		l.torn = c.Number == 1 && h.Case > 1 && p.FirstSeen.Before(w.kept)
		l.distant = distant && s == nil
		lines = append(lines, l)
	}
	return lines
}

// cases are those of all conversations of the person, each with its conversation and its profile.
func (all *person) cases() (cases []Case, of []chat.ConversationID, in []*profile) {
	for _, p := range all.profiles {
		for _, id := range slices.Sorted(maps.Keys(p.cases)) {
			for _, c := range p.cases[id] {
				c.Clock = p.clocks[id]
				cases, of, in = append(cases, c), append(of, id), append(in, p)
			}
		}
	}
	return cases, of, in
}

func (all *person) goals() []time.Time {
	times := []time.Time{}
	for _, p := range all.profiles {
		for i := range p.visits {
			for _, g := range p.visits[i].Goals {
				times = append(times, g.At)
			}
		}
	}
	return times
}

// during is the visit in which a case of a conversation began, nil if it is not kept.
func (p *profile) during(c *Case, id chat.ConversationID) *chat.Visit {
	for i := range p.visits {
		s := &p.visits[i]
		if s.ConversationKey().ID == id && !s.Started.After(c.Began.Add(chat.ClockSkew)) {
			return s
		}
	}
	return nil
}

func (p *profile) ofCase(c *Case, part CasePart, id chat.ConversationID) Line {
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
