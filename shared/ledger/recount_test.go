package ledger_test

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// recount counts a team's figures another way, from the visits and the logs alone: it writes each case down as a line
// of letters and reads its outcome off with patterns. It shares no code with the ledger.
type recount struct {
	sums map[string]int64
	days map[string]int64 // visits and cases by their days
	by   map[string]int64 // visits and cases by their source

	alone   map[string]bool  // goals of a visit that the bot reached
	entries map[string]int64 // figures by the entry: its name, a space, and the figure
	tongues map[string]int64 // visits and cases by the language
	broken  map[string]int64 // figures of waits, each after the dimension and its value
	rotas   []rota
}

// profile is a visitor with everything of theirs. Those that are joined are one person.
type profile struct {
	chat.Visitor
	visits []chat.Visit
	logs   map[chat.ConversationID][]chat.Message
}

// person counts the visits and cases of somebody's profiles.
func (c *recount) person(all []profile) {
	var goals []time.Time
	logs := map[chat.ConversationID][]chat.Message{}
	for _, p := range all {
		maps.Copy(logs, p.logs)
	}
	for _, p := range all {
		for _, s := range p.visits {
			if s.Own || p.Own {
				c.sums["own"]++
			} else {
				c.visit(s, logs)
			}
			for _, g := range s.Goals {
				goals = append(goals, g.At)
			}
		}
	}
	var cases []*letters
	void := map[*letters]bool{}
	for _, p := range all {
		for id, log := range p.logs {
			for _, l := range linesOf(log) {
				cases, void[l] = append(cases, l), p.Blocked || p.Own || ownAt(p.visits, id, l.began)
				c.place(l, id, p.visits)
			}
		}
	}
	for _, l := range cases {
		c.count(l, cases, l.outcome(void[l], goals))
	}
}

// place counts a case where its visit was.
func (c *recount) place(l *letters, id chat.ConversationID, visits []chat.Visit) {
	source, tongue, since := chat.Web, "", time.Time{}
	for _, s := range visits {
		if s.ConversationKey().ID != id {
			continue
		}
		source = s.Source
		if !s.Started.After(l.began.Add(chat.ClockSkew)) && s.Started.After(since) {
			since, tongue = s.Started, s.Language
		}
	}
	c.days[l.began.Format(time.DateOnly)]++
	c.by[string(source)]++
	c.tongues[tongue]++
}

// ownAt tells whether the latest visit that had begun by a time was one of the team itself.
func ownAt(visits []chat.Visit, id chat.ConversationID, at time.Time) bool {
	var latest chat.Visit
	for _, s := range visits {
		if s.ConversationKey().ID == id && s.Started.Before(at.Add(time.Minute)) && s.Started.After(latest.Started) {
			latest = s
		}
	}
	return latest.Own
}

func (c *recount) count(l *letters, all []*letters, outcome string) {
	c.sums["cases"]++
	c.sums["outcome:"+outcome]++
	c.spent(l)
	w := walked(l)
	c.broken["queue "+w.where()+" cases"]++
	if outcome == "uncounted" {
		return
	}
	c.answers(l)
	for cause := range l.causes {
		c.sums["cause:"+cause]++
	}
	line := l.line.String()
	c.sums["answers"] += int64(strings.Count(line, "a") + strings.Count(line, "+"))
	c.sums["misses"] += int64(strings.Count(line, "-"))
	c.sums["wrong"] += int64(strings.Count(line, "w"))
	c.sums["unhelpful"] += int64(strings.Count(line, "u"))
	if l.polled {
		c.sums["csat:asked"]++
	}
	if l.rating != "" {
		c.sums["csat:"+l.rating]++
	}
	turns := 0
	for _, letter := range line {
		if strings.ContainsRune("qrts", letter) {
			turns++
		}
	}
	if turns > 0 {
		c.sums[fmt.Sprintf("turns~%d", min(turns, 20))]++
		c.sums["talk~"+class(l.words[len(l.words)-1].Sub(l.words[0]))]++
	}
	c.waits(w, outcome, l.last)
	if !l.firstAnswer.IsZero() {
		c.sums["first~"+class(l.firstAnswer.Sub(l.firstAsked))]++
	}
	if outcome != "confirmed" && outcome != "answered" {
		return
	}
	c.sums["followed"]++
	for _, other := range all {
		for _, m := range other.moments {
			week := !m.at.Before(l.ended) && !m.at.After(l.ended.AddDate(0, 0, 7))
			if other != l && week && (m.wording == "" || l.asked[m.wording]) {
				c.sums["again"]++
				return
			}
		}
	}
}

// class is the number of the first span that is longer: each is a quarter longer than the one before.
func class(d time.Duration) string {
	n, secs := 0, float64(int(d/time.Second)+1)
	for end := 1.25; secs >= end; end *= 1.25 {
		n++
	}
	return fmt.Sprint(n)
}

func (c *recount) visit(s chat.Visit, logs map[chat.ConversationID][]chat.Message) {
	c.days[s.Started.Format(time.DateOnly)]++
	c.by[string(s.Source)]++
	c.tongues[s.Language]++
	c.sums["visits"]++
	if s.Returning {
		c.sums["returning"]++
	}
	asked, answered := false, false
	mine := map[chat.MessageID]bool{}
	for _, m := range logs[s.ConversationKey().ID] {
		text := ""
		if m.Author.Kind == chat.ByVisitor {
			text = plain(m.Body().Text)
		}
		letter := verdict(&m)
		there := !m.At.Before(s.Started) && !m.At.After(s.EndedAt.Add(30*time.Second))
		if s.Source == chat.WhatsApp {
			there = !m.At.Before(s.Started) && !m.At.After(s.EndedAt.Add(30*time.Minute))
		}
		switch {
		case !there || len(m.Bubbles) > 0 && m.Body().Kind == chat.KindRating:
		case m.Author.Kind == chat.ByVisitor && text != "thanks" && text != "hello":
			asked, mine[m.ID] = true, true
		case m.Author.Kind == chat.ByAgent && event(&m).Name == "":
			answered = answered || asked
		case m.Author.Kind == chat.ByBot && (letter == 'a' || letter == '+'):
			answered = answered || mine[m.Answers]
		}
	}
	for name, is := range map[string]bool{"opened": s.Opened || asked, "asked": asked, "answered": answered} {
		if is {
			c.sums[name]++
		}
	}
	c.askers(s, logs)
	if len(s.Goals) > 0 {
		c.sums["reached"]++
	}
	c.alone = map[string]bool{}
	for _, g := range s.Goals {
		c.goal(g, logs)
	}
}

// askers counts the visit of somebody whom the bot had answered, well or not, within some days before its end.
func (c *recount) askers(s chat.Visit, logs map[chat.ConversationID][]chat.Message) {
	tail := 30 * time.Second
	if s.Source == chat.WhatsApp {
		tail = 30 * time.Minute
	}
	for _, days := range []int{1, 7, 30} {
		first, last := s.Started, s.EndedAt.Add(tail)
		for _, g := range s.Goals {
			if g.At.Before(first) {
				first = g.At
			}
			if g.At.After(last) {
				last = g.At
			}
		}
		n := 0
		for _, log := range logs {
			small := map[chat.MessageID]bool{}
			for _, m := range log {
				if m.Author.Kind == chat.ByVisitor {
					text := plain(m.Body().Text)
					small[m.ID] = text == "thanks" || text == "hello"
				}
				reply := m.Author.Kind == chat.ByBot && m.Answers != "" && !small[m.Answers]
				if reply && !m.At.After(last) && !m.At.Before(first.AddDate(0, 0, -days)) {
					n++
				}
			}
		}
		if n > 0 {
			c.sums[fmt.Sprint("askers:", days)]++
		}
	}
}

// goal counts a goal in its cell of a week.
func (c *recount) goal(g chat.VisitGoal, logs map[chat.ConversationID][]chat.Message) {
	bot, person := "", ""
	for _, log := range logs {
		small := map[chat.MessageID]bool{}
		for _, m := range log {
			if m.Author.Kind == chat.ByVisitor {
				text := plain(m.Body().Text)
				small[m.ID] = text == "thanks" || text == "hello"
			}
			e := event(&m).Name
			letter := verdict(&m)
			switch {
			case m.At.Before(g.At.AddDate(0, 0, -7)) || m.At.After(g.At):
			case m.Author.Kind == chat.ByAgent && e == "":
				person = "person"
			case m.Author.Kind == chat.ByBot && m.Answers != "" && (letter == 'a' || letter == '+') && !small[m.Answers]:
				bot = "bot"
			}
		}
	}
	cell := map[string]string{"": "nobody", "bot": "bot", "person": "person", "botperson": "both"}[bot+person]
	c.sums["goal:"+g.Name]++
	c.sums["goal:"+g.Name+":7:"+cell]++
	if cell == "bot" && !c.alone[g.Name] {
		c.alone[g.Name] = true
		c.sums["alone:"+g.Name+":7"]++
	}
	worth := "value:"
	if !g.Verified && !g.Seen {
		worth = "claim:"
		c.sums["goal:"+g.Name+":claimed"]++
	}
	c.sums[worth+g.Name+":"+g.Currency+":7:"+cell] += int64(g.Value * 100)
	c.sums[worth+g.Name+":"+g.Currency] += int64(g.Value * 100)
}

// recounted counts everything that a team has.
func recounted(w *chattest.World, rotas []rota) *recount {
	c := &recount{
		sums: map[string]int64{}, days: map[string]int64{}, by: map[string]int64{}, entries: map[string]int64{},
		tongues: map[string]int64{}, broken: map[string]int64{}, rotas: rotas,
	}
	people := map[chat.VisitorID][]chat.Visit{}
	for _, live := range []bool{true, false} {
		for position := ""; ; {
			rows, next, err := w.Store.ListVisits(w.Ctx(), chattest.Tenant, live, position, chat.MaxPageSize)
			w.Must(err)
			for _, s := range rows {
				people[s.Visitor] = append(people[s.Visitor], s)
			}
			if position = next; next == "" {
				break
			}
		}
	}
	all, seen := map[chat.VisitorID]profile{}, map[chat.VisitorID]bool{}
	for id, visits := range people {
		v, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: id})
		w.Must(err)
		p := profile{v, visits, map[chat.ConversationID][]chat.Message{}}
		for _, s := range visits {
			log, err := w.Store.Since(w.Ctx(), s.ConversationKey(), "", 10_000)
			w.Must(err)
			p.logs[s.ConversationKey().ID] = log
		}
		all[id] = p
	}
	for id := range all {
		if together := reachable(all, id, seen); len(together) > 0 {
			c.sums["profiles that are joined"] += int64(len(together) - 1)
			c.person(together)
		}
	}
	return c
}

// reachable are a visitor and everybody to whom links lead from them, but for those who were seen before.
func reachable(all map[chat.VisitorID]profile, id chat.VisitorID, seen map[chat.VisitorID]bool) (some []profile) {
	p, known := all[id]
	if seen[id] || !known {
		return nil
	}
	seen[id] = true
	some = append(some, p)
	for _, l := range p.Links {
		some = append(some, reachable(all, l.To, seen)...)
	}
	return some
}
