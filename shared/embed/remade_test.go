package embed

import (
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// An edition that waits is made anew when another one takes force. An instance that judged by the first making has to
// judge by the second one, which another instance made; and never a question of one by the other.
func TestAnEditionThatIsMadeAnewIsJudgedAsItIs(t *testing.T) {
	on := library()
	makes := func(mark string) Request {
		e := on.editions[1]
		e.Mark = mark
		on.editions[1] = e
		return Request{Index: &Edition{Tenant: "t", Number: 1}}
	}
	warm := NewServer(&letters{left: 1000}, on)
	ask(t, warm, makes("first"))
	q := question
	q.Mark, q.Text = "first", "May my dog come along?"
	if best := ask(t, warm, Request{Judge: &q}).Verdict.Best; len(best) == 0 || best[0].Entry == "d" {
		t.Fatalf("the first making finds %+v", best)
	}

	e := on.editions[1]
	e.Entries = append(e.Entries, knowledge.Entry{ID: "d", Version: 1, Content: knowledge.Content{
		Title: q.Text, Languages: map[string]knowledge.Words{"en": {Wordings: []string{q.Text}, Answer: []string{"Yes."}}},
	}})
	on.editions[1] = e
	second := makes("second")
	q.Mark = "second"
	if _, err := warm.Do(t.Context(), Request{Judge: &q}); err == nil {
		t.Error("a question of the second making is judged by the first one")
	}
	ask(t, NewServer(&letters{left: 1000}, on), second)
	before := on.reads
	for range 2 {
		if best := ask(t, warm, Request{Judge: &q}).Verdict.Best; len(best) == 0 || best[0].Entry != "d" {
			t.Errorf("the second making finds %+v", best)
		}
	}
	if on.reads != before+1 {
		t.Errorf("the index was read %d times for two questions", on.reads-before)
	}
}

// An index that was stored without a mark, and a caller of the release before, which knows none, are answered.
func TestAnIndexWithoutAMarkIsReadAsItIs(t *testing.T) {
	on := library()
	s := NewServer(&letters{left: 1000}, on)
	ask(t, s, Request{Index: &Edition{Tenant: "t", Number: 1}})
	for _, mark := range []string{"", "known"} {
		q := question
		q.Mark = mark
		if best := ask(t, s, Request{Judge: &q}).Verdict.Best; len(best) == 0 || best[0].Entry != "a" {
			t.Errorf("with the mark %q it finds %+v", mark, best)
		}
	}
}

// A stage that changes its model has indexes of the one before until the next publication. Vectors of two models are
// never compared, and the next index takes none of them over.
func TestAnIndexOfAnotherModelJudgesNothing(t *testing.T) {
	on := library()
	s := NewServer(&letters{left: 1000}, on)
	ask(t, s, Request{Index: &Edition{Tenant: "t", Number: 1}})
	ask(t, s, Request{Judge: &question})
	other := NewServer(&another{letters{left: 1000}}, on)
	if _, err := other.Do(t.Context(), Request{Judge: &question}); !errors.Is(err, meaning.ErrOther) {
		t.Errorf("it is judged: %v", err)
	}
	warm := NewServer(&letters{left: 1000}, on)
	ask(t, warm, Request{Judge: &question})
	warm.model = &another{letters{left: 1000}}
	if _, err := warm.Do(t.Context(), Request{Judge: &question}); !errors.Is(err, meaning.ErrOther) {
		t.Errorf("an index in memory is judged by: %v", err)
	}
}

// A release that changes how vectors are read finds indexes of the one before. They judge nothing, and the next
// publication makes its index without them.
func TestAnIndexOfAnEarlierReleaseHoldsUpNoPublication(t *testing.T) {
	on := library()
	s := NewServer(&letters{left: 1000}, on)
	ask(t, s, Request{Index: &Edition{Tenant: "t", Number: 1}})
	raw, err := on.ReadIndex(t.Context(), "t", 1, false)
	if err != nil {
		t.Fatal(err)
	}
	k, err := unpack(raw)
	if err != nil {
		t.Fatal(err)
	}
	k.index.Model = "of-a-release-before"
	first := on.editions[1]
	if raw, err = pack(&first, k.index); err != nil {
		t.Fatal(err)
	}
	for _, part := range []bool{false, true} {
		if err := on.KeepIndex(t.Context(), "t", 1, part, raw); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := NewServer(&letters{left: 1000}, on).Do(t.Context(), Request{Judge: &question}); !errors.Is(
		err, meaning.ErrOther) {
		t.Errorf("it is judged: %v", err)
	}
	on.editions[2] = first
	if !ask(t, s, Request{Index: &Edition{Tenant: "t", Number: 2, Before: 1}}).Whole {
		t.Error("the next index is not whole")
	}
	q := question
	q.Edition = 2
	if best := ask(t, s, Request{Judge: &q}).Verdict.Best; len(best) == 0 {
		t.Error("the next edition finds nothing")
	}
}

// another is a model of another name.
type another struct{ letters }

func (*another) Model() string { return "another" }
