package ledger_test

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/oklog/ulid/v2"
)

// tale is a made-up case in plain words, with its outcome, which was written down first.
type tale struct {
	title   string
	log     []chat.Message
	goals   []time.Time
	blocked bool
	open    hours.Hours
	want    map[string]string
}

// teller reads tales. docs/insights.md explains the outcomes; testdata/cases.txt has the tales.
type teller struct {
	*tale
	at    time.Time
	n     int
	last  chat.MessageID // the customer's last message
	cases int
}

func tales(t *testing.T, path string) []*tale {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []*tale
	var now *teller
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "== "):
			now = &teller{tale: &tale{title: line[3:], want: map[string]string{}}}
			now.day(1)
			all = append(all, now.tale)
		case strings.HasPrefix(line, "-> "):
			for _, want := range strings.Split(line[3:], ", ") {
				name, value, _ := strings.Cut(want, ": ")
				now.want[name] = value
			}
		case !now.tells(line):
			t.Fatalf("%s: %q is not understood", now.title, line)
		}
	}
	return all
}

func (t *teller) day(n int) { t.at = time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }

// tells takes one line: a time, and its event.
func (t *teller) tells(line string) bool {
	if open, is := strings.CutPrefix(line, "the team is there from "); is {
		return t.opens(strings.Cut(open, " to "))
	}
	when, what, _ := strings.Cut(line, " ")
	if when == "day" {
		var n int
		_, err := fmt.Sscanf(what, "%d", &n)
		t.day(n)
		return err == nil
	}
	clock, err := time.Parse("15:04", when)
	if err != nil {
		return false
	}
	t.at = time.Date(t.at.Year(), t.at.Month(), t.at.Day(), clock.Hour(), clock.Minute(), t.n%60, 0, time.UTC)
	t.n++
	who, words, speaks := strings.Cut(what, ": ")
	if speaks && who == "customer" {
		return t.customer(chat.Text(words))
	}
	if speaks {
		return t.add(chat.Message{Author: agent(who), Bubbles: one(chat.Text(words))})
	}
	return t.acts(what)
}

// opens gives the team the same hours on each day.
func (t *teller) opens(from, to string, is bool) bool {
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		t.open.Week = append(t.open.Week, hours.Span{Day: day, From: from, To: to})
	}
	return is
}

func agent(name string) chat.Author {
	return chat.Author{Kind: chat.ByAgent, ID: strings.ToLower(name), Name: name}
}

func one(b chat.Body) []chat.Bubble { return []chat.Bubble{{Body: b}} }

func (t *teller) add(m chat.Message) bool {
	m.At = t.at
	if m.ID == "" {
		at := t.at.Add(time.Duration(len(t.log)) * time.Millisecond)
		m.ID = chat.MessageID(ulid.MustNew(ulid.Timestamp(at), nil).String())
	}
	t.log = append(t.log, m)
	return true
}

func (t *teller) customer(b chat.Body) bool {
	if t.cases == 0 {
		t.cases = 1
	}
	t.add(chat.Message{Author: chat.Author{Kind: chat.ByVisitor, ID: "v"}, Bubbles: one(b)})
	t.last = t.log[len(t.log)-1].ID
	return true
}

func (t *teller) reply(outcome chat.Outcome, e *chat.Effects, says bool) bool {
	m := chat.Message{
		ID: chat.ReplyTo(t.last), Answers: t.last, Outcome: outcome, Effects: e, Author: chat.Author{Kind: chat.ByBot},
	}
	if says {
		m.Bubbles = one(chat.Text("words of the bot"))
	}
	return t.add(m)
}

func (t *teller) event(by string, e chat.Event) bool {
	return t.add(chat.Message{
		Author: chat.Author{Kind: chat.BySystem, ID: by}, Bubbles: one(chat.Body{Kind: chat.KindEvent, Event: &e}),
	})
}

// acts takes events without words.
func (t *teller) acts(what string) bool {
	gap := &chat.Gap{Question: "?", Cause: chat.NoMatch}
	why := between(what)
	name, act, _ := strings.Cut(what, " ")
	switch before(what) {
	case "bot greets":
		return t.add(chat.Message{Author: chat.Author{Kind: chat.ByBot}, Bubbles: one(chat.Text("Welcome"))})
	case "bot answers", "bot replies":
		return t.reply(chat.Answered, nil, true)
	case "bot answers as Ana prompted":
		t.reply(chat.Answered, nil, true)
		t.log[len(t.log)-1].Part = "ana"
		return true
	case "bot fails as Ana prompted":
		t.reply(chat.Failed, &chat.Effects{Gap: gap, HandOver: "bot_failed"}, false)
		t.log[len(t.log)-1].Part = "ana"
		return true
	case "the words are not delivered":
		t.log[len(t.log)-1].Bubbles[0].Delivery = &chat.Delivery{Status: chat.NotSent}
		return true
	case "bot misses":
		return t.reply(chat.Answered, &chat.Effects{Gap: gap}, true)
	case "bot offers":
		return t.reply(chat.Answered, &chat.Effects{Why: &chat.Why{Best: []chat.Reason{{Entry: "e", Title: "Price"}}}}, true)
	case "bot hands over":
		return t.reply(chat.Answered, &chat.Effects{HandOver: why}, true)
	case "bot misses and hands over":
		return t.reply(chat.Answered, &chat.Effects{Gap: gap, HandOver: why}, true)
	case "bot fails":
		return t.reply(chat.Failed, &chat.Effects{Gap: gap, HandOver: "bot_failed"}, false)
	case "bot's answer is dropped":
		return t.reply(chat.Dropped, nil, true)
	case "customer taps":
		return t.customer(chat.Body{Kind: chat.KindClick, Text: why, Click: &chat.Click{Option: why, Title: why}})
	case "customer opens a link":
		return t.customer(chat.Body{Kind: chat.KindClick, Click: &chat.Click{Option: "x", URL: "https://shop.example"}})
	case "customer fills in the form":
		return t.customer(chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{Form: "f"}})
	case "customer sends a picture":
		return t.customer(chat.Body{Kind: chat.KindImage})
	case "customer reacts":
		return t.customer(chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: "👍"}})
	case "customer is asked how it was":
		return t.add(chat.Message{
			Author: chat.Author{Kind: chat.ByBot}, Rates: t.cases, Bubbles: one(chat.Body{Kind: chat.KindButtons, Text: "How?"}),
		})
	case "customer rates":
		return t.rates(chat.Rating(why))
	case "silence closes":
		return t.event("", chat.Event{Name: chat.EventClosed, Reason: "silence"})
	case "the case goes on":
		return t.event("", chat.Event{Name: chat.EventReopened, Reason: "wrote", Case: t.cases})
	case "the next case begins":
		t.cases++
		return t.event("", chat.Event{Name: chat.EventCaseBegan, Reason: "wrote", Case: t.cases})
	case "it is given":
		return t.event("ana", chat.Event{Name: chat.EventAssigned, To: chat.AgentID(why)})
	case "it moves on":
		return t.event("", chat.Event{Name: chat.EventMovedOn})
	case "customer says that it helped":
		return t.says(&chat.Marks{Helpful: &chat.Helpful{Helped: true, At: t.at}})
	case "customer says that it did not help":
		return t.says(&chat.Marks{Helpful: &chat.Helpful{At: t.at}})
	case "the team says that it was wrong":
		return t.says(&chat.Marks{Wrong: &chat.Wrong{At: t.at}})
	case "a goal is reached":
		t.goals = append(t.goals, t.at)
		return true
	case "the team blocks them":
		t.blocked = true
		return true
	}
	return t.colleague(strings.ToLower(name), act)
}

// says notes somebody's verdict on the last answer, as chat.Verdicts does.
func (t *teller) says(marks *chat.Marks) bool {
	m := &t.log[len(t.log)-1]
	m.Marks = marks
	cause := chat.NotHelpful
	if marks.Wrong != nil {
		cause = chat.AnsweredWrongly
	}
	if marks.Wrong != nil || !marks.Helpful.Helped || m.Effects != nil {
		m.Effects = &chat.Effects{Gap: &chat.Gap{Question: "?", Cause: cause}}
	}
	return true
}

// rates notes the customer's tap, and their answer at the last question, as chat.Desk does.
func (t *teller) rates(value chat.Rating) bool {
	for i := range t.log {
		if t.log[i].Rates > 0 {
			t.log[i].Marks = &chat.Marks{Rating: &chat.Rated{Value: value, At: t.at, First: t.at}}
		}
	}
	return t.customer(chat.Body{Kind: chat.KindRating, Rating: &chat.Tapped{Value: value}})
}

func (t *teller) colleague(name, act string) bool {
	switch act {
	case "takes over":
		return t.event(name, chat.Event{Name: chat.EventTookOver})
	case "hands back":
		return t.event(name, chat.Event{Name: chat.EventHandedBack})
	case "closes":
		return t.event(name, chat.Event{Name: chat.EventClosed})
	case "needs no reply":
		return t.event(name, chat.Event{Name: chat.EventNoReply})
	case "notes":
		return t.add(chat.Message{Author: agent(name), Bubbles: one(chat.Body{Kind: chat.KindNote, Text: "a note"})})
	}
	return false
}

// between is the text in brackets; before is the text before them.
func between(what string) string {
	_, rest, _ := strings.Cut(what, "(")
	return strings.TrimSuffix(rest, ")")
}

func before(what string) string {
	text, _, _ := strings.Cut(what, " (")
	return text
}

// The tales of testdata/cases.txt, each with its outcome, the cell of its last goal within seven days, and the wait for
// a person, all written down before the code was.
func TestTales(t *testing.T) {
	all := tales(t, "testdata/cases.txt")
	for _, tale := range all {
		t.Run(tale.title, func(t *testing.T) {
			is := tale.is(t)
			for name, want := range tale.want {
				if is[name] != want {
					t.Errorf("%s is %q, want %q", name, is[name], want)
				}
			}
			if len(tale.want) == 0 {
				t.Error("it says nothing about its end")
			}
		})
	}
	if len(all) != 93 {
		t.Errorf("there are %d tales", len(all))
	}
}

func (tale *tale) is(t *testing.T) map[string]string {
	cases := ledger.CasesIn(tale.log, true)
	is := map[string]string{
		"outcome": "none", "goal": "none", "wait": "none", "cause": "none", "durable": "none",
		"first": "none", "resolved": "none", "by": "none", "rated": "not asked", "within": "none", "queue": "none",
	}
	for i := range cases {
		cases[i].Clock = ledger.ClockOf(chat.Tenant{Hours: tale.open}, chat.Bot{}, nil)
	}
	var outcomes []string
	parts := ledger.JudgeAll(cases, tale.goals, tale.blocked, bot.Small)
	for _, p := range parts {
		outcomes = append(outcomes, string(p.Outcome))
	}
	if len(parts) > 0 {
		is["outcome"] = strings.Join(outcomes, " then ")
		is["durable"] = map[bool]string{true: "contradicted", false: "not contradicted"}[parts[0].Again]
		last := parts[len(parts)-1]
		if last.Response != nil {
			is["wait"] = fmt.Sprintf("%d min", (*last.Response+30)/60)
			is["within"] = fmt.Sprintf("%d min", (*last.ResponseOpen+30)/60)
		}
		if last.Asked {
			is["rated"] = cmp.Or(string(last.Rating), "no answer")
		}
		if last.By != "" {
			is["by"] = string(last.By)
		}
		if last.First != nil {
			is["first"] = fmt.Sprintf("%d min", (*last.First+30)/60)
		}
		if !last.Closed.IsZero() {
			is["resolved"] = fmt.Sprintf("%d min", (last.Resolved+30)/60)
			is["worked"] = fmt.Sprintf("%d min", (*last.ResolvedOpen+30)/60)
		}
		if last.Queue != "" {
			is["queue"] = string(last.Queue)
		}
		if len(last.Causes) > 0 {
			is["cause"] = strings.Join(last.Causes, " ")
		}
	}
	if n := len(tale.goals); n > 0 {
		at := tale.goals[n-1]
		is["goal"] = string(ledger.Parts([][]chat.Message{tale.log}, at.AddDate(0, 0, -7), at, bot.Small))
	}
	return is
}
