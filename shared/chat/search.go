package chat

import (
	"context"
	"strings"
	"unicode/utf8"
)

// Term is what a visitor can be found by: the beginning of a word of the name, of the
// e-mail address, of the phone number.
type Term struct {
	Kind string // name, email, phone
	Text string // normalised
}

// Bucket is the first two letters, under which terms are kept.
func (t Term) Bucket() string {
	_, first := utf8.DecodeRuneInString(t.Text)
	_, second := utf8.DecodeRuneInString(t.Text[first:])
	return t.Text[:first+second]
}

const (
	maxTerm   = 100 // bytes of a term
	nameWords = 6   // words of a name that can be searched by
	found     = 20  // visitors that a search gives
)

// Terms is all that the visitor can be found by. From each word of a name on, so that
// family names are found as well.
func (v *Visitor) Terms() []Term {
	terms := []Term{}
	add := func(kind, text string) {
		if text = shorten(text, maxTerm); utf8.RuneCountInString(text) >= 2 {
			terms = append(terms, Term{kind, text})
		}
	}
	words := strings.Fields(normalise(v.Name()))
	for i := range words[:min(len(words), nameWords)] {
		add("name", strings.Join(words[i:], " "))
	}
	add("email", strings.ToLower(strings.TrimSpace(v.Profile["email"].Value)))
	add("phone", digits(v.Profile["phone"].Value))
	return terms
}

// shorten cuts a text to so many bytes, between characters.
func shorten(s string, most int) string {
	for len(s) > most {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// asked is the terms that a search may mean: digits are a phone number, and anything may
// be a name or an e-mail address.
func asked(q string) []Term {
	terms := []Term{}
	if number := digits(q); len(number) >= 2 && strings.Trim(q, "+0123456789 ()-./") == "" {
		terms = append(terms, Term{"phone", shorten(number, maxTerm)})
	}
	for _, t := range []Term{{"name", normalise(q)}, {"email", strings.ToLower(strings.TrimSpace(q))}} {
		if t.Text = shorten(t.Text, maxTerm); utf8.RuneCountInString(t.Text) >= 2 {
			terms = append(terms, t)
		}
	}
	return terms
}

// Find is the visitors whose name, e-mail address or phone number begins so, with their
// conversations.
func (d *Desk) Find(ctx context.Context, a Agent, q string) ([]Person, error) {
	people, seen := []Person{}, map[VisitorID]bool{}
	for _, term := range asked(q) {
		ids, err := d.Store.FindVisitors(ctx, a.Tenant, term, found)
		if err != nil {
			return nil, err
		}
		visitors, err := d.Store.VisitorsByID(ctx, a.Tenant, ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			v, ok := visitors[id]
			if !ok || seen[id] || len(people) == found {
				continue
			}
			seen[id] = true
			heads, err := d.Store.ConversationsOf(ctx, v.Key())
			if err != nil {
				return nil, err
			}
			people = append(people, Person{Visitor: v, Conversations: heads})
		}
	}
	return people, nil
}
