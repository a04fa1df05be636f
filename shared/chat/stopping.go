package chat

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// STOP is said in one word, in a few, or in a sentence of its own within an angry text. Each sentence is judged alone.
// A shop may sell door stops, so the word counts only where nothing else is spoken of, or where it is said of writing.
// The words are in stopwords.go.

// lazily are words that are folded when the first message is judged, and not whenever a function starts.
func lazily(list string) func() []string {
	return sync.OnceValue(func() []string { return words(list) })
}

// request is words that follow each other, each one of several.
type request struct {
	first, last bool // it stands at the beginning or at the end of a sentence
	steps       [][]string
	not         []string   // what may not follow
	begin       []initials // of each step
}

// initials are the first letters of some words as bits, on which several letters fall together. A request with a step
// whose letters are not among those of a sentence does not stand in it.
type initials uint64

func initialsOf(all []string) (some initials) {
	for _, w := range all {
		if w == "" || w[0] == '*' { // any word
			return ^initials(0)
		}
		first, _ := utf8.DecodeRuneInString(w)
		some |= 1 << (first % 64)
	}
	return some
}

func requests(list string) (all []request) {
	for line := range strings.Lines(Folded(list)) {
		for text := range strings.SplitSeq(line, "/") {
			steps := strings.Fields(text)
			r := request{first: slices.Contains(steps, "^"), last: slices.Contains(steps, "$")}
			for _, step := range steps {
				if not, is := strings.CutPrefix(step, "!"); is {
					r.not = strings.Split(not, "|")
				} else if step != "^" && step != "$" {
					r.steps = append(r.steps, strings.Split(step, "|"))
					r.begin = append(r.begin, initialsOf(r.steps[len(r.steps)-1]))
				}
			}
			if len(r.steps) > 0 {
				all = append(all, r)
			}
		}
	}
	return all
}

// stopsUs tells whether a customer's words say that nobody is to write to them.
func stopsUs(said string) bool {
	all := saidWords(said)
	return len(all) == 1 && among(all, ending()) || asksToStop(said) || slices.ContainsFunc(sentencesOf(said), barelyStops)
}

// asksToStop tells whether words ask it in so many words: more than one word that may be meant for a form.
func asksToStop(said string) bool {
	return strings.ContainsFunc(said, spaceless) && askingParts().MatchString(atTimes().ReplaceAllString(said, "")) ||
		slices.ContainsFunc(sentencesOf(said), stopsIn)
}

// spaceless tells whether a rune is of a script without spaces between words, or of Korean, which is written without
// them, too.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

func sentencesOf(said string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(said, "?", "?\n"), func(r rune) bool {
		return strings.ContainsRune(".!…;:\n。！।؛", r)
	})
}

func clausesOf(sentence string) []string {
	return strings.FieldsFunc(sentence, func(r rune) bool { return strings.ContainsRune(",،，、–—()", r) })
}

// barelyStops tells whether a sentence has the word and nothing else. Between two commas it has to be in capitals or
// with a courtesy: "red, amber, stop" is a list.
func barelyStops(sentence string) bool {
	if asks(sentence) {
		return false
	}
	if _, whole := barely(sentence); whole {
		return true
	}
	return slices.ContainsFunc(clausesOf(sentence), func(part string) bool {
		polite, is := barely(part)
		return is && (polite || strings.ToUpper(part) == part && strings.ToLower(part) != part)
	})
}

// barely tells whether words are STOP alone, and whether a courtesy stands beside it.
func barely(part string) (polite, is bool) {
	all := slices.Compact(saidWords(part)) // STOP STOP STOP
	rest := bluntly(all)
	return len(rest) < len(all), len(all) <= mostWords && among(rest, stopping()) && !speaksOfMore(rest)
}

// stopsIn tells whether a sentence asks to be left alone. A long one may as well: each of its clauses is looked at.
func stopsIn(sentence string) bool {
	all := saidWords(sentence)
	if len(all) == 0 || slices.Contains(wondering(), all[0]) || among(all, instead()) {
		return false
	}
	clauses := clausesOf(sentence)
	if slices.ContainsFunc(clauses, func(part string) bool { return requested(saidWords(part), reachable()) }) ||
		asks(sentence) && requested(all, someday()) {
		return false
	}
	for i := range clauses {
		some := strings.Join(clauses[i:min(len(clauses), i+2)], " ") // "hört auf, mir zu schreiben"
		if haltsWriting(saidWords(some), asks(sentence)) || requested(saidWords(clauses[i]), asking()) {
			return true
		}
	}
	return len(clauses) > 1 && requested(all, asking())
}

// requested tells whether one of some requests stands among words.
func requested(all []string, some []request) bool {
	said := initialsOf(all)
	var rest []string
	for i := range some {
		r := &some[i]
		if slices.ContainsFunc(r.begin, func(step initials) bool { return step&said == 0 }) {
			continue
		}
		if rest == nil {
			rest = bluntly(all)
		}
		if r.in(rest) || r.in(all) {
			return true
		}
	}
	return false
}

// bluntly are words without courtesies.
func bluntly(all []string) []string {
	rest, please := slices.Clone(all), asIfToPlease()
	for i := 0; i+len(please.steps) <= len(rest); i++ {
		if please.begins(rest[i:]) {
			rest = slices.Delete(rest, i, i+len(please.steps))
		}
	}
	return slices.DeleteFunc(rest, func(w string) bool { return slices.Contains(courtesies(), w) })
}

// speaksOfMore tells whether a sentence has another word beside STOP and no.
func speaksOfMore(rest []string) bool {
	return slices.ContainsFunc(rest, func(w string) bool {
		return !slices.Contains(stopping(), w) && !slices.Contains(refusing, w)
	})
}

// haltsWriting tells whether a stop is said of writing: "stop sending me messages". It begins its clause, or stands
// behind words that ask: "the phone does not stop sending messages" is about a phone.
func haltsWriting(all []string, asked bool) bool {
	begins := true
	for i, w := range all {
		if begins && slices.ContainsFunc(halting(), func(r request) bool {
			return len(all)-i >= len(r.steps) && r.begins(all[i:]) && ofWriting(all[i+len(r.steps):], asked)
		}) {
			return true
		}
		if slices.Contains(halted(), w) && !among(all[i+1:min(len(all), i+3)], closed()) &&
			anyStem(all[max(0, i-wordsApart+1):i], spokenOf()) {
			return true
		}
		begins = begins && slices.Contains(leads(), w) || slices.Contains(joining(), w)
	}
	return false
}

// wordsApart is how many words a stop and its word of writing are at most: "arrêtez de m’écrire".
const wordsApart = 5

// ofWriting tells whether the words behind a stop are of writing to the customer. To stop parcels, or a text on a mug,
// is something else.
func ofWriting(after []string, asked bool) bool {
	at := slices.IndexFunc(after, func(w string) bool { return !slices.Contains(between(), w) })
	if at < 0 || at >= wordsApart {
		return false
	}
	word, behind := after[at:at+1], after[at+1:]
	next := bluntly(behind)
	next = next[:min(len(next), wordsApart)]
	filled := !slices.ContainsFunc(next, func(w string) bool {
		return !slices.Contains(between(), w) && !anyStem([]string{w}, sending())
	})
	switch {
	case among(behind[:min(len(behind), 2)], theirs()), atHours(behind[:min(len(behind), hoursApart+1)]):
		return false
	case anyStem(word, addressing()), anyStem(word, messaging()):
		return !asked || filled || anyStem(next, messaging()) || among(next, ours())
	}
	return anyStem(word, sending()) && (filled || anyStem(next, messaging()))
}

// ours are those to whom the team writes, theirs is the team.
var (
	ours   = lazily(`me us mir uns mich nos moi nous mi ci mij ons لي لنا мне нам`)
	theirs = lazily(`you ihnen euch te vous`)
)

// anyStem tells whether some words are among others, of which "*" leaves the end open.
func anyStem(some, stems []string) bool {
	return slices.ContainsFunc(some, func(w string) bool {
		return slices.ContainsFunc(stems, func(one string) bool {
			stem, open := strings.CutSuffix(one, "*")
			return w == stem || open && strings.HasPrefix(w, stem)
		})
	})
}

// forAWhile tells whether the words around a request limit it to some days or hours.
func forAWhile(before, after []string) bool {
	near := after[:min(len(after), hoursApart)]
	return among(near[:min(len(near), 1)], limiting()) || atHours(near) ||
		anyStem(before[max(0, len(before)-hoursApart):], hoursBefore())
}

func atHours(near []string) bool { return anyStem(near, hoursAfter()) && !among(near, every()) }

// hoursApart is how many words may stand between a request and its day: "on a Sunday".
const hoursApart = 3

// in tells whether the request stands among words, and not for a time only: "before noon".
func (r *request) in(all []string) bool {
	for i := range len(all) - len(r.steps) + 1 {
		end := i + len(r.steps)
		if (!r.first || i == 0) && (!r.last || end == len(all)) && r.begins(all[i:]) {
			return !forAWhile(all[:i], all[end:]) && (end == len(all) || !slices.Contains(r.not, all[end]))
		}
	}
	return false
}

func (r *request) begins(all []string) bool {
	for j, step := range r.steps {
		if !slices.ContainsFunc(step, func(one string) bool {
			stem, open := strings.CutSuffix(one, "*")
			return all[j] == stem || open && strings.HasPrefix(all[j], stem)
		}) {
			return false
		}
	}
	return true
}
