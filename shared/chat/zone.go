package chat

import (
	"context"
	"strings"
	"time"
	_ "time/tzdata"
)

// ZoneOf finds a time zone by its IANA name; "" is UTC.
func ZoneOf(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" || strings.TrimSpace(name) != name {
		return nil, WrongField("zone", "unknown_zone", "There is no time zone of this name. Names look like Europe/Lisbon.")
	}
	return zone, nil
}

// Zone is the time zone in which a team counts its days: UTC until it has chosen one.
func (d *Desk) Zone(ctx context.Context, tenant TenantID) (*time.Location, error) {
	t, err := d.Tenant(ctx, tenant)
	if err != nil {
		return nil, err
	}
	return zoneNamed(t.Zone), nil
}

// quarter is the finest step in which zones change their clocks.
const quarter = 15 * time.Minute

// dayStart is the first moment of a day (2006-01-02) in a zone. Where clocks change at
// midnight a day may begin at one o'clock, or have two midnights: the first counts.
func dayStart(day string, zone *time.Location) (time.Time, error) {
	noon, err := time.ParseInLocation(time.DateOnly, day, time.UTC)
	if err != nil {
		return time.Time{}, Errorf(Invalid, "bad_day", "A day looks like 2026-11-22.")
	}
	at := time.Date(noon.Year(), noon.Month(), noon.Day(), 0, 0, 0, 0, zone).Add(-3 * time.Hour)
	for at.Format(time.DateOnly) < day {
		at = at.Add(quarter)
	}
	return at, nil
}

// Days is the time from the first moment of a day to the last of another, both in a zone; zero
// where a day is "".
func Days(from, to string, zone *time.Location) (start, end time.Time, err error) {
	if from != "" {
		if start, err = dayStart(from, zone); err != nil {
			return start, end, err
		}
	}
	if to == "" {
		return start, end, nil
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return start, end, Errorf(Invalid, "bad_day", "A day looks like 2026-11-22.")
	}
	end, err = dayStart(last.AddDate(0, 0, 1).Format(time.DateOnly), zone)
	return start, end, err
}

// SheetTime is a time in a sheet of a team: in its zone, with its offset from UTC.
func SheetTime(ctx context.Context, d *Desk, tenant TenantID, t time.Time) string {
	zone, err := d.Zone(ctx, tenant)
	if t.IsZero() {
		return ""
	}
	if err != nil {
		zone = time.UTC
	}
	return t.In(zone).Format(time.RFC3339)
}
