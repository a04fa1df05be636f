package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func pageOf(n int) chat.Page {
	return chat.Page{URL: fmt.Sprint("https://a.example/", n), Title: "Page", Referrer: "https://b.example/"}
}

func (b *bench) minute(n int) time.Time { return b.now.Add(time.Duration(n) * time.Minute) }

// notes notes the n-th page of a socket, in the n-th minute.
func (b *bench) notes(s chat.Socket, n int, anew bool) error {
	return b.Note(b.ctx(), s, b.minute(n), fmt.Sprint("frame ", n), pageOf(n), anew)
}

// open reads an open socket.
func (b *bench) open(s chat.Socket) chat.Socket {
	b.t.Helper()
	now, err := b.Socket(b.ctx(), s.ID)
	b.must(err)
	return now
}

// trail is the n-th to the m-th page of a socket, as its notebook holds them.
func trail(b *bench, s chat.Socket, n, m int) []chat.VisitEvent {
	var pages []chat.VisitEvent
	for ; n <= m; n++ {
		p := pageOf(n)
		pages = append(pages, chat.VisitEvent{
			ID: chat.PageID(s.ID, n, b.minute(n)), At: b.minute(n), Kind: chat.PageEvent, Page: &p,
		})
	}
	return pages
}

// notebook proves that a socket holds the pages of its visit, each once, and keeps them when it is closed.
func notebook(t *testing.T, b *bench) {
	s := b.enters("v_pages")
	for _, n := range []int{1, 2, 2, 3} { // one frame is sent again
		b.must(b.notes(s, n, false))
	}
	b.must(b.Note(b.ctx(), s, b.minute(3), "frame 2", pageOf(2), false)) // and once more
	now := b.open(s)
	b.equal("the notebook", now.Trail, trail(b, s, 1, 3))
	b.equal("seen and active with the last page", []any{now.Seen, now.Active, now.Caller},
		[]any{b.minute(3), b.minute(3), "an address"})

	_, err := b.Admit(b.ctx(), s.ID, b.minute(4), chat.Opens)
	b.must(err)
	now = b.open(s)
	b.equal("opened the chat", []any{now.Chat, now.Active}, []any{b.minute(4), b.minute(4)})

	b.must(b.CloseSocket(b.ctx(), s.ID, b.minute(6)))
	b.wants(b.CloseSocket(b.ctx(), s.ID, b.minute(7)), chat.ErrNotFound)
	for _, late := range []error{
		b.notes(s, 7, false), b.notes(now, 7, true), b.BindSocket(b.ctx(), now),
		b.Enter(b.ctx(), now, b.minute(7), nil),
	} {
		b.wants(late, chat.ErrGone)
	}
	_, err = b.Admit(b.ctx(), s.ID, b.minute(5), chat.Here)
	b.wants(err, chat.ErrGone)
	_, err = b.Socket(b.ctx(), s.ID)
	b.wants(err, chat.ErrGone)
	closed := b.found(s)
	b.equal("closed, with its pages and without its address",
		[]any{closed.Closed, closed.Noted, closed.Trail, closed.Caller, closed.Chat},
		[]any{b.minute(6), 3, trail(b, s, 1, 3), "", b.minute(4)})
	b.must(b.DropSocket(b.ctx(), s.ID))
	b.equal("dropped", b.found(s).ID, chat.ConnectionID(""))
}

// found reads a socket that may be closed; its zero value if there is none.
func (b *bench) found(s chat.Socket) chat.Socket {
	b.t.Helper()
	found, err := b.SocketsByID(b.ctx(), []chat.ConnectionID{s.ID})
	b.must(err)
	return found[s.ID]
}

// notebooksBeginAnew proves that pages leave a notebook only if it holds those that its reader knows: a page that
// came meanwhile is never lost.
func notebooksBeginAnew(t *testing.T, b *bench) {
	s := b.enters("v_anew")
	b.must(b.notes(s, 1, false))
	earlier := b.open(s)
	b.must(b.notes(s, 2, false))
	b.wants(b.notes(earlier, 3, true), chat.ErrConflict)
	b.wants(b.BindSocket(b.ctx(), earlier), chat.ErrConflict)
	b.wants(b.Enter(b.ctx(), earlier, b.minute(3), nil), chat.ErrConflict)
	now := b.open(s)
	b.equal("nothing is lost", now.Trail, trail(b, s, 1, 2))
	b.must(b.notes(now, 3, true))
	b.must(chat.Except(b.notes(now, 3, true), chat.ErrConflict)) // sent again
	now = b.open(s)
	b.equal("begun anew", now.Trail, trail(b, s, 3, 3))
	now.Before, now.Room = now.Noted, 7
	b.must(b.BindSocket(b.ctx(), now))
	now = b.open(s)
	b.equal("bound", []any{now.Noted, len(now.Trail), now.Before, now.Room}, []any{3, 0, 3, 7})
	b.must(b.notes(now, 4, false))
	now = b.open(s)
	page := pageOf(5)
	for range 2 { // its answer was lost
		b.must(chat.Except(b.Enter(b.ctx(), now, b.minute(5), &page), chat.ErrConflict))
	}
	b.equal("entered again", b.open(s).Trail, trail(b, s, 4, 5))
}

// logRows proves that a row of a visit's log never loses an event.
func logRows(t *testing.T, b *bench) {
	s := b.enters("v_log")
	pages := trail(b, s, 1, 3)
	for _, n := range []int{2, 3, 2} { // the last writer had read the notebook before the one before
		b.must(b.AddEvents(b.ctx(), s.VisitKey(), pages[:n]))
	}
	log, err := b.Events(b.ctx(), s.VisitKey(), 10)
	b.must(err)
	b.equal("the log", log, pages)
	log, err = b.Events(b.ctx(), s.VisitKey(), 2)
	b.must(err)
	b.equal("a part of it", log, pages[:2])
}

// erasedNotebooks proves that a deleted visit leaves no notebook, and that no hello writes one later.
func erasedNotebooks(t *testing.T, b *bench) {
	s := b.enters("v_erased")
	b.must(b.notes(s, 1, false))
	late, other := b.socket(""), b.enters("v_other")
	_, err := b.UpdateVisit(b.ctx(), s.VisitKey(), func(v *chat.Visit) error {
		v.Sockets = append(v.Sockets, late.ID, other.ID)
		return nil
	})
	b.must(err)
	b.must(b.EraseVisit(b.ctx(), s.VisitKey()))
	b.equal("its notebook", b.found(s).ID, chat.ConnectionID(""))
	late.Visitor, late.Visit = s.Visitor, s.Visit
	b.wants(b.Enter(b.ctx(), late, b.now, nil), chat.ErrGone)
	b.equal("that of another visit", b.found(other).ID, other.ID)
	b.must(b.AddEvents(b.ctx(), s.VisitKey(), trail(b, s, 1, 1))) // by a call that was in flight
	b.must(b.EraseVisit(b.ctx(), s.VisitKey()))
	log, err := b.Events(b.ctx(), s.VisitKey(), 10)
	b.must(err)
	b.equal("its log", len(log), 0)
}
