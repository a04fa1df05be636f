package ledger_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/ledger"
	"pgregory.net/rapid"
)

// weekdays are hours from Monday to Friday.
func weekdays(zone, from, to string) hours.Hours {
	h := hours.Hours{Zone: zone}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri"} {
		h.Week = append(h.Week, hours.Span{Day: day, From: from, To: to})
	}
	return h
}

func when(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Waits over a night, a weekend, a holiday, a change of clocks, and over changes of the hours themselves: each moment
// counts by the hours that held in it.
func TestWaitsWithinOpeningHours(t *testing.T) {
	lisbon := weekdays("Europe/Lisbon", "09:00", "17:00")
	feast := lisbon
	feast.Holidays = []hours.Holiday{{Date: "2026-12-25"}, {Date: "2026-12-24", From: "10:00", To: "12:00"}}
	night := hours.Hours{Week: []hours.Span{
		{Day: "mon", From: "22:00", To: "24:00"}, {Day: "tue", From: "00:00", To: "06:00"},
	}}
	// Clocks in Lisbon skip from 01:00 to 02:00 on 29 March 2026, and go from 02:00 back to 01:00 on 25 October.
	early := hours.Hours{Zone: "Europe/Lisbon", Week: []hours.Span{{Day: "sun", From: "00:00", To: "08:00"}}}
	tokyo, none := weekdays("Asia/Tokyo", "09:00", "17:00"), hours.Hours{}
	noon := func(day string, bot chat.BotID, h *hours.Hours) chat.PastHours {
		return chat.PastHours{Bot: bot, Until: when(t, day+"T12:00:00Z"), Hours: h}
	}
	for _, c := range []struct {
		name, from, to, want string
		team                 hours.Hours
		bot                  *hours.Hours
		past                 []chat.PastHours
	}{
		{"in the morning", "2026-11-23T09:30:00Z", "2026-11-23T09:45:30Z", "15m30s", lisbon, nil, nil},
		{"over midnight", "2026-11-23T16:50:00Z", "2026-11-24T09:05:00Z", "15m", lisbon, nil, nil},
		{"at night only", "2026-11-23T18:00:00Z", "2026-11-24T08:59:59Z", "0s", lisbon, nil, nil},
		{"a night shift is one", "2026-11-23T21:00:00Z", "2026-11-24T07:00:00Z", "8h", night, nil, nil},
		{"over a weekend", "2026-11-27T16:00:00Z", "2026-11-30T10:00:00Z", "2h", lisbon, nil, nil},
		{"over a feast", "2026-12-23T16:00:00Z", "2026-12-28T09:30:00Z", "3h30m", feast, nil, nil},
		{"in summer", "2026-07-01T07:00:00Z", "2026-07-01T08:30:00Z", "30m", lisbon, nil, nil},
		{"clocks skip an hour", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "7h", early, nil, nil},
		{"an hour comes twice", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", "9h", early, nil, nil},
		{"without hours", "2026-11-23T20:00:00Z", "2026-11-24T20:00:00Z", "24h", none, nil, nil},
		{"of the bot itself", "2026-11-24T00:00:00Z", "2026-11-24T12:00:00Z", "8h", lisbon, &tokyo, nil},
		{
			"hours from noon on", "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z", "11h", lisbon, nil,
			[]chat.PastHours{noon("2026-11-23", "", &none)},
		},
		{
			"none from noon on", "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z", "9h", none, nil,
			[]chat.PastHours{noon("2026-11-23", "", &lisbon)},
		},
		{
			"changed after the wait", "2026-11-23T06:00:00Z", "2026-11-23T11:00:00Z", "2h", none, nil,
			[]chat.PastHours{noon("2026-11-23", "", &lisbon)},
		},
		{
			"changed before the wait", "2026-11-24T06:00:00Z", "2026-11-24T11:00:00Z", "5h", none, nil,
			[]chat.PastHours{noon("2026-11-23", "", &lisbon)},
		},
		{
			"the bot's own from noon on", "2026-11-23T06:00:00Z", "2026-11-24T12:00:00Z", "11h", lisbon, &tokyo,
			[]chat.PastHours{noon("2026-11-23", "b", nil)},
		},
		{
			"the team's again", "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z", "7h", lisbon, nil,
			[]chat.PastHours{noon("2026-11-23", "b", &tokyo)},
		},
		{
			"another bot's change", "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z", "8h", lisbon, nil,
			[]chat.PastHours{noon("2026-11-23", "b_2", &tokyo)},
		},
		{
			"the team's change under a bot's own hours", "2026-11-23T06:00:00Z", "2026-11-24T12:00:00Z", "10h", lisbon, &tokyo,
			[]chat.PastHours{noon("2026-11-22", "", &none), noon("2026-11-23", "", &none)},
		},
	} {
		clock := ledger.ClockOf(chat.Tenant{Hours: c.team}, chat.Bot{ID: "b", Hours: c.bot}, c.past)
		want, err := time.ParseDuration(c.want)
		if err != nil {
			t.Fatal(err)
		}
		if got := clock.Between(when(t, c.from), when(t, c.to)); got != want {
			t.Errorf("%s: %s, not %s", c.name, got, want)
		}
	}
}

// Whatever the hours, and however often they change: a wait has as many open minutes as somebody counts who looks at
// the door once a minute.
func TestAClockCountsOpenMinutes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		begin := time.Date(2026, 10, 23, 0, 0, 0, 0, time.UTC) // clocks change two days later
		minutes := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(r, name)) * time.Minute
		}
		team, past := anyHours(r), []chat.PastHours{}
		held := map[time.Time]hours.Hours{}
		until := begin
		for range rapid.IntRange(0, 3).Draw(r, "changes") {
			until = until.Add(minutes("later", 2000) + time.Minute)
			h := anyHours(r)
			past, held[until] = append(past, chat.PastHours{Until: until, Hours: &h}), h
		}
		clock := ledger.ClockOf(chat.Tenant{Hours: team}, chat.Bot{}, past)
		from := begin.Add(minutes("from", 3000))
		to, want := from.Add(minutes("waits", 4000)), time.Duration(0)
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			now := team
			for i := len(past) - 1; i >= 0 && at.Before(past[i].Until); i-- {
				now = held[past[i].Until]
			}
			if now.Open(at) {
				want += time.Minute
			}
		}
		if got := clock.Between(from, to); got != want {
			r.Fatalf("%s to %s: %s, not %s", from, to, got, want)
		}
	})
}

func anyHours(r *rapid.T) hours.Hours {
	h := hours.Hours{Zone: rapid.SampledFrom([]string{"", "Europe/Lisbon", "Asia/Kolkata"}).Draw(r, "zone")}
	for _, day := range []string{"fri", "sat", "sun", "mon"} {
		switch rapid.IntRange(0, 3).Draw(r, day) {
		case 1:
			h.Week = append(h.Week, hours.Span{Day: day, From: "09:15", To: "17:00"})
		case 2:
			h.Week = append(h.Week, hours.Span{Day: day, From: "00:00", To: "24:00"})
		case 3:
			h.Week = append(h.Week, hours.Span{Day: day, From: "00:30", To: "01:30"},
				hours.Span{Day: day, From: "20:00", To: "24:00"})
		}
	}
	if rapid.Bool().Draw(r, "a holiday") {
		h.Holidays = []hours.Holiday{{Date: "2026-10-24"}}
	}
	return h
}
