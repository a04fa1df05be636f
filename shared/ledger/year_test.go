package ledger_test

import (
	"context"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// counted counts the files that are read.
type counted struct {
	ledger.Files
	reads atomic.Int64
}

func (c *counted) Get(ctx context.Context, path string) (io.ReadCloser, error) {
	c.reads.Add(1)
	return c.Files.Get(ctx, path)
}

// maxObjects is how many files a page of figures or of a list reads at most.
const maxObjects = 40

// The figures of a year, and a page of the list behind one of them, are read from a few files, however many visits a
// day has and however rare the figure is.
func TestAYearIsReadFromAFewFiles(t *testing.T) {
	w := chattest.New(t)
	first := w.Now()
	for w.Now().Sub(first) < 360*24*time.Hour {
		asks(w, "When do you open?")
		w.Pass(3 * 24 * time.Hour)
		w.Sweeps()
		w.CatchesUp()
	}
	files := &counted{Files: w.Ledger}
	books := ledger.NewBooks(w.Desk, w.Store, files)
	year := ledger.Asked{
		From: w.Now().AddDate(0, 0, -365).Format(time.DateOnly), To: w.Now().Format(time.DateOnly), By: "country",
	}
	f, err := books.Figures(w.Ctx(), chattest.Tenant, year)
	if w.Must(err); f.All["visits"] < 110 || len(f.By) != 1 || f.By[0].Sums["visits"] != f.All["visits"] {
		t.Errorf("the year has %v, by country %v", f.All, f.By)
	}
	if n := files.reads.Swap(0); n > 14 {
		t.Errorf("figures of a year are read from %d files", n)
	}
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Audience = chat.Audience{
		Countries: []string{"NG"}, Cities: []string{"Lagos"}, Languages: []string{"en"}, From: 9, To: 12,
	}
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	for _, places := range []ledger.Asked{ // as the page Places asks
		{From: year.From, To: year.To}, {From: year.From, To: year.To, By: "city", Audience: true},
	} {
		f, err := books.Figures(w.Ctx(), chattest.Tenant, places)
		if w.Must(err); places.Audience && (len(f.Audience) != 4 || f.Audience["city"].Inside["visits"] != f.All["visits"]) {
			t.Errorf("the audience has %v", f.Audience)
		}
	}
	if n := files.reads.Swap(0); n > maxObjects {
		t.Errorf("the page Places is read from %d files", n)
	}
	team := ledger.Asked{From: year.From, To: year.To, By: "agent", Also: []string{ledger.ByQueue, "hour"}}
	for _, a := range []ledger.Asked{{From: year.From, To: year.To}, {From: year.From, To: year.To}, team} {
		f, err := books.Figures(w.Ctx(), chattest.Tenant, a)
		if w.Must(err); len(a.Also) > 0 && (len(f.Also["hour"]) == 0 || len(f.Also[ledger.ByQueue]) == 0) {
			t.Errorf("the team's figures have %v", f.Also)
		}
	}
	if n := files.reads.Swap(0); n > maxObjects {
		t.Errorf("the page Team is read from %d files", n)
	}
	few := ledger.Behind{Asked: year, Figure: "visits", Limit: 200, Broken: true, Value: ledger.FewPlaces, Sees: true}
	_, err = books.Rows(w.Ctx(), chattest.Tenant, few)
	w.Must(err)
	if n := files.reads.Swap(0); n > maxObjects {
		t.Errorf("a page of a list of places is read from %d files", n)
	}
	list, err := books.Rows(w.Ctx(), chattest.Tenant, ledger.Behind{Asked: year, Figure: "visits", Limit: 200})
	if w.Must(err); len(list.Rows) == 0 || list.Next == "" {
		t.Errorf("%d rows, then %q", len(list.Rows), list.Next)
	}
	if n := files.reads.Load(); n > maxObjects {
		t.Errorf("a page of a list is read from %d files", n)
	}
}
