package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// buried proves that nothing leads to an erased visitor, and that the same person may come again as a new one.
func buried(t *testing.T, b *bench) {
	v := b.visitor("h1")
	s := b.visit(v.ID, b.now)
	b.begun(s)
	k := chat.ConversationKey{Tenant: b.tenant, ID: chat.ConversationOf(v.ID, "b_x")}
	m := b.message(b.now, "words")
	_, err := b.Commit(b.ctx(), k, func(h *chat.Head) ([]chat.Message, error) {
		h.Bot, h.Visitor, h.Owner, h.Status, h.VisitorAt = "b_x", v.ID, chat.OwnerBot, chat.Open, b.now
		return []chat.Message{m}, nil
	})
	b.must(err)
	late := b.message(b.now.Add(-time.Hour), "late words")
	late.At = b.now
	_, err = b.Append(b.ctx(), k, late)
	b.must(err)
	b.must(b.MarkRead(b.ctx(), b.tenant, "a_1", k.ID, b.now))
	b.must(b.AddNote(b.ctx(), v.Key(), chat.Note{ID: string(at(b.now)), Text: "a note", At: b.now}))

	w := chat.Subject{Visitor: v.ID, Conversations: []chat.ConversationID{k.ID}, Identities: v.Identities, At: b.now}
	for range 2 { // an erasure is idempotent
		b.must(b.PlaceTombstones(b.ctx(), b.tenant, w))
		for _, m := range []chat.Message{m, late} {
			b.must(b.EraseMessage(b.ctx(), k, m))
		}
		_, err = b.EraseConversation(b.ctx(), k)
		b.must(err)
		b.must(b.EraseVisit(b.ctx(), s.Key()))
		_, err = b.EraseVisitor(b.ctx(), v.Key())
		b.must(err)
	}
	_, err = b.Visitor(b.ctx(), v.Key())
	b.wants(err, chat.ErrErased)
	_, err = b.Current(b.ctx(), v.Key())
	b.wants(err, chat.ErrErased)
	_, err = b.Head(b.ctx(), k)
	b.wants(err, chat.ErrErased)
	_, err = b.Commit(b.ctx(), k, func(*chat.Head) ([]chat.Message, error) { return nil, nil })
	b.wants(err, chat.ErrErased)
	_, err = b.UpdateVisitor(b.ctx(), v.Key(), func(*chat.Visitor) error { return nil })
	b.wants(err, chat.ErrErased)
	b.equal("what is left of the log", len(log(b, k)), 0)
	marks, err := b.ReadMarks(b.ctx(), b.tenant, "a_1", []chat.ConversationID{k.ID})
	b.must(err)
	b.equal("read marks", len(marks), 0)
	notes, err := b.Notes(b.ctx(), v.Key(), 10)
	b.must(err)
	b.equal("notes", len(notes), 0)
	heads, err := b.ConversationsOf(b.ctx(), v.Key())
	b.must(err)
	b.equal("conversations", len(heads), 0)
	listed, _, err := b.ListQueue(b.ctx(), b.tenant, chat.QueueBot, "", 10)
	b.must(err)
	b.equal("the queue", len(listed), 0)
	again(b, v, w)
}

// unlisted proves that no search term of an erased visitor stays, however their profile changes meanwhile.
func unlisted(_ *testing.T, b *bench) {
	for round := range 8 {
		v := b.visitor()
		term := func(i int) string { return fmt.Sprintf("term%dx%d", round, i) }
		started, changed := make(chan bool), make(chan error)
		go func() {
			for i := 0; ; i++ {
				_, err := b.UpdateVisitor(b.ctx(), v.Key(), func(v *chat.Visitor) error {
					v.Profile = map[string]chat.Fact{"name": {Value: term(i), Source: "test", At: b.now}}
					return nil
				})
				if i == 0 {
					close(started)
				}
				if err != nil {
					changed <- err
					return
				}
			}
		}()
		<-started
		for { // a conflict is told, and the erasure goes on with its next try
			err := b.PlaceTombstones(b.ctx(), b.tenant, chat.Subject{Visitor: v.ID, At: b.now})
			if !errors.Is(err, chat.ErrConflict) {
				b.must(err)
				break
			}
		}
		b.wants(<-changed, chat.ErrErased)
		found, err := b.FindVisitors(b.ctx(), b.tenant, chat.Term{Kind: "name", Text: fmt.Sprintf("term%dx", round)},
			chat.Posting{}, 10)
		b.must(err)
		b.equal("terms that stay", found, found[:0])
	}
}

func log(b *bench, k chat.ConversationKey) []chat.Message {
	rows, err := b.Since(b.ctx(), k, "", 100)
	b.must(err)
	return rows
}

// again lets the same person come once more.
func again(b *bench, v chat.Visitor, w chat.Subject) {
	lead, err := b.Identify(b.ctx(), b.tenant, "h1")
	b.must(err)
	b.equal("leads to nobody since", []any{lead.Visitor, lead.Erased.Equal(w.At)}, []any{chat.VisitorID(""), true})
	anew := chat.Visitor{
		Tenant: b.tenant, ID: "v_anew", Identities: []chat.Identity{{Kind: chat.IdentityNumber, Hash: "h1"}},
	}
	b.wants(b.AddVisitor(b.ctx(), anew), chat.ErrExists)
	anew.Identities[0].Erased = lead.Erased
	b.must(b.AddVisitor(b.ctx(), anew))
	lead, err = b.Identify(b.ctx(), b.tenant, "h1")
	b.must(err)
	b.equal("leads to them, and remembers", []any{lead.Visitor, lead.Erased.Equal(w.At)}, []any{anew.ID, true})
	b.must(b.PlaceTombstones(b.ctx(), b.tenant, w)) // the erasure runs again: the new visitor stays
	lead, err = b.Identify(b.ctx(), b.tenant, "h1")
	b.must(err)
	b.equal("still leads to them", lead.Visitor, anew.ID)
}

// forgotten erases and purges the rows besides the visitor's own.
func forgotten(t *testing.T, b *bench) {
	b.must(b.PutWamid(b.ctx(), b.tenant, "wamid.x", chat.BubbleRef{Conversation: "c_x", Message: at(b.now)}))
	b.must(b.ParkStatus(b.ctx(), b.tenant, "wamid.x", chat.Delivery{Status: chat.Read, At: b.now}, nil))
	b.must(b.EraseWamid(b.ctx(), b.tenant, "wamid.x"))
	_, err := b.Wamid(b.ctx(), b.tenant, "wamid.x")
	b.wants(err, chat.ErrNotFound)
	parked, err := b.Parked(b.ctx(), b.tenant, "wamid.x")
	b.must(err)
	b.equal("parked statuses", len(parked), 0)

	about := chat.Identity{Kind: chat.IdentityNumber, Hash: "h-parked"}
	b.must(b.ParkStatus(b.ctx(), b.tenant, "wamid.early", chat.Delivery{Status: chat.Read, At: b.now},
		[]chat.Identity{about}))
	b.must(b.EraseParked(b.ctx(), b.tenant, about))
	parked, err = b.Parked(b.ctx(), b.tenant, "wamid.early")
	b.must(err)
	b.equal("parked about somebody", len(parked), 0)

	order := chat.OrderClaim{
		Key: chat.OrderKey{Tenant: b.tenant, Goal: "Checkout", Order: "order"}, Visitor: "v_1", Visit: "s_1",
	}
	b.must(b.Count(b.ctx(), &order))
	for i, visit := range []chat.VisitID{"s_2", "s_1"} {
		b.must(b.EraseOrder(b.ctx(), order.Key, visit))
		claim, err := b.OrderClaim(b.ctx(), order.Key)
		b.must(err)
		b.equal("an order that was forgotten by "+string(visit), claim.Visit == "", i == 1)
	}

	window := b.now.Truncate(time.Minute)
	_, err = b.Take(b.ctx(), b.tenant, "upload#v_x", window, 10, 10, b.now.Add(time.Hour))
	b.must(err)
	b.must(b.EraseBudget(b.ctx(), b.tenant, "upload#v_x"))
	ok, err := b.Take(b.ctx(), b.tenant, "upload#v_x", window, 10, 10, b.now.Add(time.Hour))
	b.must(err)
	b.equal("a budget that was forgotten", ok, true)

	name := "C#c_" + id()
	b.must(b.Park(b.ctx(), chat.Poison{Partition: "T#t#" + name, Sort: "M#x", At: b.now, Reason: "test"}))
	n, err := b.ErasePoison(b.ctx(), []string{name})
	b.must(err)
	b.equal("poison", n, 1)
	askings(b)
	dueRows(b)
}

func askings(b *bench) {
	mine, others := at(b.now), at(b.now.Add(time.Second))
	gap := chat.GapRow{Bot: "b_x", ID: "g1", Question: "My own words?", Cause: chat.NoMatch, Last: b.now, State: "new"}
	b.must(b.AddGap(b.ctx(), b.tenant, gap, b.asking("g1", "c_mine", mine)))
	gap.Question = "other words"
	b.must(b.AddGap(b.ctx(), b.tenant, gap, b.asking("g1", "c_other", others)))
	for range 2 {
		left, err := b.EraseGap(b.ctx(), b.tenant, b.asking("g1", "c_mine", mine))
		b.must(err)
		b.equal("who else asked", left, []chat.BubbleRef{{Conversation: "c_other", Message: others}})
	}
	b.must(b.RewordGap(b.ctx(), b.tenant, "b_x", "g1", "other words"))
	rows, _, err := b.Gaps(b.ctx(), b.tenant, "b_x", "", 10)
	b.must(err)
	b.equal("the question", []any{rows[0].Count, rows[0].Question}, []any{1, "other words"})
	left, err := b.EraseGap(b.ctx(), b.tenant, b.asking("g1", "c_other", others))
	b.must(err)
	rows, _, err = b.Gaps(b.ctx(), b.tenant, "b_x", "", 10)
	b.must(err)
	b.equal("with the last asking it goes", []int{len(left), len(rows)}, []int{0, 0})
	b.must(b.AddGap(b.ctx(), b.tenant, gap, b.asking("g1", "c_other", others)))
	b.must(b.DropGaps(b.ctx(), b.tenant, gap.Bot, []chat.GapRow{gap}))
	b.must(b.AddGap(b.ctx(), b.tenant, gap, b.asking("g1", "c_other", others)))
	rows, _, err = b.Gaps(b.ctx(), b.tenant, "b_x", "", 10)
	b.must(err)
	b.equal("dropped with who asked it", rows[0].Count, 1)
}

// dueRows are found oldest first, and deleted without a tombstone.
func dueRows(b *bench) {
	v := b.visitor("h9")
	k := chat.ConversationKey{Tenant: b.tenant, ID: chat.ConversationOf(v.ID, "b_x")}
	head, err := b.Commit(b.ctx(), k, func(h *chat.Head) ([]chat.Message, error) {
		h.Bot, h.Visitor, h.Owner, h.Status = "b_x", v.ID, chat.OwnerBot, chat.Open
		return []chat.Message{b.message(b.now.Add(-2*time.Hour), "old"), b.message(b.now, "new")}, nil
	})
	b.must(err)
	old, err := b.Oldest(b.ctx(), k, at(b.now.Add(-time.Hour)), 10)
	b.must(err)
	b.equal("what is old", []any{len(old), old[0].Hash}, []any{1, "old"})
	all, err := b.Oldest(b.ctx(), k, "", 10)
	b.must(err)
	b.equal("all, the oldest first", []any{len(all), all[0].Hash}, []any{2, "old"})
	stale := head
	stale.Version--
	b.wants(b.DropConversation(b.ctx(), stale), chat.ErrConflict)
	b.must(b.DropConversation(b.ctx(), head))
	_, err = b.Head(b.ctx(), k)
	b.wants(err, chat.ErrNotFound)

	s := b.visit(v.ID, b.now.Add(-time.Hour))
	s.EndedAt, s.EndReason = b.now.Add(-time.Minute), chat.Left
	s.Folded = &chat.Facts{Ended: true, Pages: 3}
	b.begun(s)
	visits, err := b.OldestVisits(b.ctx(), b.tenant, b.now, 10)
	b.must(err)
	b.equal("visits that are over", len(visits), 1)
	visits, err = b.OldestVisits(b.ctx(), b.tenant, b.now.Add(-2*time.Hour), 10)
	b.must(err)
	b.equal("before that", len(visits), 0)
	for range 2 {
		b.must(b.EraseVisit(b.ctx(), s.Key()))
	}
	day := s.Started.Format(time.DateOnly)
	counted, err := b.ErasedCounts(b.ctx(), b.tenant, day, day)
	b.must(err)
	b.equal("it stays counted, once", counted[0].Values, map[string]int64{"sessions": 1, "ended": 1, "pages": 3})

	_, err = b.UpdateVisitor(b.ctx(), v.Key(), func(v *chat.Visitor) error { v.LastVisitAt = b.now; return nil })
	b.must(err)
	quiet, _, err := b.QuietVisitors(b.ctx(), b.tenant, "", 10)
	b.must(err)
	b.equal("who is quiet", []any{len(quiet), quiet[0].ID}, []any{1, v.ID})
	b.must(b.DropVisitor(b.ctx(), quiet[0]))
	_, err = b.Visitor(b.ctx(), v.Key())
	b.wants(err, chat.ErrNotFound)
	_, err = b.Identify(b.ctx(), b.tenant, "h9")
	b.wants(err, chat.ErrNotFound)
	fromTheBeginning := chat.Visitor{
		Tenant: b.tenant, ID: chat.VisitorID("v_" + id()), FirstSeen: b.now, LastVisitAt: b.now,
	}
	b.must(b.AddVisitor(b.ctx(), fromTheBeginning))
	quiet, _, err = b.QuietVisitors(b.ctx(), b.tenant, "", 10)
	b.must(err)
	b.equal("who never came", len(quiet), 1)
}
