package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
)

// A priority is of a case: the transcript has who set it, a second time changes nothing, and the next case has none.
func TestAPriorityIsOfACase(t *testing.T) {
	w := chattest.New(t)
	g := answered(w)
	sets := func(p chat.Priority) error {
		w.Pass(time.Second)
		_, err := chat.SetPriority(w.Ctx(), w.Desk, chattest.Ana, g.Key(), p)
		return err
	}
	before := w.Head(g.Key())
	w.Must(sets(chat.Urgent))
	w.Must(sets(chat.Urgent))
	w.Must(sets(chat.High))
	if err := sets("soonish"); chat.CodeOf(err) != "bad_priority" {
		t.Errorf("an unknown one: %v", err)
	}
	h := w.Head(g.Key())
	if h.Priority != chat.High || h.Epoch != before.Epoch || h.At != before.At || h.ForAgent().Priority != chat.High {
		t.Errorf("the head is %+v", h)
	}
	said := []string{}
	for _, m := range w.Rows(g.Key()) {
		if e := m.Body().Event; e != nil && e.Name == chat.EventPriority {
			said = append(said, e.By+" "+e.Reason)
		}
	}
	if got := strings.Join(said, ", "); got != "Ana urgent, Ana high" {
		t.Errorf("the transcript says %q", got)
	}
	w.Closes(g.Key())
	if w.Head(g.Key()).Priority != chat.High {
		t.Error("closing takes it off, so that nobody sees what it was")
	}
	w.Pass(10 * 24 * time.Hour)
	g.Says("Something else")
	if p := w.Head(g.Key()).Priority; p != "" {
		t.Errorf("the next case is %q", p)
	}
}

// A customer's language is that of their words, as far as they tell one; of their page until they do.
func TestACustomersLanguageIsNoted(t *testing.T) {
	w := chattest.New(t)
	w.Rules.LanguageOf = func(text string, known ...string) string {
		if text == "了解" { // in letters of several languages
			return known[len(known)-1]
		}
		if strings.HasPrefix(text, "Guten Tag") {
			return "de"
		}
		return ""
	}
	g := w.Guest()
	g.Opens("/")
	says := func(locale, text string) string {
		w.Pass(time.Second)
		in := g.Incoming(w.ID(), text)
		in.Locale = locale
		_, err := w.Receive(w.Ctx(), in)
		w.Must(err)
		h := w.Head(g.Key())
		return h.Speaks()
	}
	for _, c := range []struct{ locale, text, want string }{
		{"", "ok", ""},
		{"../x", "ok", ""},
		{"pt-BR", "ok", "pt"},
		{"en_GB", "4711", "pt"},
		{"en", "Guten Tag, wann haben Sie offen?", "de"},
		{"en", "ok", "de"},
		{"ja-JP", "了解", "ja"},
	} {
		if got := says(c.locale, c.text); got != c.want {
			t.Errorf("%q on a page in %q: %q, want %q", c.text, c.locale, got, c.want)
		}
	}
}

// The target is of the first word of a person in a case, by the queue in which its customer waits, and within opening
// hours.
func TestATargetIsOfTheFirstWordInACase(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Employs(chattest.Ana)
	w.Think = wantsAPerson
	g := w.Guest()
	g.Opens("/")
	g.Says("a person, please")
	asked := w.Head(g.Key()).WaitingFrom
	tenant := chat.Tenant{Targets: chat.Targets{Team: 30, Person: 10}}
	target := func() time.Time {
		h := w.Head(g.Key())
		return tenant.TargetOf(chat.Bot{}, &h)
	}
	if got := target(); !got.Equal(asked.Add(30 * time.Minute)) {
		t.Errorf("for the team it is %v", got)
	}
	day := asked.Format("15:04")
	tenant.Hours = hours.Hours{Week: []hours.Span{
		{Day: "sun", From: "00:00", To: day}, {Day: "mon", From: "09:00", To: "17:00"},
	}}
	next := time.Date(asked.Year(), asked.Month(), asked.Day()+1, 9, 30, 0, 0, time.UTC)
	if got := target(); asked.Weekday() != time.Sunday || !got.Equal(next) {
		t.Errorf("after hours of %s it is %v, want %v", asked.Weekday(), got, next)
	}
	tenant.Hours = hours.Hours{}
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	if got := target(); !got.Equal(asked.Add(10 * time.Minute)) {
		t.Errorf("for a person it is %v", got)
	}
	agentSays(w, g.Key(), "Here I am.")
	w.Pass(time.Minute)
	g.Says("And one more thing")
	if got := target(); !got.IsZero() {
		t.Errorf("after the first word it is %v", got)
	}
	w.Closes(g.Key())
	w.Pass(10 * 24 * time.Hour)
	g.Says("a person, please")
	if got, waits := target(), w.Head(g.Key()).WaitingFrom; waits.IsZero() || !got.Equal(waits.Add(30*time.Minute)) {
		t.Errorf("in the next case it is %v", got)
	}
	tenant.Targets.Team = 0
	if got := target(); !got.IsZero() {
		t.Errorf("without a target it is %v", got)
	}
}
