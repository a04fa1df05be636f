package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

// Usage is the sum of a month's counters; pages beside the first of a visit cost less than a visit.
func TestUsageIsTheSumOfTheCounters(t *testing.T) {
	row := func(day string, source chat.Source, values map[string]int64) chat.Counts {
		return chat.Counts{Day: day, Source: source, Bot: "b", Values: values}
	}
	got := chat.UsageOf([]chat.Counts{
		row("2026-10-31", chat.Web, map[string]int64{"sessions": 1_000_000, "pages": 1_000_000}),
		row("2026-11-01", chat.Web, map[string]int64{
			"sessions": 2, "pages": 10, "messages": 1, "goal:Checkout": 1, "alone:Checkout": 1,
		}),
		row("2026-11-30", chat.WhatsApp, map[string]int64{"sessions": 3, "messages": 7, "goal:Lead Captured": 2}),
	})
	want := []chat.Usage{
		{Month: "2026-11", Visits: 2, Pages: 10, WhatsApp: 3, Messages: 8, Goals: 3, Dollars: (14.0*2 + 4.0*8 + 48*3) / 1e6},
		{Month: "2026-10", Visits: 1_000_000, Pages: 1_000_000, Dollars: 14},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if none := chat.UsageOf(nil); none == nil || len(none) != 0 {
		t.Errorf("nothing is %v", none)
	}
}
