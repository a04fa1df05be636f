package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// tutor teaches each entry two wordings, one of which every entry gets. It can fail.
type tutor struct {
	mu     sync.Mutex
	taught []string
	err    error
}

func (t *tutor) teacher(context.Context, chat.TenantID) (knowledge.Teach, error) {
	return func(_ context.Context, e knowledge.Entry) (map[string][]string, error) {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.taught = append(t.taught, e.Title)
		return map[string][]string{
			"en": {"tell me about " + e.Title, "something else", e.Title + "!", strings.Repeat("x", 200)}, "xx": {"other"},
		}, t.err
	}, nil
}

func (h *house) taughtBy(t *tutor) { h.press = h.press.By(t.teacher) }

// taught are the wordings of entries in force that a model wrote, by title.
func (h *house) taught() string {
	h.T.Helper()
	number, err := h.Store.Live(h.Ctx(), chattest.Tenant)
	h.Must(err)
	e, err := h.shelf.Edition(h.Ctx(), chattest.Tenant, number)
	h.Must(err)
	all := []string{}
	for _, entry := range e.Entries {
		all = append(all, fmt.Sprint(entry.Title, entry.Taught))
	}
	return strings.Join(all, " ")
}

func (h *house) teaches(t *tutor, want string, asked ...string) {
	h.T.Helper()
	if got := h.taught(); got != want {
		h.T.Errorf("it is taught %s, want %s", got, want)
	}
	if fmt.Sprint(t.taught) != fmt.Sprint(asked) {
		h.T.Errorf("asked about %v, want %v", t.taught, asked)
	}
	t.taught = nil
}

// An entry is taught when it is published, and again only if its words are others. Of its wordings none stays that is
// another's, its own, too long or of a language that it does not have.
func TestEntriesAreTaughtWhenTheyArePublished(t *testing.T) {
	h, tutor := newHouse(t), &tutor{}
	h.taughtBy(tutor)
	price := h.add("Price", "5 euros")
	h.publish()
	h.teaches(tutor, "Pricemap[en:[tell me about Price something else]]", "Price")
	hours := h.add("Hours", "9 to 6")
	h.publish()
	h.teaches(tutor, "Pricemap[en:[tell me about Price something else]] Hoursmap[en:[tell me about Hours]]", "Hours")
	h.rewrite(price, "6 euros")
	h.publish()
	h.teaches(tutor, "Pricemap[en:[tell me about Price something else]] Hoursmap[en:[tell me about Hours]]", "Price")
	h.rewrite(hours, "9 to 6")
	h.publish()
	h.teaches(tutor, "Pricemap[en:[tell me about Price something else]] Hoursmap[en:[tell me about Hours]]")
}

// A model that is down or over its budget stops no publication, and the next one asks it again.
func TestATeacherThatFailsStopsNoPublication(t *testing.T) {
	h, tutor := newHouse(t), &tutor{err: errors.New("over budget")}
	h.taughtBy(tutor)
	h.add("Price", "5 euros")
	h.publish()
	h.wants("without a teacher", answers{"Price": "5 euros"})
	h.teaches(tutor, "Pricemap[]", "Price")
	tutor.err = nil
	h.add("Hours", "9 to 6")
	h.publish()
	if got := h.taught(); !strings.Contains(got, "about Price") || !strings.Contains(got, "about Hours") {
		t.Errorf("then it is taught %s", got)
	}
}

// An edition that is made in several steps is taught once: its index and the questions asked of it stay true.
func TestAnEditionThatIsMadeInStepsIsTaughtOnce(t *testing.T) {
	h, tutor := newHouse(t), &tutor{err: errors.New("down")}
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, true)
	h.Must(err)
	for range 2 {
		err := h.pressOn(stuck(1)).By(tutor.teacher).Print(h.Ctx(), chattest.Tenant)
		if !errors.Is(err, knowledge.ErrUnfinished) {
			t.Fatal(err)
		}
		tutor.err = nil
	}
	h.Must(h.press.By(tutor.teacher).Print(h.Ctx(), chattest.Tenant))
	h.teaches(tutor, "Pricemap[]", "Price")
}

// A wording that people take away finds nothing any more; it is no answer's, and may come back.
func TestATaughtWordingCanBeTakenAway(t *testing.T) {
	h, tutor := newHouse(t), &tutor{}
	h.taughtBy(tutor)
	price := h.add("Price", "5 euros")
	h.publish()
	c := says("Price", "Price?", "5 euros")
	c.Untaught = []string{" something else ", "something else"}
	d, err := h.Library.Save(h.Ctx(), lea, price.ID, price.Version, c)
	h.Must(err)
	if fmt.Sprint(d.Untaught) != "[something else]" {
		t.Errorf("it keeps %v", d.Untaught)
	}
	h.publish()
	e, err := h.InForce(h.Ctx(), lea)
	h.Must(err)
	if got := fmt.Sprint(e.Entries[0].TaughtIn("en")); got != "[tell me about Price]" {
		t.Errorf("it is found by %s", got)
	}
	all, err := h.Taught(h.Ctx(), lea, price.ID)
	h.Must(err)
	if got := fmt.Sprint(all); got != "map[en:[tell me about Price something else]]" {
		t.Errorf("people see %s", got)
	}
	h.teaches(tutor, got(all), "Price")
	c.Untaught = make([]string, knowledge.MaxUntaught+1)
	for i := range c.Untaught {
		c.Untaught[i] = fmt.Sprint("wording ", i)
	}
	if err := c.Tidy(); err == nil {
		t.Error("any number of them may be taken away")
	}
}

func got(taught map[string][]string) string { return "Price" + fmt.Sprint(taught) }

// A press that has little time left begins no lesson: the next one has its own, and what is learned is not lost.
func TestAPressThatIsShortOfTimeBeginsNoLesson(t *testing.T) {
	h, tutor := newHouse(t), &tutor{}
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, true)
	h.Must(err)
	short, cancel := context.WithTimeout(h.Ctx(), 30*time.Second)
	defer cancel()
	if err := h.press.By(tutor.teacher).Print(short, chattest.Tenant); !errors.Is(err, knowledge.ErrUnfinished) {
		t.Errorf("it ends with %v", err)
	}
	if len(tutor.taught) > 0 {
		t.Errorf("it asks about %v", tutor.taught)
	}
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.teaches(tutor, "Pricemap[en:[tell me about Price something else]]", "Price")
}
