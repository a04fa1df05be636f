package ledger

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Sums are figures by their names. Each line adds to a figure by its contents; the line is in the list behind each
// figure to which it adds.
type Sums map[string]int64

// Add adds other sums.
func (s Sums) Add(other Sums) {
	for name, n := range other {
		if s[name] += n; s[name] == 0 {
			delete(s, name)
		}
	}
}

// Sums are the figures to which the line adds.
func (l *Line) Sums() Sums {
	s := Sums{}
	if l.Visit != nil {
		l.visit(s)
	}
	if l.Case != nil {
		l.Case.sums(s, l.At)
	}
	return s
}

func (s Sums) when(name string, is bool) {
	if is {
		s[name]++
	}
}

func (l *Line) visit(s Sums) {
	v := l.Visit
	if v.Own {
		s["own"]++
		return
	}
	if !v.Summed {
		l.came(s)
	}
	s.when("opened", v.Opened || v.Asked)
	s.when("asked", v.Asked)
	s.when("answered", v.Answered)
	s.when("reached", len(v.Goals) > 0)
	for _, days := range Windows {
		s.when(fmt.Sprintf("askers:%d", days), v.Asker > 0 && v.Asker <= days)
	}
	if v.Lead != "" {
		s["leads"]++
		s["leads:"+string(v.Lead)]++
		if v.In != "" && v.Lead != chat.JunkLead {
			worth := "leads:claim:"
			if v.Sure {
				worth = "leads:worth:"
			}
			s[worth+v.In] += int64(math.Round(v.Worth * 100))
		}
	}
	for i := range v.Goals {
		v.goal(s, &v.Goals[i])
	}
}

// came adds that there was a visit.
func (l *Line) came(s Sums) {
	s["visits"]++
	s.when("returning", l.Returning)
	s.when("private", l.Visit.Private)
	if l.Visit.Timed {
		s["timed"]++
		s["seconds"] += int64(l.Visit.Seconds)
	}
}

// goal adds a goal. The share of the bot has visits, each once: those of askers that reached it after the bot alone.
// A value that only a page claims is never added to those that a server told or the chat saw.
func (v *VisitPart) goal(s Sums, g *GoalPart) {
	name := "goal:" + g.Name
	s[name]++
	s["reached:"+g.Name] = 1
	s.when(name+":claimed", !g.Verified)
	cents := int64(math.Round(g.Value * 100))
	worth := "value:"
	if !g.Verified {
		worth = "claim:"
	}
	worth += g.Name + ":" + g.Currency
	if g.Currency != "" {
		s[worth] += cents
	}
	for i, cell := range g.After {
		at := fmt.Sprintf(":%d:%s", Windows[i], cell)
		s[name+at]++
		if g.Currency != "" {
			s[worth+at] += cents
		}
		if cell == AfterBot {
			s[fmt.Sprintf("alone:%s:%d", g.Name, Windows[i])] = 1
		}
	}
}

func (p *CasePart) sums(s Sums, began time.Time) {
	s["cases"]++
	s["outcome:"+string(p.Outcome)]++
	p.costs(s)
	if p.Outcome == NotCounted {
		return
	}
	for _, cause := range p.Causes {
		s["cause:"+cause]++
	}
	s["misses"] += int64(p.Misses)
	s["answers"] += int64(p.Answers)
	s["wrong"] += int64(p.Wrong)
	s["unhelpful"] += int64(p.Unhelpful)
	if s.when("csat:asked", p.Asked); p.Rating != "" {
		s["csat:"+string(p.Rating)]++
	}
	s["offers"] += int64(p.Offers)
	s["chosen"] += int64(p.Chosen)
	s["refused"] += int64(p.refusals())
	for fault, n := range p.Refused {
		s["refused:"+fault] += int64(n)
	}
	if p.Turns > 0 {
		s[span("talk", p.Talk)]++
		s[fmt.Sprintf("turns~%d", min(p.Turns, MaxTurns))]++
	}
	s.spans("first", p.First)
	s.spans("response", p.Response)
	s.spans("response:open", p.ResponseOpen)
	if p.Outcome == WithPerson {
		s.spans("resolve", &p.Resolved)
		s.spans("resolve:open", p.ResolvedOpen)
	}
	if p.Outcome == Confirmed || p.Outcome == Answered {
		p.durable(s, began)
	}
	for name, n := range s {
		if n == 0 {
			delete(s, name)
		}
	}
}

// durable adds whether the answers last, of people who would be recognised, by how many days after its beginning that
// is known for good: its end is DurableDays old then.
func (p *CasePart) durable(s Sums, began time.Time) {
	const day = 24 * 60 * 60
	known := (*seconds(began, p.Closed)+day-1)/day + DurableDays
	for name, is := range map[string]bool{"followed": p.Followed, "again": p.Followed && p.Again} {
		s.when(name, is)
		s.when(fmt.Sprintf("%s~%d", name, known), is)
	}
}

// MaxTurns is the class of all cases with so many turns or more.
const MaxTurns = 20

// spanStep is how much longer a class of time spans is than the one before.
const spanStep = 1.25

// span names the class of a time span in seconds: its n-th class ends before SpanEnd(n).
func span(name string, secs int) string {
	return fmt.Sprintf("%s~%d", name, int(math.Log(float64(secs)+1)/math.Log(spanStep)))
}

// spans counts a time span, if there is one, in its class.
func (s Sums) spans(name string, secs *int) {
	if secs != nil {
		s[span(name, *secs)]++
	}
}

// Of is a figure. A name that ends with a tilde is that of all classes of a time span together.
func (s Sums) Of(name string) (n int64) {
	if !strings.HasSuffix(name, "~") {
		return s[name]
	}
	for class, m := range s {
		if strings.HasPrefix(class, name) {
			n += m
		}
	}
	return n
}

// SpanEnd is where the n-th class of time spans ends.
func SpanEnd(n int) time.Duration {
	return time.Duration((math.Pow(spanStep, float64(n+1)) - 1) * float64(time.Second))
}
