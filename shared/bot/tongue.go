package bot

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/pattern"
	"golang.org/x/text/unicode/norm"
)

// tongue has the built-in texts and phrases of one language.
type tongue struct {
	optional, skip, person, stop, stopped, stuck, needed, wrong, words string // texts around the fields of a form
	received, hello, thanks, other, assistant, getting                 string
	mean, none                                                         string // around entries that are offered
	hushed                                                             string // after a STOP

	skips  string // words that skip a field
	stops  string // and words that leave the form
	wishes string // phrases that ask for a person
	nouns  string // the words for one
	around string // and words that may surround them in a request that says nothing else
	nots   string // phrases that negate such a request
	greets string // phrases of small talk, by kind
	thanked,
	idle string
	bots   string // questions whether this is a bot
	common string // words by which the language is recognized
}

// Own is the language of a script: as it declares, or as recognized from its texts.
func (s *Script) Own() string {
	if slices.Contains(Languages, s.Language) {
		return s.Language
	}
	return languageOf(strings.Join(append(slices.Clone(s.Greeting.Say), s.Fallback.Say...), " "))
}

// languageOf recognizes a language by its letters, or by its most common words. The default is
// English.
func languageOf(text string) string {
	language, _ := spokenIn(text)
	return language
}

// spokenIn is languageOf, and how many words tell so; letters tell as much as two.
func spokenIn(text string) (language string, words int) {
	for _, r := range text {
		if unicode.Is(unicode.Arabic, r) {
			return "ar", 2
		}
		if unicode.Is(unicode.Devanagari, r) {
			return "hi", 2
		}
	}
	best, most := "en", 0
	said := bare(text)
	for _, name := range []string{"en", "de", "es", "fr", "pt"} {
		n, common := 0, bareBuilt(tongues[name].common)
		for _, w := range said {
			if slices.Contains(common, w) {
				n++
			}
		}
		if n > most {
			best, most = name, n
		}
	}
	return best, most
}

// bare is a text's words without case, accents and repeated letters, as people type in a hurry.
func bare(text string) []string {
	words := tokens(text)
	for i, w := range words {
		w = norm.NFC.String(strings.Map(func(r rune) rune {
			if (r >= 0x300 && r <= 0x36f) || (r >= 0x64b && r <= 0x652) {
				return -1
			}
			return r
		}, norm.NFD.String(w)))
		words[i] = held(arabicLetters.Replace(w))
	}
	return words
}

// held replaces each run of three or more of the same letter by one.
func held(word string) string {
	runes := []rune(word)
	var out []rune
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && runes[j] == runes[i] {
			j++
		}
		n := j - i
		if n > 2 && unicode.IsLetter(runes[i]) {
			n = 1
		}
		out = append(out, runes[i:i+n]...)
		i = j
	}
	return string(out)
}

// says tells whether a text is one of some words, regardless of case, accents and punctuation.
func says(text string, words ...string) bool {
	said := strings.Join(bare(text), " ")
	for _, w := range words {
		if strings.EqualFold(strings.TrimSpace(text), w) || (said != "" && said == strings.Join(bare(w), " ")) {
			return true
		}
	}
	return false
}

// isBuilt is says for one of our own texts, with the words of what is said.
func isBuilt(text string, said []string, built string) bool {
	return strings.EqualFold(strings.TrimSpace(text), built) || len(said) > 0 && slices.Equal(said, bareBuilt(built))
}

// bares are our own texts as bare makes them, by the text: each message is compared with all of them.
var bares sync.Map

// bareBuilt is bare of one of our own texts. Nobody changes what it returns.
func bareBuilt(text string) []string {
	if had, is := bares.Load(text); is {
		return had.([]string)
	}
	words := bare(text)
	bares.Store(text, words)
	return words
}

func list(of string) []string { return strings.Split(of, "|") }

// chatter is the small talk of all languages: people mix them.
type chatter struct {
	phrases []phrase // the longest first
	fillers map[string]bool
	wishes  []string
	nots    []string
	nouns   map[string]bool
	around  map[string]bool
}

// phrase is some words and their kind: hello, thanks, bot or other.
type phrase struct{ kind, words string }

var spoken = sync.OnceValue(func() chatter {
	t := chatter{fillers: map[string]bool{}, nouns: map[string]bool{}, around: map[string]bool{}}
	add := func(into []string, phrases string) []string {
		for _, p := range list(phrases) {
			into = append(into, strings.Join(bare(p), " "))
		}
		slices.SortFunc(into, func(a, b string) int { return len(b) - len(a) })
		return into
	}
	mark := func(into map[string]bool, words string) {
		for _, w := range bare(words) {
			into[w] = true
		}
	}
	for _, of := range tongues {
		for kind, phrases := range map[string]string{
			"hello": of.greets, "thanks": of.thanked, "other": of.idle, "bot": of.bots,
		} {
			for _, words := range add(nil, phrases) {
				t.phrases = append(t.phrases, phrase{kind, words})
			}
		}
		t.wishes, t.nots = add(t.wishes, of.wishes), add(t.nots, of.nots)
		mark(t.nouns, of.nouns)
		mark(t.around, of.around)
	}
	mark(t.fillers, fillers)
	slices.SortFunc(t.phrases, func(a, b phrase) int {
		return cmp.Or(len(b.words)-len(a.words), strings.Compare(a.kind+a.words, b.kind+b.words))
	})
	return t
})

var laughter = pattern.Lazy(`^(a?(ha)+h?|(he)+|(hi){2,}|a?j?(ja)+j?|(je)+|k{3,}|(rs)+s?|lo+l|xd+|` +
	`ه{2,}|(हा)+|(हि){2,})$`)

// small is the kind of small talk of a text: hello, thanks, bot or other; "" if it says more. A
// question after a greeting is a question.
func small(text string) string {
	t := spoken()
	rest, found := " ", map[string]bool{}
	for i, w := range tokens(text) {
		if laughter().MatchString(w) {
			found["other"] = true
		} else {
			rest += bare(text)[i] + " "
		}
	}
	for _, p := range t.phrases {
		for strings.Contains(rest, " "+p.words+" ") {
			rest, found[p.kind] = strings.Replace(rest, " "+p.words+" ", " ", 1), true
		}
	}
	for _, w := range strings.Fields(rest) {
		if !t.fillers[w] {
			return ""
		}
	}
	for _, kind := range []string{"bot", "thanks", "hello", "other"} {
		if found[kind] {
			return kind
		}
	}
	if len(tokens(text)) == 0 { // signs and emoji only
		return "other"
	}
	return ""
}

// Small is the kind of small talk of a text, in any language: hello, thanks, bot or other; "" if it says more.
// It is stop for a STOP, which is no question either.
func Small(text string) string {
	if kind := small(text); kind != "" || !chat.SaysStop(&chat.Message{
		Author: chat.Author{Kind: chat.ByVisitor}, Bubbles: []chat.Bubble{{Body: chat.Text(text)}},
	}) {
		return kind
	}
	return "stop"
}

// smalltalk is the answer to small talk, and whether a text is that.
func (m *replying) smalltalk(text string) (answer Step, small bool) {
	own, speak := m.script.Smalltalk, m.voice
	switch Small(text) {
	case "hello":
		return speak.own(own.Hello, speak.hello), true
	case "thanks":
		return speak.own(own.Thanks, speak.thanks), true
	case "bot":
		return speak.built(speak.assistant + " " + speak.hello), true
	case "other":
		return speak.own(own.Other, speak.other), true
	}
	return Step{}, false
}

// getting is the answer to a request for a person.
func (m *replying) getting() Step { return m.voice.own(m.script.Person.Say, m.voice.getting) }

// wish tells how clearly a text asks for a person: alone, if it says nothing else, or among other
// words, for which the FAQ may have an answer. A negated request does not count.
func (m *compiled) wish(text string) (alone, among bool) {
	t, words := spoken(), bare(text)
	phrase := " " + strings.Join(words, " ") + " "
	holds := func(p string) bool { return p != "" && strings.Contains(phrase, " "+p+" ") }
	if slices.ContainsFunc(t.nots, holds) {
		return false, false
	}
	among = slices.ContainsFunc(t.wishes, holds)
	named := slices.ContainsFunc(words, func(w string) bool { return t.nouns[w] })
	own := []string{}
	for _, w := range m.script.Person.Words {
		if of := bare(w); holds(strings.Join(of, " ")) {
			own, named = append(own, of...), true
			among = among || len(of) > 1
		}
	}
	beside := func(w string) bool { return !t.nouns[w] && !t.around[w] && !slices.Contains(own, w) }
	return (named || among) && !slices.ContainsFunc(words, beside), among
}

// SmallTalk tells whether a text is small talk, in any language: it wants a fitting word, and no answer.
func SmallTalk(text string) bool { return Small(text) != "" }
