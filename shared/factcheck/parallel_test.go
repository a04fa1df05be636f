package factcheck_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/factcheck"
)

type entry struct {
	ID        string
	Languages map[string]struct{ Answer string }
}

func entries(t testing.TB) []entry {
	raw, err := os.ReadFile("testdata/knowledge-multi.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Entries []entry }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file.Entries
}

func check(language, said, of, passage string) error {
	_, err := factcheck.Check(language, []factcheck.Sentence{{Text: said, Cites: "1"}},
		map[string]factcheck.Passage{"1": {Language: of, Text: passage}})
	return err
}

// sentences are those of an answer, parted as people part them.
func sentences(text string) []string {
	var all []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "।", "।. "), ". ") {
		if part = strings.TrimSuffix(strings.TrimSpace(part), "."); part != "" {
			all = append(all, part+".")
		}
	}
	return all
}

// honestly are faithful answers from one passage in its language, as a model makes that was told to keep its words.
func honestly(language, answer string) []string {
	opening := map[string]string{
		"en": "Thanks for your question. ", "de": "Vielen Dank. ", "es": "Gracias. ", "fr": "Bonjour. ", "pt": "Olá. ",
		"ar": "مرحبا. ", "hi": "नमस्ते। ",
	}[language]
	all := []string{answer, opening + answer, inDigits(language, answer), priced(answer)}
	parts := sentences(answer)
	all = append(all, parts...)
	if len(parts) > 1 {
		all = append(all, strings.Join(parts[1:], " ")+" "+parts[0], parts[0]+" "+parts[len(parts)-1])
	}
	return all
}

// inDigits writes figures in the digits of the language's script.
func inDigits(language, text string) string {
	zero := map[string]rune{"ar": '٠', "hi": '०'}[language]
	if zero == 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, text)
}

// priced writes prices in another usual way.
func priced(text string) string {
	return strings.NewReplacer(" €", " EUR", " %", "%", " €.", " EUR.").Replace(text)
}

func TestHonestAnswersPass(t *testing.T) {
	refused, all := 0, 0
	for _, e := range entries(t) {
		for _, language := range factcheck.Languages {
			answer := e.Languages[language].Answer
			for _, said := range honestly(language, answer) {
				all++
				if err := check(language, said, language, answer); err != nil {
					refused++
					t.Logf("%s %s: %v in %q", e.ID, language, err, said)
				}
			}
		}
	}
	t.Logf("in the passage's language %d of %d honest answers are refused", refused, all)
	if all < 2000 || refused*100 > all*3 {
		t.Errorf("%d of %d honest answers are refused; at most 3 %%", refused, all)
	}
}

// A whole answer has about three sentences; one that is refused costs no more than the owner's words in its place.
func TestTranslationsOfAPassagePass(t *testing.T) {
	refused, english, all, kinds := 0, 0, 0, map[factcheck.Kind]int{}
	for _, e := range entries(t) {
		for _, from := range factcheck.Languages {
			for _, to := range factcheck.Languages {
				if from == to {
					continue
				}
				all++
				var fault *factcheck.Fault
				if errors.As(check(to, e.Languages[to].Answer, from, e.Languages[from].Answer), &fault) {
					refused++
					kinds[fault.Kind]++
					if from == "en" {
						english++
					}
				}
			}
		}
	}
	t.Logf("of %d translated answers %d are refused, %d of 270 from English: %v", all, refused, english, kinds)
	if refused*20 > all*9 {
		t.Errorf("%d of %d translations are refused; at most 45 %%", refused, all)
	}
}
