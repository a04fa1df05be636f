package course

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/botifire/livechat/shared/fold"
)

// Kind is the sense of a cue.
type Kind string

// The kinds of cues. All but the last say that a person is needed.
const (
	Anger   Kind = "anger"
	Again   Kind = "again"  // it was tried or said before
	Person  Kind = "person" // they ask for one, also in indirect words
	Law     Kind = "law"
	Danger  Kind = "danger"
	Leaving Kind = "leaving" // they leave, or want their money
	Sarcasm Kind = "sarcasm"
	Fine    Kind = "fine" // thanks, jokes, questions of somebody who has time
)

// Urgent tells whether words of this kind speak of danger or the law.
func (k Kind) Urgent() bool { return k == Danger || k == Law }

var kinds = []Kind{Anger, Again, Person, Law, Danger, Leaving, Sarcasm, Fine}

//go:embed cues.tsv
var cuesFile string

// cue is some words that say something of how a talk goes, in one language.
type cue struct {
	kind  Kind
	words string // as a person would write them
	seek  string // folded, with a gap at each end where a word ends
	broad bool   // they have plain meanings too, so they count among others and say nothing by themselves
}

// cues are those of all languages: people mix them. They are numbered in the order of the file, and a head keeps such a
// number for some days, so new ones are added at the end of the file. A broad one has a ~ before it.
var cues = sync.OnceValue(func() []cue {
	all := []cue{}
	for _, line := range strings.Split(strings.TrimSpace(cuesFile), "\n") {
		fields := strings.Split(line, "\t")
		for _, words := range strings.Split(fields[2], "|") {
			words, broad := strings.CutPrefix(words, "~")
			all = append(all, cue{Kind(fields[1]), strings.TrimSuffix(words, "*"), seeking(fields[0], words), broad})
		}
	}
	return all
})

// seeking is how a cue is found in the words of a text: Chinese does not part its words, and a star ends a stem.
func seeking(language, words string) string {
	seek := strings.Join(split(words), " ")
	if language == "zh" {
		return strings.ReplaceAll(seek, " ", "")
	}
	if seek = " " + seek; strings.HasSuffix(words, "*") {
		return seek
	}
	return seek + " "
}

// split are the words of a text, folded.
func split(text string) []string {
	return strings.FieldsFunc(fold.Text(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}

var apostrophes = strings.NewReplacer("'", "", "’", "", "`", "", "´", "")

// cuesAt are the numbers of the cues by the first bytes of what is sought, so that a text is held against few of them.
var cuesAt = sync.OnceValue(func() map[string][]int {
	at := map[string][]int{}
	for i, c := range cues() {
		at[c.seek[:firstBytes]] = append(at[c.seek[:firstBytes]], i)
	}
	return at
})

// firstBytes are a gap and two small letters, or one Chinese sign. No cue is shorter.
const firstBytes = 3

// found are the numbers of the cues in a text. Of two that overlap both count.
func found(text string) []int {
	said := " " + strings.Join(split(text), " ") + " "
	if joined := apostrophes.Replace(text); joined != text { // "doesn't" is written without one too
		said += "| " + strings.Join(split(joined), " ") + " "
	}
	all := []int{}
	for from := range len(said) - firstBytes + 1 {
		for _, i := range cuesAt()[said[from:from+firstBytes]] {
			if strings.HasPrefix(said[from:], cues()[i].seek) {
				all = append(all, i)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// counted is how many cues of each kind a text has, two at most.
func counted(of []int) map[Kind]int {
	n := map[Kind]int{}
	for _, i := range of {
		k := cues()[i].kind
		n[k] = min(n[k]+1, 2)
	}
	return n
}

// strongest is the number of the cue that says most, -1 if none says by itself that a person is needed.
func strongest(of []int) int {
	best := -1
	for _, i := range of {
		if cues()[i].kind != Fine && !cues()[i].broad && (best < 0 || rank(i) < rank(best)) {
			best = i
		}
	}
	return best
}

// rank orders cues: those of danger and law say most.
func rank(i int) int {
	return slices.Index([]Kind{Danger, Law, Anger, Leaving, Person, Again, Sarcasm}, cues()[i].kind)
}
