package faults

import (
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
)

// budgets are write and read units of each story, everything included: the frames' rate limit, all
// projections, failed conditions. An exchange may cross into another minute, where the inbox row moves: that is two
// of its write units. Hints to the team come with the time: a busy machine, which tells ten stories in more seconds,
// sees more of them, so they have a bound of their own.
var budgets = map[string]struct{ write, read float64 }{
	"first exchange":                           {11.2, 3.2},
	"exchange, fast bot":                       {8.2, 2.2},
	"exchange, slow bot":                       {9, 4.2},
	"exchange that tells what was read":        {8.2, 2.2},
	"what was read, told on closing":           {2, 2},
	"session":                                  {12.6, 4},
	"silent visit, 5 pages, one socket":        {17, 6.5},
	"silent visit, 5 pages, each reloads":      {30, 20},
	"WhatsApp exchange with three statuses":    {11, 14},
	"WhatsApp message in":                      {3, 7},     // the customer waits already
	"WhatsApp message out with three statuses": {15.2, 12}, // it ends the waiting, which is noted
	"WhatsApp photo in":                        {7, 11},
}

// hints are the most write units of hints in a second: each of five functions may try to tell of either list.
const hints = 10

// It runs before the tests that run in parallel: a warm function reads the owners' settings anew after fifteen
// seconds, and ten stories should take less than that.
func TestCostsStayWithinTheirBudgets(t *testing.T) {
	h := newCloud(t)
	idle := idleSweep(t, h)
	const n = 10
	for _, s := range host.Stories {
		began := time.Now()
		if err := s.Tell(t.Context(), h, n); err != nil {
			t.Fatal(s.Name, err)
		}
		bill, seconds := h.Bill(), time.Since(began).Seconds()
		write, read := (bill.Write-bill.Hints)/n, (bill.Read-idle*float64(bill.Events["sweep"]))/n
		t.Logf("%-40s %5.1f write units, %5.1f read units, %v events, %d posts, %d tasks", s.Name, write, read, bill.Events,
			bill.Posts, bill.Tasks+bill.Ends)
		if bill.Hints > hints*(1+seconds) {
			t.Errorf("%s: hints cost %.1f write units in %.1f s", s.Name, bill.Hints, seconds)
		}
		limit, known := budgets[s.Name]
		if !known || write > limit.write || read > limit.read {
			t.Errorf("%s costs %.1f write and %.1f read units; its budget is %.1f and %.1f", s.Name, write, read, limit.write,
				limit.read)
		}
	}
}

// idleSweep is what a run of the sweep reads when there is nothing to do: once a minute, whatever else happens,
// so it is no part of a story's costs.
func idleSweep(t *testing.T, h *host.Host) float64 {
	t.Helper()
	h.Reset()
	must(t, h.Invoke(t.Context(), "sweep", host.Object{}, nil))
	read := h.Bill().Read
	if read > 16 {
		t.Errorf("an idle sweep costs %.1f read units", read)
	}
	h.Reset()
	return read
}
