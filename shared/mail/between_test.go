package mail_test

import (
	"context"
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
	for name, act := range map[string]chat.Act{"an answer": "", "a link": mail.ActLink} {
		w := begin(t)
		store := w.interrupted()
		w.mailed("b@mail.test") // its mail of the day
		g := w.waits()
		w.Must(w.leaves(g, "a@mail.test"))
		task := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Act: act, Message: w.answers(g, "one")}
		w.Pass(6 * time.Minute)
		w.tasks = nil
		store.link = func() { w.Must(w.leaves(g, "b@mail.test")) }
		if _, busy := w.post.Send(w.Ctx(), task, 0).(chat.Busy); !busy || len(w.letters) != 1 {
			t.Errorf("%s: the task is not done again, %d mails went", name, len(w.letters))
		}
		w.Must(w.post.Send(w.Ctx(), task, 1))
		if act == "" {
			if len(w.letters) != 1 || count(w.Log(g.Key()), "system mail_held") != 1 {
				t.Errorf("%s: a second mail went to b that day", name)
			}
			continue
		}
		l := w.letters[len(w.letters)-1]
		if len(w.letters) != 2 || l.To != "b@mail.test" || w.sights(l) != mail.Good {
			t.Errorf("%s: %d mails went, the last to %s", name, len(w.letters), l.To)
		}
		w.Must(w.post.Stop(w.Ctx(), link(l, "stop"), false))
		if err := w.leaves(g, "a@mail.test"); err != nil {
			t.Errorf("%s: the stop of b was one of a: %v", name, err)
		}
	}
}

// shutOut tells whether nobody comes in by links any more, though an answer that says so may have been lost.
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
