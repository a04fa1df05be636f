package mail_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/memory"
)

// between is a store that lets something else happen in the middle of a step, once.
type between struct {
	mail.Store
	link     func()    // when a link was stored
	identity func()    // before a browser is let in
	silence  func()    // before it is noted that an address was written to
	stale    *mail.Box // that an eventual read still has
}

func (b *between) Box(ctx context.Context, k chat.ConversationKey) (mail.Box, error) {
	if old := b.stale; old != nil {
		return *old, nil
	}
	return b.Store.Box(ctx, k)
}

func (b *between) PutLink(ctx context.Context, k chat.ConversationKey, l mail.Link) error {
	err := b.Store.PutLink(ctx, k, l)
	happens(&b.link)
	return err
}

func (b *between) AddIdentity(ctx context.Context, k chat.VisitorKey, i chat.Identity) error {
	happens(&b.identity)
	return b.Store.AddIdentity(ctx, k, i)
}

func (b *between) UpdateSilence(
	ctx context.Context, tenant chat.TenantID, hash string, change func(*mail.Silence) error,
) error {
	happens(&b.silence)
	return b.Store.UpdateSilence(ctx, tenant, hash, change)
}

func happens(what *func()) {
	if do := *what; do != nil {
		*what = nil
		do()
	}
}

// interrupted has the world's post work on such a store.
func (w *world) interrupted() *between {
	b := &between{Store: w.Store}
	w.opens(b)
	return b
}

// A visitor who leaves another address while a letter is made for the first one: the letter is made anew, with the
// limits and the links of the address to which it goes.
func TestALetterIsMadeForTheAddressToWhichItGoes(t *testing.T) {
	w := begin(t)
	store := w.interrupted()
	w.mailed("b@mail.test") // its mail of the day
	g := w.waits()
	w.Must(w.leaves(g, "a@mail.test"))
	task := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: w.answers(g, "one")}
	w.Pass(6 * time.Minute)
	store.link = func() { w.Must(w.leaves(g, "b@mail.test")) }
	if _, busy := errors.AsType[chat.Busy](w.post.Send(w.Ctx(), task, 0)); !busy || len(w.letters) != 1 {
		t.Errorf("the task is not done again, %d mails went", len(w.letters))
	}
	w.Must(w.post.Send(w.Ctx(), task, 1))
	if len(w.letters) != 1 || count(w.Log(g.Key()), "system mail_held") != 1 {
		t.Error("a second mail went to b that day")
	}
}

// asked is a visitor whose link was asked for anew, the day after their mail, with the task to send it.
func (w *world) asked(address string) (*chattest.Guest, mail.Letter, chat.Task) {
	w.T.Helper()
	g, l := w.mailed(address)
	w.Pass(24 * time.Hour)
	w.letters, w.tasks = nil, nil
	w.Must(w.post.Renew(w.Ctx(), link(l, "go")))
	return g, l, w.tasks[0].Task
}

// A new link that was asked for goes to the address of the old one, or nowhere.
func TestANewLinkGoesToTheAddressOfTheOldOne(t *testing.T) {
	for when, meanwhile := range map[string]func(store *between, change func()){
		"before": func(_ *between, change func()) { change() },
		"while":  func(store *between, change func()) { store.link = change },
	} {
		w := begin(t)
		store := w.interrupted()
		g, _, task := w.asked("a@mail.test")
		meanwhile(store, func() { w.Must(w.leaves(g, "b@mail.test")) })
		for try := range 3 {
			err := w.post.Send(w.Ctx(), task, try)
			if _, busy := errors.AsType[chat.Busy](err); err != nil && !busy {
				t.Errorf("%s: %v", when, err)
			}
		}
		if len(w.letters) != 0 {
			t.Errorf("%s it was sent, the visitor left another address: the mails are %+v", when, w.letters)
		}
	}
}

// A new link is asked for again if that failed, and goes once a day; also if it goes a day later.
func TestANewLinkIsAskedForAgain(t *testing.T) {
	w := begin(t)
	_, l := w.mailed("ana@mail.test")
	w.Pass(24 * time.Hour)
	w.post.Queue = broken{}
	if err := w.post.Renew(w.Ctx(), link(l, "go")); err == nil {
		t.Fatal("nothing failed")
	}
	w.post.Queue = w
	for range 2 {
		w.Must(w.post.Renew(w.Ctx(), link(l, "go")))
		w.works()
	}
	if len(w.letters) != 2 {
		t.Errorf("%d mails went", len(w.letters))
	}
	if err := w.post.Renew(w.Ctx(), link(w.letters[1], "go")); chattest.Code(err) != "mailed_today" {
		t.Errorf("a second mail of a day is promised: %v", err)
	}

	g, l, task := w.asked("ben@mail.test")
	w.Pass(24 * time.Hour)
	g.Writes("are you there?")
	w.Pass(time.Second)
	w.answers(g, "yes")
	w.Pass(6 * time.Minute)
	w.works()
	if w.Must(w.post.Send(w.Ctx(), task, 1)); len(w.letters) != 1 {
		t.Errorf("%d mails went to an unproved address in a day", len(w.letters))
	}
	w.Must(w.post.Failed(w.Ctx(), mail.Failure{Key: l.Key, Address: l.To, Complaint: true}))
	w.Pass(24 * time.Hour)
	if err := w.post.Renew(w.Ctx(), link(l, "go")); chattest.Code(err) != "mail_ended" {
		t.Errorf("a link is promised to an address that is not written to: %v", err)
	}
}

// broken is a queue that takes nothing.
type broken struct{}

func (broken) Mail(context.Context, chat.Task) error { return chattest.ErrNetwork }

// shutOut tells whether no browser is let in as this visitor by a link that it used.
func (w *world) shutOut(g *chattest.Guest) bool {
	w.T.Helper()
	v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
	w.Must(err)
	return !slices.ContainsFunc(v.Identities, func(i chat.Identity) bool { return i.Kind == chat.IdentityDevice })
}

// A browser that comes in by an address in the moment in which it ends: it is shut out too.
func TestABrowserThatComesInAtTheEndIsShutOut(t *testing.T) {
	for name, end := range ends {
		w := begin(t)
		store := w.interrupted()
		g, l := w.mailed("wrong@mail.test")
		store.identity = func() { w.Must(end(w, g, l)) }
		if _, _, err := w.comesBack(l, "one"); chattest.Code(err) != "link_gone" || !w.shutOut(g) {
			t.Errorf("%s: a stranger came in: %v", name, err)
		}
	}
}

// An address is proved by the read that a change makes, not by an older one.
func TestBrowsersAreShutOutWhateverAnOldReadSays(t *testing.T) {
	w := begin(t)
	store := w.interrupted()
	g, l := w.mailed("wrong@mail.test")
	old, err := w.Store.Box(w.Ctx(), g.Key())
	w.Must(err)
	_, _, err = w.comesBack(l, "one")
	w.Must(err)
	store.stale = &old
	w.Must(w.leaves(g, "right@mail.test"))
	if !w.shutOut(g) {
		t.Error("a stranger's browser goes on")
	}
}

// A change of the address that fails on its way is finished by the next one, to whichever address.
func TestBrowsersAreShutOutThoughAChangeFailed(t *testing.T) {
	for _, second := range []string{"right@mail.test", "third@mail.test"} {
		w := begin(t)
		g, l := w.mailed("wrong@mail.test")
		_, _, err := w.comesBack(l, "one")
		w.Must(err)
		w.Memory.Inject = func(method string) memory.Fault {
			if method == "DropIdentity" {
				return memory.Fail
			}
			return memory.None
		}
		if w.leaves(g, "right@mail.test") == nil || w.shutOut(g) {
			t.Fatal("nothing failed")
		}
		w.Memory.Inject = nil
		w.Must(w.leaves(g, second))
		if !w.shutOut(g) {
			t.Errorf("%s: a stranger's browser goes on", second)
		}
	}
}
