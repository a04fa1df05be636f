package main

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/e2e/host"
)

// hottest prints the load of the partitions that the visitors of the busiest company share.
func (b *bench) hottest(ctx context.Context, h *host.Host) error {
	spots, err := h.Heat(ctx, host.Busiest, 120)
	if err != nil {
		return err
	}
	title(fmt.Sprintf("One company with %.0f new visits and %.0f connects a second, and %.0f sockets held: each partition",
		host.Busiest.Visits, host.Busiest.Connects, host.Busiest.Held))
	all := host.Hottest(spots)
	for _, index := range []string{"", "list", "work", "due"} {
		shown := 0
		for _, s := range all {
			if u := spots[s]; s.Index == index && shown < 6 {
				fmt.Printf("  %-6s %-40s %6.0f writes, %6.0f reads, %4.0f transactions on a row\n", index, s.Key, u.Write,
					u.Read, u.Row)
				shown++
			}
		}
	}
	if len(all) > 0 {
		b.add("hottest partition in a rush", "a partition takes 1,000", figure{spots[all[0]].Write, 300, "W/s"})
	}
	return nil
}
