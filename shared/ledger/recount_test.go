package ledger_test

import (
	"fmt"
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
}

// person counts somebody's visits and cases.
func (c *recount) person(visits []chat.Visit, logs map[chat.ConversationID][]chat.Message, v chat.Visitor) {
	var goals []time.Time
	for _, s := range visits {
		c.visit(s, logs)
		for _, g := range s.Goals {
			goals = append(goals, g.At)
		}
	}
	var cases []*letters
	source := map[*letters]chat.Source{}
	for id, log := range logs {
		for _, l := range linesOf(log) {
			cases, source[l] = append(cases, l), chat.Web
			for _, s := range visits {
				if s.ConversationKey().ID == id {
					source[l] = s.Source
				}
			}
		}
	}
	for _, l := range cases {
		c.days[l.began.Format(time.DateOnly)]++
		c.by[string(source[l])]++
		c.count(l, cases, l.outcome(v.Blocked, goals))
	}
}

func (c *recount) count(l *letters, all []*letters, outcome string) {
	c.sums["cases"]++
	c.sums["outcome:"+outcome]++
	if outcome == "uncounted" {
		return
	}
	for cause := range l.causes {
		c.sums["cause:"+cause]++
	}
	line := l.line.String()
	c.sums["answers"] += int64(strings.Count(line, "a") + strings.Count(line, "+"))
	c.sums["misses"] += int64(strings.Count(line, "-"))
	c.sums["wrong"] += int64(strings.Count(line, "w"))
	c.sums["unhelpful"] += int64(strings.Count(line, "u"))
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
	c.sums["visits"]++
	if s.Returning {
		c.sums["returning"]++
	}
	asked, answered := false, false
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
		case !there:
		case m.Author.Kind == chat.ByVisitor && text != "thanks" && text != "hello":
			asked = true
		case m.Author.Kind == chat.ByAgent && event(&m).Name == "":
			answered = answered || asked
		case m.Author.Kind == chat.ByBot && m.Answers != "" && (letter == 'a' || letter == '+'):
			answered = answered || asked
		}
	}
	for name, is := range map[string]bool{"opened": s.Opened || asked, "asked": asked, "answered": answered} {
		if is {
			c.sums[name]++
		}
	}
	if len(s.Goals) > 0 {
		c.sums["reached"]++
	}
	for _, g := range s.Goals {
		c.goal(g, logs)
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
			case m.Author.Kind == chat.ByAgent && e == "" || e == chat.EventTookOver:
				person = "person"
			case m.Author.Kind == chat.ByBot && m.Answers != "" && (letter == 'a' || letter == '+') && !small[m.Answers]:
				bot = "bot"
			}
		}
	}
	cell := map[string]string{"": "nobody", "bot": "bot", "person": "person", "botperson": "both"}[bot+person]
	c.sums["goal:"+g.Name]++
	c.sums["goal:"+g.Name+":7:"+cell]++
	c.sums["value:"+g.Name+":"+g.Currency+":7:"+cell] += int64(g.Value * 100)
	if !g.Verified {
		c.sums["goal:"+g.Name+":claimed"]++
	}
}

// recounted counts everything that a team has.
func recounted(w *chattest.World) *recount {
	c := &recount{map[string]int64{}, map[string]int64{}, map[string]int64{}}
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
	for id, visits := range people {
		key := chat.VisitorKey{Tenant: chattest.Tenant, ID: id}
		v, err := w.Store.Visitor(w.Ctx(), key)
		w.Must(err)
		logs := map[chat.ConversationID][]chat.Message{}
		for _, s := range visits {
			log, err := w.Store.Since(w.Ctx(), s.ConversationKey(), "", 10_000)
			w.Must(err)
			logs[s.ConversationKey().ID] = log
		}
		c.person(visits, logs, v)
	}
	return c
}
