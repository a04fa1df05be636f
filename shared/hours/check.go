package hours

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of hours. A reader of a screen finds no more useful, and a row stays small.
const (
	maxSpans    = 42 // six on each day
	maxHolidays = 100
	maxAway     = 300 // characters
)

// Fault is a fault at one field: week.2.to, holidays.0.date.
type Fault struct{ Field, Code, Text string }

// Check lists all faults, at their fields: times that are none, and hours that contradict each other.
func (h *Hours) Check() []Fault {
	var c check
	if _, err := time.LoadLocation(h.Zone); err != nil || h.Zone == "Local" || strings.TrimSpace(h.Zone) != h.Zone {
		c.wrong("zone", "unknown_zone", "There is no time zone of this name. Names look like Europe/Lisbon.")
	}
	if len(h.Week) > maxSpans {
		c.wrong("week", "too_many_hours", fmt.Sprintf("A week has at most %d lines of hours.", maxSpans))
	}
	if len(h.Holidays) > maxHolidays {
		c.wrong("holidays", "too_many_holidays",
			fmt.Sprintf("There are at most %d holidays. Delete the past ones.", maxHolidays))
	}
	if utf8.RuneCountInString(h.Away) > maxAway {
		c.wrong("away", "too_long", fmt.Sprintf("These words have at most %d characters.", maxAway))
	}
	c.week(h.Week)
	c.holidays(h.Holidays)
	return c.faults
}

// check gathers faults. taken has the times of each day that are given so far.
type check struct {
	faults []Fault
	taken  map[string][]times
}

type times struct{ from, to string }

func (c *check) wrong(field, code, text string) {
	c.faults = append(c.faults, Fault{field, code, text})
}

func (c *check) week(week []Span) {
	for i, s := range week {
		field := fmt.Sprintf("week.%d", i)
		if !slices.Contains(days, s.Day) {
			c.wrong(field+".day", "unknown_day", "A day is one of mon, tue, wed, thu, fri, sat and sun.")
			continue
		}
		c.span(field, s.Day, times{s.From, s.To})
	}
}

// closed stands for a date on which nobody is there.
var closed = times{}

func (c *check) holidays(list []Holiday) {
	for i, l := range list {
		field := fmt.Sprintf("holidays.%d", i)
		if _, err := time.Parse(time.DateOnly, l.Date); err != nil {
			c.wrong(field+".date", "bad_day", "A day looks like 2026-12-25.")
			continue
		}
		now, had := times{l.From, l.To}, c.taken[l.Date]
		if len(had) > 0 && (now == closed || slices.Contains(had, closed)) {
			c.wrong(field+".date", "date_twice", "This date is closed on one line and has other hours on another.")
			continue
		}
		if now == closed {
			c.take(l.Date, closed)
			continue
		}
		c.span(field, l.Date, now)
	}
}

func (c *check) take(day string, t times) {
	if c.taken == nil {
		c.taken = map[string][]times{}
	}
	c.taken[day] = append(c.taken[day], t)
}

// span checks one line of hours against the others of its day.
func (c *check) span(field, day string, t times) {
	from, to := minute(t.from), minute(t.to)
	switch {
	case from < 0 || from == endOfDay:
		c.wrong(field+".from", "bad_time", "A time looks like 09:30.")
	case to < 0:
		c.wrong(field+".to", "bad_time", "A time looks like 17:30. The end of the day is 24:00.")
	case to <= from:
		c.wrong(field+".to", "ends_before",
			"This ends before it begins. A night is two lines: until 24:00, and from 00:00 on the next day.")
	default:
		for _, o := range c.taken[day] {
			if from < minute(o.to) && minute(o.from) < to {
				c.wrong(field+".from", "overlaps",
					fmt.Sprintf("This overlaps with %s to %s on the same day. Make one line of the two.", o.from, o.to))
				return
			}
		}
		c.take(day, t)
	}
}
