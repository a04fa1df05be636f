package chat

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/truncate"
)

// Term is one way to find a visitor: the beginning of a word of the name, of the e-mail address or a word of it, of the
// phone number or its end, of a value.
type Term struct {
	Kind string // name, email, phone, ending, value; or pair, of a code
	Text string // folded; an ending from its last digit on
}

// Bucket is the first two letters, under which terms are kept.
func (t Term) Bucket() string {
	_, first := utf8.DecodeRuneInString(t.Text)
	_, second := utf8.DecodeRuneInString(t.Text[first:])
	return t.Text[:first+second]
}

const (
	maxTerm    = 100 // bytes of a term
	nameStarts = 6   // places of a name from which it can be searched
	mostStarts = 7   // these and those of the address, together: a transaction has room for no more
	lastPart   = 4   // the fewest digits that are looked for at a number's end

	termScheme = 3 // of the terms that are stored now: also from within names without spaces, and addresses
	allValues  = 2 // likewise since which all attributes have terms

	fewValues  = 6  // attributes that had terms in the scheme before
	shortValue = 60 // characters of the longest of them
)

// Posting is where a term of the index leads to a visitor. Postings are in the order of their texts.
type Posting struct {
	Text    string
	Visitor VisitorID
}

// Postings are where a term leads to this visitor: those of their own terms that begin with it.
func (v *Visitor) Postings(begins Term) []Posting {
	var all []Posting
	for _, term := range v.Terms() {
		if term.Kind == begins.Kind && strings.HasPrefix(term.Text, begins.Text) {
			all = append(all, Posting{term.Text, v.ID})
		}
	}
	return all
}

// Compare orders postings as the index has them.
func (p Posting) Compare(other Posting) int {
	return cmp.Or(cmp.Compare(p.Text, other.Text), cmp.Compare(p.Visitor, other.Visitor))
}

// Terms are all terms of the visitor, as they are stored.
func (v *Visitor) Terms() []Term {
	if v.Scheme == 0 {
		return v.firstTerms()
	}
	t := &termList{}
	t.addName(normalise(v.Name()), v.Scheme)
	if address := Folded(strings.TrimSpace(v.Profile["email"].Value)); v.Scheme < termScheme {
		t.add("email", address)
	} else {
		t.addAddress(address, mostStarts-len(t.terms))
	}
	t.add("name", normalise(v.Profile["username"].Value))
	for _, field := range []string{"phone", "whatsapp"} {
		t.addNumber(v.Profile[field].Value)
	}
	t.add(pairTerm, v.Pairing.Hash)
	if v.Login != nil {
		t.add("value", normalise(v.Login.Sub))
	}
	for _, value := range v.values() {
		t.add("value", normalise(value))
	}
	return t.terms
}

// values are the attributes that have terms, in the order of their names.
func (v *Visitor) values() []string {
	var all []string
	for _, field := range slices.Sorted(maps.Keys(v.Profile)) {
		value := v.Profile[field].Value
		few := v.Scheme < allValues && (utf8.RuneCountInString(value) > shortValue || len(all) == fewValues)
		if !few && !slices.Contains(wellKnown, field) {
			all = append(all, value)
		}
	}
	return all
}

// wellKnown are the fields that have terms of their own, or are looked for in none.
var wellKnown = []string{"name", "username", "email", "phone", "whatsapp"}

// termList is terms, each once.
type termList struct{ terms []Term }

func (t *termList) add(kind, text string) {
	term := Term{kind, truncate.Bytes(text, maxTerm)}
	if utf8.RuneCountInString(term.Text) >= 2 && !slices.Contains(t.terms, term) {
		t.terms = append(t.terms, term)
	}
}

// addName adds a name from each of its words on, so that family names are found as well, and from each character of a
// script that parts no words: of as many as it may have the first ones.
func (t *termList) addName(name string, scheme int) {
	begun, places := false, 0
	for i, r := range name {
		begin := r != ' ' && (!begun || scheme >= termScheme && unicode.In(r, unspaced...))
		if begin && places < nameStarts {
			t.add("name", name[i:])
			places++
		}
		begun = r != ' '
	}
}

// unspaced are the scripts in which a family name and another one stand together.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul}

// addAddress adds an e-mail address, and, as far as so many terms have room for it, from each further word before its @
// on.
func (t *termList) addAddress(address string, most int) {
	t.add("email", address)
	local, _, _ := strings.Cut(address, "@")
	for i, r := range local {
		if most > 1 && strings.ContainsRune("._-+", r) {
			t.add("email", address[i+1:])
			most--
		}
	}
}

// addNumber adds a phone number as it is dialled from abroad and at home, and its end.
func (t *termList) addNumber(printed string) {
	if number := dialled(printed); number != "" {
		t.add("phone", number)
		t.add("phone", national(number))
		t.add("ending", reversed(number))
	}
}

// NumberTerms are the terms by which a number in a text is found, as printed.
func NumberTerms(printed string) []Term {
	t := &termList{}
	t.addNumber(printed)
	return t.terms
}

// firstTerms are the terms as they were stored before they were folded. They go when the visitor is written
// next, or by a rebuild; erasure knows them until then.
func (v *Visitor) firstTerms() []Term {
	t := &termList{}
	words := strings.Fields(strings.Join(strings.FieldsFunc(strings.ToLower(v.Name()), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " "))
	for i := range words[:min(len(words), nameStarts)] {
		t.add("name", strings.Join(words[i:], " "))
	}
	t.add("email", strings.ToLower(strings.TrimSpace(v.Profile["email"].Value)))
	t.add("phone", digits(v.Profile["phone"].Value))
	return t.terms
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// SearchTerms are the terms that a search may mean: digits are a phone number, by its beginning or its end; and
// anything may be a name, an e-mail address or another value.
func SearchTerms(q string) []Term {
	t := &termList{}
	if typed := seen(q); isNumber(typed) {
		number := dialled(typed)
		forms := []string{number, strings.TrimLeft(number, "0"), atHome(typed)}
		for _, form := range append(forms, relatives(number)...) {
			t.add("phone", form)
		}
		if ending := strings.TrimLeft(number, "0"); len(ending) >= lastPart {
			t.add("ending", reversed(ending))
		}
		if len(number) >= lastPart {
			t.add("ending", reversed(number))
		}
	}
	for _, spelling := range spellings(q) {
		t.add("name", spelling)
	}
	t.add("email", Folded(strings.TrimSpace(q)))
	t.add("value", normalise(q))
	return t.terms
}

// seen is a text as it compares, without what nobody sees: numbers that were copied have marks of direction.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, Folded(text))
}

// isNumber tells whether a folded text has digits and what stands between them, and nothing else.
func isNumber(folded string) bool {
	return !strings.ContainsFunc(folded, func(r rune) bool {
		return !unicode.IsDigit(r) && !strings.ContainsRune("+()./\u2212", r) && !unicode.In(r, unicode.Pd, unicode.Zs)
	})
}

// leastHome is how many digits a number from abroad has at least behind its country to be looked for without it: the
// beginnings of numbers at home are too much alike.
const leastHome = 7

// atHome is a number that names its country as somebody at home writes it, "" for another.
func atHome(folded string) string {
	number := dialled(folded)
	abroad := strings.Contains(folded, "+") || strings.HasPrefix(strings.TrimSpace(folded), "00")
	if home := strings.TrimLeft(national(number), "0"); abroad && len(home) >= leastHome {
		return home
	}
	return ""
}

// Listed is the visitor with the part of the profile that a list shows: names, addresses and numbers.
func (v Visitor) Listed() Visitor {
	profile := map[string]Fact{}
	for _, field := range wellKnown {
		if fact, ok := v.Profile[field]; ok {
			profile[field] = fact
		}
	}
	v.Profile = profile
	return v
}
