package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// longIDs proves that ids of any length are accepted: Meta mints them, not we.
func longIDs(t *testing.T, b *bench) {
	wamid := "wamid." + strings.Repeat("<", 5000)
	at := chat.BubbleRef{Conversation: "c_1", Message: chat.MessageID(id())}
	b.must(b.PutWamid(b.ctx(), b.tenant, wamid, at))
	b.must(b.ParkStatus(b.ctx(), b.tenant, wamid, chat.Delivery{Status: "read", At: b.now},
		[]chat.Identity{{Kind: chat.IdentityNumber, Hash: "h"}}))
	found, err := b.Wamid(b.ctx(), b.tenant, wamid)
	b.must(err)
	b.equal("a long id's message", found, at)
	_, err = b.Wamid(b.ctx(), b.tenant, wamid+"<")
	b.wants(err, chat.ErrNotFound)
	b.must(b.EraseWamid(b.ctx(), b.tenant, wamid))
	_, err = b.Wamid(b.ctx(), b.tenant, wamid)
	b.wants(err, chat.ErrNotFound)
}

func marks(t *testing.T, b *bench) {
	mark := chat.Mark{
		By: at(b.now), Author: chat.ByVisitor, At: b.now,
		Body: chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: "👍"}},
	}
	for range 2 { // the stream may deliver twice
		b.must(b.ParkMark(b.ctx(), b.tenant, "wamid.later", mark))
	}
	found, err := b.ParkedMarks(b.ctx(), b.tenant, "wamid.later")
	b.must(err)
	b.equal("parked", found, []chat.Mark{mark})
	b.must(b.EraseWamid(b.ctx(), b.tenant, "wamid.later"))
	found, err = b.ParkedMarks(b.ctx(), b.tenant, "wamid.later")
	b.must(err)
	b.equal("after an erasure", len(found), 0)
}

func templates(t *testing.T, b *bench) {
	template := func(name string) chat.Template {
		return chat.Template{
			WABA: "200", Name: name, Language: "en", Category: "utility", Status: chat.Approved, Body: "Hi {{1}}", At: b.now,
		}
	}
	b.must(b.PutTemplates(b.ctx(), b.tenant, "200", []chat.Template{template("a"), template("b")}))
	b.must(b.PutTemplates(b.ctx(), b.tenant, "200", []chat.Template{template("b"), template("c")}))
	b.must(b.PutTemplates(b.ctx(), b.tenant, "201", nil))
	found, err := b.Templates(b.ctx(), b.tenant, "200")
	b.must(err)
	b.equal("the second fetch stands", found, []chat.Template{template("b"), template("c")})
	b.must(b.UpdateTemplate(b.ctx(), b.tenant, "200", "b", "en",
		func(t *chat.Template) error { t.Status = "paused"; return nil }))
	found, err = b.Templates(b.ctx(), b.tenant, "200")
	b.must(err)
	b.equal("changed", found[0].Status, "paused")
	b.wants(b.UpdateTemplate(b.ctx(), b.tenant, "200", "a", "en",
		func(*chat.Template) error { return nil }), chat.ErrNotFound)

	keys, err := b.FlowKeys(b.ctx(), b.tenant, "100")
	b.must(err)
	b.equal("no key yet", len(keys), 0)
	b.must(b.PutFlowKeys(b.ctx(), b.tenant, "100", [][]byte{[]byte("new"), []byte("old")}))
	keys, err = b.FlowKeys(b.ctx(), b.tenant, "100")
	b.must(err)
	b.equal("keys", keys, [][]byte{[]byte("new"), []byte("old")})
	b.must(b.DropNumber(b.ctx(), chat.Number{App: "app", ID: "100", Tenant: b.tenant}))
	keys, err = b.FlowKeys(b.ctx(), b.tenant, "100")
	b.must(err)
	b.equal("keys of a number that is gone", len(keys), 0)
}

func news(t *testing.T, b *bench) {
	who := chat.Identity{Kind: chat.IdentityNumber, Hash: id()}
	tell := func(name string, ago time.Duration, about ...chat.Identity) chat.Notification {
		n := chat.Notification{ID: name, At: b.now.Add(-ago), Field: "calls", Raw: "{}"}
		for range 2 { // Meta may deliver twice
			b.must(b.AddNotification(b.ctx(), b.tenant, n, about))
		}
		return n
	}
	older, newer := tell("a", time.Hour, who), tell("b", time.Minute)
	found, next, err := b.Notifications(b.ctx(), b.tenant, "", 1)
	b.must(err)
	b.equal("the latest first", found, []chat.Notification{newer})
	found, _, err = b.Notifications(b.ctx(), b.tenant, next, 5)
	b.must(err)
	b.equal("then the older", found, []chat.Notification{older})
	tell("c", 48*time.Hour)
	n, err := b.EraseNotificationsBefore(b.ctx(), b.tenant, b.now.Add(-24*time.Hour))
	b.must(err)
	b.equal("what is due", n, 1)
	b.must(b.EraseParked(b.ctx(), b.tenant, who))
	found, _, err = b.Notifications(b.ctx(), b.tenant, "", 5)
	b.must(err)
	b.equal("after an erasure", found, []chat.Notification{newer})
}
