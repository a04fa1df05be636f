package meaning

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// letters embeds a text by its letters, so that texts with the same letters are near. It says that it is the bundled
// model, for which chances are known.
type byLetters struct{ asked []string }

func (b *byLetters) Model() string { return "multilingual-e5-small-q4/2" }

func (b *byLetters) Embed(_ context.Context, texts []string, _ Kind) ([]Vector, error) {
	all := []Vector{}
	for _, text := range texts {
		b.asked = append(b.asked, text)
		v, square := Vector{}, 0.0
		for _, g := range grams(text) {
			v[g%Dimensions]++
		}
		for _, x := range v {
			square += float64(x * x)
		}
		for i := range v {
			v[i] /= float32(max(math.Sqrt(square), 1))
		}
		all = append(all, v)
	}
	return all, nil
}

func entry(id, title string, wordings ...string) Entry {
	e := Entry{ID: id, Texts: []Text{{"en", Title, title}, {"en", Answer, title + ". We tell you about it."}}}
	for _, w := range wordings {
		e.Texts = append(e.Texts, Text{"en", Wording, w})
	}
	return e
}

var library = []Entry{
	entry("loan", "Borrowing books", "How long may I keep a book?", "For how many weeks can I borrow?"),
	entry("fine", "Late fees", "What does a late book cost?", "How much is the fine?"),
	entry("hours", "Opening hours", "When is the library open?", "Are you open on Sundays?"),
	entry("rooms", "Study rooms", "Can I reserve a study room?", "Are there quiet rooms?"),
}

func everywhere(int) bool { return true }

func best(t *testing.T, x *Index, question string, serves func(int) bool) []Candidate {
	t.Helper()
	all, err := x.Judge(t.Context(), &byLetters{}, question, 10, serves)
	if err != nil {
		t.Fatal(err)
	}
	return all.Best
}

func built(t *testing.T, entries []Entry) *Index {
	t.Helper()
	x, err := Build(t.Context(), &byLetters{}, entries)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAWordingOfItsOwnFindsAnEntryFirst(t *testing.T) {
	x := built(t, library)
	for _, e := range library {
		for _, text := range e.Texts {
			if found := best(t, x, text.Words, everywhere); found[0].Entry != e.ID {
				t.Errorf("%q finds %+v", text.Words, found[:2])
			}
		}
	}
}

func TestAnEntryThatDoesNotServeIsNeverACandidate(t *testing.T) {
	x := built(t, library)
	for _, c := range best(t, x, "How much is the fine?", func(e int) bool { return library[e].ID != "fine" }) {
		if c.Entry == "fine" {
			t.Error("it was found")
		}
	}
	if found := best(t, x, "How much is the fine?", func(int) bool { return false }); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestAStoredIndexJudgesAsBefore(t *testing.T) {
	x := built(t, library)
	var file bytes.Buffer
	if err := x.Write(&file); err != nil {
		t.Fatal(err)
	}
	read, err := Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	question := "what does it cost if my book is late"
	if a, b := best(t, x, question, everywhere), best(t, read, question, everywhere); !slices.Equal(a, b) {
		t.Errorf("%v, then %v", a, b)
	}
}

func TestOnlyNewTextsAreEmbeddedAgain(t *testing.T) {
	x := built(t, library)
	changed := slices.Clone(library)
	changed[1] = entry("fine", "Late fees", "What does a late book cost?", "Do I pay for a late book?")
	with := &byLetters{}
	next, err := Build(t.Context(), with, changed, x)
	if err != nil || !slices.Equal(with.asked, []string{"Do I pay for a late book?"}) {
		t.Errorf("asked %q, %v", with.asked, err)
	}
	a, b := best(t, next, "Do I pay", everywhere), best(t, built(t, changed), "Do I pay", everywhere)
	if !slices.Equal(a, b) {
		t.Errorf("%v, anew %v", a, b)
	}
}

func TestAModelWithoutChancesIsRefused(t *testing.T) {
	x := built(t, library)
	x.Model = "another"
	if _, err := x.Judge(t.Context(), &byLetters{}, "open?", 3, everywhere); err == nil {
		t.Error("it gave chances")
	}
	var file bytes.Buffer
	_ = x.Write(&file)
	if _, err := Read(&file); !errors.Is(err, errSpace) {
		t.Error(err)
	}
}

func TestALongQuestionNeedsMoreForAnAnswer(t *testing.T) {
	w := Weights{Offer: 0.2, Sure: Sure{Least: 0.65, Most: 0.95, Base: 0.6, Word: 0.03}}
	one := []Candidate{{Entry: "a", Chance: 0.8}, {Entry: "b", Chance: 0.1}, {Entry: "c", Chance: 0.01}}
	for question, want := range map[string]Decision{
		"how much is it": Answered, "how much is it if I bring two friends and we stay until Sunday evening": Offered,
	} {
		if got, _ := w.Decide(question, one); got != want {
			t.Errorf("%q: %s", question, got)
		}
	}
	if _, offered := w.Decide("and if we all stay there until Sunday evening", one); len(offered) != 2 {
		t.Errorf("it offers %v", offered)
	}
	if got, used := w.Decide("why", []Candidate{{Chance: 0.1}}); got != Gap || used != nil {
		t.Errorf("%s %v", got, used)
	}
}

func TestChancesAreNumbersForAnyText(t *testing.T) {
	x := built(t, library)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zà-ÿ٠-٩अ-ह ?]{0,60}`)).Draw(r, "text")
		v, err := x.Judge(context.Background(), &byLetters{}, text, 5, everywhere)
		found := v.Best
		if err != nil || len(found) != len(library) {
			r.Fatal(found, err)
		}
		sum := 0.0
		for i, c := range found {
			if sum += c.Chance; sum > 1.000001 {
				r.Fatalf("the chances are %v in all: %v", sum, found)
			}
			if !(c.Chance >= 0 && c.Chance <= 1) || (i > 0 && c.Chance > found[i-1].Chance) {
				r.Fatalf("%v", found)
			}
		}
	})
}

// A file of another form is refused; read as it is, it would make every question a gap.
func TestASpaceThatIsNotWholeIsRefused(t *testing.T) {
	space, err := SpaceOf((&byLetters{}).Model())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := space.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadSpace(raw)
	if err != nil || *again.Metric != *space.Metric {
		t.Errorf("it is not read as it was written: %v", err)
	}
	var cut bytes.Buffer
	if err := gob.NewEncoder(&cut).Encode(stored{Model: "m", Centres: space.Centres}); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSpace(cut.Bytes()); err == nil {
		t.Error("a space without a metric is read")
	}
	if _, err := wholeCalibration([]byte(`{"model": "m", "thin": {"bias": 1}, "rich": {}}`)); err == nil {
		t.Error("chances without a network are read")
	}
}

// Questions are kept, and compared, as the metric maps them.
func TestTheMetricIsUsed(t *testing.T) {
	had, err := SpaceOf((&byLetters{}).Model())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := (&byLetters{}).Embed(t.Context(), []string{"May I bring a dog?"}, Query)
	if err != nil {
		t.Fatal(err)
	}
	plain := *had
	plain.Metric = Unchanged()
	one, other := had.Place(raw[0]), plain.Place(raw[0])
	if slices.Equal(one.Bytes, other.Bytes) {
		t.Error("a question is kept as if there were no metric")
	}
}
