package chat_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// In any order of devices, users, sign-outs, blocks, erasures, joins by hand, repeats and failing writes, nobody is
// joined with the person of another user, no browser reads another one's words, a blocked user is let in nowhere, and
// nobody is joined with somebody who was erased.
func TestNobodyIsJoinedWithAnotherUser(t *testing.T) {
	schedules, joined := 2_500, 0
	if testing.Short() {
		schedules = 300
	}
	for seed := range schedules {
		joined += signInAtRandom(t, rand.New(rand.NewPCG(23, uint64(seed))))
	}
	t.Logf("%d of %d schedules end with a link of a login", joined, schedules)
	if joined < schedules/4 {
		t.Errorf("only %d of %d schedules end with a link of a login: they prove little", joined, schedules)
	}
}

// device is a computer, at which one user after the other may sit. visitors are all that it ever was, oldest first.
type device struct {
	*chattest.Guest
	words string // of the visitor that it is now
}

// seating is who sat at which visitor.
type seating struct {
	*signing
	random  *rand.Rand
	devices []*device
	sat     map[chat.VisitorID][]string // the users who were signed in, or tried to be
	keys    []chat.VisitorKey
	half    bool // a block or its end failed on its way: the team reads so, and says it again
}

var users = []string{"ann", "bob", "cem"}

func signInAtRandom(t *testing.T, random *rand.Rand) (joined int) {
	w := &seating{signing: newSigning(t), random: random, sat: map[chat.VisitorID][]string{}}
	for range 3 {
		d := &device{Guest: w.Guest()}
		w.devices = append(w.devices, d)
		w.anew(d)
	}
	for range 8 + random.IntN(20) {
		w.acts(w.devices[random.IntN(len(w.devices))])
		w.Memory.Inject = nil
		w.Pass(time.Duration(1+random.IntN(300)) * time.Second)
		w.judge()
	}
	for _, key := range w.keys {
		v, err := w.Store.Visitor(w.Ctx(), key)
		if err == nil && slices.ContainsFunc(v.Links, func(l chat.Link) bool { return l.How == chat.ByLogin }) {
			joined = 1
		}
	}
	return joined
}

// anew begins with a new visitor, as the widget does.
func (w *seating) anew(d *device) {
	d.Token = ""
	d.Opens("/")
	d.words = fmt.Sprint("words of ", d.Socket.Visitor)
	d.Says(d.words)
	w.keys = append(w.keys, d.Socket.VisitorKey())
}

// fails has some write of the next act fail, now and then.
func (w *seating) fails() {
	if w.random.IntN(3) == 0 {
		kind := []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict}[w.random.IntN(3)]
		w.Memory.Inject = failing(1+w.random.IntN(5), kind)
	}
}

// acts does one thing that a user, a page or the team may do. Its failure is as good as its success.
func (w *seating) acts(d *device) {
	other := w.devices[w.random.IntN(len(w.devices))]
	switch w.random.IntN(10) {
	case 0, 1, 2, 3, 4:
		w.signs(d, users[w.random.IntN(len(users))])
	case 5:
		w.anew(d) // signed out
	case 6:
		w.fails()
		_ = w.links.LinkByHand(w.Ctx(), chattest.Ana, d.Socket.Visitor, other.Socket.Visitor, "They told me so")
	case 7:
		w.fails()
		_ = w.links.Unlink(w.Ctx(), chattest.Ana, d.Socket.Visitor, other.Socket.Visitor)
	case 8:
		blocked := w.random.IntN(2) == 0
		w.fails()
		_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, d.Socket.Visitor, nil, &blocked)
		w.half = w.half || err != nil
	case 9:
		w.fails()
		job, err := w.Erase(w.Ctx(), chattest.Olu, d.Socket.Visitor)
		if w.Memory.Inject = nil; err == nil && w.random.IntN(2) == 0 {
			_, _ = w.RunJob(w.Ctx(), job.Key())
		}
	}
}

// signs has a user sign in at a device, and the page say so, as the widget does it.
func (w *seating) signs(d *device, user string) {
	for range 2 {
		id := d.Socket.Visitor
		w.sat[id] = append(w.sat[id], user)
		w.fails()
		err := w.signIn(d.Guest, user)
		if w.Memory.Inject = nil; err == nil {
			if v := w.signing.visitor(d.Guest); v.Blocked || v.Login.Sub != user {
				w.T.Fatalf("%s was let in as %s, who is blocked: %v", user, v.Login.Sub, v.Blocked)
			}
		}
		if chat.CodeOf(err) != "other_user" {
			return
		}
		w.anew(d)
	}
	w.T.Fatalf("%s cannot sign in at a new visitor", user)
}

// judge compares all visitors with who sat there.
func (w *seating) judge() {
	for _, key := range w.keys {
		v, err := w.Store.Visitor(w.Ctx(), key)
		if errors.Is(err, chat.ErrErased) {
			continue
		}
		w.Must(err)
		if v.Login != nil && !slices.Contains(w.sat[v.ID], v.Login.Sub) {
			w.T.Fatalf("%s is %s, and only %v sat there", v.ID, v.Login.Sub, w.sat[v.ID])
		}
		others, err := chat.LinkedWith(w.Ctx(), w.Store, v)
		w.Must(err)
		subs := map[string]bool{}
		for _, one := range append(others, v) {
			if one.Login != nil {
				subs[one.Login.Sub] = true
			}
			if one.Blocked != v.Blocked && !w.half {
				w.T.Fatalf("%s is blocked: %v; and %s, who is the same person, is not", v.ID, v.Blocked, one.ID)
			}
		}
		if len(subs) > 1 {
			w.T.Fatalf("%s is one person with the users %v", v.ID, subs)
		}
		for _, l := range v.Links {
			_, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: key.Tenant, ID: l.To})
			if errors.Is(err, chat.ErrErased) && v.Leaving.IsZero() {
				w.T.Fatalf("%s is joined with %s, who was erased", v.ID, l.To)
			}
		}
	}
	for _, d := range w.devices {
		read, err := w.Earlier(w.Ctx(), d.Key(), "", 50)
		if err != nil {
			continue // erased
		}
		for _, m := range read {
			if text := m.Body().Text; strings.Contains(text, "words of ") && !strings.Contains(text, d.words) {
				w.T.Fatalf("%s reads %q", d.Socket.Visitor, text)
			}
		}
	}
}
