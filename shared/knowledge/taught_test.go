package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// tutor teaches each entry two wordings, one of which every entry gets. It can fail, at one title or at all, and does
// not teach entries whose title begins with Plain.
type tutor struct {
	mu     sync.Mutex
	taught []string
	err    error
	at     string
	during func()
}

func (t *tutor) teacher(context.Context, chat.TenantID) (knowledge.Teach, error) {
	return func(e knowledge.Entry) knowledge.Lesson {
		if strings.HasPrefix(e.Title, "Plain") {
			return nil
		}
		return func(context.Context) (map[string][]string, error) {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.taught = append(t.taught, e.Title)
			if t.during != nil {
				t.during()
			}
			if t.err != nil && (t.at == "" || t.at == e.Title) {
				return nil, t.err
			}
			return map[string][]string{
				"en": {"tell me about " + e.Title, "something else", e.Title + "!", strings.Repeat("x", 200)}, "xx": {"other"},
			}, nil
		}
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

// A model that is down or over its budget stops no publication. An entry without a lesson gets one with its next words,
// and not with somebody else's publication.
func TestATeacherThatFailsStopsNoPublication(t *testing.T) {
	h, tutor := newHouse(t), &tutor{err: errors.New("over budget")}
	h.taughtBy(tutor)
	price := h.add("Price", "5 euros")
	h.publish()
	h.wants("without a teacher", answers{"Price": "5 euros"})
	h.teaches(tutor, "Pricemap[]", "Price")
	tutor.err = nil
	h.add("Hours", "9 to 6")
	h.publish()
	h.teaches(tutor, "Pricemap[] Hoursmap[en:[tell me about Hours something else]]", "Hours")
	h.rewrite(price, "6 euros")
	h.publish()
	h.teaches(tutor, "Pricemap[en:[tell me about Price something else]] Hoursmap[en:[tell me about Hours]]", "Price")
}

// A publication teaches a bounded number of the entries that it changes: those that nobody teaches do not count, one at
// which the teacher fails is left out alone, and only a teacher who is down ends it.
func TestAPublicationTeachesAFewOfItsEntries(t *testing.T) {
	for _, c := range []struct {
		name   string
		tutor  *tutor
		sure   bool
		taught int
	}{
		{"all well", &tutor{}, false, 20},
		{"one fails", &tutor{err: errors.New("unusable"), at: "Topic 03"}, false, 19},
		{"the vendor is down", &tutor{err: knowledge.ErrTeacherDown}, false, 0},
		{"a hurry", &tutor{}, true, 0},
	} {
		h := newHouse(t)
		h.taughtBy(c.tutor)
		for i := range 25 {
			h.add(fmt.Sprintf("Plain %02d", i), "so")
		}
		for i := range 22 {
			h.add(fmt.Sprintf("Topic %02d", i), "so")
		}
		_, err := h.PublishAll(h.Ctx(), lea, c.sure)
		h.Must(err)
		h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
		if n := strings.Count(h.taught(), "about Topic"); n != c.taught || len(c.tutor.taught) > 20 {
			t.Errorf("%s: %d are taught after %d lessons", c.name, n, len(c.tutor.taught))
		}
		if c.taught == 0 && len(c.tutor.taught) > 8 {
			t.Errorf("%s: it is asked %d times", c.name, len(c.tutor.taught))
		}
	}
}

// While one press is in a lesson, another one makes the same edition and puts it into force: its file stays as it is.
func TestAnEditionInForceIsNotWrittenAgain(t *testing.T) {
	h, other := newHouse(t), &tutor{}
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	first := &tutor{during: func() { h.Must(h.press.By(other.teacher).Print(h.Ctx(), chattest.Tenant)) }}
	other.err = errors.New("it says something else")
	if err := h.press.By(first.teacher).Print(h.Ctx(), chattest.Tenant); !errors.Is(err, knowledge.ErrUnfinished) {
		t.Errorf("the late press ends with %v", err)
	}
	if got := h.taught(); got != "Pricemap[]" {
		t.Errorf("in force is now %s", got)
	}
	h.Must(h.press.By(first.teacher).Print(h.Ctx(), chattest.Tenant))
}

// Of two presses that make an edition at once, the late one goes on from the file of the other.
func TestOfTwoMakingsOfAnEditionTheFirstStays(t *testing.T) {
	h, other := newHouse(t), &tutor{err: errors.New("it says something else")}
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	first := &tutor{during: func() {
		if err := h.pressOn(stuck(1)).By(other.teacher).Print(h.Ctx(), chattest.Tenant); !errors.Is(err,
			knowledge.ErrUnfinished) {
			t.Fatal(err)
		}
	}}
	if err := h.press.By(first.teacher).Print(h.Ctx(), chattest.Tenant); !errors.Is(err, knowledge.ErrUnfinished) {
		t.Errorf("the late press ends with %v", err)
	}
	h.Must(h.press.By(first.teacher).Print(h.Ctx(), chattest.Tenant))
	h.teaches(first, "Pricemap[]", "Price")
}

// An edition that is made in several steps is taught once: its index and the questions asked of it stay true.
func TestAnEditionThatIsMadeInStepsIsTaughtOnce(t *testing.T) {
	h, tutor := newHouse(t), &tutor{err: errors.New("down")}
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, false)
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
	_, err := h.PublishAll(h.Ctx(), lea, false)
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

// Lessons begin for forty seconds. Those that began are heard to their end: they are paid in any case.
func TestLessonsThatBeganAreHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, began := newHouse(t), atomic.Int32{}
		slow := func(context.Context, chat.TenantID) (knowledge.Teach, error) {
			return func(e knowledge.Entry) knowledge.Lesson {
				return func(ctx context.Context) (map[string][]string, error) {
					began.Add(1)
					select {
					case <-time.After(25 * time.Second):
						return map[string][]string{"en": {"about " + e.Title}}, nil
					case <-ctx.Done():
						return nil, ctx.Err()
					}
				}
			}, nil
		}
		for i := range 20 {
			h.add(fmt.Sprintf("Topic %02d", i), "so")
		}
		_, err := h.PublishAll(h.Ctx(), lea, false)
		h.Must(err)
		h.Must(h.press.By(slow).Print(h.Ctx(), chattest.Tenant))
		if n := strings.Count(h.taught(), "about Topic"); n != 16 || began.Load() != 16 {
			t.Errorf("%d are taught in %d lessons", n, began.Load())
		}
	})
}
