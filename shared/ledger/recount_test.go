package ledger_test

import (
	"fmt"
	"regexp"
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

// letters are a case as a line:
//
//	q r  a question, one that was answered before     a + - w u  outright, helpful, no answer, wrong, unhelpful
//	t s  thanks, other small talk                     h          a hand-over by the bot
//	p o  a person's word, a takeover                  e          something else
type letters struct {
	line         strings.Builder
	number       int
	began, ended time.Time
	firstAnswer  time.Time
	answered     map[string]bool // wordings
	asked        map[string]bool
	causes       map[string]bool
	said         map[chat.MessageID]byte
	text         map[chat.MessageID]string
	moments      []moment
	words        []time.Time // of anybody
}

// moment is what may contradict an answer.
type moment struct {
	at      time.Time
	wording string // "" for a person, or the wish for one
}

func plain(text string) string { return strings.Trim(strings.ToLower(text), "?!. ") }

func event(m *chat.Message) chat.Event {
	if len(m.Bubbles) > 0 && m.Body().Event != nil {
		return *m.Body().Event
	}
	return chat.Event{}
}

// verdict is the letter of a bot's reply.
func verdict(m *chat.Message) byte {
	gap := m.Effects != nil && m.Effects.Gap != nil
	var wrong, rated, helped bool
	if m.Marks != nil {
		wrong, rated = m.Marks.Wrong != nil, m.Marks.Helpful != nil
		helped = rated && m.Marks.Helpful.Helped
	}
	switch {
	case m.Outcome != chat.Answered || len(m.Bubbles) == 0:
		return 'e'
	case m.Effects != nil && m.Effects.HandOver != "":
		return 'h'
	case gap && m.Effects.Gap.Cause == chat.NoMatch:
		return '-'
	case gap && wrong:
		return 'w'
	case gap && rated && !helped:
		return 'u'
	case helped:
		return '+'
	}
	return 'a'
}

// lines writes the cases of a log down.
func linesOf(log []chat.Message) []*letters {
	var all []*letters
	for i := range log {
		m := &log[i]
		e := event(m)
		speaks := m.Author.Kind == chat.ByVisitor || m.Author.Kind == chat.ByAgent || e.Name == chat.EventTookOver
		if e.Name == chat.EventCaseBegan || len(all) == 0 && speaks {
			all = append(all, &letters{
				number: len(all) + 1, began: m.At, answered: map[string]bool{}, asked: map[string]bool{},
				causes: map[string]bool{}, said: map[chat.MessageID]byte{},
				text: map[chat.MessageID]string{},
			})
		}
		if len(all) > 0 {
			all[len(all)-1].add(m, e)
		}
	}
	return all
}

func (l *letters) add(m *chat.Message, e chat.Event) {
	if m.At.Before(l.began) {
		l.began = m.At
	}
	letter := byte('e')
	switch {
	case e.Name == chat.EventClosed:
		l.ended = m.At
	case e.Name == chat.EventReopened:
		l.ended = time.Time{}
	case e.Name == chat.EventTookOver:
		letter = 'o'
		l.moments = append(l.moments, moment{at: m.At})
	case e.Name != "":
	case m.Author.Kind == chat.ByAgent:
		letter = 'p'
		l.moments = append(l.moments, moment{at: m.At})
		l.hears(m.At)
	case m.Author.Kind == chat.ByVisitor:
		letter = l.customer(m)
	case m.Answers != "":
		letter = l.reply(m)
	}
	l.line.WriteByte(letter)
}

func (l *letters) hears(at time.Time) {
	if len(l.words) > 0 && l.firstAnswer.IsZero() {
		l.firstAnswer = at
	}
	l.words = append(l.words, at)
}

func (l *letters) customer(m *chat.Message) byte {
	l.words = append(l.words, m.At)
	text := plain(m.Body().Text)
	letter := byte('q')
	switch {
	case text == "thanks":
		letter = 't'
	case text == "hello":
		letter = 's'
	case l.answered[text]:
		letter = 'r'
	}
	if letter == 'q' || letter == 'r' {
		l.asked[text] = true
		l.moments = append(l.moments, moment{m.At, text})
	}
	l.said[m.ID], l.text[m.ID] = letter, text
	return letter
}

func (l *letters) reply(m *chat.Message) byte {
	letter := verdict(m)
	if letter == 'e' {
		return letter
	}
	if m.Effects != nil && m.Effects.HandOver != "" {
		l.causes[m.Effects.HandOver] = true
		l.moments = append(l.moments, moment{at: m.At})
	}
	if letter == 'a' || letter == '+' {
		if l.firstAnswer.IsZero() {
			l.firstAnswer = m.At
		}
		if of := l.said[m.Answers]; of == 't' || of == 's' {
			letter = 'e'
		}
	}
	if letter == 'a' || letter == '+' {
		l.answered[l.text[m.Answers]] = true
	}
	if len(l.words) > 0 {
		l.words = append(l.words, m.At)
	}
	return letter
}

var (
	asksAny  = regexp.MustCompile(`[qr]`)
	outright = regexp.MustCompile(`[a+]`)
	lastWell = regexp.MustCompile(`q[^qr]*[a+][^qr]*$`)        // the last question was answered
	thanked  = regexp.MustCompile(`q[^qr]*[a+][^qr]*t[^qr]*$`) // and the customer thanked
	helpful  = regexp.MustCompile(`[qr][^qr]*\+[^qr]*$`)       // or said that it helped
	toPeople = regexp.MustCompile(`[ho]`)
	byPeople = regexp.MustCompile(`p`)
)

func (l *letters) outcome(blocked bool, goals []time.Time) string {
	line := l.line.String()
	reached := false
	for _, at := range goals {
		reached = reached || !at.Before(l.firstAnswer) && !at.After(l.ended)
	}
	switch {
	case blocked:
		return "uncounted"
	case l.ended.IsZero():
		return "open"
	case byPeople.MatchString(line):
		return "person"
	case !asksAny.MatchString(line):
		return "never"
	case toPeople.MatchString(line):
		return "unanswered"
	case outright.MatchString(line) && (reached || thanked.MatchString(line) || helpful.MatchString(line)):
		return "confirmed"
	case lastWell.MatchString(line):
		return "answered"
	}
	return "given_up"
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
