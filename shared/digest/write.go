package digest

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/truncate"
)

// maxQuestion is how many characters of a question a mail has.
const maxQuestion = 200

// outcomes are the words of the page Insights for the outcomes of a case, in its order.
var outcomes = []struct {
	outcome ledger.Outcome
	words   string
}{
	{ledger.Confirmed, "Confirmed by the customer"},
	{ledger.Answered, "Answered, not contradicted"},
	{ledger.WithPerson, "Solved with a person"},
	{ledger.Unanswered, "Handed over and unanswered"},
	{ledger.GivenUp, "Given up"},
	{ledger.NeverAsked, "Never asked"},
	{ledger.StillOpen, "Still open"},
	{ledger.NotCounted, "Not counted"},
}

// write makes an owner's letter. It names no visitor: the questions are blacked out where they are kept.
func (l *Letters) write(ctx context.Context, t chat.Tenant, m chat.Member, w week) (mail.Letter, error) {
	stop, err := l.stop(ctx, t.ID, m.ID)
	if err != nil {
		return mail.Letter{}, err
	}
	team, admin := mail.Line(t.Name), l.post.Door+"/admin"
	period := fmt.Sprintf("%s to %s", w.From.Format("2 January"), w.To.Format("2 January 2006"))
	days := fmt.Sprintf("from=%s&to=%s", w.From.Format(time.DateOnly), w.To.Format(time.DateOnly))
	parts := []string{
		"Hello,",
		"This is the week of " + team + ", " + period + ". The numbers of the week before stand in brackets.",
		w.waits() + "\n" + admin + "/inbox/waiting",
		w.cases() + "\n" + admin + "/insights/overview?" + days + "&before=true",
		w.leads() + "\n" + admin + "/insights/leads?" + days,
	}
	if len(w.Questions) > 0 {
		parts = append(parts, w.asked()+"\n"+admin+"/training?show=questions")
	}
	parts = append(parts,
		"Owners get this e-mail once a week. You may end it, and have it again, here:\n"+admin+"/settings/you",
		"One press ends it for you alone:\n"+l.post.Door+mail.Page+Place+stop)
	return mail.Letter{
		Key: chat.ConversationKey{Tenant: t.ID, ID: place}, To: m.Email, Team: team, ReplyTo: t.Mailbox,
		Subject: team + ": your week, " + period, Text: strings.Join(parts, "\n\n") + "\n",
		OneClick: l.post.Door + "/mail/stop?link=" + stop,
	}, nil
}

func (w *week) waits() string {
	if w.Waiting == 0 {
		return "Nobody waits for a person now."
	}
	return fmt.Sprintf("Waiting for a person now: %d, the longest for %s.", w.Waiting, span(w.Longest))
}

// span is a time in words: days and hours, or hours and minutes.
func span(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case days > 0:
		return many(days, "day") + " and " + many(hours, "hour")
	case hours > 0:
		return many(hours, "hour") + " and " + many(minutes, "minute")
	}
	return many(minutes, "minute")
}

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// both is a figure of the week, with that of the week before.
func (w *week) both(words, figure string) string {
	return fmt.Sprintf("%s: %d (%d)", words, w.Now[figure], w.Before[figure])
}

// cases are the outcomes. One that neither week has stands in no line: they add up all the same.
func (w *week) cases() string {
	lines := []string{w.both("Cases", "cases")}
	for _, o := range outcomes {
		figure := "outcome:" + string(o.outcome)
		if w.Now[figure] > 0 || w.Before[figure] > 0 {
			lines = append(lines, "- "+w.both(o.words, figure))
		}
	}
	return strings.Join(lines, "\n")
}

func (w *week) leads() string {
	return w.both("New leads", "leads") + "\n- " + w.both("Not contacted yet", "leads:"+string(chat.NewLead))
}

func (w *week) asked() string {
	lines := []string{"The questions that most people asked in these days, and that nobody has answered for the bot yet:"}
	for i, q := range w.Questions {
		people := "1 person"
		if q.People != 1 {
			people = fmt.Sprintf("%d people", q.People)
		}
		lines = append(lines, fmt.Sprintf("%d. %s (%s)", i+1, inLine(q.Question), people))
	}
	return strings.Join(lines, "\n")
}

// inLine is a question in one line, without addresses: a mail program makes a link of each, and strangers wrote them.
func inLine(question string) string {
	words := mail.Words(question)
	for i, word := range words {
		if address.MatchString(word) {
			words[i] = "…"
		}
	}
	return truncate.Text(strings.Join(words, " "), maxQuestion)
}

var address = regexp.MustCompile(`://|[\p{L}\d]\.\p{L}{2}`)
