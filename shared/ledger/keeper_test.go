package ledger_test

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// figures are the sums of a period in a world, after everything was counted.
func figures(w *chattest.World) ledger.Sums {
	w.T.Helper()
	w.CatchesUp()
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, ledger.Asked{From: "2026-11-01", To: "2026-12-31"})
	w.Must(err)
	return f.All
}

// unpacked is a file of the ledger as text.
func unpacked(w *chattest.World, path string) string {
	_, packs, _ := strings.Cut(w.Ledger.Files[path], "\x1f\x8b") // the text before it says only how long the parts are
	plain, err := gzip.NewReader(strings.NewReader("\x1f\x8b" + packs))
	w.Must(err)
	raw, err := io.ReadAll(plain)
	w.Must(err)
	return string(raw)
}

func wants(t *testing.T, is ledger.Sums, want ledger.Sums) {
	t.Helper()
	for name, n := range want {
		if is[name] != n {
			t.Errorf("%s is %d, want %d", name, is[name], n)
		}
	}
}

// asks has a guest open a page, ask, and leave; silence ends their case.
func asks(w *chattest.World, words ...string) *chattest.Guest {
	g := w.Guest()
	g.Opens("/prices")
	for _, word := range words {
		w.Pass(time.Minute)
		g.Says(word)
	}
	w.Pass(time.Minute)
	g.Leaves()
	w.Streams()
	w.Pass(time.Minute)
	w.Sweeps()
	return g
}

// A visit is counted once it has ended, and its case as open until silence ends it.
func TestAVisitAndItsCaseAreCounted(t *testing.T) {
	w := chattest.New(t)
	asks(w, "When do you open?")
	wants(t, figures(w), ledger.Sums{
		"visits": 1, "asked": 1, "answered": 1, "opened": 1, "cases": 1, "outcome:open": 1, "outcome:answered": 0,
	})
	w.Pass(25 * time.Hour)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{
		"visits": 1, "asked": 1, "cases": 1, "outcome:open": 0, "outcome:answered": 1, "followed": 1, "again": 0,
		"followed~8": 0, "followed~9": 1, // it was open for more than a day
	})
}

// A chat that is opened counts in its visit without a word, and so does one whose opening began the visit.
func TestAnOpenedChatCounts(t *testing.T) {
	w := chattest.New(t)
	for _, opens := range []time.Duration{time.Minute, 0} {
		g := w.Guest()
		g.Opens("/prices")
		w.Pass(opens)
		g.Admits(chat.Opens)
		w.Pass(time.Minute)
		g.Leaves()
	}
	asks(w)
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"visits": 3, "opened": 2, "asked": 0, "cases": 0})
}

// A person who asks again within a week takes the success back, in the figures of the first day.
func TestAnAnswerIsContradictedLater(t *testing.T) {
	w := chattest.New(t)
	g := asks(w, "When do you open?")
	w.Pass(25 * time.Hour)
	w.Sweeps()
	w.Pass(80 * time.Hour) // a case that ended is not reopened any more
	g.Opens("/again")
	w.Pass(time.Minute)
	g.Says("when do you open")
	g.Leaves()
	w.Streams()
	w.Pass(25 * time.Hour)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"visits": 2, "returning": 1, "cases": 2, "outcome:answered": 2, "again": 1})
}

// Each figure opens the list that it counts, page by page.
func TestAFigureOpensItsList(t *testing.T) {
	w := chattest.New(t)
	for range 7 {
		asks(w, "When do you open?")
	}
	asks(w)
	wants(t, figures(w), ledger.Sums{"visits": 8, "asked": 7})
	q := ledger.Behind{Asked: ledger.Asked{From: "2026-11-01", To: "2026-12-31"}, Figure: "asked", Limit: 3}
	seen := map[string]bool{}
	for pages := 0; pages < 5; pages++ {
		page, err := w.Books.Rows(w.Ctx(), chattest.Tenant, q)
		w.Must(err)
		for _, l := range page.Rows {
			seen[l.ID] = true
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	if len(seen) != 7 {
		t.Errorf("the list has %d rows", len(seen))
	}
	q = ledger.Behind{Asked: q.Asked, Figure: "visits", Without: "asked"}
	lost, err := w.Books.Rows(w.Ctx(), chattest.Tenant, q)
	w.Must(err)
	if len(lost.Rows) != 1 {
		t.Errorf("%d visits asked nothing", len(lost.Rows))
	}
}

// An erasure leaves the figures and takes the person out of every file.
func TestAnErasureLeavesSums(t *testing.T) {
	w := chattest.New(t)
	w.Vault, w.Archives = w.Ledger, chattest.Archives{Vault: w.Ledger}
	g := asks(w, "When do you open?")
	asks(w, "When do you open?")
	before := figures(w)
	again := len(w.Memory.Changes)
	job, err := w.Erase(w.Ctx(), chattest.Olu, g.Socket.Visitor)
	w.Must(err)
	for range 3 {
		_, err = w.RunJob(w.Ctx(), job.Key())
		w.Must(err)
		w.Pass(2 * time.Minute)
	}
	before["outcome:open"], before["outcome:uncounted"] = 1, 1 // nobody can say any more how the other one ended
	wants(t, figures(w), before)
	for _, by := range ledger.Dimensions {
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: by})
		w.Must(err)
		rows := ledger.Sums{}
		for _, of := range f.By {
			rows.Add(of.Sums)
		}
		if by != "agent" && by != ledger.ByEntry && by != ledger.ByQueue { // of which visits have none
			wants(t, rows, f.All)
		}
	}
	for path := range w.Ledger.Files {
		if !strings.HasPrefix(path, ledger.Prefix(chattest.Tenant)) {
			continue // a tombstone names them
		}
		if strings.Contains(unpacked(w, path), string(g.Socket.Visitor)) {
			t.Errorf("%s names the person", path)
		}
	}
	for _, c := range w.Memory.Changes[:again] { // the stream repeats
		w.Must(w.Journal.Note(w.Ctx(), c))
	}
	notes, err := w.Store.Recounts(w.Ctx(), chattest.Tenant, "", 100)
	w.Must(err)
	for _, c := range notes {
		if c.Visitor == g.Socket.Visitor {
			t.Errorf("a note names the person: %+v", c)
		}
	}
	changed, err := w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
	if w.Must(err); changed != 0 {
		t.Errorf("a recount changed %d days", changed)
	}
}

// A case that was open when its customer was erased is not open for ever, and an answer that nobody can judge any more
// is not among those that last. Those that were judged stay.
func TestAnErasureLeavesNothingOpen(t *testing.T) {
	w := chattest.New(t)
	judged := asks(w, "When do you open?")
	w.Pass(26 * time.Hour)
	w.Sweeps()
	w.Pass(9 * 24 * time.Hour)
	young, open := asks(w, "When do you open?"), asks(w)
	w.Pass(26 * time.Hour)
	w.Sweeps()
	open.Opens("/again")
	open.Says("When do you close?")
	open.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"cases": 3, "outcome:open": 1, "outcome:answered": 2, "followed": 2})
	for _, g := range []*chattest.Guest{judged, young, open} {
		erases(w, g)
	}
	wants(t, figures(w), ledger.Sums{
		"cases": 3, "outcome:open": 0, "outcome:uncounted": 1, "outcome:answered": 2, "followed": 1, "followed~9": 1,
	})
}

// The team's days are those of its zone; a change of the zone moves no day before it.
func TestAZoneHoldsFromItsDayOn(t *testing.T) {
	t0 := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	tenant := chat.Tenant{}
	late := t0.Add(14 * time.Hour) // 23:00 in UTC
	before := ledger.ZonesOf(tenant).Day(late)
	if err := tenant.Move("Asia/Tokyo", late.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	zones := ledger.ZonesOf(tenant)
	if zones.Day(late) != before || before != "2026-11-22" {
		t.Errorf("an earlier day moved to %s", zones.Day(late))
	}
	for after, want := range map[time.Duration]string{
		2 * time.Minute: "2026-11-22", 15 * time.Hour: "2026-11-23", 16 * time.Hour: "2026-11-24",
	} {
		if day := zones.Day(late.Add(after)); day != want {
			t.Errorf("%v later it is %s, want %s", after, day, want)
		}
	}
}
