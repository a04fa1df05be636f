package bot

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

// With any catalogue that has some texts and lacks others, a turn is wholly in one language, and its effects are the
// same in each.
func TestNoTurnMixesLanguages(t *testing.T) {
	marked := func(text string) string { return "«" + text + "»" }
	script, err := Parse([]byte(order))
	if err != nil {
		t.Fatal(err)
	}
	all := script.Texts()
	dice := rand.New(rand.NewPCG(7, 18))
	acts := []chat.Body{
		click("go"), chat.Text("Order"), chat.Text("When do you open?"), chat.Text("zebra"), chat.Text("a human please"),
		chat.Text("Dana"), chat.Text("dana@firm.example"), chat.Text("2"), chat.Text("nope"), chat.Text("blue"),
		chat.Text("skip"), chat.Text("stop"), click("yes"),
	}
	whole, turns := 0, 0
	for range 300 {
		words := map[string]string{}
		for _, text := range all {
			if dice.IntN(4) > 0 {
				words[text.Text] = marked(text.Text)
			}
		}
		b := translated(t, order, map[string]map[string]string{"nl": words})
		plain := Scripted(shop{json.RawMessage(order)}, NoKnowledge{})
		source := []chat.Source{chat.Web, chat.WhatsApp}[dice.IntN(2)]
		bodies := []chat.Body{}
		for range 12 {
			bodies = append(bodies, acts[dice.IntN(len(acts))])
		}
		got := spokenWith(t, b, source, "nl", bodies...)
		want := spokenWith(t, plain, source, "nl", bodies...)
		for i := range got {
			turns++
			lines, strange := readable(got[i]), 0
			for _, line := range lines {
				if foreignLine(line) {
					strange++
				}
			}
			if strange != 0 && strange != len(lines) {
				t.Fatalf("turn %d of %+v mixes languages: %q", i, bodies, lines)
			}
			if strange > 0 {
				whole++
			}
			if diff := cmp.Diff(want[i].Effects, got[i].Effects); diff != "" {
				t.Fatalf("turn %d of %+v has other effects: %s", i, bodies, diff)
			}
		}
	}
	if whole < turns/10 || whole > turns*9/10 {
		t.Errorf("%d of %d turns were in the other language: the test proves little", whole, turns)
	}
}

// readable are all lines of a turn that people read; those of a form with choices by their titles.
func readable(a chat.Answer) []string {
	var all []string
	for _, b := range a.Bubbles {
		all = append(all, strings.Split(b.Text, "\n")...)
		for _, o := range b.Options {
			all = append(all, o.Title)
		}
		if b.Form != nil {
			for _, f := range b.Form.Fields {
				all = append(all, f.Label)
				for _, c := range f.Choices {
					all = append(all, f.Title(c))
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(line string) bool { return strings.TrimSpace(line) == "" })
}

// foreignLine tells whether a line is a marked text, or one of the Dutch built-in ones.
func foreignLine(line string) bool {
	nl := tongueIn("nl")
	for _, text := range []string{
		nl.optional, nl.skip, nl.person, nl.stop, nl.stopped, nl.stuck, nl.needed, nl.wrong, nl.words, nl.received, nl.hello,
		nl.thanks, nl.other, nl.assistant, nl.getting,
	} {
		if line == text {
			return true
		}
	}
	return strings.Contains(line, "«")
}
