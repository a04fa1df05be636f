package bot

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sync"
	"time"
)

// Matcher finds the entry that answers a question. Its score lies between 0 and 1: the share of
// words that the question and the entry's wording have in common, weighted by rarity. A sum such as
// BM25's grows with the length of the question; this score does not, so one threshold fits all.
type Matcher struct {
	entries  []Entry
	wordings []wording
	union    [][]string         // for each entry the stems of all its wordings
	weights  map[string]float64 // the weight of a stem, higher the fewer entries have it
	unknown  float64            // the weight of a stem that no entry has

	once   sync.Once
	spoken map[string]bool // the languages of the wordings, once somebody asks
}

type wording struct {
	text     string
	language string // "" if nobody said which
	entry    int
	stems    []string
}

// Threshold is the lowest score of an answer. It was chosen on one half of the questions in
// testdata, and holds on the other.
const Threshold = 0.5

// NewMatcher makes a matcher of entries.
func NewMatcher(entries []Entry) *Matcher {
	m := &Matcher{entries: entries, weights: map[string]float64{}}
	spread := map[string]map[int]bool{}
	for i, e := range entries {
		var union []string
		for _, w := range e.wordings() {
			w.entry, w.stems = i, stems(w.text)
			if len(w.stems) == 0 {
				w.stems = tokens(w.text)
			}
			m.wordings = append(m.wordings, w)
			union = append(union, w.stems...)
			for _, stem := range w.stems {
				if spread[stem] == nil {
					spread[stem] = map[int]bool{}
				}
				spread[stem][i] = true
			}
		}
		m.union = append(m.union, union)
	}
	n := float64(len(entries))
	for stem, in := range spread {
		m.weights[stem] = math.Log(1 + (n+1)/(float64(len(in))+0.5))
	}
	m.unknown = math.Log(1+(n+1)/0.5) * unknownShare
	return m
}

// unknownShare is the weight of a word that is in no entry, relative to the rarest known word:
// people say more than they ask.
const unknownShare = 0.4

// Found is an entry that may answer a question, with the language and the words of the wording that fits best.
type Found struct {
	Entry    *Entry
	Score    float64
	Language string
	Wording  string
}

// Match finds the best entry for a question at a time. The entry is nil if the score is under Threshold; the score is
// then that of the best candidate.
func (m *Matcher) Match(question string, at time.Time, prefers ...string) Found {
	best := m.Best(question, 1, at, prefers...)
	if len(best) == 0 {
		return Found{}
	}
	if best[0].Score < Threshold {
		best[0].Entry = nil
	}
	return best[0]
}

// Best finds the entries that fit a question best, by their scores, of those that serve at a time. Of wordings of an
// entry that fit alike, the one in the language that is preferred most counts, and otherwise the first.
func (m *Matcher) Best(question string, most int, at time.Time, prefers ...string) []Found {
	asked := stems(question)
	if len(asked) == 0 {
		asked = tokens(question)
	}
	found := map[int]Found{}
	for _, w := range m.wordings {
		s, had := m.fit(asked, w), found[w.entry]
		better := s > had.Score || s > 0 && s == had.Score && rank(prefers, w.language) < rank(prefers, had.Language)
		if better && m.entries[w.entry].serves(at) {
			found[w.entry] = Found{&m.entries[w.entry], s, w.language, w.text}
		}
	}
	best := []Found{}
	for _, i := range slices.Sorted(maps.Keys(found)) { // of two that fit alike, the first one counts
		best = append(best, found[i])
	}
	slices.SortStableFunc(best, func(a, b Found) int { return cmp.Compare(b.Score, a.Score) })
	return best[:min(most, len(best))]
}

// rank is the place of a language among those that are preferred, behind all of them if it is none.
func rank(prefers []string, language string) int {
	if i := slices.Index(prefers, base(language)); i >= 0 {
		return i
	}
	return len(prefers)
}

// fit is the geometric mean of two shares: the share of the question that any wording of the entry
// covers, and the share of this wording that the question covers.
func (m *Matcher) fit(asked []string, w wording) float64 {
	return math.Sqrt(m.covered(asked, m.union[w.entry]) * m.covered(w.stems, asked))
}

// covered is the weight of the stems with a similar one in the other set, relative to that of all.
func (m *Matcher) covered(stems, by []string) float64 {
	var found, all float64
	for _, stem := range stems {
		weight, known := m.weights[stem]
		if !known {
			weight = m.unknown
		}
		likeness := 0.0
		for _, other := range by {
			likeness = max(likeness, alike(stem, other))
		}
		if likeness > 0 && !known {
			weight = m.unknown / unknownShare // another form of a known word
		}
		found += weight * likeness
		all += weight
	}
	if all == 0 {
		return 0
	}
	return found / all
}

// alike is 1 for the same stem, and less for words that share most of their letters in order:
// endings that the light stemmers leave, and typing errors.
func alike(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := []rune(a), []rune(b)
	if min(len(x), len(y)) < 4 {
		return 0
	}
	shared := 0
	grams := map[[2]rune]int{}
	for i := 1; i < len(x); i++ {
		grams[[2]rune{x[i-1], x[i]}]++
	}
	for i := 1; i < len(y); i++ {
		if g := [2]rune{y[i-1], y[i]}; grams[g] > 0 {
			grams[g]--
			shared++
		}
	}
	dice := 2 * float64(shared) / float64(len(x)+len(y)-2)
	if dice < 0.6 {
		return 0
	}
	return dice
}
