package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// An address that connects without end is slowed down; its neighbours are not.
func TestAFloodOfConnects(t *testing.T) {
	o := newOffice(t)
	site := chat.Site{Key: "shop", Tenant: tenant, Bot: fast}
	let := 0
	for range 5_000 {
		o.pass(50 * time.Millisecond)
		if err := o.AdmitConnect(o.ctx(), site, "203.0.113.7"); err == nil {
			let++
		} else if code(err) != "slow_down" {
			t.Fatal(err)
		}
	}
	if limit := int(chat.ConnectsPerAddress.Limit); let < limit/2 || let > 4_500 {
		t.Errorf("of 5000 connects %d were let in; the limit is about %d", let, limit)
	}
	if err := o.AdmitConnect(o.ctx(), site, "203.0.113.8"); err != nil {
		t.Errorf("a neighbour: %v", err)
	}
}

// Who asks a paid bot too often gets a person, and the bot is not asked.
func TestPaidRepliesHaveABudget(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.bot = slow
	amara.opens("/")
	asked := 0
	o.think = func(chat.Question) (chat.Answer, error) {
		asked++
		return chat.Answer{Bubbles: []chat.Body{chat.Text("hi")}}, nil
	}
	limit := int(chat.PaidPerVisitor.Limit)
	for range limit + 1 {
		o.pass(2 * time.Minute) // a machine that asks faster is stopped sooner
		amara.says("hello")
		o.streams()
		for _, task := range o.asked {
			o.must(o.Answer(o.ctx(), task, true))
		}
		o.asked = nil
	}
	if h := o.head(amara.key()); asked != limit || h.Owner != chat.OwnerTeam {
		t.Errorf("the bot was asked %d times of %d, and the owner is %s", asked, limit, h.Owner)
	}
}

func TestUploadsHaveABudget(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	for range chat.UploadsPerVisitor.Limit {
		o.must(o.AdmitUpload(o.ctx(), amara.socket))
	}
	if err := o.AdmitUpload(o.ctx(), amara.socket); code(err) != "slow_down" {
		t.Errorf("one more upload: %v", err)
	}
}

// Whoever makes visitors has an address, and a site has an end. Both are told how long to wait.
func TestUploadsHaveABudgetOfBytes(t *testing.T) {
	o := newOffice(t)
	caller, err := o.Caller(o.ctx(), "203.0.113.7")
	o.must(err)
	const most = 16 << 20
	put := 0
	for range 200 { // each of another visitor
		s := chat.Socket{Tenant: tenant, Site: "shop", Caller: caller, Visitor: chat.VisitorID("v_" + o.id())}
		o.must(o.AdmitUpload(o.ctx(), s))
		if err := o.AdmitBytes(o.ctx(), s, most); err == nil {
			put++
		} else if code(err) != "slow_down" || !strings.Contains(err.Error(), "Try again in 15 hours.") {
			t.Fatalf("refused by %v", err)
		}
	}
	if put != 64 {
		t.Errorf("%d files of 16 MB were let in from one address, want 64: 1 GB", put)
	}
	s := chat.Socket{Tenant: tenant, Site: "shop", Caller: "another", Visitor: "v_2"}
	o.must(o.AdmitBytes(o.ctx(), s, most))
	for i := range 1300 {
		s.Caller = fmt.Sprint("caller ", i)
		err = o.AdmitBytes(o.ctx(), s, most)
	}
	if code(err) != "slow_down" {
		t.Errorf("the site took 20 GB, and then: %v", err)
	}
}

// Many sockets of one visitor send no more than one may.
func TestFramesHaveABudgetOfTheirVisitor(t *testing.T) {
	o := newOffice(t)
	amara, limit := o.guest(), int(chat.FramesPerVisitor.Limit)
	let := 0
	var refused error
	for range 100 {
		amara.opens("/")
		for range 15 {
			s, err := o.Store.Admit(o.ctx(), amara.socket.ID, o.Now(), chat.Here)
			o.must(err)
			if err := o.AdmitFrame(o.ctx(), s); err != nil {
				refused = err
			} else {
				let++
			}
		}
	}
	if let < limit*8/10 || let > limit*11/10 || code(refused) != "slow_down" || !strings.Contains(refused.Error(), "10 minutes.") {
		t.Errorf("%d of 1500 frames were let in, and then: %v", let, refused)
	}
	o.pass(chat.FramesPerVisitor.Window)
	cut := 0
	for range 5_000 { // slow enough for each of a hundred sockets, and each refusal cuts one
		if o.AdmitFrame(o.ctx(), chat.Socket{Tenant: tenant, Visitor: amara.socket.Visitor}) != nil {
			cut++
		}
	}
	if b := chat.FramesPerVisitor; cut < int((5_000-2*b.Limit)/b.Sample/2) {
		t.Errorf("of 5000 frames %d were refused; the limit is about %d", cut, b.Limit)
	}
}
