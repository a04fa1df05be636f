package ledger_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

var winter = ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: ledger.ByEntry}

// byEntry are the figures by the entry.
func byEntry(w *chattest.World) map[string]ledger.Sums {
	w.T.Helper()
	w.CatchesUp()
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, winter)
	w.Must(err)
	all := map[string]ledger.Sums{}
	for _, one := range f.By {
		all[one.Value] = one.Sums
	}
	return all
}

// Each answer counts for its entry: a question of a script is named with its bot, and answers of no entry have a row.
func TestAnswersCountForTheirEntry(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	asks(w, "When?", "This one", "Where is it?", "How much?", "Why not?", "What is odd?")
	wants(t, figures(w), ledger.Sums{
		"answers": 4, "chosen": 1, "offers": 1, "misses": 1, "refused": 1, "refused:figure": 1, "cost:model": 47,
	})
	all := byEntry(w)
	wants(t, all["b_fast/e_1"], ledger.Sums{"answers": 2, "refused": 1, "cases": 1})
	wants(t, all[known], ledger.Sums{"answers": 1, "chosen": 1, "cases": 1})
	wants(t, all[""], ledger.Sums{"answers": 1, "cases": 1})
	list, err := w.Books.Rows(w.Ctx(), chattest.Tenant,
		ledger.Behind{Asked: winter, Figure: "chosen", Broken: true, Value: known})
	w.Must(err)
	if len(list.Rows) != 1 || list.Rows[0].Case == nil {
		t.Errorf("the list of the entry is %+v", list.Rows)
	}
}

// An answer that somebody finds wrong is the entry's too, and an erasure leaves its figures in a group of their own.
func TestAWrongAnswerIsOfItsEntry(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	g := asks(w, "This one")
	log, err := w.Store.History(w.Ctx(), g.Key(), "", chat.PageSize)
	w.Must(err)
	said := slices.IndexFunc(log, func(m chat.Message) bool { return m.Author.Kind == chat.ByBot && m.Answers != "" })
	_, err = chat.Verdicts{Desk: w.Desk}.Wrong(w.Ctx(), chattest.Ana, g.Key(), log[said].ID, "")
	w.Must(err)
	w.Must(w.Journal.Judged(w.Ctx(), g.Key(), log[said].ID))
	wants(t, byEntry(w)[known], ledger.Sums{"answers": 0, "wrong": 1, "cases": 1})
	erases(w, g)
	all := byEntry(w)
	wants(t, all[ledger.Erased], ledger.Sums{"wrong": 1})
	if len(all) != 1 {
		t.Errorf("after the erasure there are %v", all)
	}
}

// Titles are read when somebody looks. An entry that is gone shows as deleted, and one that answered nothing is named.
func TestEntriesAreNamedAsTheyAreNow(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	asks(w, "This one", "When?")
	w.CatchesUp()
	served := func(now ledger.Titles) ledger.Served {
		s, err := w.Books.Served(w.Ctx(), chattest.Tenant, winter.From, winter.To, now)
		w.Must(err)
		return s
	}
	now := ledger.Titles{
		Entries:   map[string]string{known: "Opening hours", "01k9yyyyyyyyyyyyyyyyyyyyyy": "Returns"},
		Questions: map[string]string{},
	}
	s := served(now)
	if s.Published != 2 || s.Never != 1 || len(s.Silent) != 1 || s.Silent[0].Title != "Returns" || s.Joined {
		t.Errorf("those that never serve are %+v", s)
	}
	states := map[string]string{}
	for _, row := range s.Rows {
		states[row.Entry] = fmt.Sprint(row.Title, " ", row.State)
	}
	if states[known] != "Opening hours published" || states["b_fast/e_1"] != " deleted" {
		t.Errorf("the entries are %v", states)
	}
	now = ledger.Titles{Questions: map[string]string{"b_fast/e_1": "When?"}}
	if s = served(now); s.Published != 0 || s.Never != 0 || s.Rows[0].State == ledger.IsPublished {
		t.Errorf("with no edition there are %+v", s)
	}
}

// A case with many entries tells the most frequent apart, and joins the others.
func TestACaseTellsFewEntriesApart(t *testing.T) {
	c := ledger.Case{Number: 1, Began: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	for i := range ledger.MaxCaseEntries + 5 {
		at := c.Began.Add(time.Duration(i) * time.Minute)
		q := chat.Message{ID: chat.MessageID(fmt.Sprint("q", i)), At: at, Author: chat.Author{Kind: chat.ByVisitor}}
		q.Bubbles = []chat.Bubble{{Body: chat.Text(fmt.Sprint("What is ", i, "?"))}}
		why := &chat.Why{Answered: true, Best: []chat.Reason{{Entry: fmt.Sprint("e", i)}}}
		c.Log = append(c.Log, q, chat.Message{
			ID: chat.MessageID(fmt.Sprint("a", i)), At: at, Answers: q.ID, Author: chat.Author{Kind: chat.ByBot, ID: "b"},
			Outcome: chat.Answered, Bubbles: []chat.Bubble{{Body: chat.Text("So.")}}, Effects: &chat.Effects{Why: why},
		})
	}
	part := ledger.JudgeAll([]ledger.Case{c}, nil, false, chattest.Small)[0]
	joined := slices.IndexFunc(part.Entries, func(e ledger.EntryPart) bool { return e.Entry == ledger.Others })
	if len(part.Entries) != ledger.MaxCaseEntries+1 || joined < 0 || part.Entries[joined].Answers != 5 {
		t.Errorf("%d answers, by the entry %+v", part.Answers, part.Entries)
	}
}

// A price that Meta tells after the case has its messages counted, and figures without costs have none of them.
func TestWhatMetaChargesFor(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	k := w.Writes(chattest.Bruno, "wamid.1", "Where is it?")
	w.Delivers()
	callback := w.Sent[0].Callback
	_, err := w.Close(w.Ctx(), chattest.Ana, k, w.Sees(k))
	w.Must(err)
	w.Streams()
	w.Pass(time.Minute)
	figures(w)
	to := chat.Delivery{Status: chat.Delivered, At: w.Now(), Category: "marketing", Price: "regular"}
	for range 3 {
		w.Must(w.Status(w.Ctx(), chattest.Tenant, "wamid.out", callback, chattest.Bruno, to))
	}
	wants(t, figures(w), ledger.Sums{"cost:meta:marketing": 1, "cost:model": 40, "cases": 1})
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant,
		ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: "source"})
	w.Must(err)
	f.WithoutCosts()
	for _, sums := range []ledger.Sums{f.All, f.Days[0].Sums, f.By[0].Sums} {
		for name := range sums {
			if ledger.IsCost(name) {
				t.Errorf("%s is told to everybody", name)
			}
		}
	}
	if f.All["cases"] != 1 {
		t.Errorf("the other figures are %v", f.All)
	}
}

// The languages of an audience part the visits by the browser's.
func TestAnAudienceHasLanguages(t *testing.T) {
	w := chattest.New(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Audience = chat.Audience{Languages: []string{"pt"}}
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	for _, language := range []string{"pt", "pt", "en", ""} {
		g := w.Guest()
		g.Language = language
		if language == "" {
			g.Mode, g.Language = chat.Minimal, "pt" // it is not kept
		}
		g.Opens("/prices")
		g.Leaves()
		w.Pass(time.Minute)
		w.Sweeps()
	}
	figures(w)
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant,
		ledger.Asked{From: "2026-11-01", To: "2026-12-31", Audience: true})
	w.Must(err)
	a := f.Audience["language"]
	if a == nil || a.Inside["visits"] != 2 || a.Outside["visits"] != 1 || a.Unknown["visits"] != 1 {
		t.Errorf("the audience is %+v", f.Audience)
	}
}
