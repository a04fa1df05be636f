package views

import (
	"context"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// weekDays is over how many whole days alerts are expected.
const weekDays = 7

// Expected is how many alerts an hour each level would have made in the last seven days before today, by the visits
// that began in them and are over. Nothing is stored for it: the counters of visits tell.
func (r *Reader) Expected(ctx context.Context, a chat.Agent) (map[course.Level]float64, error) {
	today := r.desk.Now()
	day := func(back int) string { return today.AddDate(0, 0, -back).Format(time.DateOnly) }
	rows, err := r.store.Counts(ctx, a.Tenant, day(weekDays), day(1))
	hourly := map[course.Level]float64{}
	for _, row := range rows {
		for name, n := range row.Values {
			if level, is := strings.CutPrefix(name, chat.AlertCounter); is {
				hourly[course.Level(level)] += float64(n) / (weekDays * 24)
			}
		}
	}
	return hourly, err
}
