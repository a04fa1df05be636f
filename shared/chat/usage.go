package chat

import (
	"cmp"
	"slices"
	"strings"
)

// Usage is a tenant's usage in a month, from the counters that its visits fall into.
type Usage struct {
	Month    string  `json:"month"`    // 2006-01, UTC
	Visits   int64   `json:"visits"`   // to websites
	Pages    int64   `json:"pages"`    // that they looked at
	WhatsApp int64   `json:"whatsapp"` // runs of messages on WhatsApp
	Messages int64   `json:"messages"` // that customers wrote, in visits that are over
	Goals    int64   `json:"goals"`
	Dollars  float64 `json:"dollars"` // AWS's, about: storage, WhatsApp's fees and a bot's own costs are not in it
}

// The price of a million in dollars, as `make bench` measured it: docs/limits.md has the table. A run on
// WhatsApp stands for three exchanges.
const (
	perVisit    = 14.0
	perPage     = 4.0 // beside the first of a visit
	perWhatsApp = 3 * 16.0
)

// UsageOf sums counters by month, the latest month first.
func UsageOf(rows []Counts) []Usage {
	months := map[string]*Usage{}
	for _, c := range rows {
		month := c.Day[:min(len(c.Day), len("2006-01"))]
		u := months[month]
		if u == nil {
			u = &Usage{Month: month}
			months[month] = u
		}
		u.add(c)
	}
	all := []Usage{}
	for _, u := range months {
		u.Dollars = (perVisit*float64(u.Visits) + perPage*float64(max(u.Pages-u.Visits, 0)) +
			perWhatsApp*float64(u.WhatsApp)) / 1e6
		all = append(all, *u)
	}
	slices.SortFunc(all, func(a, b Usage) int { return -cmp.Compare(a.Month, b.Month) })
	return all
}

func (u *Usage) add(c Counts) {
	if c.Source == WhatsApp {
		u.WhatsApp += c.Values["sessions"]
	} else {
		u.Visits += c.Values["sessions"]
		u.Pages += c.Values["pages"]
	}
	u.Messages += c.Values["messages"]
	for counter, n := range c.Values {
		if strings.HasPrefix(counter, "goal:") {
			u.Goals += n
		}
	}
}
