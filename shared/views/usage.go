package views

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/sheet"
)

// usageMonths is how many months a team reads of its usage.
const usageMonths = 12

// Usage is the usage of a team in each of the last months.
func (r *Reader) Usage(ctx context.Context, a chat.Agent) ([]chat.Usage, error) {
	now := r.desk.Now()
	first := time.Date(now.Year(), now.Month()-usageMonths+1, 1, 0, 0, 0, 0, time.UTC)
	rows, err := r.store.Counts(ctx, a.Tenant, first.Format(time.DateOnly), now.Format(time.DateOnly))
	return chat.UsageOf(rows), err
}

// UsageSheet is the same as a sheet.
func (r *Reader) UsageSheet(ctx context.Context, a chat.Agent) ([]byte, error) {
	usage, err := r.Usage(ctx, a)
	rows := [][]string{{"Month (UTC)", "Visits", "Pages", "WhatsApp", "Messages", "Goals", "About, in US dollars"}}
	for _, u := range usage {
		rows = append(rows, []string{
			u.Month, number(u.Visits), number(u.Pages), number(u.WhatsApp), number(u.Messages), number(u.Goals),
			fmt.Sprintf("%.2f", u.Dollars),
		})
	}
	return sheet.CSV(rows), err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
