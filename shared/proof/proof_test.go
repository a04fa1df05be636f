package proof

import (
	"os"
	"strings"
	"testing"
)

const good = `{
  "greeting": {"say": ["Hello"], "buttons": [{"id": "offer", "title": "Offer", "goto": "offer"}]},
  "steps": {
    "offer": {"say": ["Here you are."]}
  },
  "faq": [
    {"id": "hours", "question": "When do you open?", "answer": {"say": ["At nine."]}}
  ],
  "fallback": {"say": ["I do not know."]}
}`

func TestProblemsAreAtTheirLine(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		line           int
		says           string
	}{
		{"nothing", "", "", 0, ""},
		{"no JSON", `"steps": {`, `"steps": {,`, 3, "not JSON"},
		{"cut off", "\n  \"fallback\": {\"say\": [\"I do not know.\"]}\n}", "", 8, "ends too early"},
		{"an unknown field", `"say": ["Here you are."]`, `"says": ["Here you are."]`, 4, "says"},
		{"another type", `"say": ["Here you are."]`, `"say": "Here you are."`, 4, "array"},
		{"a button to nowhere", `"goto": "offer"`, `"goto": "nowhere"`, 2, "leads to no step"},
		{"a question without an answer", `{"say": ["At nine."]}`, `{}`, 7, "needs id, question and answer"},
		{"no fallback", ",\n  \"fallback\": {\"say\": [\"I do not know.\"]}", "", 1, "fallback"},
	} {
		problems := Read([]byte(strings.Replace(good, c.from, c.to, 1)))
		if c.line == 0 {
			if len(problems) > 0 {
				t.Errorf("%s: %+v", c.name, problems)
			}
			continue
		}
		if len(problems) == 0 {
			t.Errorf("%s: no problem is found", c.name)
		} else if p := problems[0]; p.Line != c.line || !strings.Contains(p.Place+": "+p.Message, c.says) {
			t.Errorf("%s: %+v, want %q at line %d", c.name, p, c.says, c.line)
		}
	}
}

// The scripts that we ship pass.
func TestOurOwnScripts(t *testing.T) {
	for _, name := range []string{"../../scripts/seed/shop.json", "../../e2e/host/script.json"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if problems := Read(raw); len(problems) > 0 {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}

// Any text can be checked, and each problem is at an existing line.
func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"faq":[{"id":"a"},{"id":1}],"steps":{"":{}}}`))
	f.Add([]byte("[[[[\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := 1 + strings.Count(string(text), "\n")
		for _, p := range Read(text) {
			if p.Line < 1 || p.Line > lines || p.Message == "" {
				t.Errorf("%q: %+v", text, p)
			}
		}
	})
}

// A button that leads nowhere is reported together with violations of the schema.
func TestAllProblemsComeInOneRound(t *testing.T) {
	text := strings.Replace(strings.Replace(good, `"goto": "offer"`, `"goto": "nowhere"`, 1), `["At nine."]`,
		`["At nine."], "buttons": [{"id": "x", "title": ""}]`, 1)
	said := ""
	for _, p := range Read([]byte(text)) {
		said += p.Message + "\n"
	}
	for _, part := range []string{"leads to no step", "Fill this in."} {
		if !strings.Contains(said, part) {
			t.Errorf("nothing is said of %q: %s", part, said)
		}
	}
}

// An answer that is too long for one turn is reported before it is published, with the step's name.
func TestStepsThatCannotBeSaid(t *testing.T) {
	long := strings.Repeat("x", 4000)
	card := `{"title": "Card", "text": "` + long[:1999] + `", "image": "https://shop.test/` + long[:1900] +
		`", "buttons": [{"id": "offer", "title": "Offer", "goto": "offer"}]}`
	cards := `"cards": [` + strings.TrimSuffix(strings.Repeat(card+",", 10), ",") + `]`
	wide := `"` + strings.Repeat("語", 4000) + `",`
	for name, step := range map[string]string{
		"ten long cards":                  `{` + cards + `}`,
		"eight long texts in wide script": `{"say": [` + strings.TrimSuffix(strings.Repeat(wide, 8), ",") + `]}`,
		"eight texts, cards and a form":   `{"say": ["1", "2", "3", "4", "5", "6", "7", "8"], "cards": [{"title": "One"}]}`,
		"a text of blanks":                `{"say": ["  "]}`,
	} {
		problems := Read([]byte(strings.Replace(good, `{"say": ["Here you are."]}`, step, 1)))
		if len(problems) == 0 || problems[0].Place != "steps.offer" || problems[0].Line != 4 ||
			!strings.Contains(problems[0].Message, "steps.offer") {
			t.Errorf("%s: %+v", name, problems)
		}
	}
	problems := Read([]byte(strings.Replace(good, `"fallback"`,
		`"person": {"words": ["human"], "say": [`+strings.TrimSuffix(strings.Repeat(wide, 8), ",")+`]},"fallback"`, 1)))
	if len(problems) == 0 || problems[0].Place != "person.say" {
		t.Errorf("the text before a handoff: %+v", problems)
	}
}

// A goal that the team does not have is reported at its field.
func TestGoalsThatTheTeamDoesNotHave(t *testing.T) {
	text := strings.Replace(good, `"say": ["Here you are."]`, "\"say\": [\"Here you are.\"],\n\"goal\": \"Lead\"", 1)
	text = strings.Replace(text, `"say": ["At nine."]`, `"say": ["At nine."], "goal": "Checkout"`, 1)
	problems := Goals([]byte(text), []string{"Lead Captured", "Checkout"})
	if len(problems) != 1 || problems[0].Line != 5 || problems[0].Place != "steps.offer.goal" ||
		!strings.Contains(problems[0].Message, "Lead Captured, Checkout") {
		t.Errorf("%+v", problems)
	}
	if problems = Goals([]byte(text), []string{"Lead"}); len(problems) != 1 || problems[0].Place != "faq.0.answer.goal" ||
		problems[0].Line != 8 {
		t.Errorf("%+v", problems)
	}
}
