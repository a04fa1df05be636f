package chat_test

import (
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
