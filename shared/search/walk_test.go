package search_test

import (
	"context"
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/search"
)

// An index that is made anew has every message that one had which heard of each when it came, in every queue.
func TestARebuildTellsEveryMessage(t *testing.T) {
	w := chattest.New(t)
	for range 3 {
		g := w.Guest()
		g.Opens("/")
		g.Says("a kettle")
	}
	key := w.Writes(chat.Contact{WaID: "4915123456700"}, "wamid.1", "tea")
	_, err := w.TakeOver(t.Context(), chattest.Ana, key, w.Sees(key))
	w.Must(err)
	w.Streams()
	heard, told := map[search.Ref]bool{}, map[search.Ref]bool{}
	for _, change := range w.Memory.Changes {
		if change.Message != nil {
			for _, ref := range search.RefsOf(change.Key, change.Message) {
				heard[ref] = true
			}
		}
	}
	w.Must(search.Each(context.Background(), w.Store, chattest.Tenant, func(refs []search.Ref) error {
		for _, ref := range refs {
			told[ref] = true
		}
		return nil
	}))
	for ref := range heard {
		if !told[ref] {
			t.Errorf("%s is missing", ref)
		}
	}
	if len(told) != len(heard) || len(told) < 8 {
		t.Errorf("%d are told of %d", len(told), len(heard))
	}
}

// What a contact sends on WhatsApp is found as an agent reads it, and the reply of the bot as well.
func TestATalkIsFound(t *testing.T) {
	w := chattest.New(t)
	index := &chattest.Index{}
	key := w.Writes(chat.Contact{WaID: "4915123456700"}, "wamid.1", "مرحبا، أين الفاتورة؟")
	w.Streams()
	w.Must(search.Each(t.Context(), w.Store, chattest.Tenant, func(refs []search.Ref) error {
		return index.Note(t.Context(), chattest.Tenant, refs)
	}))
	found, err := search.NewFinder(w.Desk, w.Store, index).Search(t.Context(), chattest.Ana,
		search.Query{Words: "فاتوره", Source: chat.WhatsApp}, "", 0)
	w.Must(err)
	marked := slices.Contains(found.Rows[0].Snippet, search.Piece{Text: "الفاتورة", Marked: true})
	if len(found.Rows) != 2 || found.Rows[1].Head.ID != key.ID || !marked {
		t.Errorf("it finds %+v", found.Rows)
	}
}
