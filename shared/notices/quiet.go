package notices

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Quiet is a time of each day at which a device is not told, by its own clock; it may go over midnight.
type Quiet struct {
	From string `json:"from"` // 22:00
	To   string `json:"to"`   // 07:00
}

func (q *Quiet) check(wrong *chat.Faults) {
	for name, at := range map[string]string{"quiet/from": q.From, "quiet/to": q.To} {
		_, err := time.Parse(minutes, at)
		wrong.Wrong(err != nil || len(at) != len(minutes), name, "bad_time", "Write a time as 22:00.")
	}
	wrong.Wrong(q.From == q.To, "quiet/to", "no_quiet", "Choose an end that is not the beginning.")
}

const minutes = "15:04"

// quietAt tells whether a device is not told at a time.
func (w Wishes) quietAt(now time.Time) bool {
	if w.Quiet == nil {
		return false
	}
	at := now.In(w.zone()).Format(minutes)
	after, before := at >= w.Quiet.From, at < w.Quiet.To
	if w.Quiet.From < w.Quiet.To {
		return after && before
	}
	return after || before
}

// zone is where the clock of a device goes; its name was checked.
func (w Wishes) zone() *time.Location {
	zone, err := chat.ZoneOf(w.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}
