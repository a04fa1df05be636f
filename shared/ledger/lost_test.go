package ledger_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/memory"
)

// november is the month in which worlds begin.
const november = "2026-11"

var both = ledger.Asked{From: "2026-11-01", To: "2026-12-31"}

// restored is a world whose table was restored to a time of which the files are gone: two people were there before it,
// one after.
func restored(t *testing.T) (w *chattest.World, before *chattest.Guest, had ledger.Sums) {
	w = chattest.New(t)
	before = asks(w, "When do you open?")
	asks(w)
	w.CatchesUp()
	old, err := w.Store.Month(w.Ctx(), chattest.Tenant, november)
	w.Must(err)
	asks(w, "When do you close?")
	had = figures(w)
	now, err := w.Store.Month(w.Ctx(), chattest.Tenant, november)
	w.Must(err)
	if w.Ledger.Files[old.Sums] != "" {
		t.Fatal("the file of that time is still there")
	}
	old.Version = now.Version
	w.Must(w.Store.PutMonth(w.Ctx(), chattest.Tenant, old))
	return w, before, had
}

// After a restore of the table the figures are those of the files that took the place of the lost ones, and each list.
func TestReadersFindWhatTookThePlaceOfALostFile(t *testing.T) {
	w, _, had := restored(t)
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, both)
	w.Must(err)
	wants(t, f.All, had)
	list, err := w.Books.Rows(w.Ctx(), chattest.Tenant, ledger.Behind{Asked: both, Figure: "visits"})
	if w.Must(err); len(list.Rows) != 3 {
		t.Errorf("the list has %d visits", len(list.Rows))
	}
}

// After a restore of the table a keeper goes on, and so do an erasure and a recount. All leave whole files.
func TestALostFileIsMadeAnew(t *testing.T) {
	for what, does := range map[string]func(*chattest.World, *chattest.Guest){
		"a change":   func(w *chattest.World, _ *chattest.Guest) { asks(w); w.CatchesUp() },
		"an erasure": func(w *chattest.World, g *chattest.Guest) { erases(w, g) },
		"a recount": func(w *chattest.World, _ *chattest.Guest) {
			_, err := w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
			w.Must(err)
		},
	} {
		t.Run(what, func(t *testing.T) {
			w, before, had := restored(t)
			does(w, before)
			m, err := w.Store.Month(w.Ctx(), chattest.Tenant, november)
			w.Must(err)
			for _, path := range append([]string{m.Sums}, m.Days["2026-11-22"]) {
				if w.Ledger.Files[path] == "" {
					t.Errorf("%s is named and not there", path)
				}
			}
			want := ledger.Sums{"visits": had["visits"], "asked": had["asked"], "cases": had["cases"]}
			if what == "a change" {
				want["visits"]++
			}
			wants(t, figures(w), want)
		})
	}
}

// A recount takes out the lines of people that a restored table does not know any more: nobody could erase them.
func TestARecountForgetsWhomTheTableForgot(t *testing.T) {
	w := chattest.New(t)
	asks(w)
	g := asks(w, "When do you open?")
	w.CatchesUp()
	v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
	w.Must(err)
	w.Must(w.Store.DropVisitor(w.Ctx(), v))
	_, err = w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
	w.Must(err)
	namesNobody(t, w, g)
	wants(t, figures(w), ledger.Sums{"visits": 1, "cases": 0})
}

// Without any file a recount brings all figures back that the table knows, and readers are told of none meanwhile.
func TestARecountBringsBackWhatHasNoFile(t *testing.T) {
	w := chattest.New(t)
	asks(w, "When do you open?")
	had := figures(w)
	maps.DeleteFunc(w.Ledger.Files, func(path, _ string) bool {
		return strings.HasPrefix(path, ledger.Prefix(chattest.Tenant))
	})
	wants(t, figures(w), ledger.Sums{"visits": 0})
	_, err := w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
	w.Must(err)
	wants(t, figures(w), had)
}

// A reader goes on if a file is replaced between its read of the month and that of the file.
func TestAReaderFollowsAWriter(t *testing.T) {
	w := chattest.New(t)
	asks(w)
	w.CatchesUp()
	asks(w)
	files := &flaky{Files: w.Ledger}
	writes := func() { w.CatchesUp() }
	files.get = func(string) error { once(&writes); return nil }
	f, err := ledger.NewBooks(w.Desk, w.Store, files).Figures(w.Ctx(), chattest.Tenant, both)
	w.Must(err)
	wants(t, f.All, ledger.Sums{"visits": 2})
}

// Days that expired stay sums, also if visits are to be kept for longer later.
func TestDaysThatExpiredStay(t *testing.T) {
	w := chattest.New(t)
	w.Vault, w.Archives = w.Ledger, chattest.Archives{Vault: w.Ledger}
	retains(w, 730, 30)
	first := asks(w, "When do you open?")
	asks(w)
	days(w, 60)
	had := figures(w)
	wants(t, had, ledger.Sums{"visits": 2, "cases": 1})
	retains(w, 730, 395)
	_, err := w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
	w.Must(err)
	w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: first.Socket.Visitor, Whole: true}))
	wants(t, figures(w), had)
}

// An expiry that was cut off is finished by the next one: no file of a day that is due stays.
func TestAnExpiryThatWasCutOffIsFinished(t *testing.T) {
	w := chattest.New(t)
	asks(w, "When do you open?")
	w.CatchesUp()
	w.Pass(400 * 24 * time.Hour)
	files := &flaky{Files: w.Ledger, forget: func(string) error { return chattest.ErrNetwork }}
	if _, err := keeps(w, w.Store, files).Expire(w.Ctx(), chattest.Tenant); err == nil {
		t.Fatal("it hides that files stay")
	}
	_, err := w.Keeper.Expire(w.Ctx(), chattest.Tenant)
	w.Must(err)
	for path := range w.Ledger.Files {
		if strings.Contains(path, "/days/") {
			t.Errorf("%s stays", path)
		}
	}
}

// The remains of a keeper that died in the first write of a month go with an erasure, and so do those that it left
// while the erasure began.
func TestAnErasureFindsWhatDeadKeepersLeft(t *testing.T) {
	w := chattest.New(t)
	g := asks(w, "When do you open?")
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "PutMonth" {
			return memory.Fail
		}
		return memory.None
	}
	_, _ = w.Keeper.CatchUp(w.Ctx(), chattest.Tenant)
	left := map[string]string{}
	for path, file := range w.Ledger.Files {
		if strings.Contains(path, "/days/") {
			left[path] = file
		}
	}
	if w.Memory.Inject = nil; len(left) == 0 {
		t.Fatal("nothing is left over")
	}
	w.Pass(2 * time.Minute)
	job := erases(w, g)
	namesNobody(t, w, g)
	w.Pass(20 * time.Second) // the longest that a writer goes on that asked before the tombstone was there
	for path, file := range left {
		late := path[:strings.LastIndex(path, "/")+1] + w.NewID(w.Now()) + ".json.gz"
		w.Ledger.Files[late] = file
	}
	w.Pass(job.Due.Sub(w.Now()) + time.Second)
	goesOn(w, job)
	namesNobody(t, w, g)
}

// An erasure notes how far it came, and goes on from there.
func TestAnErasureGoesOnFromItsMonth(t *testing.T) {
	w := chattest.New(t)
	g := asks(w, "When do you open?")
	w.CatchesUp()
	for range 2 {
		w.Pass(31 * 24 * time.Hour)
		g.Opens("/again")
		g.Leaves()
		w.Pass(time.Hour)
		w.Sweeps()
		w.CatchesUp()
	}
	files := &flaky{Files: w.Ledger}
	read := []string{}
	files.get = func(path string) error {
		if read = append(read, path); strings.Contains(path, "/2026-12-") {
			return chattest.ErrNetwork
		}
		return nil
	}
	keeper := keeps(w, w.Store, files)
	next, err := keeper.Erase(w.Ctx(), chattest.Tenant, g.Socket.Visitor, "")
	if err == nil || next != "2026-12" {
		t.Fatalf("it stopped at %q: %v", next, err)
	}
	read, files.get = nil, func(path string) error { read = append(read, path); return nil }
	next, err = keeper.Erase(w.Ctx(), chattest.Tenant, g.Socket.Visitor, next)
	if w.Must(err); next != "" {
		t.Errorf("%s is not done", next)
	}
	for _, path := range read {
		if strings.Contains(path, november) {
			t.Errorf("it read %s again", path)
		}
	}
	namesNobody(t, w, g)
}

// Somebody who is erased while a keeper works is not put back, and is counted once: whether the erasure comes before
// the keeper reads the month, or between that and its write.
func TestWhoIsErasedMeanwhileStaysAway(t *testing.T) {
	for _, at := range []string{"before the month is read", "before it is written"} {
		t.Run(at, func(t *testing.T) {
			w := chattest.New(t)
			g := asks(w, "When do you open?")
			had := figures(w)
			w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: g.Socket.Visitor, Whole: true}))
			g.Opens("/again") // so that there is a line to put
			w.Pass(time.Minute)
			g.Leaves()
			w.Pass(time.Minute)
			w.Sweeps()
			store := &hooked{Store: w.Store}
			comes := func() { erases(w, g) }
			if at == "before it is written" {
				store.putMonth = comes
			} else {
				store.month = comes
			}
			_, err := keeps(w, store, w.Ledger).CatchUp(w.Ctx(), chattest.Tenant)
			w.Must(err)
			w.Pass(2 * time.Minute) // until the second pass
			w.Walks()
			namesNobody(t, w, g)
			had["outcome:open"], had["outcome:uncounted"] = 0, 1 // nobody can say any more how it ended
			wants(t, figures(w), had)
		})
	}
}
