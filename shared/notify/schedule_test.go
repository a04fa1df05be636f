package notify_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/memory"
	"pgregory.net/rapid"
)

// Whichever write fails, stored or not, and however often the task comes: one notification goes at most, and one goes
// unless the claim itself was stored and its answer lost.
func TestOneNotificationWhateverFails(t *testing.T) {
	for nth := range 3 {
		for _, fault := range []memory.Fault{memory.Fail, memory.FailStored} {
			w := begin(t)
			g := w.gone("phone")
			m, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("one"))
			w.Must(err)
			w.Must(w.bell.Answered(w.Ctx(), g.Key(), m))
			writes := 0
			w.Memory.Inject = func(string) memory.Fault {
				if writes++; writes-1 != nth {
					return memory.None
				}
				return fault
			}
			for try := range 3 {
				_ = w.bell.Send(w.Ctx(), w.tasks[0].Task, try)
			}
			w.Memory.Inject = nil
			if want := nth > 0 || fault == memory.Fail; len(w.went) > 1 || want && len(w.went) != 1 {
				t.Errorf("%d, %v: %d notifications went", nth, fault, len(w.went))
			}
		}
	}
}

// shopper is a visitor with what is known of them.
type shopper struct {
	*chattest.Guest
	asked  bool // to be notified, and not ended since
	there  bool // with the page before them
	erased bool
	told   int // since they were back
}

type schedule struct {
	*world
	t      *rapid.T
	people map[string]*shopper // by the name of their browser
}

func (s *schedule) any() *shopper {
	return s.people[rapid.SampledFrom([]string{"a", "b", "c"}).Draw(s.t, "who")]
}

// check looks at each notification when it goes.
func (s *schedule) check(to chat.Subscription) {
	p := s.people[to.Endpoint[len(to.Endpoint)-1:]]
	if p.told++; !p.asked || p.there || p.erased || p.told > 1 {
		s.t.Fatalf("a notification went to %+v", *p)
	}
}

func (s *schedule) asksFor(name string) {
	p := s.people[name]
	if p.erased || !p.there {
		return
	}
	err := s.asks(p.Guest, name)
	code := chattest.Code(err)
	if chat.KindOf(err) == chat.TooMany || code == "not_waiting" || code == "no_notifications" {
		return
	}
	s.Must(err)
	p.asked = true
}

func (s *schedule) comes() {
	if p := s.any(); !p.erased && !p.there {
		p.Opens("/kettles")
		p.there = true
		s.Must(s.Seen(s.Ctx(), p.Key(), s.Head(p.Key()).Last, p.Socket.ID))
		p.told = 0
	}
}

func (s *schedule) goes() {
	if p := s.any(); !p.erased && p.there {
		p.Leaves()
		p.there = false
	}
}

func (s *schedule) answersOne() {
	if p := s.any(); !p.erased {
		s.answers(p.Guest, "SECRET")
	}
}

func (s *schedule) ends() {
	p := s.any()
	if p.erased {
		return
	}
	yes, no := true, false
	switch rapid.IntRange(0, 3).Draw(s.t, "end") {
	case 0:
		s.Must(s.Unsubscribe(s.Ctx(), p.Socket.VisitorKey()))
	case 1:
		for _, blocked := range []*bool{&yes, &no} {
			_, err := s.ChangeVisitor(s.Ctx(), chattest.Olu, p.Socket.Visitor, nil, blocked)
			s.Must(err)
		}
		p.there = false
	case 2:
		if p.there {
			p.Writes("stop")
			p.told = 0
		} else {
			return
		}
	case 3:
		_, err := s.Runs(s.Erase(s.Ctx(), chattest.Olu, p.Socket.Visitor))
		s.Must(err)
		p.erased = true
	}
	p.asked = false
}

func (s *schedule) serviceFails() {
	s.fails = rapid.SampledFrom([]error{
		nil, nil, egress.ErrGone, &egress.Refused{Status: 429}, &egress.Unsure{Status: 502},
	}).Draw(s.t, "fails")
}

// timePasses has the pages of those who are there give signs of life, as they do.
func (s *schedule) timePasses() {
	s.Pass(time.Duration(rapid.SampledFrom([]int{1, 30, 300}).Draw(s.t, "seconds")) * time.Second)
	for _, p := range s.people {
		if p.there && !p.erased {
			p.Admits(chat.Here)
		}
	}
}

// Nobody is notified who did not ask for it, has ended it, sees the page, was erased, or was told of the burst: in any
// order of events.
func TestNotificationsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := &schedule{world: begin(t), t: r, people: map[string]*shopper{}}
		s.Vault, s.sent = chattest.NewVault(), s.check
		for _, name := range []string{"a", "b", "c"} {
			s.people[name] = &shopper{Guest: s.waits(), there: true}
			s.asksFor(name)
		}
		steps := []func(){
			s.comes, s.goes, s.goes, s.answersOne, s.answersOne, s.answersOne, s.ends, s.serviceFails, s.timePasses,
			func() { s.asksFor(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "asks")) },
		}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			steps[rapid.IntRange(0, len(steps)-1).Draw(r, "step")]()
			s.works()
		}
	})
}
