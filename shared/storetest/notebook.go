package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// notebook proves that a socket holds the pages of its visit, each once, and keeps them when it is closed.
func notebook(t *testing.T, b *bench) {
	s := b.enters("v_pages")
	page := func(n int) chat.Page {
		return chat.Page{URL: "https://a.example/" + string(rune('a'+n)), Title: "Page", Referrer: "https://b.example/"}
	}
	minute := func(n int) time.Time { return b.now.Add(time.Duration(n) * time.Minute) }
	note := func(n int) {
		b.must(b.Note(b.ctx(), s, minute(n), fmt.Sprint("frame ", n), page(n)))
	}
	for _, n := range []int{1, 2, 2, 3} { // one frame is sent again
		note(n)
	}
	now, err := b.Socket(b.ctx(), s.ID)
	b.must(err)
	want := []chat.VisitEvent{}
	for n := 1; n <= 3; n++ {
		p := page(n)
		want = append(want, chat.VisitEvent{
			ID: chat.PageID(s.ID, n, minute(n)), At: minute(n), Kind: chat.PageEvent, Page: &p,
		})
	}
	b.equal("the notebook", now.Trail, want)
	b.equal("seen and active with the last page", [2]time.Time{now.Seen, now.Active}, [2]time.Time{minute(3), minute(3)})

	earlier := now
	earlier.Trail = now.Trail[:2]
	b.must(b.TrimTrail(b.ctx(), earlier)) // a page came since it was read: nothing is taken
	note(4)
	now, err = b.Socket(b.ctx(), s.ID)
	b.must(err)
	b.equal("all are there", len(now.Trail), 4)
	b.must(b.TrimTrail(b.ctx(), now))
	b.must(b.BindSocket(b.ctx(), now))
	note(5)
	b.must(b.CloseSocket(b.ctx(), s.ID, minute(6)))
	b.wants(b.CloseSocket(b.ctx(), s.ID, minute(7)), chat.ErrNotFound)
	b.wants(b.Note(b.ctx(), s, minute(6), "frame 6", page(6)), chat.ErrGone)
	_, err = b.Admit(b.ctx(), s.ID, minute(5), chat.Here)
	b.wants(err, chat.ErrGone)
	_, err = b.Socket(b.ctx(), s.ID)
	b.wants(err, chat.ErrGone)
	found, err := b.SocketsByID(b.ctx(), []chat.ConnectionID{s.ID})
	b.must(err)
	closed := found[s.ID]
	b.equal("closed, with its last pages", []any{closed.Closed, closed.Noted, len(closed.Trail), closed.Trail[0].ID},
		[]any{minute(6), 5, 1, chat.PageID(s.ID, 5, minute(5))})
	b.must(b.EraseVisit(b.ctx(), s.VisitKey()))
	found, err = b.SocketsByID(b.ctx(), []chat.ConnectionID{s.ID})
	b.must(err)
	b.equal("gone with its visit", len(found), 0)
}
