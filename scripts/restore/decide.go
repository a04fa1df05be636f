package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/botifire/livechat/scripts/again"
	"github.com/botifire/livechat/scripts/stack"
)

// tables are a restored table and the one before it, of a stage.
type tables struct {
	place        stack.Place
	back, before string
}

// choice says which decisions a person means: all, or only those with these ids, to be shown or repeated.
type choice struct {
	only   []string
	repeat bool
}

// decisions shows, or repeats, the decisions in the table before a restore that are not in the restored one.
func decisions(ctx context.Context, place stack.Place, from string, of choice) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	return decide(ctx, found, tables{place, found["Table"], from}, of)
}

func decide(ctx context.Context, found map[string]string, t tables, of choice) error {
	if t.back == t.before {
		return fmt.Errorf("%s is both tables: name the one before the restore with -from", t.back)
	}
	all, err := again.Decisions(ctx, found, t.back, t.before)
	if err != nil {
		return err
	}
	return t.take(ctx, all, of)
}

// take shows or repeats the decisions that are meant, and says the next step.
func (t tables) take(ctx context.Context, all []again.Decision, of choice) error {
	all, missing := of.from(all)
	for _, id := range missing {
		fmt.Printf("- there is no decision about %s, or it is repeated already\n", id)
	}
	open, err := each(ctx, all, of.repeat)
	if err != nil {
		return err
	}
	switch {
	case of.repeat:
		fmt.Printf("%d decisions are repeated\n", open)
	case open > 0:
		fmt.Printf("%d decisions are not in %s. Unless they are the accident itself, repeat them:\n"+
			"  go run ./scripts/restore decisions %s -table %s -from %s -repeat\n"+
			"or only some of them, with -only and the ids of tenants, keys and members\n",
			open, t.back, t.place.Flag(), t.back, t.before)
	}
	t.tellDeletions(all)
	return nil
}

// from picks the decisions that are meant, and names the ids about which there is none.
func (of choice) from(all []again.Decision) (meant []again.Decision, missing []string) {
	if len(of.only) == 0 {
		return all, nil
	}
	for _, id := range of.only {
		i := slices.IndexFunc(all, func(one again.Decision) bool { return one.ID == id })
		if i < 0 {
			missing = append(missing, id)
		} else {
			meant = append(meant, all[i])
		}
	}
	return meant, missing
}

// each shows decisions, and may repeat them. open is how many were not repeated before.
func each(ctx context.Context, all []again.Decision, repeat bool) (open int, err error) {
	for _, one := range all {
		fmt.Println("-", one.What)
		if one.Repeat == nil {
			continue
		}
		open++
		if !repeat {
			continue
		}
		if err := one.Repeat(ctx); err != nil {
			return open, fmt.Errorf("%s: %w (repeat the command: it goes on)", one.What, err)
		}
	}
	return open, nil
}

// tellDeletions lists the tenants that are to be deleted again, with the command of each.
func (t tables) tellDeletions(all []again.Decision) {
	for _, one := range all {
		if one.Delete != nil {
			fmt.Printf("%s, and is back. Delete it again once the stage uses %s:\n"+
				"  go run ./scripts/tenant delete %s -tenant %s -confirm %q\n",
				one.What, t.back, t.place.Flag(), one.Delete.ID, one.Delete.Name)
		}
	}
}
