package model_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/model"
)

// prompts is a file for the requests of TestOpinions, a line each, to record a model's answers to them.
var prompts = flag.String("prompts", "", "write the requests of TestOpinions to this file")

// turn is a labelled message with the call that a model made when it was asked about it.
type turn struct {
	language, words string
	needs           bool
	call            model.Call
}

// recorded are the messages of package course, with the calls of testdata/opinions.jsonl. A general language model
// made them on 28 November 2026, at one sitting. It had the messages without labels, in another order, and the words of
// the request, of which one part has moved from the tools into the system's turn since. So the test holds the way from
// a call to the deck; it does not tell when other words of the request would be answered otherwise.
func recorded(t *testing.T) (all []turn) {
	t.Helper()
	said := map[string]model.Call{}
	for _, line := range linesOf(t, "testdata/opinions.jsonl") {
		var one struct {
			Words, Tool string
			Input       json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		said[one.Words] = model.Call{Name: one.Tool, Input: one.Input}
	}
	for _, line := range linesOf(t, "../course/testdata/turns.tsv")[1:] {
		row := strings.Split(line, "\t")
		all = append(all, turn{row[0], row[3], row[1] == "needs_human", said[row[3]]})
	}
	return all
}

func linesOf(t *testing.T, path string) []string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(raw)), "\n")
}

// asks puts a message to a model that says what was recorded.
func (one turn) asks(t *testing.T) (model.Ask, bot.Advice) {
	t.Helper()
	c := consult(func(m *chat.BotModel) { m.Powers = []string{chat.ModelHandsOver} })
	c.Question, c.Language, c.Candidates = one.words, one.language, nil
	mind := &scripted{said: model.Said{Calls: []model.Call{one.call}, In: 900, Out: 60}}
	a, err := model.New(prices, mind, memory.New()).Advise(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return mind.asked[0], a
}

// A model that is asked about a question says too whether the words need a person. The mood of the talk after the turn
// is judged, as the deck and the alerts have it.
func TestOpinions(t *testing.T) {
	hits, flagged, needing := 0, 0, 0
	var asked []model.Ask
	for _, one := range recorded(t) {
		ask, advice := one.asks(t)
		asked = append(asked, ask)
		if advice.Use.Did == chat.ModelFailed {
			t.Errorf("%q: %+v", one.words, advice)
		}
		state := course.State{}.After(course.Turn{Words: one.words, Opinion: advice.Opinion, Outcome: course.Missed})
		flags := advice.HandOver || state.Mood > 0
		if one.needs {
			needing++
		}
		if flags {
			flagged++
		}
		if flags && one.needs {
			hits++
		} else if flags != one.needs {
			t.Logf("%s %q: needs a person %v", one.language, one.words, one.needs)
		}
	}
	write(t, asked)
	recall, precision := float64(hits)/float64(needing), float64(hits)/float64(max(flagged, 1))
	t.Logf("recall %.2f, precision %.2f of %d", recall, precision, len(asked))
	if recall < 0.9 || precision < 0.8 {
		t.Errorf("recall %.2f, precision %.2f", recall, precision)
	}
}

func write(t *testing.T, asked []model.Ask) {
	t.Helper()
	if *prompts == "" {
		return
	}
	out := strings.Builder{}
	for _, ask := range asked {
		if err := json.NewEncoder(&out).Encode(ask); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(*prompts, []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
