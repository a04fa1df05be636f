package mail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
	"pgregory.net/rapid"
)

// said is in every word of a conversation.
const said = "SECRET"

// person is a visitor with the address that they left last, and the facts known of it.
type person struct {
	*chattest.Guest
	may    []string // the addresses that they leave
	at     string   // "" for none
	proved bool
	erased bool
	good   []mail.Letter // whose links were not used
	used   []mail.Letter
}

// schedule is a random order of everything that visitors, agents, scanners and owners of addresses do.
type schedule struct {
	*world
	t      *rapid.T
	store  *between
	people []*person
	silent map[string]bool // mailboxes that were stopped or bounced
	mailed map[string]int  // by mailbox and day, while its address was unproved
}

// mailboxOf is where the mail of an address goes.
func mailboxOf(address string) string { return strings.Replace(address, "+x", "", 1) }

func (s *schedule) any() *person {
	return s.people[rapid.IntRange(0, len(s.people)-1).Draw(s.t, "who")]
}

// check looks at a letter when it goes, as a scanner does at each link.
func (s *schedule) check(l mail.Letter) {
	var to *person
	for _, p := range s.people {
		if p.Key() == l.Key {
			to = p
		}
	}
	if to == nil || to.erased || to.at != l.To {
		s.t.Fatalf("a mail about %v went to %s", l.Key, l.To)
	}
	if s.silent[mailboxOf(l.To)] {
		s.t.Fatalf("a mail went to %s, which must not be written to", l.To)
	}
	if !to.proved {
		day := mailboxOf(l.To) + s.Now().Format(time.DateOnly)
		if s.mailed[day]++; s.mailed[day] > 1 {
			s.t.Fatalf("%d mails went to an unproved address in a day", s.mailed[day])
		}
		if strings.Contains(l.Text+l.Subject, said) {
			s.t.Fatalf("an unproved address reads %q", l.Text)
		}
	}
	if state := s.sights(l); state != mail.Good {
		s.t.Fatalf("a new link is %s", state)
	}
	to.good = append(to.good, l)
}

// visitorLeaves leaves their own address, in one of two spellings, or one that all of them leave.
func (s *schedule) visitorLeaves() {
	p := s.any()
	s.leavesOne(p, rapid.SampledFrom(p.may).Draw(s.t, "address"))
}

// visitorLeavesMeanwhile leaves an address while the next letter is made.
func (s *schedule) visitorLeavesMeanwhile() {
	p := s.any()
	address := rapid.SampledFrom(p.may).Draw(s.t, "address")
	s.store.link = func() { s.leavesOne(p, address) }
}

func (s *schedule) leavesOne(p *person, address string) {
	if p.erased {
		return
	}
	err := s.leaves(p.Guest, address)
	switch {
	case s.silent[mailboxOf(address)]:
		if chattest.Code(err) != "no_mail_there" {
			s.t.Fatalf("%s may be left again: %v", address, err)
		}
		return
	case chat.KindOf(err) == chat.TooMany: // five a day
		return
	}
	if s.Must(err); p.at != address {
		p.at, p.proved = address, false
	}
}

// spoken tells whether an agent wrote first in the visitor's current visit, and nobody answered.
func (s *schedule) spoken(p *person) bool {
	s.T.Helper()
	_, current, err := s.Store.VisitorNow(s.Ctx(), p.Socket.VisitorKey())
	s.Must(err)
	visit, err := s.Store.Visit(s.Ctx(), chat.VisitKey{
		Tenant: p.Socket.Tenant, Visitor: p.Socket.Visitor, ID: current.Visit,
	})
	s.Must(err)
	return visit.Invited != "" && s.Now().Sub(s.Head(p.Key()).VisitorAt) >= chat.ServiceWindow
}

func (s *schedule) agentAnswers() {
	if p := s.any(); !p.erased {
		if s.spoken(p) {
			return // a second word in the visit of somebody who says nothing is refused
		}
		s.answers(p.Guest, said+" answer")
	}
}

func (s *schedule) visitorReads() {
	if p := s.any(); !p.erased {
		s.Must(s.Seen(s.Ctx(), p.Key(), s.Head(p.Key()).Last, p.Socket.ID))
	}
}

func (s *schedule) visitorWrites() {
	if p := s.any(); !p.erased {
		p.Writes(said + " question")
	}
}

// somebodyContinues presses Continue on a link that was not used, twice for one press, and then once more elsewhere.
func (s *schedule) somebodyContinues() {
	p := s.any()
	if len(p.good) == 0 {
		return
	}
	l := p.good[0]
	p.good, p.used = p.good[1:], append(p.used, l)
	state := s.sights(l)
	if state == mail.Good && p.at != l.To {
		s.t.Fatalf("a link to %s holds, and the visitor has left %s", l.To, p.at)
	}
	for range 2 {
		device, welcome, err := s.comesBack(l, fmt.Sprint("press ", s.Now()))
		switch {
		case (state == mail.Good) != (err == nil):
			s.t.Fatalf("a link that is %s: %v", state, err)
		case err != nil:
		case device.Socket.Visitor != p.Socket.Visitor || welcome.Token != "":
			s.t.Fatalf("%s came in as %s", p.Socket.Visitor, device.Socket.Visitor)
		default:
			p.proved = true
			device.Leaves()
		}
	}
	if _, _, err := s.comesBack(l, "elsewhere"); err == nil {
		s.t.Fatal("a link was used twice")
	}
}

func (s *schedule) aNewLinkIsAskedFor() {
	p := s.any()
	if len(p.used) == 0 {
		return
	}
	err := s.post.Renew(s.Ctx(), link(p.used[0], "go"))
	if err == nil && p.erased {
		s.t.Fatal("an erased visitor is sent a new link")
	}
	if chat.KindOf(err) == "" {
		s.Must(err)
	}
}

func (s *schedule) ownerStops() {
	p := s.any()
	all := append(p.good, p.used...)
	if len(all) == 0 {
		return
	}
	err := s.post.Stop(s.Ctx(), link(all[0], "stop"), rapid.Bool().Draw(s.t, "not me"))
	s.Must(err) // also after an erasure, or when another address stands there
	s.silent[mailboxOf(all[0].To)] = true
	if mailboxOf(p.at) == mailboxOf(all[0].To) {
		p.at = "" // it is forgotten
	}
}

func (s *schedule) mailBounces() {
	p := s.any()
	if len(p.good) > 0 {
		failure := mail.Failure{Key: p.Key(), Address: p.good[0].To, Complaint: rapid.Bool().Draw(s.t, "complaint")}
		s.Must(s.post.Failed(s.Ctx(), failure))
		s.Must(s.post.Failed(s.Ctx(), failure))
		s.silent[mailboxOf(failure.Address)] = true
	}
}

func (s *schedule) visitorIsErased() {
	p := s.any()
	if p.erased || rapid.IntRange(0, 9).Draw(s.t, "erase") > 0 {
		return
	}
	_, err := s.Runs(s.Erase(s.Ctx(), chattest.Olu, p.Socket.Visitor))
	s.Must(err)
	p.erased, p.at = true, ""
	for _, l := range append(p.good, p.used...) {
		if state := s.sights(l); state != mail.None {
			s.t.Fatalf("after the erasure a link is %s", state)
		}
	}
	p.good = nil
}

func (s *schedule) timePasses() {
	s.Pass(time.Duration(rapid.SampledFrom([]int{1, 5, 20, 600, 3000}).Draw(s.t, "minutes")) * time.Minute)
}

// No address that must not be written to is, none that is not proved reads a word or gets two mails a day, and each
// link lets its own visitor in, once, though a scanner fetches it twice: in any order of events.
func TestMailInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := &schedule{world: begin(t), t: r, silent: map[string]bool{}, mailed: map[string]int{}}
		s.Vault, s.sent, s.store = chattest.NewVault(), s.check, s.interrupted()
		for i := range 3 {
			may := []string{fmt.Sprintf("p%d@mail.test", i), fmt.Sprintf("p%d+x@mail.test", i), "all@mail.test"}
			s.people = append(s.people, &person{Guest: s.waits(), may: may})
		}
		steps := []func(){
			s.visitorLeaves, s.visitorLeavesMeanwhile, s.agentAnswers, s.agentAnswers, s.visitorReads, s.visitorWrites,
			s.somebodyContinues, s.aNewLinkIsAskedFor, s.timePasses, s.timePasses, s.ownerStops, s.mailBounces,
			s.visitorIsErased,
		}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			steps[rapid.IntRange(0, len(steps)-1).Draw(r, "step")]()
			s.works()
		}
	})
}
