package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/documents"
	"github.com/botifire/livechat/shared/knowledge"
)

// web is a site in memory. A page is a heading, an answer and links, or a status.
type web struct {
	pages  map[string]knowledge.Page
	robots func() (string, error)
	asked  []string
	turn   func(asked int)
}

func newWeb() *web {
	return &web{
		pages: map[string]knowledge.Page{}, robots: func() (string, error) { return "", nil }, turn: func(int) {},
	}
}

func (w *web) says(path, title, answer string, links ...string) {
	page := knowledge.Page{Status: 200, Blocks: []knowledge.Block{{Heading: true, Words: title}, {Words: answer}}}
	for _, link := range links {
		page.Links = append(page.Links, shopOrigin+link)
	}
	w.pages[shopOrigin+path] = page
}

func (w *web) Robots(context.Context, string) (string, error) { return w.robots() }

func (w *web) Rules(robots string) func(string) bool {
	return func(address string) bool { return robots == "" || !strings.Contains(address, robots) }
}

func (w *web) Page(_ context.Context, address string) (knowledge.Page, error) {
	w.asked = append(w.asked, strings.TrimPrefix(address, shopOrigin))
	w.turn(len(w.asked))
	page, is := w.pages[address]
	if !is {
		return knowledge.Page{Status: 404}, nil
	}
	if page.Status == 0 {
		return page, errors.New("timeout")
	}
	return page, nil
}

const shopOrigin = "https://kettles.test"

// site is a house whose tenant has a site, read from a web.
func site(t *testing.T, w *web) *house {
	h := newHouse(t)
	h.Must(h.Store.PutSite(h.Ctx(), chat.Site{
		Key: "kettles", Tenant: chattest.Tenant, Bot: chattest.Fast, Name: "Kettles", Origins: []string{shopOrigin},
	}))
	h.importer = knowledge.NewImporter(h.Store, h.shelf, documents.Blocks, w, h.Now)
	return h
}

// walks reads a site from a path on.
func (h *house) walks(path string) (knowledge.Import, knowledge.Plan) {
	h.T.Helper()
	h.Pass(time.Second)
	i, _, err := h.Library.BeginImport(h.Ctx(), lea, knowledge.Import{
		ID: knowledge.ImportID(strings.ToLower(string(h.ID()))), Name: shopOrigin + path, Language: "en",
	})
	h.Must(err)
	h.Must(h.work(h.Ctx(), h.importer))
	i, p, err := h.Library.Import(h.Ctx(), lea, i.ID)
	h.Must(err)
	return i, p
}

// takes reads a site and has all of it written.
func (h *house) takes(path string) {
	h.T.Helper()
	i, p := h.walks(path)
	if i.State != knowledge.Read {
		h.T.Fatalf("the site is %s: %s", i.State, i.Failure)
	}
	_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{Skips: len(p.Refused) > 0})
	h.Must(err)
	h.Must(h.work(h.Ctx(), h.importer))
}

func TestASiteIsReadBelowItsFirstPage(t *testing.T) {
	w := newWeb()
	w.says("/help/", "Help", "Ask.", "/help/a#part", "/help/a", "/shop", "/help/cart", "/help/gone", "/helpless")
	w.says("/help/a", "How long?", "Two days.", "/help/", "/help/b")
	w.says("/help/b", "How long?", "Two days.") // the same on another page
	w.says("/shop", "Shop", "Buy.")
	w.pages["https://kettles.test/help/cart"] = knowledge.Page{}
	w.robots = func() (string, error) { return "/help/b?", nil }
	h := site(t, w)
	_, p := h.walks("/help/")
	titles := []string{}
	for _, s := range p.Steps {
		titles = append(titles, s.After.Title+" "+s.Address)
	}
	want := []string{"Help https://kettles.test/help/", "How long? https://kettles.test/help/a"}
	if !slices.Equal(titles, want) {
		t.Errorf("the entries are %q", titles)
	}
	if len(p.Refused) != 1 || p.Refused[0].Address != shopOrigin+"/help/cart" {
		t.Errorf("refused are %+v", p.Refused)
	}
	want = []string{"/help/", "/help/a", "/help/cart", "/help/gone", "/help/b", "/help/cart"}
	if !slices.Equal(w.asked, want) {
		t.Errorf("asked were %q", w.asked)
	}
}

// A price that changed and a heading that is gone are drafts; words of people stay where the page did not change.
func TestASiteThatIsReadAgainChangesWhatItChanged(t *testing.T) {
	w := newWeb()
	w.says("/", "Home", "Hello.", "/price", "/old", "/kept")
	w.says("/price", "What does it cost?", "5 euros.")
	w.says("/old", "Do you have gas kettles?", "Yes.")
	w.says("/kept", "Where are you?", "In Leeds.")
	h := site(t, w)
	h.takes("/")
	h.publish()
	kept := h.titled("Where are you?")
	h.rewrite(kept, "In York.")
	w.says("/price", "What does it cost?", "6 euros.")
	w.says("/", "Home", "Hello.", "/price") // no longer links to the others
	delete(w.pages, shopOrigin+"/old")
	_, p := h.walks("/")
	if added, changed, gone := p.Counts(); added != 0 || changed != 1 || gone != 1 || p.Same != 2 {
		t.Errorf("%d added, %d changed, %d gone, %d same: %+v", added, changed, gone, p.Same, p.Steps)
	}
	h.takes("/")
	if got := h.answers(); got["What does it cost?"] != "5 euros." || got["Do you have gas kettles?"] != "Yes." {
		t.Errorf("it is live by itself: %v", got)
	}
	h.publish()
	want := map[string]string{"Home": "Hello.", "What does it cost?": "6 euros.", "Where are you?": "In York."}
	if got := h.answers(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("published is %v", got)
	}
}

func TestOnlyTheTenantsOwnSitesAreRead(t *testing.T) {
	h := site(t, newWeb())
	for address, code := range map[string]string{
		"https://other.test/": "not_your_site", "https://user@kettles.test/": "bad_address", "https://": "bad_address",
		"http://kettles.test/": "not_your_site", "ftp://kettles.test/": "unknown_file",
	} {
		_, _, err := h.Library.BeginImport(h.Ctx(), lea, knowledge.Import{ID: "01", Name: address, Language: "en"})
		if chat.CodeOf(err) != code {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestASiteThatCannotBeReadSaysWhy(t *testing.T) {
	for name, spoil := range map[string]func(*web){
		"no answer": func(w *web) { w.robots = func() (string, error) { return "", errors.New("timeout") } },
		"unknown": func(w *web) {
			w.robots = func() (string, error) { return "", chat.Errorf(chat.Invalid, "robots_unknown", "Too busy.") }
		},
		"forbidden": func(w *web) { w.robots = func() (string, error) { return "kettles", nil } },
		"no page":   func(*web) {},
		"no entry":  func(w *web) { w.pages[shopOrigin+"/"] = knowledge.Page{Status: 200} },
		"silent":    func(w *web) { w.pages[shopOrigin+"/"] = knowledge.Page{} },
	} {
		w := newWeb()
		spoil(w)
		if i, _ := site(t, w).walks("/"); i.State != knowledge.NotRead || i.Failure == "" {
			t.Errorf("%s: %s %q", name, i.State, i.Failure)
		}
	}
}

// However large a site is, no more than so many pages are read; people see how far it is, and can end it.
func TestALargeSiteIsBoundedAndCanBeCancelled(t *testing.T) {
	w := newWeb()
	for n := range 2 * knowledge.MaxSitePages {
		w.says(fmt.Sprintf("/%d", n), fmt.Sprint("Page ", n), fmt.Sprint("Answer ", n), fmt.Sprintf("/%d", n+1))
	}
	h := site(t, w)
	i, p := h.walks("/0")
	if len(w.asked) != knowledge.MaxSitePages || i.Pages != knowledge.MaxSitePages || len(p.Steps) != len(w.asked) {
		t.Errorf("%d pages were asked, %+v", len(w.asked), i)
	}
	w.asked = nil
	w.turn = func(asked int) {
		if asked == 17 {
			all, err := h.Library.Imports(h.Ctx(), lea)
			h.Must(err)
			if all[0].Pages != 15 || all[0].Found < 15 {
				t.Errorf("the progress is %+v", all[0])
			}
			_, err = h.Library.CancelImport(h.Ctx(), lea, all[0].ID)
			h.Must(err)
		}
	}
	if i, _ = h.walks("/0"); i.State != knowledge.Cancelled || len(w.asked) > 20 {
		t.Errorf("it is %s after %d pages", i.State, len(w.asked))
	}
}

// A reading that is cut off goes on where it was.
func TestAWalkGoesOnWhereItWasCutOff(t *testing.T) {
	w := newWeb()
	for n := range 20 {
		w.says(fmt.Sprintf("/%d", n), fmt.Sprint("Page ", n), fmt.Sprint("Answer ", n), fmt.Sprintf("/%d", n+1))
	}
	h := site(t, w)
	i, _, err := h.Library.BeginImport(h.Ctx(), lea, knowledge.Import{ID: "01", Name: shopOrigin + "/0", Language: "en"})
	h.Must(err)
	slice, stop := context.WithDeadline(h.Ctx(), time.Now().Add(time.Minute))
	defer stop()
	w.turn = func(asked int) {
		if asked == 7 {
			h.shelf.Fail = func(act string) error {
				return map[string]error{"keep reading": errors.New("cut off")}[act]
			}
		}
	}
	if h.work(slice, h.importer) == nil {
		t.Error("nothing was cut off")
	}
	h.shelf.Fail = nil
	h.Must(h.work(h.Ctx(), h.importer))
	i, p, err := h.Library.Import(h.Ctx(), lea, i.ID)
	h.Must(err)
	if len(p.Steps) != 20 || len(w.asked) > 20+2*5 {
		t.Errorf("%d entries after %d pages", len(p.Steps), len(w.asked))
	}
	late, stop := context.WithDeadline(h.Ctx(), time.Now().Add(time.Second)) // no time for a page
	defer stop()
	before := len(w.asked)
	_, _, err = h.Library.BeginImport(h.Ctx(), lea, knowledge.Import{ID: "02", Name: shopOrigin + "/0", Language: "en"})
	h.Must(err)
	h.Must(h.work(late, h.importer))
	if len(w.asked) != before {
		t.Error("a page is asked that could not be read in time")
	}
	for range 3 {
		short, stop := context.WithDeadline(h.Ctx(), time.Now().Add(29*time.Second)) // time for one page
		h.Must(h.work(short, h.importer))
		stop()
	}
	if len(w.asked) != before+3 {
		t.Errorf("%d pages are asked in three short calls", len(w.asked)-before)
	}
}

// A slow site is read in slices, so that people's publications do not wait for all of it.
func TestASlowSiteIsReadInSlices(t *testing.T) {
	w := newWeb()
	for n := range 10 {
		w.says(fmt.Sprintf("/%d", n), fmt.Sprint("Page ", n), fmt.Sprint("Answer ", n), fmt.Sprintf("/%d", n+1))
	}
	h := site(t, w)
	w.turn = func(int) { h.Pass(8 * time.Second) }
	i, _ := h.walks("/0")
	if i.State != knowledge.ReadingIt || len(w.asked) != 3 {
		t.Errorf("it is %s after %d pages", i.State, len(w.asked))
	}
	for range 3 {
		h.Must(h.work(h.Ctx(), h.importer))
	}
	if i, _, err := h.Library.Import(h.Ctx(), lea, i.ID); err != nil || i.State != knowledge.Read || i.Pages != 11 {
		t.Errorf("it is %+v, %v", i, err)
	}
}

func TestPagesFillAnImportAndNoMore(t *testing.T) {
	w := newWeb()
	page := knowledge.Page{Status: 200, Links: []string{shopOrigin + "/help/b"}}
	for n := range knowledge.MaxEntries {
		page.Blocks = append(page.Blocks, knowledge.Block{Heading: true, Words: fmt.Sprint("Part ", n)},
			knowledge.Block{Words: "So."})
	}
	w.pages[shopOrigin+"/help/"] = page
	w.says("/help/b", "More", "Here.")
	h := site(t, w)
	_, p := h.walks("/help/")
	if len(p.Steps) != knowledge.MaxEntries || len(p.Refused) != 1 || p.Refused[0].Address != shopOrigin+"/help/b" {
		t.Errorf("%d entries, refused are %+v", len(p.Steps), p.Refused)
	}
}
