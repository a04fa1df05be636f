package searchtest

import (
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// A corrected message is found by its present words, one that was taken back by none.
func corrections(b *bench) {
	ref := b.says("I ordered a toaster")
	b.Change("t_1", ref, func(_ *chat.Head, _ *chat.Visitor, m *chat.Message) {
		m.Marks = &chat.Marks{Edited: &chat.Edit{Text: "I ordered a kettle"}}
	})
	b.must(b.index.Note(b.t.Context(), "t_1", []search.Ref{ref}))
	if b.finds("toaster", ref) || !b.finds("kettle", ref) {
		b.t.Error("it is not found by its present words only")
	}
	b.Change("t_1", ref, func(_ *chat.Head, _ *chat.Visitor, m *chat.Message) {
		m.Marks = &chat.Marks{Revoked: b.now}
	})
	if b.finds("kettle", ref) {
		b.t.Error("it was taken back, and is found")
	}
	file := b.Add("t_1", "c_file", b.now, chat.Message{Bubbles: []chat.Bubble{{Body: chat.Body{
		Kind: chat.KindDocument, Media: &chat.Media{Name: "passport.jpg"},
	}}}})
	b.must(b.index.Note(b.t.Context(), "t_1", []search.Ref{file}))
	b.Change("t_1", file, func(_ *chat.Head, _ *chat.Visitor, m *chat.Message) { m.Marks = &chat.Marks{Revoked: b.now} })
	for _, q := range []search.Query{{HasFile: true}, {Author: chat.ByVisitor}} {
		if slices.Contains(refs(b.all(agentOf("t_1"), q, 0)), file) {
			b.t.Errorf("a file was taken back, and %+v finds it", q)
		}
	}
}

// A customer's correction on WhatsApp is found instead of the message that it corrects, until another one follows it or
// the message is taken back; also one whose message never came.
func customersCorrections(b *bench) {
	at, all := b.now, []search.Ref{}
	says := func(kind chat.BodyKind, words string, origin chat.Origin) search.Ref {
		at = at.Add(time.Second)
		body := chat.Text(words)
		body.Kind = kind
		m := chat.Message{Origin: &origin, Bubbles: []chat.Bubble{{Body: body}}}
		all = append(all, b.Add("t_1", "c_phone", at, m))
		return all[len(all)-1]
	}
	said := says(chat.KindText, "a copper toaster", chat.Origin{Wamid: "wamid.1"})
	first := says(chat.KindEdit, "a copper kettle", chat.Origin{Wamid: "wamid.2", ReplyTo: "wamid.1"})
	then := says(chat.KindEdit, "a copper teapot", chat.Origin{Wamid: "wamid.3", ReplyTo: "wamid.1"})
	lonely := says(chat.KindEdit, "a copper mill", chat.Origin{Wamid: "wamid.4", ReplyTo: "wamid.0"})
	b.must(b.index.Note(b.t.Context(), "t_1", all))
	found := func(want ...search.Ref) {
		b.t.Helper()
		if got := refs(b.all(agentOf("t_1"), search.Query{Words: "copper"}, 0)); !slices.Equal(got, want) {
			b.t.Errorf("found %v, not %v", got, want)
		}
	}
	marks := func(marks chat.Marks) {
		b.Change("t_1", said, func(_ *chat.Head, _ *chat.Visitor, m *chat.Message) { m.Marks = &marks })
	}
	marks(chat.Marks{Edited: &chat.Edit{Text: "a copper kettle", By: first.Message}})
	found(lonely, first)
	marks(chat.Marks{Edited: &chat.Edit{Text: "a copper teapot", By: then.Message}})
	found(lonely, then)
	marks(chat.Marks{Revoked: b.now})
	found(lonely)
}
