package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

func (b *bench) visit(v chat.VisitorID, started time.Time) chat.Visit {
	return chat.Visit{
		Tenant: b.tenant, ID: chat.VisitID("s_" + string(at(started))), Visitor: v, Bot: "b_x",
		Source: chat.Web, Mode: chat.Full,
		Started: started, LastAt: started,
		Place: chat.Place{Country: "NG", City: "Lagos"},
	}
}

// begun stores the first visit of a visitor, and the visitor if they are not stored yet.
func (b *bench) begun(s chat.Visit) {
	b.t.Helper()
	v := chat.Visitor{Tenant: s.Tenant, ID: s.Visitor, FirstSeen: s.Started, Source: s.Source}
	b.must(chat.Except(b.AddVisitor(b.ctx(), v), chat.ErrExists))
	b.must(b.Begin(b.ctx(), s, chat.Current{}))
}

func visits(t *testing.T, b *bench) {
	who := chat.VisitorKey{Tenant: b.tenant, ID: "v_s"}
	_, err := b.Current(b.ctx(), who)
	b.wants(err, chat.ErrNotFound)
	first := b.visit(who.ID, b.now)
	b.begun(first)
	b.wants(b.Begin(b.ctx(), b.visit(who.ID, b.now.Add(time.Second)), chat.Current{}), chat.ErrConflict)
	b.wants(b.Begin(b.ctx(), b.visit("v_nobody", b.now), chat.Current{}), chat.ErrConflict)
	_, err = b.UpdateVisitor(b.ctx(), who, func(v *chat.Visitor) error { v.Blocked = true; return nil })
	b.must(err)
	current, err := b.Current(b.ctx(), who)
	b.must(err)
	b.equal("the current visit", current.Visit, first.ID)
	b.equal("the first visit", current.Number, 1)
	second := b.visit(who.ID, b.now.Add(time.Hour))
	b.must(b.Begin(b.ctx(), second, current))
	current, err = b.Current(b.ctx(), who)
	b.must(err)
	b.equal("the second visit", current.Number, 2)

	page := chat.VisitEvent{ID: id(), At: b.now, Kind: chat.PageEvent, Page: &chat.Page{URL: "https://a.example/"}}
	more := func(s *chat.Visit) error { s.Pages++; return nil }
	_, err = b.UpdateVisit(b.ctx(), first.Key(), more)
	b.must(err)
	read, err := b.Visit(b.ctx(), first.Key())
	b.must(err)
	b.equal("a visit that was changed", read.Pages, 1)
	for range 2 { // the second replaces the first
		b.must(b.AddEvents(b.ctx(), first.Key(), []chat.VisitEvent{page}))
	}
	events, err := b.Events(b.ctx(), first.Key(), 10)
	b.must(err)
	b.equal("the log", events, []chat.VisitEvent{page})
	all, err := b.VisitsOf(b.ctx(), who, 10)
	b.must(err)
	b.equal("newest first", []chat.VisitID{all[0].ID, all[1].ID}, []chat.VisitID{second.ID, first.ID})
	_, err = b.UpdateVisit(b.ctx(), chat.VisitKey{Tenant: b.tenant, Visitor: who.ID, ID: "s_none"}, more)
	b.wants(err, chat.ErrNotFound)
}

func visitLists(t *testing.T, b *bench) {
	var all []chat.Visit
	for i := range 5 {
		s := b.visit(chat.VisitorID(fmt.Sprint("v_", i)), b.now.Add(time.Duration(i)*time.Second))
		b.begun(s)
		all = append(all, s)
	}
	_, err := b.UpdateVisit(b.ctx(), all[2].Key(), func(s *chat.Visit) error { s.EndedAt = b.now; return nil })
	b.must(err)
	list := func(live bool) []chat.VisitID {
		found, position := []chat.VisitID{}, ""
		for range 10 {
			rows, next, err := b.ListVisits(b.ctx(), b.tenant, live, position, 2)
			b.must(err)
			for _, s := range rows {
				found = append(found, s.ID)
			}
			if position = next; next == "" {
				break
			}
		}
		return found
	}
	b.equal("live", list(true), []chat.VisitID{all[4].ID, all[3].ID, all[1].ID, all[0].ID})
	b.equal("past", list(false), []chat.VisitID{all[2].ID})

	_, position, err := b.ListVisits(b.ctx(), b.tenant, true, "", 1)
	b.must(err)
	_, err = b.UpdateVisit(b.ctx(), all[4].Key(), func(s *chat.Visit) error { s.EndedAt = b.now; return nil })
	b.must(err)
	rest, _, err := b.ListVisits(b.ctx(), b.tenant, true, position, 1)
	b.must(err)
	b.equal("after a row that left the list", rest[0].ID, all[3].ID)
}

// arrivals makes a visitor and their visit in one call.
func arrivals(t *testing.T, b *bench) {
	v := chat.Visitor{Tenant: b.tenant, ID: "v_new", FirstSeen: b.now, Source: chat.Web}
	s := b.visit(v.ID, b.now)
	b.must(b.Arrive(b.ctx(), v, s))
	read, err := b.Visitor(b.ctx(), v.Key())
	b.must(err)
	b.equal("the visitor", read.FirstSeen.Equal(v.FirstSeen), true)
	current, err := b.Current(b.ctx(), v.Key())
	b.must(err)
	b.equal("the current visit", []any{current.Visit, current.Number}, []any{s.ID, 1})
	b.must(b.Begin(b.ctx(), b.visit(v.ID, b.now.Add(time.Hour)), current))
	_, err = b.UpdateVisitor(b.ctx(), v.Key(), func(v *chat.Visitor) error { v.Blocked = true; return nil })
	b.must(err)
	e := chat.VisitEvent{ID: id(), At: b.now, Kind: chat.PageEvent, Page: &chat.Page{URL: "https://a.example/"}}
	b.must(b.AddEvents(b.ctx(), s.Key(), []chat.VisitEvent{e}))
	b.must(b.AddEvents(b.ctx(), s.Key(), []chat.VisitEvent{e}))
	log, err := b.Events(b.ctx(), s.Key(), 10)
	b.must(err)
	b.equal("the log", log, []chat.VisitEvent{e})
}

func (b *bench) socket(v chat.VisitorID) chat.Socket {
	b.t.Helper()
	s := chat.Socket{
		ID: chat.ConnectionID("v." + id()), Tenant: b.tenant, Opened: b.now, Seen: b.now, Active: b.now, Visitor: v,
		Bot: "b_x", Caller: "an address",
	}
	b.must(b.OpenSocket(b.ctx(), s))
	return s
}

// enters binds a socket to a visitor's first visit.
func (b *bench) enters(v chat.VisitorID) chat.Socket {
	b.t.Helper()
	s := b.socket("")
	visit := b.visit(v, b.now)
	visit.Sockets = []chat.ConnectionID{s.ID}
	b.begun(visit)
	s.Visitor, s.Visit, s.Room = v, visit.ID, chat.MaxPages
	b.must(b.Enter(b.ctx(), s, b.now, nil))
	return s
}

func sockets(t *testing.T, b *bench) {
	s := b.enters("v_k")
	later := b.now.Add(time.Second)
	was, err := b.Admit(b.ctx(), s.ID, later, chat.NoSign)
	b.must(err)
	b.equal("the socket as it was", [2]time.Time{was.Seen, was.Active}, [2]time.Time{b.now, b.now})
	now, err := b.Socket(b.ctx(), s.ID)
	b.must(err)
	b.equal("seen, but not active", [2]time.Time{now.Seen, now.Active}, [2]time.Time{later, b.now})
	b.equal("what was bound", now.Visit, s.Visit)
	_, err = b.Admit(b.ctx(), "v.none", later, chat.Here)
	b.wants(err, chat.ErrGone)

	signs(b, s)

	a := chat.Agent{Tenant: b.tenant, ID: "a1", Name: "Ana", Role: chat.RoleAgent}
	desk := chat.Socket{
		ID: chat.ConnectionID("a." + id()), Tenant: b.tenant, Opened: b.now, Seen: b.now, Active: b.now, Agent: &a,
	}
	b.must(b.OpenSocket(b.ctx(), desk))
	b.must(b.BindSocket(b.ctx(), desk))
	team, err := b.Team(b.ctx(), b.tenant)
	b.must(err)
	b.equal("the team", team, map[chat.ConnectionID]chat.Agent{desk.ID: a})
	k := b.conversation()
	b.must(b.Watch(b.ctx(), k, desk.ID, a))
	viewers, err := b.Viewers(b.ctx(), k)
	b.must(err)
	b.equal("who looks", viewers, map[chat.ConnectionID]chat.Agent{desk.ID: a})
	desk.Viewing = k.ID
	b.must(b.CloseSocket(b.ctx(), desk.ID, b.now))
	b.wants(b.CloseSocket(b.ctx(), desk.ID, b.now), chat.ErrNotFound)
	b.must(b.UnbindSocket(b.ctx(), desk))
	viewers, err = b.Viewers(b.ctx(), k)
	b.must(err)
	team, err = b.Team(b.ctx(), b.tenant)
	b.must(err)
	b.equal("nobody is left", len(viewers)+len(team), 0)
	b.wants(b.BindSocket(b.ctx(), desk), chat.ErrGone)
}

// signs proves that a socket keeps the activity signals of its frames, also after a BindSocket.
func signs(b *bench, s chat.Socket) {
	b.t.Helper()
	at := func(m int) time.Time { return b.now.Add(time.Duration(m) * time.Minute) }
	for _, step := range []struct {
		minute       int
		sign         chat.Sign
		active, away time.Time
		told         int
	}{
		{1, chat.Here, at(1), time.Time{}, 0},
		{4, chat.Still, at(1), at(1), 1},
		{5, chat.Hidden, at(1), at(1), 1}, // they were already away
		{6, chat.NoSign, at(1), at(1), 1},
		{7, chat.Back, at(7), time.Time{}, 2},
		{8, chat.Hidden, at(7), at(8), 2},
		{20, chat.Hidden, at(7), at(8), 2},
		{21, chat.Here, at(21), time.Time{}, 2},
	} {
		_, err := b.Admit(b.ctx(), s.ID, at(step.minute), step.sign)
		b.must(err)
		b.must(b.BindSocket(b.ctx(), s))
		found, err := b.SocketsByID(b.ctx(), []chat.ConnectionID{s.ID, "v.none", s.ID})
		b.must(err)
		now := found[s.ID]
		b.equal("the signs after "+string(step.sign), []any{len(found), now.Active, now.Away, now.Told, now.Seen},
			[]any{1, step.active, step.away, step.told, at(step.minute)})
	}
}

func frameBudget(t *testing.T, b *bench) {
	s := b.socket("v_b")
	for i := range chat.FrameBurst {
		if _, err := b.Admit(b.ctx(), s.ID, b.now, chat.Here); err != nil {
			t.Fatalf("frame %d of the burst is refused: %v", i+1, err)
		}
	}
	_, err := b.Admit(b.ctx(), s.ID, b.now, chat.Here)
	b.equal("one more at once", chat.KindOf(err), chat.TooMany)
	_, err = b.Admit(b.ctx(), s.ID, b.now.Add(chat.FrameRefill), chat.Here)
	b.must(err)
	_, err = b.Admit(b.ctx(), s.ID, b.now.Add(chat.FrameRefill), chat.Here)
	b.equal("one more after one was refilled", chat.KindOf(err), chat.TooMany)
	_, err = b.Admit(b.ctx(), s.ID, b.now.Add(time.Hour), chat.Here)
	b.must(err)
}

func tickets(t *testing.T, b *bench) {
	ticket := chat.Ticket{
		Hash: id(), Agent: chat.Agent{Tenant: b.tenant, ID: "a1"}, Origin: "https://a.example",
		Expires: b.now.Add(time.Minute), SignIn: b.now.Add(time.Hour),
	}
	b.must(b.PutTicket(b.ctx(), ticket))
	var taken atomic.Int32
	var wait sync.WaitGroup
	for range 5 {
		wait.Go(func() {
			if got, err := b.TakeTicket(b.ctx(), ticket.Hash); err == nil && got == ticket {
				taken.Add(1)
			} else if !errors.Is(err, chat.ErrNotFound) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	b.equal("a ticket is taken", taken.Load(), int32(1))
}

func gate(t *testing.T, b *bench) {
	second := b.now.Truncate(time.Second)
	for _, step := range []struct {
		list string
		at   time.Time
		want bool
	}{
		{"inbox", second, true},
		{"inbox", second, false},
		{"visitors", second, true},
		{"inbox", second.Add(time.Second), true},
		{"inbox", second, false},
	} {
		open, err := b.Throttle(b.ctx(), b.tenant, step.list, step.at, false)
		b.must(err)
		b.equal("the gate of "+step.list, open, step.want)
	}
	passes := func(at time.Time, alone bool) bool {
		open, err := b.Throttle(b.ctx(), b.tenant, "alone", at, alone)
		b.must(err)
		return open
	}
	noted := 0
	for i := range 160 {
		at := second.Add(time.Duration(i) * 10 * time.Second)
		b.equal("after a while one who is alone passes", passes(at, true), true)
		if !passes(at, false) { // it notes the second, unless the one before did
			noted++
		}
		b.equal("soon after a note they pass", passes(at.Add(time.Second), true), true)
		b.equal("and are noted", passes(at.Add(time.Second), false), false)
	}
	b.equal("few are noted after a while", noted > 0 && noted < 48, true)
}

func due(t *testing.T, b *bench) {
	past := b.now.AddDate(-30, 0, 0) // before the rows of all other parts
	soon, later := b.conversation(), b.conversation()
	b.begin(soon, func(h *chat.Head) { h.Status, h.Due = chat.Snoozed, past.Add(time.Minute) })
	b.begin(later, func(h *chat.Head) { h.Status, h.Due = chat.Snoozed, past.Add(time.Hour) })
	items, err := b.Due(b.ctx(), past, 10)
	b.must(err)
	b.equal("nothing is due yet", len(items), 0)
	items, err = b.Due(b.ctx(), past.Add(time.Hour), 10)
	b.must(err)
	b.equal("what is due by now, oldest first", items, []lifecycle.DueItem{{Conversation: &soon}, {Conversation: &later}})
	b.must(b.Postpone(b.ctx(), items[0], past.Add(3*time.Hour)))
	items, err = b.Due(b.ctx(), past.Add(2*time.Hour), 10)
	b.must(err)
	b.equal("what is due beside what was put off", items, []lifecycle.DueItem{{Conversation: &later}})
	items, err = b.Due(b.ctx(), past.Add(4*time.Hour), 1)
	b.must(err)
	b.equal("no more than asked for", len(items), 1)
	b.begin(later, func(h *chat.Head) { h.Status, h.Due = chat.Open, time.Time{} })
	items, err = b.Due(b.ctx(), past.Add(4*time.Hour), 10)
	b.must(err)
	b.equal("what was done is due no more", len(items), 1)
}

func poison(t *testing.T, b *bench) {
	p := chat.Poison{Partition: "p", Sort: string(b.tenant), At: b.now, Reason: "bad"}
	b.must(b.Park(b.ctx(), p))
	all, err := b.Poisoned(b.ctx(), 1000)
	b.must(err)
	found := false
	for _, one := range all {
		found = found || one == p
	}
	b.equal("what was parked is found", found, true)
}
