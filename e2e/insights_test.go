package e2e

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// The seed's data is counted: visits by day, source and country, goals and how many needed no
// agent, gaps by the number of times that they were asked.
func TestInsightsCountTheSeed(t *testing.T) {
	vik := demo(t, chat.RoleViewer)
	days := "from=" + time.Now().UTC().AddDate(0, 0, -8).Format(time.DateOnly) + "&to=" +
		time.Now().UTC().Format(time.DateOnly)
	soon(t, "all made-up visits of both sources are counted, in several countries", func() bool {
		var counts wire.CountsList
		vik.does("GET", "/v1/insights/counts?"+days, nil, &counts)
		sessions, countries, sources := int64(0), map[string]bool{}, map[chat.Source]bool{}
		for _, row := range counts.Rows {
			sessions += row.Values["sessions"]
			countries[row.Country], sources[row.Source] = true, true
		}
		return sessions >= int64(world.Visits) && len(countries) >= 5 && len(sources) == 2
	})
	var goals wire.GoalList
	vik.does("GET", "/v1/insights/goals?"+days, nil, &goals)
	if len(goals.Rows) == 0 || goals.Rows[0].Name != "Lead Captured" ||
		goals.Rows[0].Reached < goals.Rows[0].WithoutHuman || goals.Rows[0].WithoutHuman == 0 {
		t.Errorf("the goals are %+v", goals.Rows)
	}
	var gaps wire.GapList
	vik.does("GET", "/v1/insights/gaps?bot=b_shop&limit=10", nil, &gaps)
	for i := 1; i < len(gaps.Rows); i++ {
		if gaps.Rows[i].Count > gaps.Rows[i-1].Count {
			t.Errorf("the gaps are not ranked: %+v", gaps.Rows)
		}
	}
	if len(gaps.Rows) == 0 || gaps.Rows[0].Count < 2 {
		t.Errorf("the gaps are %+v", gaps.Rows)
	}
	for _, bad := range []string{
		"from=2026-11-22&to=2026-11-01", "from=yesterday&to=2026-11-22",
		"from=2020-01-01&to=2026-11-22", "to=2026-11-22",
	} {
		if status, failed := vik.call("GET", "/v1/insights/counts?"+bad, nil, nil); status != 400 {
			t.Errorf("%s: %d %+v", bad, status, failed)
		}
	}
}
