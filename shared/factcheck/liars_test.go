package factcheck_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// partLiars say nothing that is not in the passage: they leave words out, or move a mark. In another language than the
// passage's, words that the lexicon does not know can be left out unseen, so these lie in the passage's own.
var partLiars = map[string]liar{
	"a part left out": func(r *rand.Rand, _, text string) string {
		return inSentence(r, text, func(all []string) []string {
			from := r.IntN(len(all) - 1)
			to := min(len(all), from+1+r.IntN(len(all)-2))
			if !tells(all[from:to]) {
				return nil
			}
			return slices.Concat(all[:from], all[to:])
		})
	},
	"the head alone": func(r *rand.Rand, _, text string) string {
		return inSentence(r, text, func(all []string) []string {
			at := 1 + r.IntN(len(all)-1)
			if !tells(all[at:]) {
				return nil
			}
			return all[:at]
		})
	},
	"the tail alone": func(r *rand.Rand, _, text string) string {
		return inSentence(r, text, func(all []string) []string {
			at := 1 + r.IntN(len(all)-1)
			if !tells(all[:at]) {
				return nil
			}
			return all[at:]
		})
	},
	"a small word left out": func(r *rand.Rand, _, text string) string {
		return inSentence(r, text, func(all []string) []string {
			at := r.IntN(len(all))
			if !slices.Contains(limiting, strings.ToLower(strings.Trim(all[at], ",:"))) {
				return nil
			}
			return slices.Concat(all[:at], all[at+1:])
		})
	},
	"a comma moved": func(r *rand.Rand, _, text string) string {
		return inSentence(r, text, func(all []string) []string {
			from, to := r.IntN(len(all)-1), r.IntN(len(all)-1)
			bare, marked := strings.CutSuffix(all[from], ",")
			if !marked || from == to || strings.HasSuffix(all[to], ",") || !between(all, from, to) {
				return nil
			}
			moved := slices.Clone(all)
			moved[from], moved[to] = bare, all[to]+","
			return moved
		})
	},
	"a point for a comma": func(r *rand.Rand, _, text string) string {
		return inSentence(r, text, func(all []string) []string {
			at := 1 + r.IntN(len(all)-2)
			bare, marked := strings.CutSuffix(all[at], ",")
			if !marked || !tells(all[:at+1]) || !tells(all[at+1:]) || slices.Contains(turning, all[at+1]) ||
				len(all)-at < 8 { // a few words that dangle are read as part of the sentence before
				return nil
			}
			rest := slices.Clone(all[at+1:])
			rest[0] = strings.Title(rest[0]) //nolint:staticcheck // any capital will do
			return slices.Concat(all[:at], []string{bare + "."}, rest)
		})
	},
	"two sentences as one": func(r *rand.Rand, _, text string) string {
		parts := strings.SplitN(text, ". ", 2+r.IntN(2))
		if len(parts) < 2 || len(strings.Fields(parts[0])) < 2 {
			return ""
		}
		at := r.IntN(len(parts) - 1)
		if numberIn.MatchString(parts[at][len(parts[at])-1:]) { // 24. Dezember
			return ""
		}
		parts[at] += " " + parts[at+1]
		return strings.Join(slices.Delete(parts, at+1, at+2), ". ")
	},
}

var sentenceIn = regexp.MustCompile(`[^.!?؟;؛।…]+(?:\.[a-z\d][^.!?؟;؛।…]*)*`)

// inSentence turns the words of one sentence.
func inSentence(r *rand.Rand, text string, by func([]string) []string) string {
	all := sentenceIn.FindAllStringIndex(text, -1)
	at := all[r.IntN(len(all))]
	words := strings.Fields(text[at[0]:at[1]])
	if len(words) < 4 {
		return ""
	}
	turned := by(words)
	if len(turned) == 0 {
		return ""
	}
	return strings.TrimSpace(text[:at[0]] + " " + strings.Join(turned, " ") + text[at[1]:])
}

// between tells whether there is a word that tells something between two places, and so on either side of it.
func between(all []string, i, j int) bool {
	from, to := min(i, j)+1, max(i, j)+1
	return tells(all[from:to]) && tells(all[:from]) && tells(all[to:])
}

// tells tells whether words say something: more than yes and please.
func tells(all []string) bool {
	return slices.ContainsFunc(all, func(word string) bool {
		bare := strings.ToLower(strings.Trim(word, ",،:«»„“\"() "))
		return (len([]rune(bare)) > 3 || numberIn.MatchString(bare)) && !slices.Contains(polite, bare)
	})
}

var (
	polite = strings.Fields("please also charge unfortunately there bitte auch leider eine einen einem einer también " +
		"aussi également sont être também está están estão eines होता होती होते कृपया أيضا أيضًا نعم")
	turning  = strings.Fields("but aber sondern pero sino mais mas لكن लेकिन मगर")
	limiting = strings.Fields("not only from until before after within up over unless except if when never no without " +
		"under usually about nicht nur ab bis vor nach innerhalb ohne wenn falls kein keine nie meist etwa no solo desde " +
		"hasta antes sin si nunca ne pas que dès jusqu'à avant après sans si jamais não só desde até antes sem se nunca " +
		"لا فقط من حتى قبل بعد إذا إن دون بلا नहीं तक पहले बाद अगर बिना सिर्फ़ केवल")
)
