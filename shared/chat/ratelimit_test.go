package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// An address that connects without end is slowed down; its neighbours are not.
func TestAFloodOfConnects(t *testing.T) {
	w := chattest.New(t)
	site := chat.Site{Key: "shop", Tenant: chattest.Tenant, Bot: chattest.Fast, Origins: []string{"https://shop.test"}}
	w.Must(w.Store.PutSite(w.Ctx(), site))
	connects := func(address string) error {
		return w.Admit(w.Ctx(), chat.Handshake{
			Connection: chat.ConnectionID("v." + w.ID()), Site: "shop", Origin: "https://shop.test", Address: address,
		})
	}
	let := 0
	for range 5_000 {
		w.Pass(50 * time.Millisecond)
		if err := connects("203.0.113.7"); err == nil {
			let++
		} else if chattest.Code(err) != "slow_down" {
			t.Fatal(err)
		}
	}
	if limit := int(chat.ConnectsPerAddress.Limit); let < limit/2 || let > 3*limit { // of one or two windows
		t.Errorf("of 5000 connects %d were let in; the limit is about %d", let, limit)
	}
	if err := connects("203.0.113.8"); err != nil {
		t.Errorf("a neighbour: %v", err)
	}
}

// A stage says how many pages a second may connect to one site.
func TestConnectsOfASiteAreLimited(t *testing.T) {
	for _, limit := range []int64{0, 400} {
		w := chattest.New(t)
		w.SiteConnects = limit
		site := chat.Site{Key: "shop", Tenant: chattest.Tenant, Bot: chattest.Fast, Origins: []string{"https://shop.test"}}
		w.Must(w.Store.PutSite(w.Ctx(), site))
		const windows = 10 // one in 32 is counted, at random: a single window differs by an eighth
		let := int64(0)
		for range windows {
			for range 10_000 { // at once
				if err := w.Admit(w.Ctx(), chat.Handshake{
					Connection: chat.ConnectionID("v." + w.ID()), Site: "shop", Origin: "https://shop.test",
				}); err == nil {
					let++
				}
			}
			w.Pass(10 * time.Second)
		}
		let /= windows
		if want := max(limit, 200) * 10; let < want*3/4 || let > want*5/4 {
			t.Errorf("with the setting %d, %d pages were let in within ten seconds", limit, let)
		}
	}
}

// A visitor who asks a paid bot too often gets a person, and the bot is not asked.
func TestPaidRepliesHaveABudget(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Bot = chattest.Slow
	amara.Opens("/")
	asked := 0
	w.Think = func(chat.Question) (chat.Answer, error) {
		asked++
		return chat.Answer{Bubbles: []chat.Body{chat.Text("hi")}}, nil
	}
	limit := int(chat.PaidPerVisitor.Limit)
	for range limit + 1 {
		w.Pass(2 * time.Minute) // a machine that asks faster is stopped sooner
		amara.Says("hello")
		w.Streams()
		for _, task := range w.Asked {
			w.Must(w.Answer(w.Ctx(), task, true))
		}
		w.Asked = nil
	}
	if h := w.Head(amara.Key()); asked != limit || h.Owner != chat.OwnerTeam {
		t.Errorf("the bot was asked %d times of %d, and the owner is %s", asked, limit, h.Owner)
	}
}

func TestUploadsHaveABudget(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	for range chat.UploadsPerVisitor.Limit {
		w.Must(w.AdmitUpload(w.Ctx(), amara.Socket, 1))
	}
	if err := w.AdmitUpload(w.Ctx(), amara.Socket, 1); chattest.Code(err) != "slow_down" {
		t.Errorf("one more upload: %v", err)
	}
}

// An address that makes many visitors has a limit of bytes, and a site has one too. The refusal of each says
// how long to wait.
func TestUploadsHaveABudgetOfBytes(t *testing.T) {
	w := chattest.New(t)
	var err error
	const most = 16 << 20
	put := 0
	for range 200 { // each of another visitor
		s := chat.Socket{Tenant: chattest.Tenant, Site: "shop", Caller: "somebody", Visitor: chat.VisitorID("v_" + w.ID())}
		if err := w.AdmitUpload(w.Ctx(), s, most); err == nil {
			put++
		} else if chattest.Code(err) != "slow_down" || !strings.Contains(err.Error(), "Try again in 15 hours.") {
			t.Fatalf("refused by %v", err)
		}
	}
	if put != 64 {
		t.Errorf("%d files of 16 MB were let in from one address, want 64: 1 GB", put)
	}
	s := chat.Socket{Tenant: chattest.Tenant, Site: "shop", Caller: "another", Visitor: "v_2"}
	w.Must(w.AdmitUpload(w.Ctx(), s, most))
	for i := range 1300 {
		s.Caller, s.Visitor = fmt.Sprint("caller ", i), chat.VisitorID(fmt.Sprint("v_", i))
		err = w.AdmitUpload(w.Ctx(), s, most)
	}
	if chattest.Code(err) != "slow_down" {
		t.Errorf("the site took 20 GB, and then: %v", err)
	}
}

// Many sockets of one visitor together may send no more than one socket.
func TestFramesHaveABudgetOfTheirVisitor(t *testing.T) {
	w := chattest.New(t)
	amara, limit := w.Guest(), int(chat.FramesPerVisitor.Limit)
	let := 0
	var refused error
	sockets := []chat.ConnectionID{}
	for range 100 {
		amara.Opens("/")
		sockets = append(sockets, amara.Socket.ID)
		for range 15 {
			if _, err := w.AdmitFrame(w.Ctx(), amara.Socket.ID, chat.Here); err != nil {
				refused = err
			} else {
				let++
			}
		}
	}
	if let < limit*8/10 || let > limit*11/10 || chattest.Code(refused) != "slow_down" ||
		!strings.Contains(refused.Error(), "10 minutes.") {
		t.Errorf("%d of 1500 frames were let in, and then: %v", let, refused)
	}
	w.Pass(chat.FramesPerVisitor.Window)
	cut := 0
	for i := range 5_000 { // slow enough for each of a hundred sockets, and each refusal cuts one
		w.Pass(10 * time.Millisecond)
		if _, err := w.AdmitFrame(w.Ctx(), sockets[i%len(sockets)], chat.Here); err != nil {
			cut++
		}
	}
	if b := chat.FramesPerVisitor; cut < int((5_000-2*b.Limit)/b.Sample/2) {
		t.Errorf("of 5000 frames %d were refused; the limit is about %d", cut, b.Limit)
	}
}
