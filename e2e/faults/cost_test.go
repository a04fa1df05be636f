package faults

import (
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// budgets are write and read units of each story, everything included: the frames' rate limit, all
// projections, failed conditions. Three things come with the time and not with the story, and have bounds of their own:
// hints to the team, of which a busy machine sees more while it tells ten stories, conversations that move in the inbox
// because another minute began, and owners' settings, which a warm function reads anew after fifteen seconds.
var budgets = map[string]struct{ write, read float64 }{
	"first exchange":                           {10.4, 3.2},
	"exchange, fast bot":                       {6.2, 2.2},
	"exchange without an answer":               {13.2, 6.7}, // the question itself writes seven, and its alert reads one
	"exchange, slow bot":                       {8.4, 4.2},
	"exchange, bot with a model":               {9.6, 5.7},
	"exchange that tells what was read":        {6.2, 2.2},
	"what was read, told on closing":           {2, 2},
	"session":                                  {13.6, 4.5},
	"silent visit, 5 pages, one socket":        {18, 6.5},
	"silent visit, 5 pages, each reloads":      {30, 20.5},
	"WhatsApp exchange with three statuses":    {11, 14},
	"WhatsApp message in":                      {3.2, 7},   // the customer waits already
	"WhatsApp message out with three statuses": {13.4, 13}, // it ends the waiting, and looks for a wish for quiet
	"WhatsApp photo in":                        {7, 11},
}

// hints are the most write units of hints in a second: each of five functions may try to tell of either list.
const hints = 10

// moves are the most write units of a story's moves in the inbox: its old entry goes, and the new one comes.
const moves = 2

// settings are the most read units of settings in one life of them: each function of a story may have three
// environments, and each of these reads the tenant, the bot, the roster, the numbers and the day's salt.
const settings = 3 * 5

// It runs before the tests that run in parallel, so that the stories are told one after the other in little time.
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
		write := (bill.Write - bill.Hints - bill.Moves) / n
		read := (bill.Read - bill.Settings - idle*float64(bill.Events["sweep"])) / n
		t.Logf("%-40s %5.1f write units, %.1f to move, %5.1f read units, %.1f of settings, %v events, %d posts, %d tasks",
			s.Name, write, bill.Moves/n, read, bill.Settings/n, bill.Events, bill.Posts, bill.Tasks+bill.Ends)
		if bill.Hints > hints*(1+seconds) {
			t.Errorf("%s: hints cost %.1f write units in %.1f s", s.Name, bill.Hints, seconds)
		}
		lives := 1 + seconds/chat.SettingsLife.Seconds()
		if most := settings * float64(len(bill.Events)) * lives; bill.Settings > most {
			t.Errorf("%s: settings cost %.1f read units in %.1f s, of at most %.1f", s.Name, bill.Settings, seconds, most)
		}
		if bill.Moves > moves*n {
			t.Errorf("%s: moves in the inbox cost %.1f write units", s.Name, bill.Moves/n)
		}
		limit, known := budgets[s.Name]
		if !known || write > limit.write || read > limit.read {
			t.Errorf("%s costs %.1f write and %.1f read units; its budget is %.1f and %.1f", s.Name, write, read, limit.write,
				limit.read)
		}
	}
}

// idleSweep has the reads of a run of the sweep when there is nothing to do: once a minute, whatever else happens,
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
