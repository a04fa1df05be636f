package main

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/trace"
)

// news are the messages of a batch that a search has to find, by tenant, with the numbers of their records.
type news map[chat.TenantID]*told

type told struct {
	refs    []search.Ref
	numbers []string
}

func (n news) add(c chat.Change, number string) {
	if c.Message == nil {
		return
	}
	refs := search.RefsOf(c.Key, c.Message)
	if len(refs) == 0 {
		return
	}
	if n[c.Key.Tenant] == nil {
		n[c.Key.Tenant] = &told{}
	}
	t := n[c.Key.Tenant]
	t.refs, t.numbers = append(t.refs, refs...), append(t.numbers, number)
}

// tell names the messages of each tenant on the queue, all at once, and returns the numbers of those that have to be
// told again.
func (n news) tell(
	ctx context.Context, index func(context.Context, chat.TenantID, any) error,
) (again []string) {
	for tenant, t := range n {
		if err := index(ctx, tenant, search.Batch{Tenant: tenant, Refs: t.refs}); err != nil {
			trace.Failed(ctx, "messages are not found yet", err, "tenant", tenant)
			again = append(again, t.numbers...)
		}
	}
	return again
}
