package main

import (
	"context"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// used is the usage of one tenant in a month.
type used struct {
	Tenant chat.TenantID `json:"tenant"`
	Name   string        `json:"name"`
	chat.Usage
}

// usage shows the usage of every tenant in a month, and about how much that cost.
func usage(ctx context.Context, o options) (any, error) {
	first, err := time.Parse("2006-01", o.month)
	if err != nil {
		return nil, fmt.Errorf("-month is a month of the form 2006-01, not %q", o.month)
	}
	p, err := open(ctx, o.place)
	if err != nil {
		return nil, err
	}
	last := first.AddDate(0, 1, -1)
	all := []used{}
	err = p.each(ctx, func(t chat.Tenant) error {
		rows, err := p.store.Counts(ctx, t.ID, first.Format(time.DateOnly), last.Format(time.DateOnly))
		one := used{t.ID, t.Name, chat.Usage{Month: o.month}}
		for _, u := range chat.UsageOf(rows) {
			one.Usage = u
		}
		all = append(all, one)
		return err
	})
	return all, err
}
