package ledger_test

import (
	"regexp"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// letters are a case as a line:
//
//	q r  a question, one that was answered before     a + - w u  outright, helpful, no answer, wrong, unhelpful
//	t s  thanks, other small talk                     h          a hand-over by the bot
//	p o  a person's word, a takeover                  d          an offer of titles
//	e    something else
type letters struct {
	line         strings.Builder
	number       int
	began, ended time.Time
	firstAnswer  time.Time
	firstAsked   time.Time
	lastMatter   time.Time       // a question, a person's word, or the bot's reply to a question
	silent       bool            // nobody closed it
	answered     map[string]bool // wordings
	asked        map[string]bool
	causes       map[string]bool
	said         map[chat.MessageID]byte
	text         map[chat.MessageID]string
	moments      []moment
	words        []time.Time // of anybody

	polled   bool // they were asked how it was
	rating   string
	last     string // the colleague who wrote last
	log      []*chat.Message
	verdicts map[chat.MessageID]byte // of replies
}

// moment is an event that may contradict an answer.
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
	case m.Effects != nil && m.Effects.Why != nil && !m.Effects.Why.Answered && len(m.Effects.Why.Best) > 0:
		return 'd'
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
				text: map[chat.MessageID]string{}, verdicts: map[chat.MessageID]byte{},
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
	l.log = append(l.log, m)
	switch {
	case e.Name == chat.EventClosed:
		l.ended, l.silent = m.At, m.Author.ID == ""
	case e.Name == chat.EventReopened:
		l.ended = time.Time{}
	case e.Name == chat.EventTookOver:
		letter = 'o'
		l.moments = append(l.moments, moment{at: m.At})
	case e.Name != "":
	case m.Rates > 0:
		if b := m.Bubbles[0]; b.Delivery == nil || b.Delivery.Status != chat.NotSent {
			l.polled = true
		}
		if m.Marks != nil && m.Marks.Rating != nil {
			l.polled, l.rating = true, string(m.Marks.Rating.Value)
		}
	case len(m.Bubbles) > 0 && m.Body().Kind == chat.KindRating:
	case m.Author.Kind == chat.ByAgent:
		letter, l.last = 'p', m.Author.ID
		l.moments = append(l.moments, moment{at: m.At})
		l.hears(m.At)
	case m.Author.Kind == chat.ByVisitor:
		letter = l.customer(m)
	case m.Answers != "":
		letter = l.reply(m)
		l.verdicts[m.ID] = letter
	}
	l.line.WriteByte(letter)
}

func (l *letters) hears(at time.Time) {
	if !l.firstAsked.IsZero() && l.firstAnswer.IsZero() {
		l.firstAnswer = at
	}
	l.matters(at)
	l.words = append(l.words, at)
}

func (l *letters) matters(at time.Time) {
	if at.After(l.lastMatter) {
		l.lastMatter = at
	}
}

func (l *letters) resolved() time.Time {
	if l.silent && !l.lastMatter.IsZero() {
		return l.lastMatter
	}
	return l.ended
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
		if l.matters(m.At); l.firstAsked.IsZero() {
			l.firstAsked = m.At
		}
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
	if of := l.said[m.Answers]; of == 'q' || of == 'r' {
		l.matters(m.At)
	}
	if letter == 'a' || letter == '+' {
		if of := l.said[m.Answers]; l.firstAnswer.IsZero() && (of == 'q' || of == 'r') {
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
