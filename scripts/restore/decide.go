package main

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/scripts/again"
	"github.com/botifire/livechat/scripts/stack"
)

// decisions shows, or repeats, the decisions in the table before a restore that are not in the restored one.
func decisions(ctx context.Context, place stack.Place, from string, repeat bool) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	return decide(ctx, found, found["Table"], from, repeat)
}

func decide(ctx context.Context, found map[string]string, table, before string, repeat bool) error {
	if table == before {
		return fmt.Errorf("%s is both tables: name the one before the restore with -from", table)
	}
	all, err := again.Decisions(ctx, found, table, before)
	if err != nil {
		return err
	}
	for _, one := range all {
		fmt.Println("-", one.What)
		if !repeat {
			continue
		}
		if err := one.Repeat(ctx); err != nil {
			return fmt.Errorf("%s: %w (repeat the command: it goes on)", one.What, err)
		}
	}
	switch {
	case repeat:
		fmt.Printf("%d decisions are repeated\n", len(all))
	case len(all) > 0:
		fmt.Printf("%d decisions are not in %s. Unless they are the accident itself, repeat them: restore decisions "+
			"-table %s -from %s -repeat\n", len(all), table, table, before)
	}
	return nil
}
