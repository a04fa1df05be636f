package chat

import "time"

// MaxZones is how many changes of its time zone a tenant keeps.
const MaxZones = 20

// Move has the tenant count its days in another time zone, from that zone's next day on. Until then, and for all
// earlier days, the zone of before holds, so no time belongs to two days and days stay in their order.
func (t *Tenant) Move(zone string, now time.Time) error {
	if zone == t.Zone {
		return nil
	}
	if len(t.Zones) == 0 {
		t.Zones = []ZoneSince{{Zone: t.Zone}}
	}
	all := t.Zones
	for last := len(all) - 1; last > 0 && all[last].From.After(now); last-- {
		all = all[:last] // it never held
	}
	all = all[:len(all):len(all)]
	from, in := nextDay(zoneNamed(zone), zoneNamed(all[len(all)-1].Zone), now)
	if !in { // more than a day apart: a day of UTC lies between them
		between, _ := nextDay(time.UTC, zoneNamed(all[len(all)-1].Zone), now)
		all = append(all, ZoneSince{From: between})
		from, _ = nextDay(zoneNamed(zone), time.UTC, between)
	}
	all = append(all, ZoneSince{zone, from})
	kept := now.AddDate(0, 0, -t.RetentionOrStandard().Visits)
	for len(all) > 2 && all[1].From.Before(kept) {
		all = all[1:] // no line is left of the days of the first
	}
	if len(all) > MaxZones {
		return WrongField("zone", "zone_moves",
			"The time zone was changed too often: its earlier days could not be told apart any more.")
	}
	t.Zone, t.Zones = zone, all
	return nil
}

// nextDay is the beginning of the next day of a zone that is no earlier day in the zone of before. There is none where
// clocks are more than a day apart, as those of Kiritimati and Pago Pago.
func nextDay(zone, before *time.Location, now time.Time) (at time.Time, is bool) {
	const apart = 3 // days that two zones have begun at most
	for n := 1; n <= apart; n++ {
		day := now.In(zone).AddDate(0, 0, n).Format(time.DateOnly)
		at, _ = dayStart(day, zone) // it is a day
		if at.After(now) && at.Add(-1).In(before).Format(time.DateOnly) <= day {
			return at, true
		}
	}
	return at, false
}

// zoneNamed is a time zone; UTC for a name that was known once.
func zoneNamed(name string) *time.Location {
	zone, err := ZoneOf(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// ZoneAt is the zone in which the tenant counts its days at a time.
func (t *Tenant) ZoneAt(at time.Time) *time.Location {
	zone := t.Zone
	for _, z := range t.Zones {
		if !at.Before(z.From) {
			zone = z.Zone
		}
	}
	return zoneNamed(zone)
}
