package e2e

import (
	"net/url"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
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
	figuresOpenTheirLists(t, vik, days)
	entriesAddUp(t, vik, days)
	costsAreForOwners(t, vik, demo(t, chat.RoleOwner), days)
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

// figuresOpenTheirLists proves that the outcomes add up, and that each figure is the length of its list.
func figuresOpenTheirLists(t *testing.T, vik *agent, days string) {
	t.Helper()
	var f wire.Figures
	soon(t, "everything is counted", func() bool {
		vik.does("GET", "/v1/insights/figures?latest=true&by=country&"+days, nil, &f)
		return !f.More && f.All["visits"] > 0
	})
	outcomes := int64(0)
	for _, o := range ledger.Outcomes {
		outcomes += f.All["outcome:"+string(o)]
	}
	if f.All["cases"] == 0 || outcomes != f.All["cases"] || len(f.By) < 3 || len(f.Days) < 2 {
		t.Errorf("%d outcomes of %d cases, %d countries, %d days", outcomes, f.All["cases"], len(f.By), len(f.Days))
	}
	lead := "goal:Lead Captured"
	if f.All[lead] == 0 || f.All[lead+":7:bot"] == 0 || f.All[lead] < f.All[lead+":7:bot"] {
		t.Errorf("the goals are %v", f.All)
	}
	for _, figure := range []string{"asked", "outcome:answered", lead + ":7:bot"} {
		rows, cursor := 0, ""
		for {
			var list wire.LineList
			query := "/v1/insights/lines?limit=200&figure=" + url.QueryEscape(figure) + "&" + days
			if cursor != "" {
				query += "&cursor=" + cursor
			}
			vik.does("GET", query, nil, &list)
			rows += len(list.Rows)
			if list.Next == nil {
				break
			}
			cursor = *list.Next
		}
		if int64(rows) != f.All[figure] {
			t.Errorf("%s is %d, and %d are listed", figure, f.All[figure], rows)
		}
	}
}

// entriesAddUp proves that each answer counts for one entry, which has its title of today.
func entriesAddUp(t *testing.T, vik *agent, days string) {
	t.Helper()
	var f wire.Figures
	var served wire.EntryFigures
	vik.does("GET", "/v1/insights/figures?latest=true&"+days, nil, &f)
	vik.does("GET", "/v1/insights/entries?"+days, nil, &served)
	n, titled := int64(0), 0
	for _, row := range served.Rows {
		n += row.Sums["answers"]
		if row.Title != "" {
			titled++
		}
	}
	if n == 0 || n < f.All["answers"] || titled == 0 {
		t.Errorf("%d answers, %d by the entry, %d with a title: %+v", f.All["answers"], n, titled, served.Rows)
	}
	if served.Never > served.Published || len(served.Silent) > served.Never {
		t.Errorf("%d of %d entries never serve, %d are named", served.Never, served.Published, len(served.Silent))
	}
}

// costsAreForOwners proves that nobody else is told a cost, and that owners are not refused.
func costsAreForOwners(t *testing.T, vik, olu *agent, days string) {
	t.Helper()
	var f wire.Figures
	for _, by := range []string{"", "&by=country", "&by=entry"} {
		vik.does("GET", "/v1/insights/figures?"+days+by, nil, &f)
		for _, sums := range append([]ledger.Sums{f.All}, sumsOf(f)...) {
			for name := range sums {
				if ledger.IsCost(name) {
					t.Errorf("a viewer is told %s", name)
				}
			}
		}
	}
	for _, refused := range []string{"figure=cost:model", "figure=cases&without=cost:model"} {
		if status, _ := vik.call("GET", "/v1/insights/lines?"+refused+"&"+days, nil, nil); status != 403 {
			t.Errorf("a viewer's list of %s: %d", refused, status)
		}
	}
	if status, failed := olu.call("GET", "/v1/insights/lines?figure=cost:model&"+days, nil, nil); status != 200 {
		t.Errorf("an owner's list of costs: %d %+v", status, failed)
	}
}

func sumsOf(f wire.Figures) (all []ledger.Sums) {
	for _, day := range f.Days {
		all = append(all, day.Sums)
	}
	for _, one := range f.By {
		all = append(all, one.Sums)
	}
	return all
}
