package ledger_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/ledger"
)

// rota is when the shop's people are there from a time on, in whole hours of UTC: the shop is in a zone three hours
// behind it, whose clocks never change.
type rota struct {
	since     time.Time
	from, to  int
	weekends  bool
	shut      string // a date
	unlimited bool   // no hours are set
}

// within is how much of a time people were there, day by day.
func within(rotas []rota, from, to time.Time) (sum time.Duration) {
	for day := from.Truncate(24 * time.Hour); day.Before(to); day = day.Add(24 * time.Hour) {
		for i, r := range rotas {
			first, last := latest(from, day, r.since), soonest(to, day.Add(24*time.Hour))
			if i+1 < len(rotas) {
				last = soonest(last, rotas[i+1].since)
			}
			if !r.unlimited {
				weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
				if day.Format(time.DateOnly) == r.shut || weekend && !r.weekends {
					continue
				}
				first = latest(first, day.Add(time.Duration(r.from)*time.Hour))
				last = soonest(last, day.Add(time.Duration(r.to)*time.Hour))
			}
			sum += max(0, last.Sub(first))
		}
	}
	return sum
}

func latest(all ...time.Time) (t time.Time) {
	for _, one := range all {
		if one.After(t) {
			t = one
		}
	}
	return t
}

func soonest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// hours are the rota as an owner gives it.
func (r rota) hours() hours.Hours {
	h := hours.Hours{Zone: "America/Sao_Paulo"}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		if r.weekends || day[0] != 's' {
			h.Week = append(h.Week, hours.Span{
				Day: day, From: fmt.Sprintf("%02d:00", r.from-3), To: fmt.Sprintf("%02d:00", r.to-3),
			})
		}
	}
	if r.shut != "" {
		h.Holidays = []hours.Holiday{{Date: r.shut}}
	}
	return h
}

// reopens gives the shop other hours, its team or its bot, as the share of the month says that has passed.
func (s *shop) reopens(share float64) {
	r := rota{since: s.Now().Truncate(time.Millisecond), from: 12, to: 20}
	switch n := len(s.rotas); {
	case n == 0:
		s.rotas = []rota{{unlimited: true}}
		s.joins()
		return
	case n == 1 && share > 0.2:
	case n == 2 && share > 0.5:
		r.weekends, r.to, r.shut = true, 23, s.Now().AddDate(0, 0, 3).Format(time.DateOnly)
	case n == 3 && share > 0.8:
		h := r.hours()
		b, err := s.BotHours(s.Ctx(), chattest.Olu, chattest.Fast)
		s.Must(err)
		_, err = s.SaveBotHours(s.Ctx(), chattest.Olu, chattest.Fast, &h, b.Version)
		s.Must(err)
		s.rotas = append(s.rotas, r)
		return
	default:
		return
	}
	had, err := s.Hours(s.Ctx(), chattest.Olu)
	s.Must(err)
	_, err = s.SaveHours(s.Ctx(), chattest.Olu, r.hours(), had.Version)
	s.Must(err)
	s.rotas = append(s.rotas, r)
}

// joins puts a colleague into the team, to whom conversations can be given.
func (s *shop) joins() {
	s.Must(s.UpdateRoster(s.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = append(r.Members, chat.Member{ID: chattest.Sam.ID, Name: "Sam", Role: chat.RoleAgent, Since: s.Now()})
		return nil
	}))
}

// walk goes through a case and looks where it stands, since when its customer waits, and when a person answers.
type walk struct {
	l              *letters
	withBot        bool
	stands, waits  string // where the conversation and its customer's wait are
	word, person   time.Time
	asked          bool // for a person
	from, answered time.Time
	by             string
}

func walked(l *letters) *walk {
	w := &walk{l: l, withBot: true, stands: "bot"}
	var open chat.MessageID
	for _, m := range l.log {
		e := event(m)
		switch letter := l.verdicts[m.ID]; {
		case !w.answered.IsZero():
			return w
		case e.Name != "":
			w.event(e)
		case m.Author.Kind == chat.ByAgent:
			w.speaks(m)
		case l.said[m.ID] != 0:
			if w.word.IsZero() && w.person.IsZero() {
				w.waits = w.stands
			}
			if w.word.IsZero() {
				w.word, open = m.At, m.ID
			}
			if !w.withBot && w.person.IsZero() {
				w.person = m.At
			}
		case letter == 'h':
			w.handed("unassigned")
		case verdict(m) == 'a' || verdict(m) == '+':
			if of := l.said[m.Answers]; of == 'q' || of == 'r' || m.Answers == open {
				w.word = time.Time{}
			}
		}
	}
	return w
}

func (w *walk) handed(to string) {
	w.asked, w.withBot = true, false
	if w.person.IsZero() {
		w.person = w.word
	}
	if w.stands = to; to == "unassigned" {
		w.waits = to
	}
}

func (w *walk) event(e chat.Event) {
	switch e.Name {
	case chat.EventTookOver:
		w.handed("assigned")
	case chat.EventAssigned:
		w.stands = "assigned"
		if e.To == "" {
			w.stands = "unassigned"
		}
		w.waits = w.stands
	case chat.EventRequeued, chat.EventMovedOn:
		w.stands, w.waits = "unassigned", "unassigned"
	case chat.EventHandedBack, chat.EventClosed:
		w.withBot, w.stands, w.person = true, "bot", time.Time{}
	case chat.EventReopened:
		if e.To != "" {
			w.withBot, w.stands = false, "assigned"
		} else if w.asked && e.Reason == "wrote" {
			w.stands = "unassigned"
		}
	}
}

func (w *walk) speaks(m *chat.Message) {
	if w.from = w.person; w.from.IsZero() {
		w.from = w.word
	}
	if w.withBot, w.stands = false, "assigned"; !w.from.IsZero() {
		w.answered, w.by = m.At, m.Author.ID
	}
	w.word, w.person = time.Time{}, time.Time{}
}

// where is the queue of a case whose customer waited for a person.
func (w *walk) where() string {
	if w.answered.IsZero() && !w.asked {
		return ""
	}
	return w.waits
}

// waits counts the waits of a case on both clocks, in all and by the queue, the colleague and the hour.
func (c *recount) waits(w *walk, outcome, last string) {
	l := w.l
	adds := func(whose, figure string) {
		c.sums[figure]++
		c.broken["queue "+w.where()+" "+figure]++
		c.broken[fmt.Sprintf("hour %d %s", l.began.Hour(), figure)]++
		c.broken["agent "+whose+" "+figure]++
	}
	if !w.answered.IsZero() {
		adds(w.by, "response~"+class(w.answered.Sub(w.from)))
		adds(w.by, "response:open~"+class(within(c.rotas, w.from, w.answered)))
	}
	if outcome == "person" {
		adds(last, "resolve~"+class(l.resolved().Sub(l.began)))
		adds(last, "resolve:open~"+class(within(c.rotas, l.began, l.resolved())))
	}
}

// agreesOnWaits compares the waits by the queue, the colleague and the hour.
func agreesOnWaits(t *testing.T, w *chattest.World, c *recount) {
	t.Helper()
	for _, queue := range []string{"bot", "unassigned", "assigned"} {
		if c.broken["queue "+queue+" cases"] == 0 {
			t.Errorf("nobody waited in %s", queue)
		}
	}
	for _, by := range []string{"queue", "hour", "agent"} {
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, ledger.Asked{From: "2026-11-01", To: "2027-01-31", By: by})
		w.Must(err)
		for _, one := range f.By {
			for figure, n := range one.Sums {
				name := by + " " + one.Value + " " + figure
				kind, _, _ := strings.Cut(figure, ":open")
				kind, _, _ = strings.Cut(kind, "~")
				if is := c.broken[name]; is != n && (kind == "response" || kind == "resolve" || is > 0) {
					t.Errorf("%s is %d, a recount says %d", name, n, is)
				}
				delete(c.broken, name)
			}
		}
	}
	for name, n := range c.broken {
		t.Errorf("%s is nothing, a recount says %d", name, n)
	}
	if len(c.rotas) != 4 || c.sums["response:open~0"] == 0 || c.sums["resolve:open~0"] == 0 {
		t.Errorf("the hours changed %d times, and %v", len(c.rotas), c.sums)
	}
}
