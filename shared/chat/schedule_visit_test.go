package chat_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/oklog/ulid/v2"
)

// turned is a page that Amara's browser told of: the frame, and whether it was taken.
type turned struct {
	socket chat.ConnectionID
	frame  string
	page   chat.Page
	acked  bool
}

func (s *schedule) newPage() chat.Page {
	return chat.Page{URL: fmt.Sprintf("https://shop.test/%d", len(s.pages))}
}

// browses is an act of Amara's browser, beside her words.
func (s *schedule) browses(ctx context.Context) {
	s.cuts()
	switch n := s.draw(8); {
	case n == 0 || len(s.tabs) == 0:
		s.opens(ctx)
	case n == 1:
		id := s.tabs[s.draw(len(s.tabs))]
		if s.world.CloseSocket(ctx, id, s.Now()) == nil {
			s.tabs = slices.DeleteFunc(s.tabs, func(tab chat.ConnectionID) bool { return tab == id })
		}
	case n == 2: // lost without a word
		i := s.draw(len(s.tabs))
		s.lost, s.tabs = append(s.lost, s.tabs[i]), slices.Delete(s.tabs, i, i+1)
	default:
		s.turns(ctx, turned{s.tabs[s.draw(len(s.tabs))], ulid.Make().String(), s.newPage(), false})
	}
}

// cuts loses the tabs that are older than a socket becomes.
func (s *schedule) cuts() {
	s.tabs = slices.DeleteFunc(s.tabs, func(id chat.ConnectionID) bool {
		old := s.Now().Sub(s.opened[id]) >= 2*time.Hour
		if old {
			s.lost = append(s.lost, id)
		}
		return old
	})
}

// opens opens a tab on a page. A hello that failed may have been taken.
func (s *schedule) opens(ctx context.Context) {
	site := chat.Site{Tenant: chattest.Tenant, Bot: s.amara.Bot}
	socket := chat.NewSocket(site, chat.Handshake{
		Connection: chat.ConnectionID("v." + ulid.Make().String()), Wants: chat.Full,
	}, "", s.Now())
	if s.world.Store.OpenSocket(ctx, socket) != nil {
		return
	}
	page, i := s.newPage(), len(s.pages)
	s.pages = append(s.pages, turned{socket: socket.ID, page: page})
	s.tabs, s.opened[socket.ID] = append(s.tabs, socket.ID), s.Now()
	_, err := s.Hello(ctx, socket, chat.Hello{Token: s.amara.Token, Page: &page})
	s.pages[i].acked = err == nil
}

// turns tells of a page, now and then twice. A browser turns one page more while it tells of another, and sends its
// last two again.
func (s *schedule) turns(ctx context.Context, p turned) {
	i := len(s.pages)
	later := func(i int) int {
		n := 0
		for _, o := range s.pages[i+1:] {
			if o.socket == p.socket {
				n++
			}
		}
		return n
	}
	if first, telling := s.telling[p.socket]; !telling {
		s.telling[p.socket] = i
		defer delete(s.telling, p.socket)
	} else if later(first) > 0 {
		return
	}
	s.pages = append(s.pages, p)
	for range 1 + s.draw(2) {
		if later(i) > 1 {
			return
		}
		socket, err := s.Page(ctx, p.socket, p.frame, p.page)
		s.pages[i].acked = s.pages[i].acked || err == nil && socket.Visitor != ""
	}
}

// ends has a task of a visit done, which stays: queues may give it again.
func (s *schedule) ends(ctx context.Context) {
	s.Mu.Lock()
	tasks := append([]chat.VisitTask(nil), s.Ends...)
	s.Mu.Unlock()
	if len(tasks) > 0 {
		_ = s.ending(ctx, tasks[s.draw(len(tasks))])
	}
}

// ending does a short timer of a visit, a conversation or an agent.
func (s *schedule) ending(ctx context.Context, t chat.VisitTask) (err error) {
	switch {
	case t.Agent != "":
		return chat.TeamChanged(ctx, s.Desk, t.Tenant, t.Agent)
	case t.Conversation != "":
		return s.WakeConversation(ctx, chat.ConversationKey{Tenant: t.Tenant, ID: t.Conversation})
	}
	_, err = s.EndVisit(ctx, t)
	return err
}

// leaves has Amara close every tab, and time pass until her visits have ended.
func (s *schedule) leaves(ctx context.Context) {
	s.cuts()
	for _, id := range s.tabs {
		if err := s.world.CloseSocket(ctx, id, s.Now()); chat.Except(err, chat.ErrNotFound) != nil {
			s.rt.Fatalf("close: %v", err)
		}
	}
}

// endsAll does every task of a visit, and looks at those that nothing told of.
func (s *schedule) endsAll(ctx context.Context) {
	s.Pass(chat.SilentSocket)
	if _, err := s.EndSilent(ctx); err != nil {
		s.rt.Fatalf("the sweep: %v", err)
	}
	s.expires(ctx)
	for _, t := range s.Ends {
		if err := s.ending(ctx, t); chat.Except(err, chat.ErrErased, chat.ErrNotFound) != nil {
			s.rt.Fatalf("end: %v", err)
		}
	}
}

// expires takes away the rows of lost sockets that nobody closed.
func (s *schedule) expires(ctx context.Context) {
	rows, err := s.world.Store.SocketsByID(ctx, s.lost)
	if err != nil {
		s.rt.Fatal(err)
	}
	for _, row := range rows {
		if !row.Closed.IsZero() {
			continue
		}
		if err := s.world.DropSocket(ctx, row.ID); err != nil {
			s.rt.Fatalf("expire: %v", err)
		}
		if err := s.Relay(ctx, chat.Change{Gone: &row}); err != nil {
			s.rt.Fatalf("relay: %v", err)
		}
	}
}

// judgePages checks that each page is in one visit, and counted there.
func (s *schedule) judgePages(ctx context.Context) {
	visits, err := s.Store.VisitsOf(ctx, s.amara.Socket.VisitorKey(), 100)
	if err != nil {
		s.rt.Fatal(err)
	}
	seen := map[string]int{}
	for i := range visits {
		v := &visits[i]
		log, err := chat.Log(ctx, s.Store, v, chat.MaxLog)
		if err != nil {
			s.rt.Fatal(err)
		}
		pages, last := 0, time.Time{}
		for _, e := range log {
			if e.Kind == chat.PageEvent {
				pages++
				seen[e.Page.URL]++
				if e.At.Before(last) {
					s.rt.Fatalf("the pages are not in their order: %+v", log)
				}
				last = e.At
			}
		}
		if v.Live() || v.Pages != pages {
			s.rt.Fatalf("a visit with %d pages in its log is %+v", pages, v)
		}
	}
	for _, p := range s.pages {
		if n := seen[p.page.URL]; n > 1 || (n == 0 && p.acked) {
			s.rt.Fatalf("%s (taken: %t) is in the logs %d times", p.page.URL, p.acked, n)
		}
	}
}
