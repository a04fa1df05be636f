package knowledge_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/lifecycle"
)

// weekly is a house whose site was imported, published, and is read each week.
func weekly(t *testing.T, w *web) *house {
	t.Helper()
	h := site(t, w)
	again := knowledge.NewRereader(h.Store, h.Desk)
	h.World.ReadAgain = func(ctx context.Context, site lifecycle.WeeklyKey) error {
		return again.ReadAgain(ctx, site.Tenant, knowledge.WeeklyID(site.ID))
	}
	h.follows("/")
	h.publish()
	return h
}

// follows imports a site and has it read each week.
func (h *house) follows(path string) {
	h.T.Helper()
	i, _ := h.walks(path)
	_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{Weekly: true})
	h.Must(err)
	h.Must(h.work(h.Ctx(), h.importer))
}

// aWeek passes, and its due work is done. The latest reading is returned.
func (h *house) aWeek() knowledge.Import {
	h.T.Helper()
	h.Pass(7 * 24 * time.Hour)
	h.Sweeps()
	return h.rereads()
}

func (h *house) rereads() knowledge.Import {
	h.T.Helper()
	for range 2 { // the stream tells of entries that are to be written
		h.Must(h.work(h.Ctx(), h.importer))
	}
	_, latest, err := h.Weeklies(h.Ctx(), lea)
	h.Must(err)
	if len(latest) != 1 {
		h.T.Fatalf("%d sites are read each week", len(latest))
	}
	return latest[0]
}

func (h *house) ended(i knowledge.Import, added, changed, gone, spared int) {
	h.T.Helper()
	got := fmt.Sprint(i.State, i.Added, i.Changed, i.Gone, i.Spared)
	if want := fmt.Sprint(knowledge.Done, added, changed, gone, spared); got != want {
		h.T.Errorf("the reading ended %s %s; want %s", got, i.Failure, want)
	}
}

func shop() *web {
	w := newWeb()
	w.says("/", "Home", "Hello.", "/price", "/old")
	w.says("/price", "What does it cost?", "5 euros.")
	w.says("/old", "Do you have gas kettles?", "Yes.")
	return w
}

func TestWhatChangedInAWeekWaitsAsADraft(t *testing.T) {
	w := shop()
	h := weekly(t, w)
	h.ended(h.aWeek(), 0, 0, 0, 0)
	w.says("/price", "What does it cost?", "6 euros.", "/new")
	w.says("/new", "Do you deliver?", "In two days.")
	delete(w.pages, shopOrigin+"/old")
	h.ended(h.aWeek(), 1, 1, 1, 0)
	before := map[string]string{"Home": "Hello.", "What does it cost?": "5 euros.", "Do you have gas kettles?": "Yes."}
	if got := h.answers(); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("it is live by itself: %v", got)
	}
	if d := h.titled("What does it cost?"); d.By != "" || d.Name == "" || d.Languages["en"].Answer[0] != "6 euros." {
		t.Errorf("the draft is %+v", d)
	}
	h.ended(h.aWeek(), 0, 0, 0, 0) // and no second time
	h.publish()
	after := map[string]string{"Home": "Hello.", "What does it cost?": "6 euros.", "Do you deliver?": "In two days."}
	if got := h.answers(); fmt.Sprint(got) != fmt.Sprint(after) {
		t.Errorf("published is %v", got)
	}
}

// People's title and wordings stay when the page changes; and an answer in another language is marked
// as older, since it still has the old price.
func TestAPageThatChangesLeavesWordingsAndMarksTranslations(t *testing.T) {
	w := shop()
	h := weekly(t, w)
	d := h.titled("What does it cost?")
	content := d.Content
	content.Title = "Price"
	content.Languages = map[string]knowledge.Words{
		"en": {Wordings: []string{"How much is it?", "what does it cost?"}, Answer: content.Languages["en"].Answer},
		"pt": {Wordings: []string{"Quanto custa?"}, Answer: []string{"5 euros, em português."}},
	}
	_, err := h.Library.Save(h.Ctx(), lea, d.ID, d.Version, content)
	h.Must(err)
	h.publish()
	h.ended(h.aWeek(), 0, 0, 0, 0)
	w.says("/price", "What does it cost?", "6 euros.")
	h.ended(h.aWeek(), 0, 1, 0, 0)
	now := h.titled("Price")
	en, pt := now.Languages["en"], now.Languages["pt"]
	if fmt.Sprint(en.Wordings, en.Answer, en.Older) != "[What does it cost? How much is it?] [6 euros.] false" {
		t.Errorf("the page's language has %+v", en)
	}
	if !pt.Older || len(pt.Wordings) != 1 || len(pt.Answer) != 1 {
		t.Errorf("the other one has %+v", pt)
	}
	o, err := h.Library.Overview(h.Ctx(), lea)
	h.Must(err)
	if o.Older["pt"] != 1 || o.Older["en"] != 0 {
		t.Errorf("older are %v", o.Older)
	}
	now.Languages["pt"] = knowledge.Words{Wordings: pt.Wordings, Answer: []string{"6 euros, em português."}}
	_, err = h.Library.Save(h.Ctx(), lea, now.ID, now.Version, now.Content)
	h.Must(err)
	h.publish()
	h.ended(h.aWeek(), 0, 0, 0, 0)
	if h.titled("Price").Languages["pt"].Older {
		t.Error("a new answer is older, too")
	}
}

// Unpublished words of people stay until they are published; an entry that people deleted does not come back.
func TestAWeeklyReadingLeavesPeoplesWorkAlone(t *testing.T) {
	w := shop()
	h := weekly(t, w)
	price := h.rewrite(h.titled("What does it cost?"), "Ask us.")
	gas := h.titled("Do you have gas kettles?")
	h.Must(h.Remove(h.Ctx(), lea, gas.ID, gas.Version))
	w.says("/price", "What does it cost?", "6 euros.")
	w.says("/old", "Do you have gas kettles?", "No.")
	h.ended(h.aWeek(), 0, 0, 0, 2)
	h.publish()
	if got := h.answers(); got["What does it cost?"] != "Ask us." || got["Do you have gas kettles?"] != "" {
		t.Errorf("published is %v", got)
	}
	h.ended(h.aWeek(), 0, 1, 0, 0)
	if d, _, err := h.Draft(h.Ctx(), lea, price.ID); err != nil || d.Languages["en"].Answer[0] != "6 euros." {
		t.Errorf("the draft is %+v, %v", d, err)
	}
}

// A site that is away for a week loses nothing, and says so.
func TestASiteThatIsAwayLosesNothing(t *testing.T) {
	w := shop()
	h := weekly(t, w)
	was := w.pages
	w.pages = map[string]knowledge.Page{}
	if i := h.aWeek(); i.State != knowledge.NotRead || i.Failure == "" {
		t.Errorf("the reading is %s %q", i.State, i.Failure)
	}
	w.pages = map[string]knowledge.Page{shopOrigin + "/": was[shopOrigin+"/"], shopOrigin + "/price": {}}
	i := h.aWeek()
	h.ended(i, 0, 0, 1, 0) // one is gone, and one does not answer
	if i.Refused != 1 {
		t.Errorf("%d pages did not answer", i.Refused)
	}
	w.pages = was
	h.ended(h.aWeek(), 0, 1, 0, 0) // it is back before anybody published that
	if got := len(h.answers()); got != 3 {
		t.Errorf("%d entries are live", got)
	}
	h.Must(h.Store.PutSite(h.Ctx(), chat.Site{
		Edited: chat.Edited{Version: 1}, Key: "kettles", Tenant: chattest.Tenant, Bot: chattest.Fast, Name: "Kettles",
		Origins: []string{"https://pots.test"},
	}))
	asked := len(w.asked)
	if i := h.aWeek(); i.State != knowledge.NotRead || len(w.asked) != asked {
		t.Errorf("a site that is no longer theirs is read: %s", i.State)
	}
}

// An entry that people deleted stays so, also where its page cannot be asked for a week, and where another page has the
// same.
func TestWhatPeopleDeletedDoesNotComeBack(t *testing.T) {
	for name, away := range map[string]func(*web){
		"forbidden":  func(w *web) { w.pages[shopOrigin+"/old"] = knowledge.Page{Status: 403} },
		"locked":     func(w *web) { w.pages[shopOrigin+"/old"] = knowledge.Page{Status: 401} },
		"elsewhere":  func(w *web) { w.pages[shopOrigin+"/old"] = knowledge.Page{Status: 302, Moved: shopOrigin + "/"} },
		"by robots":  func(w *web) { w.robots = func() (string, error) { return "/old", nil } },
		"its twin":   func(w *web) { delete(w.pages, shopOrigin+"/old") },
		"not at all": func(*web) {},
	} {
		w := shop()
		w.says("/", "Home", "Hello.", "/price", "/old", "/twin")
		w.says("/twin", "Do you have gas kettles?", "Yes.")
		h := weekly(t, w)
		old, robots := w.pages[shopOrigin+"/old"], w.robots
		gas := h.titled("Do you have gas kettles?")
		h.Must(h.Remove(h.Ctx(), lea, gas.ID, gas.Version))
		h.publish()
		away(w)
		h.ended(h.aWeek(), 0, 0, 0, 0)
		if name != "its twin" { // a page that was gone and is there again is new
			w.pages[shopOrigin+"/old"] = old
		}
		w.robots = robots
		h.ended(h.aWeek(), 0, 0, 0, 0)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// A heading that left its page may come back, also on a site where one of the pages can never be read.
func TestAHeadingThatComesBackIsNew(t *testing.T) {
	w := shop()
	w.says("/", "Home", "Hello.", "/price", "/old", "/cart")
	w.robots = func() (string, error) { return "/cart", nil }
	h := weekly(t, w)
	w.says("/old", "Do you have oil kettles?", "No.")
	h.ended(h.aWeek(), 1, 0, 1, 0)
	h.publish()
	w.says("/old", "Do you have gas kettles?", "Yes.")
	h.ended(h.aWeek(), 1, 0, 1, 0)
	h.publish()
	if got := h.answers(); got["Do you have gas kettles?"] != "Yes." {
		t.Errorf("published is %v", got)
	}
}

// Words that two pages have stay, if one of them loses them.
func TestWordsOfTwoPagesStayWithOne(t *testing.T) {
	w := shop()
	w.says("/", "Home", "Hello.", "/old", "/twin")
	w.says("/twin", "Do you have gas kettles?", "Yes.")
	h := weekly(t, w)
	delete(w.pages, shopOrigin+"/old")
	h.ended(h.aWeek(), 1, 0, 1, 0)
	h.publish()
	if got := h.answers(); got["Do you have gas kettles?"] != "Yes." {
		t.Errorf("published is %v", got)
	}
}
