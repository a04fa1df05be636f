package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func queues(t *testing.T, b *bench) {
	var keys []chat.ConversationKey
	for i := range 5 {
		k := b.conversation()
		keys = append(keys, k)
		b.begin(k, func(h *chat.Head) { h.VisitorAt = b.now.Add(time.Duration(i) * time.Minute) })
	}
	list := func(q chat.Queue) []chat.ConversationID {
		found, position := []chat.ConversationID{}, ""
		for range 10 {
			heads, next, err := b.ListQueue(b.ctx(), b.tenant, q, position, 2)
			b.must(err)
			for _, h := range heads {
				found = append(found, h.ID)
			}
			if position = next; next == "" {
				break
			}
		}
		return found
	}
	b.equal("the bot's queue, latest word first", list(chat.QueueBot),
		[]chat.ConversationID{keys[4].ID, keys[3].ID, keys[2].ID, keys[1].ID, keys[0].ID})
	oneList(b, keys)
	b.begin(keys[1], func(h *chat.Head) { h.Owner, h.WaitingFrom = chat.OwnerTeam, b.now.Add(2*time.Second) })
	b.begin(keys[2], func(h *chat.Head) { h.Owner, h.WaitingFrom = chat.OwnerTeam, b.now.Add(time.Second) })
	b.begin(keys[3], func(h *chat.Head) { h.Owner, h.Assignee = chat.OwnerAgent, "a1" })
	b.begin(keys[4], func(h *chat.Head) { h.Status = chat.Closed })
	b.equal("after four have left the bot's queue", list(chat.QueueBot), []chat.ConversationID{keys[0].ID})
	b.equal("people's queue", list(chat.QueueHuman), []chat.ConversationID{keys[3].ID, keys[2].ID, keys[1].ID})
	b.equal("closed", list(chat.QueueClosed), []chat.ConversationID{keys[4].ID})
	for agent, want := range map[chat.AgentID][]chat.ConversationID{
		"": {keys[2].ID, keys[1].ID}, "a1": {keys[3].ID}, "a2": {},
	} {
		heads, _, err := b.ListWork(b.ctx(), b.tenant, agent, "", 10)
		b.must(err)
		got := []chat.ConversationID{}
		for _, h := range heads {
			got = append(got, h.ID)
		}
		b.equal("the work of "+string(agent), got, want)
	}
	b.begin(keys[3], func(h *chat.Head) {
		h.Owner, h.Assignee, h.WaitingFrom = chat.OwnerAgent, "a1", b.now.Add(1500*time.Millisecond)
	})
	waiting(b, "a1", keys[2].ID, keys[3].ID, keys[1].ID)
	waiting(b, "a2", keys[2].ID, keys[1].ID)
	all, wait, err := b.CountWork(b.ctx(), b.tenant, "")
	b.must(err)
	b.equal("the count of nobody's", []int{all, wait}, []int{2, 2})
	b.begin(keys[3], func(h *chat.Head) { h.Owner, h.Assignee, h.WaitingFrom = chat.OwnerAgent, "a1", time.Time{} })
	all, wait, err = b.CountWork(b.ctx(), b.tenant, "a1")
	b.must(err)
	b.equal("the count of an agent's", []int{all, wait}, []int{1, 0})
	waiting(b, "a1", keys[2].ID, keys[1].ID)
	heads, _, err := b.ListQueue(b.ctx(), "t_other", chat.QueueBot, "", 10)
	b.must(err)
	b.equal("another tenant's queue", len(heads), 0)
	twice(b)
}

// twice lists a conversation once that lies in two lists, as it does when it changes hands between their reads.
func twice(b *bench) {
	b.t.Helper()
	heads, _, err := b.ListWaiting(b.ctx(), b.tenant, []chat.AgentID{"", "a1", ""}, "", 10)
	b.must(err)
	b.equal("the lists of an agent named twice", len(heads), 2)
}

// waiting lists those who wait for an agent or for nobody in particular, one a page.
func waiting(b *bench, agent chat.AgentID, want ...chat.ConversationID) {
	b.t.Helper()
	got, position := []chat.ConversationID{}, ""
	for range 10 {
		heads, next, err := b.ListWaiting(b.ctx(), b.tenant, []chat.AgentID{"", agent}, position, 1)
		b.must(err)
		for _, h := range heads {
			got = append(got, h.ID)
		}
		if position = next; next == "" {
			break
		}
	}
	b.equal("those who wait for "+string(agent), got, want)
}

// oneList lists conversations of several queues as one list, either way, and counts a queue up to a limit. The keys
// are in the order of their last words, and lie in the bot's queue; they are there again afterwards.
func oneList(b *bench, keys []chat.ConversationKey) {
	talks(b, keys)
	b.t.Helper()
	b.begin(keys[0], func(h *chat.Head) { h.Status = chat.Closed })
	b.begin(keys[2], func(h *chat.Head) { h.Owner = chat.OwnerTeam })
	want := []chat.ConversationID{}
	for _, k := range keys {
		want = append(want, k.ID)
	}
	for _, earliest := range []bool{true, false} {
		b.equal("all queues as one list", listed(b, chat.AllQueues, earliest), want)
		slices.Reverse(want)
	}
	for limit, want := range map[int]int{2: 2, 10: 3} {
		n, err := b.CountQueue(b.ctx(), b.tenant, chat.QueueBot, limit)
		b.must(err)
		b.equal("the count of a queue", n, want)
	}
	b.begin(keys[0], func(h *chat.Head) { h.Status = chat.Open })
	b.begin(keys[2], func(h *chat.Head) { h.Owner = chat.OwnerBot })
}

// talks lists the conversations of all queues before a time.
func talks(b *bench, keys []chat.ConversationKey) {
	got, position := []chat.ConversationID{}, ""
	for range 10 {
		heads, next, err := b.Talks(b.ctx(), b.tenant, b.now.Truncate(time.Minute).Add(3*time.Minute), position, 2)
		b.must(err)
		for _, h := range heads {
			got = append(got, h.ID)
		}
		if position = next; next == "" {
			break
		}
	}
	b.equal("the talks before a time, the latest first", got,
		[]chat.ConversationID{keys[2].ID, keys[1].ID, keys[0].ID})
}

// listed lists conversations of queues, two a page.
func listed(b *bench, queues []chat.Queue, earliest bool) []chat.ConversationID {
	b.t.Helper()
	got, position := []chat.ConversationID{}, ""
	for range 10 {
		heads, next, err := b.ListQueues(b.ctx(), b.tenant, queues, earliest, position, 2)
		b.must(err)
		for _, h := range heads {
			got = append(got, h.ID)
		}
		if position = next; next == "" {
			break
		}
	}
	return got
}

// longQueues has lists of several pages, all or nearly all of them in one queue.
func longQueues(_ *testing.T, b *bench) {
	want := []chat.ConversationID{}
	for i := range 9 {
		k := b.conversation()
		b.begin(k, func(h *chat.Head) {
			if h.VisitorAt = b.now.Add(time.Duration(i) * time.Minute); i < 7 {
				h.Status = chat.Closed
			}
		})
		want = append(want, k.ID)
	}
	b.equal("the old ones in one queue, earliest first", listed(b, chat.AllQueues, true), want)
	b.equal("one queue, earliest first", listed(b, []chat.Queue{chat.QueueClosed}, true), want[:7])
	slices.Reverse(want)
	b.equal("the old ones in one queue", listed(b, chat.AllQueues, false), want)
	b.equal("one queue", listed(b, []chat.Queue{chat.QueueClosed}, false), want[2:])
}
