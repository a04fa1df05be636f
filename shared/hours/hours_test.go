package hours

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func office(zone string) Hours {
	h := Hours{Zone: zone}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri"} {
		h.Week = append(h.Week, Span{day, "09:00", "12:30"}, Span{day, "13:30", "17:00"})
	}
	return h
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestOpensAgain(t *testing.T) {
	lisbon := office("Europe/Lisbon")
	lisbon.Holidays = []Holiday{
		{Date: "2026-12-24", From: "10:00", To: "12:00"}, {Date: "2026-12-25", Name: "Christmas"},
	}
	night := Hours{Zone: "Asia/Kolkata", Week: []Span{{"fri", "22:00", "24:00"}, {"sat", "00:00", "06:00"}}}
	// Clocks in Berlin skip from 02:00 to 03:00 on 29 March 2026, and go from 03:00 back to 02:00 on 25 October.
	early := Hours{Zone: "Europe/Berlin", Week: []Span{{"sun", "02:30", "04:00"}}}
	// Cairo skips midnight on 24 April 2026; Havana has midnight twice on 1 November 2026.
	cairo := Hours{Zone: "Africa/Cairo", Week: []Span{{"fri", "00:00", "08:00"}}}
	havana := Hours{Zone: "America/Havana", Week: []Span{{"sat", "20:00", "24:00"}, {"sun", "00:00", "02:00"}}}
	for _, c := range []struct {
		name, at, opens, closes string
		hours                   Hours
	}{
		{"in the morning", "2026-11-23T08:59:59Z", "2026-11-23T09:00:00Z", "2026-11-23T12:30:00Z", lisbon},
		{"while open", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T12:30:00Z", lisbon},
		{"at the end of the morning", "2026-11-23T12:30:00Z", "2026-11-23T13:30:00Z", "2026-11-23T17:00:00Z", lisbon},
		{"on Friday night", "2026-11-27T17:00:00Z", "2026-11-30T09:00:00Z", "2026-11-30T12:30:00Z", lisbon},
		{"in summer", "2026-07-03T17:00:00Z", "2026-07-06T08:00:00Z", "2026-07-06T11:30:00Z", lisbon},
		{"a short holiday", "2026-12-24T09:00:00Z", "2026-12-24T10:00:00Z", "2026-12-24T12:00:00Z", lisbon},
		{"over a holiday and a weekend", "2026-12-24T12:00:00Z", "2026-12-28T09:00:00Z", "2026-12-28T12:30:00Z", lisbon},
		{"a night is one", "2026-11-27T12:00:00Z", "2026-11-27T16:30:00Z", "2026-11-28T00:30:00Z", night},
		{"an hour that is skipped", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z", early},
		{"an hour that comes twice", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z", early},
		{"a midnight that is skipped", "2026-04-23T20:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T05:00:00Z", cairo},
		{"a midnight that comes twice", "2026-10-31T20:00:00Z", "2026-11-01T00:00:00Z", "2026-11-01T07:00:00Z", havana},
	} {
		opens, found := c.hours.Opens(at(t, c.at))
		if !found || !opens.Equal(at(t, c.opens)) {
			t.Errorf("%s: opens %s, not %s", c.name, opens.UTC().Format(time.RFC3339), c.opens)
		}
		closes, found := c.hours.Closes(at(t, c.at))
		if !found || !closes.Equal(at(t, c.closes)) {
			t.Errorf("%s: closes %s, not %s", c.name, closes.UTC().Format(time.RFC3339), c.closes)
		}
		if open := opens.Equal(at(t, c.at)); open != c.hours.Open(at(t, c.at)) {
			t.Errorf("%s: open %v", c.name, !open)
		}
	}
}

func TestWithoutHoursATeamIsOpen(t *testing.T) {
	var none Hours
	now := at(t, "2026-11-27T03:00:00Z")
	if opens, found := none.Opens(now); !none.Open(now) || !found || !opens.Equal(now) {
		t.Error("closed")
	}
	if _, found := none.Closes(now); found || none.Between(now, now.Add(time.Hour)) != time.Hour {
		t.Error("it closes")
	}
	shut := Hours{Week: []Span{{"mon", "09:00", "10:00"}}}
	for day := now; day.Before(now.AddDate(2, 0, 0)); day = day.AddDate(0, 0, 1) {
		shut.Holidays = append(shut.Holidays, Holiday{Date: day.Format(time.DateOnly)})
	}
	if _, found := shut.Opens(now); found || shut.Open(now) {
		t.Error("two years of holidays end")
	}
}

// A zone without changes of clocks is judged by its wall clock, minute by minute.
func TestHoursAreThoseOnTheWall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Hours{Zone: rapid.SampledFrom([]string{"", "Asia/Kolkata", "America/Phoenix"}).Draw(t, "zone")}
		var open [7 * endOfDay]bool
		for range rapid.IntRange(1, 8).Draw(t, "spans") {
			day, from := rapid.IntRange(0, 6).Draw(t, "day"), rapid.IntRange(0, endOfDay-1).Draw(t, "from")
			to := rapid.IntRange(from+1, endOfDay).Draw(t, "to")
			h.Week = append(h.Week, Span{days[day], clock(from), clock(to)})
			for m := from; m < to; m++ {
				open[day*endOfDay+m] = true
			}
		}
		begin := time.Date(2026, 11, 22, 0, 0, 0, 0, h.zone()) // a Sunday
		sum := time.Duration(0)
		for m := rapid.IntRange(0, 7*endOfDay).Draw(t, "begin"); m < 7*endOfDay; m += 97 {
			if got := h.Open(begin.Add(time.Duration(m) * time.Minute)); got != open[m] {
				t.Fatalf("minute %d of the week: open %v, not %v", m, got, open[m])
			}
		}
		for _, is := range open {
			if is {
				sum += time.Minute
			}
		}
		if got := h.Between(begin, begin.AddDate(0, 0, 7)); got != sum {
			t.Fatalf("%s in a week, not %s", got, sum)
		}
	})
}

func clock(m int) string {
	if m == endOfDay {
		return "24:00"
	}
	return time.Time{}.Add(time.Duration(m) * time.Minute).Format("15:04")
}

func TestHoursThatContradictAreRefusedAtTheField(t *testing.T) {
	for _, c := range []struct {
		name, field, code string
		hours             Hours
	}{
		{"a zone", "zone", "unknown_zone", Hours{Zone: "Europe/Atlantis"}},
		{"a day", "week.0.day", "unknown_day", Hours{Week: []Span{{"someday", "09:00", "10:00"}}}},
		{"a time", "week.0.from", "bad_time", Hours{Week: []Span{{"mon", "9:00", "10:00"}}}},
		{"a late time", "week.0.to", "bad_time", Hours{Week: []Span{{"mon", "09:00", "24:01"}}}},
		{"a night", "week.0.to", "ends_before", Hours{Week: []Span{{"mon", "22:00", "06:00"}}}},
		{"nothing", "week.0.to", "ends_before", Hours{Week: []Span{{"mon", "09:00", "09:00"}}}},
		{"an overlap", "week.1.from", "overlaps", Hours{Week: []Span{{"mon", "09:00", "12:00"}, {"mon", "11:59", "13:00"}}}},
		{"a date", "holidays.0.date", "bad_day", Hours{Holidays: []Holiday{{Date: "2026-02-30"}}}},
		{"closed and open", "holidays.1.date", "date_twice", Hours{Holidays: []Holiday{
			{Date: "2026-12-25"}, {Date: "2026-12-25", From: "10:00", To: "12:00"},
		}}},
		{"open and closed", "holidays.1.date", "date_twice", Hours{Holidays: []Holiday{
			{Date: "2026-12-25", From: "10:00", To: "12:00"}, {Date: "2026-12-25"},
		}}},
		{"half hours", "holidays.0.to", "bad_time", Hours{Holidays: []Holiday{{Date: "2026-12-25", From: "10:00"}}}},
	} {
		found := c.hours.Check()
		if len(found) != 1 || found[0].Field != c.field || found[0].Code != c.code {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
	good := office("Europe/Lisbon")
	good.Holidays = []Holiday{
		{Date: "2026-12-24", From: "08:00", To: "09:00"}, {Date: "2026-12-24", From: "09:00", To: "24:00"},
	}
	if found := good.Check(); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// A while of open time after a moment ends when the team was there for just so long.
func TestAfter(t *testing.T) {
	lisbon := office("Europe/Lisbon")
	for _, c := range []struct{ from, while, want string }{
		{"2026-11-23T09:00:00Z", "10m", "2026-11-23T09:10:00Z"},
		{"2026-11-23T12:25:00Z", "10m", "2026-11-23T13:35:00Z"},
		{"2026-11-27T16:50:00Z", "10m", "2026-11-27T17:00:00Z"},
		{"2026-11-27T16:50:00Z", "20m", "2026-11-30T09:10:00Z"},
		{"2026-11-28T10:00:00Z", "8h", "2026-12-01T10:00:00Z"},
	} {
		while, err := time.ParseDuration(c.while)
		if err != nil {
			t.Fatal(err)
		}
		got, known := lisbon.After(at(t, c.from), while)
		if !known || !got.Equal(at(t, c.want)) {
			t.Errorf("%s after %s: %v", c.while, c.from, got)
		}
	}
	if got, known := (&Hours{}).After(at(t, "2026-11-28T10:00:00Z"), time.Hour); !known || got.Hour() != 11 {
		t.Errorf("without hours: %v", got)
	}
	never := Hours{Week: []Span{{"mon", "09:00", "09:00"}}}
	if got, known := never.After(at(t, "2026-11-28T10:00:00Z"), time.Hour); known {
		t.Errorf("with hours that never open: %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2026, 10, 20, 0, rapid.IntRange(0, 30*24*60).Draw(t, "from"), 0, 0, time.UTC)
		while := time.Duration(rapid.IntRange(1, 48*60).Draw(t, "minutes")) * time.Minute
		got, known := lisbon.After(from, while)
		if open := lisbon.Between(from, got); !known || open != while {
			t.Fatalf("%v after %v is %v, with %v of open time", while, from, got, open)
		}
	})
}
