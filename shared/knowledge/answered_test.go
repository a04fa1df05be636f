package knowledge_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/botifire/livechat/shared/knowledge"
)

// Headings that are alike are entries of their own, also beside one that has a number.
func TestTwinHeadingsAreEntriesOfTheirOwn(t *testing.T) {
	w := newWeb()
	page := knowledge.Page{Status: 200}
	for n, title := range []string{"Step", "Step", "Step 2", "Step 2", "Step"} {
		page.Blocks = append(page.Blocks, knowledge.Block{Heading: true, Words: title},
			knowledge.Block{Words: fmt.Sprint("Part ", n)})
	}
	w.pages[shopOrigin+"/"] = page
	h := site(t, w)
	h.takes("/")
	if all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10); err != nil || len(all) != 5 {
		t.Errorf("%d entries, %v", len(all), err)
	}
	if _, p := h.walks("/"); len(p.Steps) != 0 || p.Same != 5 {
		t.Errorf("the same again changes %+v, and leaves %d", p.Steps, p.Same)
	}
}

// People hear of each page that a site does not hand out, with its status.
func TestAPageThatIsNotHandedOutIsTold(t *testing.T) {
	w := newWeb()
	w.says("/help/", "Help", "Ask.", "/help/a", "/help/b", "/help/c", "/help/d", "/help/gone")
	for path, status := range map[string]int{"a": 400, "b": 401, "c": 403, "d": 503} {
		w.pages[shopOrigin+"/help/"+path] = knowledge.Page{Status: status}
	}
	i, p := site(t, w).walks("/help/")
	why := ""
	for _, refused := range p.Refused {
		why += refused.Address + " " + refused.Reason + "\n"
	}
	for path, says := range map[string]string{"a": "400", "b": "401", "c": "403", "d": "later"} {
		if !regexp.MustCompile("/help/" + path + " .*" + says).MatchString(why) {
			t.Errorf("/help/%s is not refused with %s", path, says)
		}
	}
	if i.Refused != 4 || len(p.Refused) != 4 {
		t.Errorf("%d are told of:\n%s", i.Refused, why)
	}
}

// A page that moved for good takes its entries along, and one that leads elsewhere for now keeps them.
func TestAMoveTakesEntriesAwayOnlyIfItIsForGood(t *testing.T) {
	for _, move := range []struct {
		status             int
		to                 string
		added, gone, stays int // entries, and pages that are refused
	}{
		{301, shopOrigin + "/help/new", 1, 1, 0},
		{308, shopOrigin + "/help/new", 1, 1, 0},
		{301, "https://pots.test/help/price", 0, 1, 0},
		{308, shopOrigin + "/shop", 0, 1, 0},
		{302, shopOrigin + "/help/new", 1, 0, 0},
		{303, shopOrigin + "/help/new", 1, 0, 0},
		{307, "https://pots.test/down", 0, 0, 1},
		{302, shopOrigin + "/shop", 0, 0, 1},
		{302, "", 0, 0, 1},
	} {
		w := newWeb()
		w.says("/help/", "Help", "Ask.", "/help/price")
		w.says("/help/price", "What does it cost?", "5 euros.")
		w.says("/help/new", "Where are the prices?", "In the shop.")
		w.says("/shop", "Shop", "Buy.")
		h := site(t, w)
		h.takes("/help/")
		w.pages[shopOrigin+"/help/price"] = knowledge.Page{Status: move.status, Moved: move.to}
		_, p := h.walks("/help/")
		if added, _, gone := p.Counts(); added != move.added || gone != move.gone || len(p.Refused) != move.stays {
			t.Errorf("%d to %q: %d added, %d gone, refused %+v", move.status, move.to, added, gone, p.Refused)
		}
	}
}
