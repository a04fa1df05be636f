package search

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// Query is a search of one of the team.
type Query struct {
	Words    string // words, beginnings of words, "phrases", numbers
	Bot      chat.BotID
	Source   chat.Source
	Author   chat.AuthorKind
	HasFile  bool
	From, To time.Time // of the message; zero for no bound, From included and To not

	Assignee chat.AgentID // the present owner of the conversation
	Label    chat.LabelID // of the conversation now
	Place    string       // country's code or city of the first contact
}

// Bounds of a search.
const (
	MaxQuery = 200 // characters
	maxWords = 16
)

// Plan is a query as an index looks for it.
type Plan struct {
	Ways     [][]Clause // one of these, all of its clauses; without any all messages match
	Must     []Term     // all of these
	From, To chat.MessageID
	Contacts bool // contact data is searched too
}

// Clause holds for a document that has one of these terms. For a phrase the terms are necessary only: the words of one
// text have to follow each other.
type Clause struct {
	Any    []Look
	phrase []spelled
}

// Look is a term to look for, or the beginning of one.
type Look struct {
	Field, Text string
	Begins      bool
}

// spelled is a word in each of its spellings; glued as in a text.
type spelled struct {
	texts []string
	glued bool
}

// hits tells whether a text in the look's field is found by it.
func (l Look) hits(text string) bool {
	return text == l.Text || l.Begins && strings.HasPrefix(text, l.Text)
}

// planOf is the plan of a query. contacts tells whether its author may see contact data. A query that nothing can be
// found with is refused in words.
func planOf(q Query, contacts bool) (Plan, error) {
	if utf8.RuneCountInString(q.Words) > MaxQuery {
		return Plan{}, chat.Errorf(chat.Invalid, "search_too_long", "A search has at most %d characters.", MaxQuery)
	}
	p := Plan{Contacts: contacts}
	words := clausesOf(q.Words)
	if len(words) > maxWords {
		return Plan{}, chat.Errorf(chat.Invalid, "search_too_long", "A search has at most %d words.", maxWords)
	}
	if len(words) > 0 {
		p.Ways = append(p.Ways, words)
	}
	if numbers := numberLooks(q.Words); len(numbers) > 0 && contacts {
		p.Ways = append(p.Ways, []Clause{{Any: numbers}})
	}
	must := func(field, text string) {
		if text != "" {
			p.Must = append(p.Must, Term{field, text})
		}
	}
	must(OfBot, string(q.Bot))
	must(OfSource, string(q.Source))
	must(OfAuthor, string(q.Author))
	if q.HasFile {
		must(HasFile, "1")
	}
	if !q.From.IsZero() {
		p.From = chat.FirstIDAt(q.From)
	}
	if !q.To.IsZero() {
		p.To = chat.FirstIDAt(q.To)
	}
	filtered := len(p.Must) > 0 || q.Assignee != "" || q.Label != "" || q.Place != "" || p.From != "" || p.To != ""
	if len(p.Ways) == 0 && (strings.TrimSpace(q.Words) != "" || !filtered) {
		return p, chat.Errorf(chat.Invalid, "search_without_words", "Type a letter or a digit to search for.")
	}
	return p, nil
}

// clausesOf are the words and the "phrases" of a search.
func clausesOf(text string) []Clause {
	var all []Clause
	for i, part := range strings.Split(quotes.Replace(text), `"`) {
		words := wordsIn(part)
		if quoted := i%2 == 1; quoted && len(words) > 1 {
			all = append(all, phraseOf(words))
			continue
		}
		for len(words) > 0 {
			run := 1
			for run < len(words) && words[run].glued {
				run++
			}
			if run > 1 {
				all = append(all, phraseOf(words[:run]))
			} else {
				all = append(all, Clause{Any: looksFor(words[0])})
			}
			words = words[run:]
		}
	}
	return all
}

// quotes are the quotation marks that keyboards and languages write.
var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "「", `"`, "」", `"`,
	"『", `"`, "』", `"`, "‹", `"`, "›", `"`, "‟", `"`, "〝", `"`, "〞", `"`, "〟", `"`, "＂", `"`)

// looksFor are the ways to find a word: it as a beginning, also with its umlauts written out, an Arabic word without
// its article, digits as a part of a number. A single letter is no beginning: it would find everything. Nor is a word
// with a joined umlaut: the beginning of shoe would be that of should.
func looksFor(w word) []Look {
	var all []Look
	begins := utf8.RuneCountInString(w.text) > 1 || single(w.text)
	for _, spelling := range []string{w.text, w.written, bare(w.text)} {
		if spelling != "" {
			all = append(all, Look{Open, spelling, begins}, Look{Contact, spelling, begins})
		}
	}
	if joined := w.joined(); joined != w.text {
		all = append(all, Look{Open, joined, false}, Look{Contact, joined, false})
	}
	return append(all, numberLooks(w.text)...)
}

// phraseOf finds words that follow each other.
func phraseOf(words []word) Clause {
	var c Clause
	for i, w := range words {
		texts := []string{w.text}
		for _, other := range []string{w.written, w.joined()} {
			if other != "" && other != w.text {
				texts = append(texts, other)
			}
		}
		c.phrase = append(c.phrase, spelled{texts, i > 0 && w.glued})
	}
	return c
}

// Needs are the clauses that an index can look for in the place of a phrase, which only the texts can tell. Of a script
// without spaces every two neighbours are a term.
func (c Clause) Needs() []Clause {
	if c.phrase == nil {
		return []Clause{c}
	}
	var all []Clause
	for i, word := range c.phrase {
		next := ""
		if i+1 < len(c.phrase) && c.phrase[i+1].glued {
			next = c.phrase[i+1].texts[0]
		}
		var looks []Look
		for _, text := range word.texts {
			begins := next == "" && single(text) // it may be the first of two
			looks = append(looks, Look{Open, text + next, begins}, Look{Contact, text + next, begins})
		}
		all = append(all, Clause{Any: looks})
	}
	return all
}

// single tells whether a word is one character of a script without spaces.
func single(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unspaced(r)
}

// numberLooks are the ways to find a number by its beginning or its end, however it is printed.
func numberLooks(text string) []Look {
	var all []Look
	for _, t := range chat.SearchTerms(text) {
		if t.Kind == "phone" || t.Kind == "ending" {
			term := numberTerm(t)
			all = append(all, Look{term.Field, term.Text, true})
		}
	}
	return all
}
