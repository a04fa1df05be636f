package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Zones are the time zones of a team, each from a time on: a change moves no earlier day.
type Zones []Zone

// Zone is a time zone that holds from a time on.
type Zone struct {
	From time.Time
	*time.Location
}

// ZonesOf are the zones of a team, the earliest first.
func ZonesOf(t chat.Tenant) Zones {
	all := Zones{}
	for _, z := range t.Zones {
		all = append(all, Zone{z.From, t.ZoneAt(z.From)})
	}
	if len(all) == 0 {
		all = Zones{{time.Time{}, t.ZoneAt(time.Time{})}}
	}
	return all
}

// At is the time in the zone that held then.
func (z Zones) At(t time.Time) time.Time {
	zone := z[0]
	for _, next := range z[1:] {
		if !t.Before(next.From) {
			zone = next
		}
	}
	return t.In(zone.Location)
}

// Day is the day of a time.
func (z Zones) Day(t time.Time) string { return z.At(t).Format(time.DateOnly) }

// movesIn are the changes of a team's zone within a period.
func movesIn(t chat.Tenant, from, to string) (all []chat.ZoneSince) {
	for i, z := range t.Zones {
		if day := ZonesOf(t).Day(z.From); i > 0 && day > from && day <= to {
			all = append(all, z)
		}
	}
	return all
}
