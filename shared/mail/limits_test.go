package mail_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
)

// spend takes from a limit until this many are left.
func (w *world) spend(limit chat.RateLimit, who string, left int64) {
	w.T.Helper()
	window := w.Now().Truncate(limit.Window)
	ok, err := w.Store.Take(w.Ctx(), chattest.Tenant, limit.Name+"#"+who, window, limit.Limit-left, limit.Limit,
		window.Add(2*limit.Window))
	if w.Must(err); !ok {
		w.T.Fatalf("%s is spent already", limit.Name)
	}
}

func TestAddressesAreLimited(t *testing.T) {
	for _, c := range []struct {
		limit chat.RateLimit
		who   func(chat.Socket) string
	}{
		{chat.AddressesPerVisitor, func(s chat.Socket) string { return string(s.Visitor) }},
		{chat.AddressesPerNetwork, func(s chat.Socket) string { return s.Caller }},
		{chat.AddressesPerTenant, func(chat.Socket) string { return "" }},
	} {
		w := begin(t)
		g := w.waits()
		g.Socket.Caller = "203.0.113.7"
		w.spend(c.limit, c.who(g.Socket), 1)
		w.Must(w.leaves(g, "ana@mail.test"))
		if err := w.leaves(g, "ben@mail.test"); chattest.Code(err) != "slow_down" {
			t.Errorf("%s does not hold: %v", c.limit.Name, err)
		}
		w.Pass(24 * time.Hour)
		w.Must(w.leaves(g, "ben@mail.test"))
	}
}

func TestMailsAreLimited(t *testing.T) {
	for _, limit := range []chat.RateLimit{chat.MailsPerAddress, chat.MailsPerTenant} {
		w := begin(t)
		g, l := w.mailed("ana@mail.test")
		device, _, err := w.comesBack(l, "one")
		w.Must(err)
		w.Pass(24 * time.Hour)
		who := ""
		if limit == chat.MailsPerAddress {
			who = strings.Split(link(l, "stop"), ".")[2]
		}
		w.spend(limit, who, 1)
		for mails := range 2 {
			device.Opens("/again")
			device.Writes("are you there?")
			w.Pass(time.Second)
			w.answers(g, "yes")
			w.Pass(6 * time.Minute)
			w.works()
			if held := count(w.Log(g.Key()), "system mail_held"); len(w.letters) != 2 || held != mails {
				t.Errorf("%s: %d mails went, the team is told %d times", limit.Name, len(w.letters), held)
			}
		}
		if err := w.post.Renew(w.Ctx(), link(l, "go")); chattest.Code(err) != "slow_down" {
			t.Errorf("%s does not hold for links: %v", limit.Name, err)
		}
	}
}

// A link holds for seven days, and a press of Continue may be repeated for two minutes.
func TestALinkEnds(t *testing.T) {
	const life = 7 * 24 * time.Hour
	for age, state := range map[time.Duration]mail.State{life - time.Second: mail.Good, life: mail.Old} {
		w := begin(t)
		_, l := w.mailed("ana@mail.test")
		w.Pass(age)
		if got := w.sights(l); got != state {
			t.Errorf("after %s the link is %s", age, got)
		}
		_, err := w.uses(l, "one")
		if (err == nil) != (state == mail.Good) || err != nil && chattest.Code(err) != "link_old" {
			t.Errorf("after %s its use is %v", age, err)
		}
	}
	w := begin(t)
	_, l := w.mailed("ana@mail.test")
	code, err := w.uses(l, "one")
	w.Must(err)
	w.Pass(2*time.Minute - time.Second)
	if again, err := w.uses(l, "one"); err != nil || again != code {
		t.Errorf("the press is refused after two minutes less a second: %v", err)
	}
	w.Pass(time.Second)
	if _, err := w.uses(l, "one"); chattest.Code(err) != "link_used" {
		t.Errorf("the press is repeated after two minutes: %v", err)
	}
}

// A burst is mailed once a day, while the visitor does not come.
func TestABurstLastsADay(t *testing.T) {
	w := begin(t)
	g, _ := w.mailed("ana@mail.test")
	w.Pass(24*time.Hour - 7*time.Minute)
	for _, mails := range []int{1, 2} {
		w.answers(g, "another")
		w.Pass(6 * time.Minute)
		w.works()
		if len(w.letters) != mails {
			t.Errorf("at %s %d mails went", w.Now(), len(w.letters))
		}
	}
}

// A letter has the latest five answers, each in at most a thousand characters, and names in one line: they stand in
// its headers.
func TestALetterHasBounds(t *testing.T) {
	w := begin(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Name = "Kettle\r\nBcc: all@mail.test"
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(time.Minute) // the settings are cached
	g, l := w.mailed("ana@mail.test")
	if l.Team != "Kettle Bcc: all@mail.test" || strings.ContainsAny(l.Subject, "\r\n") {
		t.Errorf("the letter is from %q, about %q", l.Team, l.Subject)
	}
	if l.OneClick != "https://chat.test/mail/stop?link="+link(l, "stop") {
		t.Errorf("one click leads to %s", l.OneClick)
	}
	device, _, err := w.comesBack(l, "one")
	w.Must(err)
	device.Writes("are you there?")
	w.Pass(time.Second)
	for _, said := range []string{"one", "two", "three", "four", strings.Repeat("x", 1001), "six"} {
		w.answers(g, said)
	}
	w.Pass(6 * time.Minute)
	w.works()
	text := w.letters[len(w.letters)-1].Text
	if strings.Count(text, "\nAna: ") != 5 || strings.Contains(text, "Ana: one") || !strings.Contains(text, "Ana: six") {
		t.Errorf("the answers are %s", text)
	}
	if n := strings.Count(text, "x"); n > 1010 || n < 990 || strings.Contains(text, strings.Repeat("x", 1001)) {
		t.Errorf("an answer has %d characters", n)
	}
}

// A team that was suspended, or that has no mailbox for replies, writes to nobody, and its widget asks for no address.
func TestATeamThatWritesNoMail(t *testing.T) {
	for name, change := range map[string]func(*chat.Tenant){
		"suspended":         func(t *chat.Tenant) { t.Suspended = time.Unix(1, 0) },
		"without a mailbox": func(t *chat.Tenant) { t.Mailbox = "" },
	} {
		w := begin(t)
		g, l := w.mailed("ana@mail.test")
		w.answers(g, "another")
		other := w.waits()
		w.Must(w.leaves(other, "ben@mail.test"))
		w.answers(other, "one")
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		change(&tenant)
		w.Must(w.Store.PutTenant(w.Ctx(), tenant))
		w.Pass(25 * time.Hour)
		w.works()
		if len(w.letters) != 1 {
			t.Errorf("%s: a mail went: %+v", name, w.letters[1:])
		}
		if err := w.post.Renew(w.Ctx(), link(l, "go")); chattest.Code(err) != "link_gone" {
			t.Errorf("%s: a new link is promised: %v", name, err)
		}
		if left, err := w.post.Left(w.Ctx(), other.Key(), true); err != nil || left != nil {
			t.Errorf("%s: the widget shows %+v, %v", name, left, err)
		}
		if err := w.leaves(other, "cid@mail.test"); chattest.Code(err) != "no_mail" {
			t.Errorf("%s: an address may be left: %v", name, err)
		}
	}
}

// An answer without words is named in the letter's language.
func TestAnAnswerWithoutWords(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("ana@mail.test")
	device, _, err := w.comesBack(l, "one")
	w.Must(err)
	device.Writes("are you there?")
	w.Pass(time.Second)
	w.says(g, chat.Body{Kind: chat.KindImage, Media: &chat.Media{Upload: "u_1", Name: "plan.png", Type: "image/png"}})
	w.Pass(6 * time.Minute)
	w.works()
	if text := w.letters[len(w.letters)-1].Text; !strings.Contains(text, "Ana: plan.png (im Chat zu sehen)\n") {
		t.Errorf("the letter is %s", text)
	}
}

// Notes of the team, which the visitor never sees, hide no answer.
func TestManyNotesHideNoAnswer(t *testing.T) {
	for name, first := range map[string]bool{"before": false, "after": true} {
		w := begin(t)
		g := w.waits()
		w.Must(w.leaves(g, "ana@mail.test"))
		if first {
			w.answers(g, "the answer")
		}
		for range 51 {
			_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Body{Kind: chat.KindNote, Text: "note"})
			w.Must(err)
			w.Pass(time.Second)
		}
		if !first {
			w.answers(g, "the answer")
		}
		w.Pass(6 * time.Minute)
		if w.works(); len(w.letters) != 1 {
			t.Errorf("notes %s the answer: %d mails went", name, len(w.letters))
		}
	}
}
