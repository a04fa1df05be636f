package chat

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"time"
)

// VisitGoal is a goal that was reached during a visit.
type VisitGoal struct {
	GoalReached
	At           time.Time `json:"at"`
	By           HelpedBy  `json:"by,omitempty"` // "" in rows from before it was told
	WithoutHuman bool      `json:"withoutHuman"` // the bot alone helped
}

// HelpedBy is the side that had a part in a goal.
type HelpedBy string

// A bot has a part once it has answered the visitor, a person once they have written or
// taken over.
const (
	HelpedByBot    HelpedBy = "bot"
	HelpedByPerson HelpedBy = "person"
	HelpedByBoth   HelpedBy = "both"
	HelpedByNobody HelpedBy = "nobody"
)

func helpedBy(bot, person bool) HelpedBy {
	switch {
	case bot && person:
		return HelpedByBoth
	case bot:
		return HelpedByBot
	case person:
		return HelpedByPerson
	}
	return HelpedByNobody
}

// helped is the goal with its helper.
func (g VisitGoal) helped(by HelpedBy) VisitGoal {
	g.By, g.WithoutHuman = by, by == HelpedByBot
	return g
}

// HelpedBy is the helper of the goal, as far as older rows tell one.
func (g VisitGoal) HelpedBy() HelpedBy {
	if g.By == "" {
		return helpedBy(g.WithoutHuman, !g.WithoutHuman)
	}
	return g.By
}

// Is tells whether the goal is among those that are asked for: "" is any. A goal of both is also one of a
// person.
func (g VisitGoal) Is(name string, by HelpedBy) bool {
	whose := g.HelpedBy()
	return (name == "" || g.Name == name) &&
		(by == "" || by == whose || by == HelpedByPerson && whose == HelpedByBoth)
}

// id names the goal in the visit's log.
func (g VisitGoal) id() string {
	sum := sha256.Sum256([]byte(g.Name + "\x00" + g.OrderID))
	return "goal-" + lowerBase32.EncodeToString(sum[:10])
}

// GoalRows is the change of a visit's log, so that it tells of the goals that the visit has reached now,
// instead of those that it had: rows to put, and the ids of rows to take off.
func GoalRows(was, is []VisitGoal) (put []VisitEvent, drop []string) {
	for _, g := range is {
		if !slices.Contains(was, g) {
			put = append(put, VisitEvent{ID: g.id(), At: g.At, Kind: GoalEvent, Goal: &g})
		}
	}
	for _, g := range was {
		if !slices.ContainsFunc(is, func(now VisitGoal) bool { return now.id() == g.id() }) {
			drop = append(drop, g.id())
		}
	}
	return put, drop
}

// reached is the index of a goal with this very order, or with none; -1 if there is none.
func (s *Visit) reached(name, order string) int {
	return slices.IndexFunc(s.Goals, func(had VisitGoal) bool { return had.Name == name && had.OrderID == order })
}

// same is the index of the goal that a report means, -1 if there is none. A page and a server that report one
// order need not both know its number: without one, a report means the latest goal that there is. Only a
// server's numbered order is never taken for a goal that a server reported without a number.
func (s *Visit) same(g GoalReached) int {
	if i := s.reached(g.Name, g.OrderID); i >= 0 {
		return i
	}
	for i, had := range slices.Backward(s.Goals) {
		if had.Name == g.Name && (g.OrderID == "" || had.OrderID == "" && !(had.Verified && g.Verified)) {
			return i
		}
	}
	return -1
}

// take puts a goal into the visit, and returns it as it stands there then. A server's report takes the place of
// others, and one of the chat that of a page's; of two alike the one with a number stays. The time and the helper
// of the first stay.
func (s *Visit) take(g VisitGoal) (VisitGoal, error) {
	i := s.same(g.GoalReached)
	if i < 0 && (len(s.Goals) >= MaxReached || !g.Verified && len(s.Goals) >= MaxUnverified) {
		return VisitGoal{}, errManyGoals
	}
	if i < 0 {
		s.Goals = append(s.Goals, g)
		return g, nil
	}
	had := &s.Goals[i]
	number := cmp.Or(had.OrderID, g.OrderID)
	if more := g.trust() - had.trust(); more > 0 || more == 0 && had.OrderID != number {
		had.GoalReached = g.GoalReached
	}
	had.OrderID = number
	return *had, nil
}

// trust is larger for whom one rather believes: a server, the chat itself, a page.
func (g *GoalReached) trust() int {
	switch {
	case g.Verified:
		return 2
	case g.Seen:
		return 1
	}
	return 0
}

// lose gives up an order that belongs to another visit, as a server says. A goal that a server reported for
// this visit without a number stays, without the number.
func (s *Visit) lose(name, order string) {
	i := s.reached(name, order)
	switch {
	case i < 0:
	case s.Goals[i].Verified:
		s.Goals[i].OrderID = ""
	default:
		s.Goals, s.Lost = slices.Delete(s.Goals, i, i+1), true
	}
}

// part tells whether the bot and a person had a part in the visit until then. A greeting is no part yet: the
// visitor has to say something, and it has to be answered. A tap or a form is itself an answer to the bot's
// offer.
func (s *Visit) part(log []Message, until time.Time) (spoke, bot, person bool) {
	log = slices.Clone(log)
	slices.SortStableFunc(log, func(a, b Message) int { return a.At.Compare(b.At) })
	offered, took := false, false
	for i := range log {
		m := &log[i]
		if s.after(m.At) || m.At.After(until) || (m.Visit != "" && m.Visit != s.ID) || len(m.Bubbles) == 0 {
			continue
		}
		took = took || m.Body().Event != nil && m.Body().Event.Name == EventTookOver
		if !m.words() {
			continue
		}
		switch m.Author.Kind {
		case ByVisitor:
			if m.Body().opensPage() {
				continue // a tap on a link says nothing to anybody
			}
			spoke = true
			bot = bot || offered && m.Body().answersOffer()
		case ByBot:
			offered = true
			bot = bot || spoke
		case ByAgent:
			person = true
		}
	}
	return spoke, bot, person || took && spoke
}

// answersOffer tells whether these words of a visitor answer an offer.
func (b *Body) answersOffer() bool {
	return b.Click != nil || b.Submission != nil || b.FlowReply != nil
}
