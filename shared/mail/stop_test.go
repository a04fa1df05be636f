package mail_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
)

// A stop holds whatever became of the conversation since its letter: another address, an erasure, a first stop.
func TestAStopHoldsWhateverCameSince(t *testing.T) {
	for name, since := range map[string]func(w *world, g *chattest.Guest, l mail.Letter) error{
		"nothing":         func(*world, *chattest.Guest, mail.Letter) error { return nil },
		"another address": func(w *world, g *chattest.Guest, _ mail.Letter) error { return w.leaves(g, "b@mail.test") },
		"an erasure": func(w *world, g *chattest.Guest, _ mail.Letter) error {
			_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, g.Socket.Visitor))
			return err
		},
	} {
		w := begin(t)
		w.Vault = chattest.NewVault()
		g, l := w.mailed("victim@mail.test")
		w.Must(since(w, g, l))
		made := link(l, "stop")
		for _, bad := range []string{made[:len(made)-2] + "xx", link(l, "go"), "t.c.h.m", "a.b.c", ""} {
			if err := w.post.Stop(w.Ctx(), bad, true); chattest.Code(err) != "link_gone" {
				t.Errorf("%s: a made-up stop: %v", name, err)
			}
		}
		for range 2 {
			w.Must(w.post.Stop(w.Ctx(), made, false))
		}
		if err := w.leaves(w.waits(), "victim+7@mail.test"); chattest.Code(err) != "no_mail_there" {
			t.Errorf("%s: the address may be left again: %v", name, err)
		}
	}
}

// "This was not me" takes the address off the profile, also after mail was ended by one click.
func TestNotMeAfterOneClick(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("victim@mail.test")
	w.Must(w.post.Stop(w.Ctx(), link(l, "stop"), false))
	profile := func() string {
		v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
		w.Must(err)
		return v.Profile["email"].Value
	}
	if profile() == "" {
		t.Fatal("a stop alone is no word about the profile")
	}
	w.Must(w.post.Stop(w.Ctx(), link(l, "stop"), true))
	if had := profile(); had != "" {
		t.Errorf("the profile still has %s", had)
	}
}

// The other conversation that has a stopped address shows it as one that is not written to, and tells its team once.
func TestAStopIsSeenInOtherConversations(t *testing.T) {
	w := begin(t)
	_, l := w.mailed("ana@mail.test")
	other := w.waits()
	w.Must(w.leaves(other, "ana@mail.test"))
	w.Must(w.post.Stop(w.Ctx(), link(l, "stop"), false))
	if left, err := w.post.Left(w.Ctx(), other.Key(), true); err != nil || left == nil || !left.Bounced {
		t.Errorf("the widget shows %+v, %v", left, err)
	}
	for range 2 {
		w.answers(other, "answer")
		w.Pass(6 * time.Minute)
		w.works()
	}
	if n := count(w.Log(other.Key()), "system mail_stopped"); n != 1 || len(w.letters) != 1 {
		t.Errorf("the team is told %d times, %d mails went", n, len(w.letters))
	}
}

// An open page hears that nothing is written to the address any more, and asks for another one.
func TestAnOpenPageHearsOfABounce(t *testing.T) {
	for name, ends := range map[string]func(w *world, g *chattest.Guest, l mail.Letter) error{
		"a bounce": func(w *world, g *chattest.Guest, l mail.Letter) error {
			return w.post.Failed(w.Ctx(), mail.Failure{Key: g.Key(), Address: l.To})
		},
		"a stop": func(w *world, _ *chattest.Guest, l mail.Letter) error {
			return w.post.Stop(w.Ctx(), link(l, "stop"), false)
		},
	} {
		w := begin(t)
		g, l := w.mailed("ana@mail.test")
		w.Must(ends(w, g, l))
		heard := false
		for _, p := range w.Pushes[g.Socket.ID] {
			if p.Action == chat.PushMail {
				heard = p.Mail != nil && (p.Mail.Bounced || p.Mail.Address == "")
			}
		}
		if !heard {
			t.Errorf("after %s the page hears %+v", name, w.Pushes[g.Socket.ID])
		}
	}
}

// However an address is written, its mailbox is one.
func TestAMailboxIsOneHoweverItIsWritten(t *testing.T) {
	for typed, same := range map[string]bool{
		"V@Gmail.com": true, "v+1@gmail.com": true, "v.v@gmail.com": false, "V+x+y@googlemail.com": true,
		"v@mail.test": false,
	} {
		w := begin(t)
		g, l := w.mailed("v@gmail.com")
		w.Must(w.post.Stop(w.Ctx(), link(l, "stop"), false))
		err := w.leaves(g, typed)
		if refused := chattest.Code(err) == "no_mail_there"; refused != same {
			t.Errorf("%s: %v", typed, err)
		}
	}
	w := begin(t)
	g := w.waits()
	w.Must(w.leaves(g, "v@gmail.com"))
	w.answers(g, "one")
	w.Pass(6 * time.Minute)
	w.works()
	w.Must(w.leaves(g, "v.+2@gmail.com"))
	w.answers(g, "two")
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) != 1 || count(w.Log(g.Key()), "system mail_held") != 0 {
		t.Errorf("%d mails went to one mailbox; the team reads %q", len(w.letters), w.Log(g.Key()))
	}
	w.Must(w.leaves(g, "other@mail.test"))
	w.Must(w.leaves(g, "v@gmail.com"))
	w.answers(g, "three")
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) != 1 {
		t.Errorf("left to and fro, an address is written to again: %+v", w.letters[1:])
	}
}

// The row that keeps an address silent says nothing of the conversation: it stays after that was erased.
func TestASilenceNamesNoConversation(t *testing.T) {
	w := begin(t)
	_, l := w.mailed("ana@mail.test")
	hash := strings.Split(link(l, "stop"), ".")[2]
	wrote, err := w.Store.Silence(w.Ctx(), chattest.Tenant, hash)
	if w.Must(err); !strings.Contains(wrote.About, string(l.Key.ID)) {
		t.Fatalf("the letter is known as %+v", wrote)
	}
	w.Must(w.post.Stop(w.Ctx(), link(l, "stop"), false))
	silent, err := w.Store.Silence(w.Ctx(), chattest.Tenant, hash)
	w.Must(err)
	if want := (mail.Silence{Stopped: w.Now()}); silent != want {
		t.Errorf("the row has %+v", silent)
	}
}

// An address whose owner stops it while a letter to it is made is not written to, and its row stays as it is.
func TestAStopWhileALetterIsMade(t *testing.T) {
	w := begin(t)
	store := w.interrupted()
	g, l, task := w.asked("ana@mail.test")
	store.silence = func() {
		w.Must(w.post.Failed(w.Ctx(), mail.Failure{Key: g.Key(), Address: l.To, Complaint: true}))
	}
	w.Must(w.post.Send(w.Ctx(), task, 0))
	silent, err := w.Store.Silence(w.Ctx(), chattest.Tenant, strings.Split(link(l, "stop"), ".")[2])
	if w.Must(err); len(w.letters) != 0 || silent != (mail.Silence{Complained: w.Now()}) {
		t.Errorf("the row has %+v, the mails are %+v", silent, w.letters)
	}
}

// A part after a plus is cut to count mails, and not to know whose words these are: at some domains it is another
// person's address.
func TestAnotherSpellingIsNotProved(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("ceo+x@freemail.test")
	device, _, err := w.comesBack(l, "one")
	w.Must(err)
	device.Writes("I am back")
	w.answers(g, "SECRET words")
	w.Pass(6 * time.Minute)
	w.works() // the second link to the first spelling
	second := w.letters[len(w.letters)-1]
	w.Must(w.leaves(g, "ceo@freemail.test"))
	if state := w.sights(second); state != mail.None || !w.shutOut(g) {
		t.Errorf("a link to the first spelling is %s, its browsers are let in", state)
	}
	w.Pass(25 * time.Hour)
	g.Opens("/again")
	g.Writes("more, please")
	w.answers(g, "SECRET words")
	w.Pass(6 * time.Minute)
	w.works()
	last := w.letters[len(w.letters)-1]
	if len(w.letters) != 3 || last.To != "ceo@freemail.test" || strings.Contains(last.Text, "SECRET") {
		t.Errorf("%d mails, the last to %s: %s", len(w.letters), last.To, last.Text)
	}
	if _, _, err = w.comesBack(last, "two"); err != nil {
		t.Errorf("a link to the second spelling: %v", err)
	}
}

func count(all []string, one string) (n int) {
	for _, line := range all {
		if line == one {
			n++
		}
	}
	return n
}
