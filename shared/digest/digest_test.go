package digest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/digest"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/unanswered"
)

// world is a team with two owners and an agent, whose bot answers nothing.
type world struct {
	*chattest.World
	post    *mail.Post
	rounds  *digest.Rounds
	owners  *digest.Letters
	letters []mail.Letter
	tasks   []chat.Task
	refuse  error // of the next letter
}

func (w *world) Send(_ context.Context, l mail.Letter) error {
	if err := w.refuse; err != nil {
		w.refuse = nil
		return err
	}
	w.letters = append(w.letters, l)
	return nil
}

func (w *world) Mail(_ context.Context, t chat.Task) error {
	w.tasks = append(w.tasks, t)
	return nil
}

// noModel says that no question can be compared now.
type noModel struct{}

func (noModel) Place(context.Context, []string) ([]meaning.Placed, error) {
	return nil, errors.New("no model")
}

const (
	olu, mia = chat.AgentID("a_olu"), chat.AgentID("a_mia")
	zone     = "America/New_York"
)

// begin is a Wednesday in New York.
func begin(t *testing.T) *world {
	t.Helper()
	w := &world{World: chattest.New(t)}
	w.Pass(3*24*time.Hour + 6*time.Hour)
	w.tenant(func(t *chat.Tenant) { t.Mailbox, t.Zone = "team@kettle.test", zone })
	w.Must(w.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = []chat.Member{
			{ID: olu, Email: "olu@kettle.test", Role: chat.RoleOwner},
			{ID: mia, Email: "mia@kettle.test", Role: chat.RoleOwner},
			{ID: chattest.Ana.ID, Email: "ana@kettle.test", Role: chat.RoleAgent},
			{ID: "a_gone", Email: "gone@kettle.test", Role: chat.RoleOwner, Leaving: true},
		}
		return nil
	}))
	w.post = mail.New(w.Desk, w.Store, "chat@stage.test")
	w.post.Sender, w.post.Queue, w.post.Door = w, w, "https://chat.test"
	w.rounds = digest.NewRounds(w.Desk, w.Store, w)
	w.owners = digest.NewLetters(w.Desk, w.Store, w.post, w.Books, unanswered.New(w.Desk, w.Store, noModel{}))
	w.Think = func(q chat.Question) (chat.Answer, error) {
		text := q.Message.Body().Text
		if strings.Contains(text, "person") {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("Yes.")}, Effects: chat.Effects{HandOver: "asked"}}, nil
		}
		why := &chat.Why{Answered: true, Best: []chat.Reason{{Entry: "e_1", Title: "So"}}}
		return chat.Answer{Bubbles: []chat.Body{chat.Text("So.")}, Effects: chat.Effects{Why: why}}, nil
	}
	return w
}

func (w *world) tenant(change func(*chat.Tenant)) {
	w.T.Helper()
	t, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	change(&t)
	w.Must(w.Store.PutTenant(w.Ctx(), t))
	w.Pass(time.Minute) // the settings are cached
}

// visits has somebody ask, and go.
func (w *world) visits(says string) {
	w.T.Helper()
	g := w.Guest()
	g.Opens("/prices")
	g.Writes(says)
	w.Pass(2 * time.Minute)
	w.Must(w.Store.CloseSocket(w.Ctx(), g.Socket.ID, w.Now()))
	w.Streams()
	w.Pass(40 * time.Minute)
	w.Sweeps()
	w.Streams()
	w.CatchesUp()
}

// until has the timer fire every ten minutes until a time, and what it queues done, each task twice.
func (w *world) until(at time.Time) {
	w.T.Helper()
	w.Pass(w.Now().Add(10*time.Minute - 1).Truncate(10 * time.Minute).Sub(w.Now()))
	for ; w.Now().Before(at); w.Pass(10 * time.Minute) {
		w.Must(w.rounds.Round(w.Ctx(), w.Now()))
		tasks := w.tasks
		w.tasks = nil
		for _, t := range append(tasks, tasks...) {
			if err := w.owners.Send(w.Ctx(), t, 0); err != nil {
				if _, busy := errors.AsType[chat.Busy](err); !busy {
					w.T.Fatal(err)
				}
				w.tasks = append(w.tasks, t)
			}
		}
	}
}

// clock is a time of the team's clock.
func clock(day, hour, minute int) time.Time {
	in, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	return time.Date(2026, 11, day, hour, minute, 0, 0, in)
}

// Each owner has one mail a week, on Monday at eight of the team's clock, however often the timer fires and the queue
// delivers.
func TestEachOwnerHasOneMailAWeek(t *testing.T) {
	w := begin(t)
	w.visits("Where is it?")
	if w.until(clock(30, 8, 0)); len(w.letters) != 0 {
		t.Fatalf("before eight %d mails went", len(w.letters))
	}
	w.until(clock(30, 8, 20))
	if len(w.letters) != 2 || w.letters[0].To == w.letters[1].To {
		t.Fatalf("at eight these went: %+v", w.letters)
	}
	if w.until(clock(36, 0, 0)); len(w.letters) != 2 {
		t.Fatalf("later in the week %d mails went", len(w.letters))
	}
	w.visits("Where is it?")
	if w.until(clock(38, 0, 0)); len(w.letters) != 4 {
		t.Errorf("in the second week %d mails went", len(w.letters)-2)
	}
}

// The figures are those of the page, of the last seven full days and of the seven before.
func TestAMailHasTheFiguresOfThePage(t *testing.T) {
	w := begin(t)
	for range 3 {
		w.visits("Where is it?")
	}
	w.Pass(7 * 24 * time.Hour)
	for range 2 {
		w.visits("When?")
	}
	gap := func(by int, text string) {
		w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
			Bot: chattest.Fast, ID: chat.GapID(text), Question: text, Cause: chat.NoMatch, Last: w.Now(), State: "new",
		}, chat.Asking{
			Bot: chattest.Fast, Gap: chat.GapID(text), Message: w.ID(), At: w.Now(),
			Conversation: chat.ConversationID(fmt.Sprintf("c_%d", by)), Source: chat.Web,
		}))
	}
	for n := range 12 {
		gap(n, fmt.Sprintf("Is size %d there?", n%11))
	}
	w.until(clock(37, 5, 40))
	g := w.Guest() // they wait
	g.Opens("/")
	g.Writes("a person, please")
	w.Pass(2*time.Hour + 5*time.Minute)
	w.until(clock(37, 8, 10))
	if len(w.letters) != 2 {
		t.Fatalf("%d mails went", len(w.letters))
	}
	l := w.letters[0]
	for _, says := range []string{
		"Cases: 2 (3)\n- Answered, not contradicted: 0 (3)\n- Still open: 2 (0)\n", "New leads: 0 (0)",
		"Waiting for a person now: 1, the longest for 2 hours and ",
		"\n1. Is size 0 there? (2 people)\n", "\n10. ",
		"https://chat.test/admin/insights/overview?from=2026-11-30&to=2026-12-06&before=true\n",
		"https://chat.test/admin/inbox/waiting\n", "https://chat.test/admin/settings/you\n",
	} {
		if !strings.Contains(l.Text, says) {
			t.Errorf("the mail does not say %q:\n%s", says, l.Text)
		}
	}
	if strings.Contains(l.Text, "\n11. ") || l.Subject != "Kettle: your week, 30 November to 6 December 2026" {
		t.Errorf("the mail %q is\n%s", l.Subject, l.Text)
	}
}

// Nobody gets a mail of a week in which nothing happened, of a team without a mailbox, or after they said no.
func TestTheseGetNoMail(t *testing.T) {
	for name, change := range map[string]func(w *world){
		"nothing happened":  func(w *world) { w.Pass(8 * 24 * time.Hour) },
		"without a mailbox": func(w *world) { w.tenant(func(t *chat.Tenant) { t.Mailbox = "" }) },
		"suspended":         func(w *world) { w.tenant(func(t *chat.Tenant) { t.Suspended = w.Now() }) },
		"no owner": func(w *world) {
			w.Must(w.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
				for i := range r.Members {
					r.Members[i].Role = chat.RoleLead
				}
				return nil
			}))
		},
		"they said no": func(w *world) {
			for _, id := range []chat.AgentID{olu, mia} {
				m, err := w.ChooseDigest(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: id, Role: chat.RoleOwner}, false)
				if w.Must(err); !m.NoDigest {
					w.T.Error("the choice is not kept")
				}
			}
		},
		"it bounced": func(w *world) {
			for _, to := range []string{"olu@kettle.test", "mia@kettle.test"} {
				w.Must(w.post.Failed(w.Ctx(), mail.Failure{
					Key: chat.ConversationKey{Tenant: chattest.Tenant, ID: "digest"}, Address: to,
				}))
			}
		},
	} {
		w := begin(t)
		w.visits("Where is it?")
		change(w)
		if w.until(clock(40, 0, 0)); len(w.letters) != 0 {
			t.Errorf("%s: %+v", name, w.letters)
		}
	}
}

// One press ends the mail of the owner whose letter it was, and of nobody else.
func TestOnePressEndsTheMail(t *testing.T) {
	w := begin(t)
	w.visits("Where is it?")
	w.until(clock(30, 8, 20))
	l := w.letters[0]
	_, link, _ := strings.Cut(l.OneClick, "https://chat.test/mail/stop?link=")
	if !digest.Stops(link) || !strings.Contains(l.Text, "https://chat.test/widget/back.html#digest="+link+"\n") {
		t.Fatalf("one click leads to %s in\n%s", l.OneClick, l.Text)
	}
	for _, made := range []string{link + "x", strings.Replace(link, "a_", "a_o", 1), "t_9" + link, "t_1.digest.a_olu"} {
		if err := digest.Stop(w.Ctx(), w.Desk, made); chattest.Code(err) != "link_gone" {
			t.Errorf("a made-up link does something: %v", err)
		}
	}
	for range 2 {
		w.Must(digest.Stop(w.Ctx(), w.Desk, link))
	}
	w.Pass(5 * 24 * time.Hour)
	w.visits("Where is it?")
	w.until(clock(38, 0, 0))
	if len(w.letters) != 3 || w.letters[2].To == l.To {
		t.Errorf("after the stop of %s these went: %+v", l.To, w.letters[2:])
	}
}

// A letter that was refused for now is tried again. It is not sent twice if its outcome is unknown, and not tried again
// where each try would be refused.
func TestAMailThatFails(t *testing.T) {
	for _, c := range []struct {
		fails error
		sent  int
	}{{&mail.Refused{Again: true}, 2}, {&mail.Refused{}, 1}, {errors.New("lost"), 1}} {
		w := begin(t)
		w.visits("Where is it?")
		w.until(clock(30, 7, 55))
		w.refuse = c.fails
		for range 12 { // the task is done again, or queued again in the next hour
			w.round()
			w.Pass(time.Hour)
		}
		if len(w.letters) != c.sent {
			t.Errorf("after %v %d mails went", c.fails, len(w.letters))
		}
	}
}

// round has the timer fire once, and all tasks done, whatever comes of them.
func (w *world) round() {
	w.T.Helper()
	w.Pass(w.Now().Add(10*time.Minute - 1).Truncate(10 * time.Minute).Sub(w.Now()))
	w.Must(w.rounds.Round(w.Ctx(), w.Now()))
	tasks := w.tasks
	w.tasks = nil
	for _, t := range tasks {
		if err := w.owners.Send(w.Ctx(), t, 0); err != nil {
			w.T.Logf("%s: %v", t.Agent, err)
		}
	}
}

// Nothing goes twice where a step fails.
func TestNoMailGoesTwiceWhenTheStoreFails(t *testing.T) {
	for _, fault := range []memory.Fault{memory.Fail, memory.FailStored} {
		w := begin(t)
		w.visits("Where is it?")
		w.until(clock(30, 7, 55))
		first := true
		w.Memory.Inject = func(method string) memory.Fault {
			if method == "UpdateRoster" && first {
				first = false
				return fault
			}
			return memory.None
		}
		for range 3 {
			w.round()
			w.Pass(time.Hour)
		}
		to := map[string]int{}
		for _, l := range w.letters {
			to[l.To]++
		}
		if first || to["olu@kettle.test"] > 1 || to["mia@kettle.test"] > 1 || len(to) < 1 {
			t.Errorf("after a fault of the store these went: %v", to)
		}
	}
}
