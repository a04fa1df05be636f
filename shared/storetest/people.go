package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func visitors(t *testing.T, b *bench) {
	v := b.visitor("h1", "h2")
	read, err := b.Visitor(b.ctx(), v.Key())
	b.must(err)
	b.equal("the visitor", read, v)
	for _, hash := range []string{"h1", "h2"} {
		got, err := b.Identify(b.ctx(), b.tenant, hash)
		b.must(err)
		b.equal("whom "+hash+" leads to", got.Visitor, v.ID)
	}
	_, err = b.Identify(b.ctx(), "t_other", "h1")
	b.wants(err, chat.ErrNotFound)
	twin := chat.Visitor{
		Tenant: b.tenant, ID: "v_twin",
		Identities: []chat.Identity{{Kind: chat.IdentityNumber, Hash: "h3"}, {Kind: chat.IdentityNumber, Hash: "h1"}},
	}
	b.wants(b.AddVisitor(b.ctx(), twin), chat.ErrExists)
	_, err = b.Identify(b.ctx(), b.tenant, "h3")
	b.wants(err, chat.ErrNotFound)

	other := b.visitor("h4")
	b.must(b.AddIdentity(b.ctx(), v.Key(), chat.Identity{Kind: chat.IdentityUser, Hash: "h5"}))
	b.must(b.AddIdentity(b.ctx(), v.Key(), chat.Identity{Kind: chat.IdentityUser, Hash: "h5"}))
	b.wants(b.AddIdentity(b.ctx(), other.Key(), chat.Identity{Kind: chat.IdentityUser, Hash: "h5"}), chat.ErrExists)
	read, err = b.Visitor(b.ctx(), v.Key())
	b.must(err)
	b.equal("one identity more", len(read.Identities), 3)
	for range 2 {
		b.must(b.DropIdentity(b.ctx(), v.Key(), chat.Identity{Kind: chat.IdentityUser, Hash: "h5"}))
		b.must(b.DropIdentity(b.ctx(), other.Key(), chat.Identity{Kind: chat.IdentityNumber, Hash: "h1"})) // not theirs
	}
	_, err = b.Identify(b.ctx(), b.tenant, "h5")
	b.wants(err, chat.ErrNotFound)
	_, err = b.Identify(b.ctx(), b.tenant, "h1")
	b.must(err)
	read, err = b.Visitor(b.ctx(), v.Key())
	b.must(err)
	b.equal("one identity less", len(read.Identities), 2)

	b.must(b.AddNote(b.ctx(), v.Key(), chat.Note{ID: string(at(b.now)), Text: "first", At: b.now}))
	b.must(b.AddNote(b.ctx(), v.Key(), chat.Note{ID: string(at(b.now.Add(time.Second))), Text: "second", At: b.now}))
	notes, err := b.Notes(b.ctx(), v.Key(), 10)
	b.must(err)
	b.equal("notes, newest first", []string{notes[0].Text, notes[1].Text}, []string{"second", "first"})

	some, err := b.VisitorsByID(b.ctx(), b.tenant, []chat.VisitorID{v.ID, other.ID, v.ID, "v_none"})
	b.must(err)
	b.equal("two of three exist", len(some), 2)
	searches(b, v, other)
	_, err = b.UpdateVisitor(b.ctx(), chat.VisitorKey{Tenant: b.tenant, ID: "v_none"},
		func(*chat.Visitor) error { return nil })
	b.wants(err, chat.ErrNotFound)
}

func wamids(t *testing.T, b *bench) {
	_, err := b.Wamid(b.ctx(), b.tenant, "wamid.x")
	b.wants(err, chat.ErrNotFound)
	b.must(b.ParkStatus(b.ctx(), b.tenant, "wamid.x", chat.Delivery{Status: chat.Delivered, At: b.now}, nil))
	b.must(b.ParkStatus(b.ctx(), b.tenant, "wamid.x", chat.Delivery{Status: chat.Delivered, At: b.now}, nil))
	b.must(b.ParkStatus(b.ctx(), b.tenant, "wamid.x", chat.Delivery{Status: chat.Read, At: b.now}, nil))
	parked, err := b.Parked(b.ctx(), b.tenant, "wamid.x")
	b.must(err)
	b.equal("parked, each once", len(parked), 2)
	ref := chat.BubbleRef{Conversation: "c_x", Message: at(b.now), Bubble: 1}
	b.must(b.PutWamid(b.ctx(), b.tenant, "wamid.x", ref))
	got, err := b.Wamid(b.ctx(), b.tenant, "wamid.x")
	b.must(err)
	b.equal("the bubble", got, ref)
	_, err = b.Wamid(b.ctx(), "t_other", "wamid.x")
	b.wants(err, chat.ErrNotFound)
}

// searches finds people by their current profile, and no longer by their earlier one.
func searches(b *bench, v, other chat.Visitor) {
	call := func(who chat.Visitor, field, value string) {
		_, err := b.UpdateVisitor(b.ctx(), who.Key(), func(v *chat.Visitor) error {
			v.Profile = map[string]chat.Fact{field: {Value: value, Source: "test", At: b.now}}
			return nil
		})
		b.must(err)
	}
	finds := func(kind, text string, want ...chat.VisitorID) {
		b.t.Helper()
		ids, after := []chat.VisitorID{}, chat.Posting{}
		for range 10 {
			found, err := b.FindVisitors(b.ctx(), b.tenant, chat.Term{Kind: kind, Text: text}, after, 1)
			b.must(err)
			if len(found) == 0 {
				break
			}
			after = found[0]
			ids = append(ids, after.Visitor)
		}
		b.equal("found by "+kind+" "+text, ids, append([]chat.VisitorID{}, want...))
	}
	call(v, "name", "Bruno Silva Neto")
	call(other, "name", "Ana Silva")
	finds("name", "br", v.ID)
	finds("name", "silva", other.ID, v.ID)
	finds("name", "silva n", v.ID)
	finds("name", "neto", v.ID)
	finds("name", "zz")
	finds("phone", "br")
	call(v, "email", "Bruno@Mail.test")
	finds("name", "br")
	finds("email", "bruno@m", v.ID)
	added := chat.Visitor{Tenant: b.tenant, ID: "v_phone", Profile: map[string]chat.Fact{"phone": {Value: "+55 11 98765"}}}
	b.must(b.AddVisitor(b.ctx(), added))
	finds("phone", "5511", added.ID)
	accented := chat.Visitor{
		Tenant: b.tenant, ID: "v_accents", Profile: map[string]chat.Fact{"name": {Value: "Zoé"}},
	}
	b.must(b.AddVisitor(b.ctx(), accented))
	finds("name", "zoé", accented.ID)
	_, err := b.UpdateVisitor(b.ctx(), accented.Key(), func(v *chat.Visitor) error { v.Scheme = 1; return nil })
	b.must(err)
	finds("name", "zoé") // the terms of the first scheme are deleted
	finds("name", "zoe", accented.ID)
	strangers, err := b.FindVisitors(b.ctx(), "t_other", chat.Term{Kind: "phone", Text: "55"}, chat.Posting{}, 10)
	b.must(err)
	b.equal("in another tenant", len(strangers), 0)
	for _, word := range []string{"earlier", "now"} {
		_, err = b.UpdateVisitor(b.ctx(), accented.Key(), func(v *chat.Visitor) error {
			v.Profile, v.Scheme = most(b, word), 3
			return nil
		})
		b.must(err)
	}
	finds("value", "now34", accented.ID)
	finds("value", "earlier34")
}

// most are all fields that the team may change at once.
func most(b *bench, word string) map[string]chat.Fact {
	profile := map[string]chat.Fact{}
	for _, field := range []string{"name", "username"} {
		profile[field] = chat.Fact{Value: strings.Repeat(word+" ", 7), Source: "test", At: b.now}
	}
	profile["email"] = chat.Fact{Value: "one.of.so.many." + word + "@mail.test", Source: "test", At: b.now}
	for i, field := range []string{"phone", "whatsapp"} {
		profile[field] = chat.Fact{Value: fmt.Sprintf("+49 151 %d%d", i, 1000000*len(word)), Source: "test", At: b.now}
	}
	for i := range 35 {
		profile[fmt.Sprintf("field%d", i)] = chat.Fact{Value: fmt.Sprint(word, i), Source: "test", At: b.now}
	}
	return profile
}

func readMarks(t *testing.T, b *bench) {
	later := b.now.Add(time.Minute)
	b.must(b.MarkRead(b.ctx(), b.tenant, "a_1", "c_1", later))
	b.must(b.MarkRead(b.ctx(), b.tenant, "a_1", "c_1", b.now))
	b.must(b.MarkRead(b.ctx(), b.tenant, "a_2", "c_1", b.now))
	marks, err := b.ReadMarks(b.ctx(), b.tenant, "a_1", []chat.ConversationID{"c_1", "c_2", "c_1"})
	b.must(err)
	b.equal("how far it was read", marks, map[chat.ConversationID]time.Time{"c_1": later})
}
