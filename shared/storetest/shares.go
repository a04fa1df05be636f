package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
)

// Assignments that come at once are all remembered, and a person's work is listed by its ids.
func shares(_ *testing.T, b *bench) {
	const writers = 6
	var wait sync.WaitGroup
	errs := make([]error, writers)
	for i := range writers {
		wait.Go(func() {
			for range 20 { // the caller retries, as relay would
				errs[i] = b.UpdateShares(b.ctx(), b.tenant, func(s *team.Shares) error {
					s.Grants = append(s.Grants, team.Grant{Agent: "a1", Conversation: chat.ConversationID(id()), At: b.now})
					return nil
				})
				if !errors.Is(errs[i], chat.ErrConflict) {
					return
				}
			}
		})
	}
	wait.Wait()
	b.must(errors.Join(errs...))
	b.wants(b.UpdateShares(b.ctx(), b.tenant, func(s *team.Shares) error {
		b.equal("every assignment is remembered", len(s.Grants), writers)
		return chat.ErrGone
	}), chat.ErrGone)
	b.must(b.UpdateShares(b.ctx(), "t_other"+b.tenant, func(s *team.Shares) error {
		b.equal("another tenant's", len(s.Grants), 0)
		return nil
	}))
	work(b)
}

func work(b *bench) {
	var want []chat.ConversationID
	for i := range 3 {
		k := b.conversation()
		want = append(want, k.ID)
		b.begin(k, func(h *chat.Head) {
			h.Owner, h.Assignee = chat.OwnerAgent, "a1"
			if i > 0 {
				h.WaitingFrom = b.now.Add(time.Duration(i) * time.Second)
			}
		})
	}
	got, err := b.WorkOf(b.ctx(), b.tenant, "a1", 10)
	b.must(err)
	slices.Sort(got)
	slices.Sort(want)
	b.equal("a person's work", got, want)
	got, err = b.WorkOf(b.ctx(), b.tenant, "a1", 2)
	b.must(err)
	b.equal("no more than was asked for", len(got), 2)
	got, err = b.WorkOf(b.ctx(), b.tenant, "a2", 2)
	b.must(err)
	b.equal("nobody's", len(got), 0)
	b.begin(chat.ConversationKey{Tenant: b.tenant, ID: want[0]}, func(h *chat.Head) { h.Status = chat.Snoozed })
	got, err = b.WorkOf(b.ctx(), b.tenant, "a1", 10)
	b.must(err)
	b.equal("without a snoozed one", len(got), 2)
}
