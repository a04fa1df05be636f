// Package hours knows when a team is there: its week, its holidays, and the clock of its time zone.
package hours

import (
	"slices"
	"sync"
	"time"
	_ "time/tzdata"
)

// Hours are the opening hours of a team or of a bot. Without a week there are none: the team says nothing about
// its hours, and counts as open.
type Hours struct {
	Zone     string    `json:"zone"` // IANA name; "" for UTC
	Week     []Span    `json:"week"`
	Holidays []Holiday `json:"holidays"`
	Away     string    `json:"away,omitempty"` // the team's own words for visitors while it is closed
}

// Span is a time on a day of the week, from 09:00 until before 17:00. 24:00 is the end of the day. A night is
// two spans.
type Span struct {
	Day  string `json:"day"` // mon, tue, wed, thu, fri, sat, sun
	From string `json:"from"`
	To   string `json:"to"`
}

// Holiday is a date with other hours: closed, or open from From to To. A date may have several lines with hours.
type Holiday struct {
	Date string `json:"date"` // 2026-12-25
	Name string `json:"name,omitempty"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// days are the names of the days as time.Weekday counts them.
var days = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// horizon is how many days ahead the next opening is looked for: over a year, so that every day of the week and
// every holiday of a calendar is passed.
const horizon = 400

// Set tells whether the team has given hours.
func (h *Hours) Set() bool { return len(h.Week) > 0 }

// stretch is an open time without a gap.
type stretch struct{ from, to time.Time }

// Open tells whether the team is there at a time.
func (h *Hours) Open(at time.Time) bool {
	if !h.Set() {
		return true
	}
	next, found := h.stretch(at, at)
	return found && !next.from.After(at)
}

// Opens is the next time at which the team is there: at itself while it is open. False if it does not open
// within a year.
func (h *Hours) Opens(at time.Time) (time.Time, bool) {
	if !h.Set() {
		return at, true
	}
	next, found := h.stretch(at, at)
	if !found {
		return time.Time{}, false
	}
	return later(at, next.from), true
}

// Closes is the time at which the open time that goes on or begins next after at is over. False if there is
// none, or no end within two weeks.
func (h *Hours) Closes(at time.Time) (time.Time, bool) {
	far := at.Add(14 * 24 * time.Hour)
	next, found := h.stretch(at, far)
	if !h.Set() || !found || next.to.After(far) {
		return time.Time{}, false
	}
	return next.to, true
}

// Between is how much of the time between two moments the team was there.
func (h *Hours) Between(from, to time.Time) time.Duration {
	if !h.Set() {
		return max(0, to.Sub(from))
	}
	var sum time.Duration
	for from.Before(to) {
		next, found := h.stretch(from, to)
		if !found || !next.from.Before(to) {
			return sum
		}
		end := next.to
		if end.After(to) {
			end = to
		}
		sum += end.Sub(later(from, next.from))
		from = next.to
	}
	return sum
}

// After is when so much of the time in which the team is there has passed since a moment. False if it is not there for
// long enough.
func (h *Hours) After(from time.Time, while time.Duration) (time.Time, bool) {
	if !h.Set() {
		return from.Add(while), true
	}
	for range horizon {
		next, found := h.stretch(from, from.Add(while))
		if !found {
			return time.Time{}, false
		}
		begins := later(from, next.from)
		if next.to.Sub(begins) >= while {
			return begins.Add(while), true
		}
		while, from = while-next.to.Sub(begins), next.to
	}
	return time.Time{}, false
}

// stretch is the open time in which at lies, or the next after it. Times that touch are one, as far as somebody looks:
// hours without an end would take a year to read.
func (h *Hours) stretch(at, far time.Time) (stretch, bool) {
	zone := h.zone()
	local := at.In(zone)
	// A day begins as noon, so that no change of clocks skips one; yesterday may reach into today.
	day := time.Date(local.Year(), local.Month(), local.Day()-1, 12, 0, 0, 0, zone)
	var found stretch
	for range horizon {
		if found.to.After(far) {
			return found, true
		}
		for _, s := range h.on(day, zone) {
			switch {
			case !s.to.After(at) || !s.from.Before(s.to):
			case found.to.IsZero():
				found = s
			case s.from.After(found.to):
				return found, true
			default:
				found.to = later(found.to, s.to)
			}
		}
		day = day.AddDate(0, 0, 1)
	}
	return found, !found.to.IsZero()
}

// on is the open times of a day, in order.
func (h *Hours) on(day time.Time, zone *time.Location) []stretch {
	date, special := day.Format(time.DateOnly), false
	var open []stretch
	for _, l := range h.Holidays {
		if l.Date == date {
			special = true
			open = add(open, day, zone, l.From, l.To)
		}
	}
	if !special {
		for _, s := range h.Week {
			if s.Day == days[day.Weekday()] {
				open = add(open, day, zone, s.From, s.To)
			}
		}
	}
	slices.SortFunc(open, func(a, b stretch) int { return a.from.Compare(b.from) })
	return open
}

func add(open []stretch, day time.Time, zone *time.Location, from, to string) []stretch {
	opens, closes := minute(from), minute(to)
	if opens < 0 || closes < 0 {
		return open
	}
	first, _ := moments(day, opens, zone)
	end, last := moments(day, closes, zone)
	if closes < endOfDay {
		end = last
	}
	return append(open, stretch{first, end})
}

func (h *Hours) zone() *time.Location {
	if zone, known := zones.Load(h.Zone); known {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		return time.UTC // a name that was known once
	}
	zones.Store(h.Zone, zone)
	return zone
}

// zones are the zones that were read: there are some six hundred names, and each takes a while to read.
var zones sync.Map

const endOfDay = 24 * 60

// minute is the minute of the day of a time like 09:30; -1 if it is none.
func minute(clock string) int {
	if clock == "24:00" {
		return endOfDay
	}
	at, err := time.Parse("15:04", clock)
	if err != nil || len(clock) != len("15:04") {
		return -1
	}
	return at.Hour()*60 + at.Minute()
}

// moments are the first and the last moment at which the clocks of a zone show a minute of a day: one and the
// same but where clocks are put back. A minute that clocks skip is the moment at which they skip it.
func moments(day time.Time, minute int, zone *time.Location) (first, last time.Time) {
	wall := time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, time.UTC)
	for _, near := range []time.Time{wall.Add(-26 * time.Hour), wall.Add(26 * time.Hour)} {
		_, offset := near.In(zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if _, now := at.Zone(); now != offset { // the clocks show another minute then
			continue
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
		last = later(last, at)
	}
	if first.IsZero() {
		_, offset := wall.Add(-26 * time.Hour).In(zone).Zone()
		first, _ = wall.Add(-time.Duration(offset) * time.Second).In(zone).ZoneBounds()
		last = first
	}
	return first, last
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
