package mail_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/memory"
)

// Whichever write of a mail fails, stored or not, the next try sends it, once.
func TestNoMailIsLostByAPassingError(t *testing.T) {
	for _, act := range []chat.Act{"", mail.ActLink} {
		for nth := range 8 {
			for _, fault := range []memory.Fault{memory.Fail, memory.FailStored} {
				w := begin(t)
				_, _, task := w.asked("ana@mail.test")
				if act == "" {
					g := w.waits()
					w.Must(w.leaves(g, "ben@mail.test"))
					task.Conversation, task.Act, task.Message = g.Key().ID, "", w.answers(g, "one")
					w.Pass(6 * time.Minute)
				}
				writes, before, claims := 0, "", false
				w.Memory.Inject = func(method string) memory.Fault {
					claiming := before == "PutLink"
					before = method
					if writes++; writes-1 != nth {
						return memory.None
					}
					claims = claiming
					return fault
				}
				for try := range 3 {
					_ = w.post.Send(w.Ctx(), task, try)
				}
				w.Memory.Inject = nil
				// A claim whose answer is lost may be one after which the mail went.
				if want := !claims || fault == memory.Fail; len(w.letters) > 1 || want && len(w.letters) != 1 {
					t.Errorf("%s %d, %v: %d mails went", act, nth, fault, len(w.letters))
				}
			}
		}
	}
}

// A letter that the service refuses for good is no success: in the end an alarm tells of it.
func TestARefusalForGoodIsAnError(t *testing.T) {
	w := begin(t)
	g := w.waits()
	w.Must(w.leaves(g, "ana@mail.test"))
	task := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: w.answers(g, "one")}
	w.Pass(6 * time.Minute)
	for range 3 {
		w.refuse = &mail.Refused{Reason: "the address of the stage is not verified"}
		if w.post.Send(w.Ctx(), task, 0) == nil {
			t.Fatal("a refused mail is done")
		}
	}
	w.Must(w.post.Send(w.Ctx(), task, 0)) // redriven, when it is verified
	if len(w.letters) != 1 {
		t.Errorf("%d mails went", len(w.letters))
	}
}

// An answer for which no mail is left is told in the transcript, once a day, and the next day's is mailed.
func TestABurstThatMeetsALimitIsTold(t *testing.T) {
	w := begin(t)
	w.Pass(w.Now().Truncate(24 * time.Hour).Add(34 * time.Hour).Sub(w.Now())) // ten in the morning
	g, _ := w.mailed("ana@mail.test")
	comes := func(told, mails int) {
		t.Helper()
		g.Opens("/again")
		g.Writes("are you there?")
		w.Pass(time.Second)
		for range 2 {
			w.answers(g, "yes")
			w.Pass(6 * time.Minute)
			w.works()
		}
		if n := count(w.Log(g.Key()), "system mail_held"); n != told || len(w.letters) != mails {
			t.Errorf("the team is told %d times, %d mails went; it should be %d and %d", n, len(w.letters), told, mails)
		}
	}
	comes(1, 1)
	w.Pass(18 * time.Hour) // less than a day after the words that were held
	comes(1, 2)
	comes(2, 2)
}

// A call that fails on its way is told to the team, and to the visitor, by its repeat.
func TestWhatBecameOfAnAddressIsTold(t *testing.T) {
	for line, call := range map[string]func(w *world, g *chattest.Guest) error{
		"system mail_failed": func(w *world, g *chattest.Guest) error {
			return w.post.Failed(w.Ctx(), mail.Failure{Key: g.Key(), Address: "ana@mail.test"})
		},
		"system mail_left": func(w *world, g *chattest.Guest) error { return w.leaves(g, "ben@mail.test") },
	} {
		for nth := range 12 {
			w := begin(t)
			g, _ := w.mailed("ana@mail.test")
			before, writes, failed := count(w.Log(g.Key()), line), 0, ""
			w.Memory.Inject = func(method string) memory.Fault {
				if writes++; writes-1 != nth {
					return memory.None
				}
				failed = method
				return memory.Fail
			}
			_ = call(w, g)
			w.Memory.Inject = nil
			w.Must(call(w, g))
			told := count(w.Log(g.Key()), line) - before
			if told < 1 || told > 1 && failed != "UpdateBox" {
				t.Errorf("%s fails: %s stands there %d times", failed, line, told)
			}
			if line == "system mail_failed" && !slices.ContainsFunc(w.Pushes[g.Socket.ID], func(p chat.Push) bool {
				return p.Action == chat.PushMail && p.Mail.Bounced
			}) {
				t.Errorf("%s fails: the page does not hear of the bounce", failed)
			}
		}
	}
}

// service is a mail service that does this with a letter.
type service func(l mail.Letter) error

func (s service) Send(_ context.Context, l mail.Letter) error { return s(l) }

var errHurry = &mail.Refused{Again: true, Reason: "too many a second"}

// A link that is mailed while an answer's letter is refused takes nothing from the answer.
func TestARefusedAnswerIsMailedThoughALinkWent(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("ana@mail.test")
	device, _, err := w.comesBack(l, "one")
	w.Must(err)
	device.Writes("are you there?")
	w.Pass(time.Second)
	answer := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: w.answers(g, "yes")}
	w.Pass(6 * time.Minute)
	w.letters, w.tasks = nil, nil
	w.Must(w.post.Renew(w.Ctx(), link(l, "go")))
	asked := w.tasks[0].Task
	w.post.Sender = service(func(mail.Letter) error {
		w.post.Sender = w
		w.Must(w.post.Send(w.Ctx(), asked, 0))
		return errHurry
	})
	if err := w.post.Send(w.Ctx(), answer, 0); err == nil {
		t.Error("a refused mail is done")
	}
	w.Must(w.post.Send(w.Ctx(), answer, 1))
	if len(w.letters) != 2 || w.letters[1].Subject != "Kettle: Eine Antwort wartet auf Sie" {
		t.Errorf("the mails are %+v", w.letters)
	}
}

// Where it cannot be noted that a letter was refused, that is tried again, and in the end is an error.
func TestARefusalIsNoted(t *testing.T) {
	for fails, mails := range []int{1, 1, 1, 0} {
		w := begin(t)
		g := w.waits()
		w.Must(w.leaves(g, "ana@mail.test"))
		task := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: w.answers(g, "one")}
		w.Pass(6 * time.Minute)
		w.post.Sender = service(func(mail.Letter) error {
			n := 0
			w.Memory.Inject = func(string) memory.Fault {
				if n++; n > fails {
					return memory.None
				}
				return memory.Fail
			}
			w.post.Sender = w
			return errHurry
		})
		err := w.post.Send(w.Ctx(), task, 0)
		if _, busy := errors.AsType[chat.Busy](err); err == nil || busy != (mails == 1) {
			t.Errorf("%d writes fail: %v", fails, err)
		}
		w.Memory.Inject = nil
		if w.Must(w.post.Send(w.Ctx(), task, 1)); len(w.letters) != mails {
			t.Errorf("%d writes fail: %d mails went", fails, len(w.letters))
		}
	}
}

// All tries of a letter are one mail to the limits.
func TestALetterIsChargedOnce(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("ana@mail.test")
	device, _, err := w.comesBack(l, "one")
	w.Must(err)
	for range 3 {
		device.Writes("are you there?")
		w.Pass(time.Second)
		task := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: w.answers(g, "yes")}
		w.Pass(6 * time.Minute)
		for try := range 9 {
			w.refuse = errHurry
			_ = w.post.Send(w.Ctx(), task, try)
		}
		w.refuse = nil
		w.Must(w.post.Send(w.Ctx(), task, 9))
	}
	if n := count(w.Log(g.Key()), "system mail_held"); n != 0 || len(w.letters) != 4 {
		t.Errorf("the team is told %d times that no mail is left, %d mails went", n, len(w.letters))
	}
}

// A burst of which the team was told that no mail is left is mailed with the next day's.
func TestAHeldBurstDoesNotHoldTheNextDay(t *testing.T) {
	w := begin(t)
	w.Pass(w.Now().Truncate(24 * time.Hour).Add(34 * time.Hour).Sub(w.Now()))
	g, _ := w.mailed("ana@mail.test")
	g.Opens("/again")
	g.Writes("are you there?")
	w.Pass(time.Second)
	for range 2 {
		w.answers(g, "yes")
		w.Pass(6 * time.Minute)
		w.works()
		w.Pass(18 * time.Hour) // the visitor does not come
	}
	if n := count(w.Log(g.Key()), "system mail_held"); n != 1 || len(w.letters) != 2 {
		t.Errorf("the team is told %d times, %d mails went", n, len(w.letters))
	}
}

// An answer that was taken back is not mailed, and a corrected one has its new words.
func TestWordsThatWereTakenBackAreNotMailed(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("ana@mail.test")
	device, _, err := w.comesBack(l, "one")
	w.Must(err)
	device.Writes("I am back")
	w.Pass(time.Second)
	wrong, right := w.answers(g, "SECRET of another customer"), w.answers(g, "it is blau")
	w.Must(w.Correction(chattest.Ana, g.Key(), chat.KindRevoke, wrong, ""))
	w.Must(w.Correction(chattest.Ana, g.Key(), chat.KindEdit, right, "it is blue"))
	w.Pass(6 * time.Minute)
	w.works()
	if text := w.letters[len(w.letters)-1].Text; len(w.letters) != 2 || strings.Contains(text, "SECRET") ||
		strings.Contains(text, "blau") || !strings.Contains(text, "it is blue") {
		t.Errorf("the last of %d mails is %s", len(w.letters), text)
	}
	device.Writes("thanks")
	w.Pass(time.Second)
	w.Must(w.Correction(chattest.Ana, g.Key(), chat.KindRevoke, w.answers(g, "SECRET again"), ""))
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) != 2 {
		t.Errorf("a mail tells of nothing: %s", w.letters[2].Text)
	}
}
