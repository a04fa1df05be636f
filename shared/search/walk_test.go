package search_test

import (
	"context"
	"maps"
	"slices"
	"strconv"
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

// The message of a contact on WhatsApp is found as an agent reads it, and the reply of the bot as well.
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

// moving are logs with one conversation a page, in which some move after a page was read.
type moving struct {
	queues map[chat.Queue][]chat.ConversationID
	pages  int
	moves  map[int]func(*moving)
}

func (l *moving) ListQueue(
	_ context.Context, t chat.TenantID, q chat.Queue, position string, _ int,
) ([]chat.Head, string, error) {
	at, _ := strconv.Atoi(position)
	var page []chat.Head
	next := ""
	if all := l.queues[q]; at < len(all) {
		page = []chat.Head{{Tenant: t, ID: all[at]}}
		if at+1 < len(all) {
			next = strconv.Itoa(at + 1)
		}
	}
	if l.pages++; l.moves[l.pages] != nil {
		l.moves[l.pages](l)
	}
	return page, next, nil
}

func (l *moving) Since(
	_ context.Context, key chat.ConversationKey, _ chat.MessageID, _ int,
) ([]chat.Message, error) {
	words := []chat.Bubble{{Body: chat.Text("kettle")}}
	return []chat.Message{{ID: chat.MessageID("m" + key.ID), Bubbles: words}}, nil
}

// A conversation that moves to the front of its queue or to an earlier queue while the queues are read is told as well,
// and each once.
func TestARebuildTellsConversationsThatMove(t *testing.T) {
	for page := 1; page <= 8; page++ {
		l := &moving{
			queues: map[chat.Queue][]chat.ConversationID{chat.QueueBot: {"a", "b", "c"}, chat.QueueClosed: {"d", "e"}},
			moves: map[int]func(*moving){page: func(l *moving) {
				l.queues[chat.QueueBot] = []chat.ConversationID{"c", "a", "b"}
				l.queues[chat.QueueHuman], l.queues[chat.QueueClosed] = []chat.ConversationID{"e"}, []chat.ConversationID{"d"}
			}},
		}
		told := map[chat.ConversationID]int{}
		err := search.Each(t.Context(), l, "t_1", func(refs []search.Ref) error {
			for _, ref := range refs {
				told[ref.Conversation]++
			}
			return nil
		})
		want := map[chat.ConversationID]int{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}
		if err != nil || !maps.Equal(told, want) {
			t.Errorf("after page %d: %v, %v", page, told, err)
		}
	}
}
