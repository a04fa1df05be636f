package chat_test

import (
	"context"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/storetest"
)

// counting is a store that does something before it counts.
type counting struct {
	storetest.Store
	before func()
}

func (c *counting) Take(
	ctx context.Context, tenant chat.TenantID, what string, window time.Time, n, limit int64, until time.Time,
) (bool, error) {
	if c.before != nil {
		c.before()
	}
	return c.Store.Take(ctx, tenant, what, window, n, limit, until)
}

// Words to a person for whom nothing is left of the day's number are refused however many of them are sent at once, and
// those to one for whom something is left count once.
func TestFirstWordsAtOnceHoldToTheLimit(t *testing.T) {
	for limit, want := range map[int]string{1: "first_words_spent", 3: ""} {
		for at := range 3 {
			inside := memory.New()
			store := &counting{Store: inside}
			w := chattest.On(t, store)
			w.Memory = inside
			firstWords(w, limit)
			first, g, last, more := silent(w), silent(w), silent(w), silent(w)
			sends := func(to *chattest.Guest, want, when string) {
				t.Helper()
				if err := says(w, to, w.ID(), "We have news", nil); chat.CodeOf(err) != want {
					t.Errorf("of %d, before count %d: %s: %v", limit, at+1, when, err)
				}
			}
			sends(first, "", "the first one")
			counted := 0
			store.before = func() {
				if counted++; counted == at+1 {
					sends(g, want, "at the same moment")
				}
			}
			sends(g, want, "at last")
			store.before = nil
			if want == "" {
				sends(last, "", "the last one")
			}
			sends(more, "first_words_spent", "one too many")
		}
	}
}

// First words that lose a conversation to a colleague in the moment in which they are stored leave no trace.
func TestFirstWordsThatLoseToAColleagueCostNothing(t *testing.T) {
	inside := memory.New()
	store := &counting{Store: inside}
	w := chattest.On(t, store)
	w.Memory = inside
	firstWords(w, 1)
	g, other := silent(w), guest(w, chat.Full)
	g.Opens("/cart")
	counted := 0
	store.before = func() {
		if counted++; counted == 3 {
			_, err := w.TakeOver(w.Ctx(), chattest.Sam, g.Key(), w.Sees(g.Key()))
			w.Must(err)
		}
	}
	_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Back again?"), nil)
	if chat.CodeOf(err) != "owned_by_other" {
		t.Errorf("into a colleague's conversation: %v", err)
	}
	store.before = nil
	w.Must(starts(w, chattest.Sam, g)) // the visit had no first words yet
	w.Must(starts(w, chattest.Ana, other))
}
