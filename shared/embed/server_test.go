package embed

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/e5"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// letters stands in for the model: texts with the same letters are near. It can run out of time.
type letters struct{ left int }

func (*letters) Model() string { return e5.Model }

func (l *letters) Embed(_ context.Context, texts []string, _ meaning.Kind) ([]meaning.Vector, error) {
	all := []meaning.Vector{}
	for _, text := range texts {
		if l.left--; l.left < 0 {
			return nil, context.DeadlineExceeded
		}
		v, square := meaning.Vector{}, 0.0
		for i := range text {
			v[int(text[i])*7%meaning.Dimensions]++
		}
		for _, x := range v {
			square += float64(x * x)
		}
		for i := range v {
			v[i] /= float32(math.Sqrt(max(square, 1)))
		}
		all = append(all, v)
	}
	return all, nil
}

// files keeps editions and indexes in memory.
type files struct {
	editions map[int]knowledge.Edition
	indexes  map[string][]byte
	reads    int
}

func (f *files) Edition(_ context.Context, _ chat.TenantID, number int) (knowledge.Edition, error) {
	e, is := f.editions[number]
	if !is {
		return e, chat.ErrNotFound
	}
	return e, nil
}

func (f *files) ReadIndex(_ context.Context, _ chat.TenantID, number int, part bool) ([]byte, error) {
	f.reads++
	raw, is := f.indexes[fmt.Sprint(number, part)]
	if !is {
		return nil, chat.ErrNotFound
	}
	return raw, nil
}

func (f *files) KeepIndex(_ context.Context, _ chat.TenantID, number int, part bool, raw []byte) error {
	f.indexes[fmt.Sprint(number, part)] = raw
	return nil
}

func library() *files {
	entry := func(id, wording string, bots ...chat.BotID) knowledge.Entry {
		return knowledge.Entry{ID: knowledge.EntryID(id), Version: 1, Content: knowledge.Content{
			Title: wording, Bots: bots, Languages: map[string]knowledge.Words{
				"en": {Wordings: []string{wording, wording + " please"}, Answer: []string{"Yes."}},
			},
		}}
	}
	return &files{indexes: map[string][]byte{}, editions: map[int]knowledge.Edition{1: {
		Tenant: "t", Number: 1, Entries: []knowledge.Entry{
			entry("a", "How long may I keep a book?"), entry("b", "Are you open on Sundays?", "other"),
			entry("c", "Is there a quiet room?"),
		},
	}}}
}

var question = meaning.Question{Tenant: "t", Edition: 1, Bot: "b", Text: "How long may I keep a book?", At: time.Now()}

func ask(t *testing.T, s *Server, r Request) Response {
	t.Helper()
	answer, err := s.Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestAnIndexThatTakesLongIsGoneOnWith(t *testing.T) {
	on, calls := library(), 0
	for whole := false; !whole; calls++ {
		s := NewServer(&letters{left: 3}, on)
		whole = ask(t, s, Request{Index: &Edition{Tenant: "t", Number: 1}}).Whole
		if calls > 20 {
			t.Fatal("it never ends")
		}
	}
	if calls < 3 {
		t.Errorf("it was made in %d calls", calls)
	}
	s := NewServer(&letters{left: 1}, on)
	if v := ask(t, s, Request{Judge: &question}).Verdict; len(v.Best) == 0 || v.Best[0].Entry != "a" {
		t.Errorf("%+v", v)
	}
}

func TestAnEntryOfAnotherBotIsNeverNamed(t *testing.T) {
	on := library()
	s := NewServer(&letters{left: 1000}, on)
	ask(t, s, Request{Index: &Edition{Tenant: "t", Number: 1}})
	before := on.reads
	for _, text := range []string{"Are you open on Sundays?", "Is there a quiet room?", "How long may I keep a book?"} {
		q := question
		q.Text = text
		for _, c := range ask(t, s, Request{Judge: &q}).Verdict.Best {
			if c.Entry == "b" {
				t.Errorf("%q names it", text)
			}
		}
	}
	if on.reads != before+1 {
		t.Errorf("the index was read %d times for three questions", on.reads-before)
	}
}

func TestAQuestionKeepsItsMeaning(t *testing.T) {
	s := NewServer(&letters{left: 10}, library())
	placed := ask(t, s, Request{Place: []string{"How long?", "Is there a quiet room?"}}).Placed
	if len(placed) != 2 || !placed[0].Whole() || placed[1].Model != e5.Model {
		t.Errorf("%+v", placed)
	}
}

func TestWithoutAnIndexThereIsNoVerdict(t *testing.T) {
	if _, err := NewServer(&letters{left: 10}, library()).Do(t.Context(), Request{Judge: &question}); err == nil {
		t.Error("it judged")
	}
	if _, err := NewServer(&letters{}, library()).Do(t.Context(), Request{}); err == nil {
		t.Error("it answered nothing")
	}
}
