package knowledge

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/text/language"
)

// Tidy puts an entry's words in order and returns all faults, each at its field: languages.pt.answer.
func (c *Content) Tidy() error {
	f := chat.Faults{}
	c.Title = chat.Titled(c.Title)
	f.Wrong(c.Title == "", "title", "title_needed", "Give the entry a title: you find it by that.")
	f.Wrong(utf8.RuneCountInString(c.Title) > MaxTitle, "title", "title_too_long",
		"A title has at most %d characters.", MaxTitle)
	f.Wrong(strings.Contains(c.Title, chat.Masking), "title", "title_blacked_out", blackedOut, "title")
	c.tidyLanguages(&f)
	c.tidyBorrowed()
	c.tidyLimits(&f)
	raw, _ := json.Marshal(c) // texts and times always encode
	f.Wrong(len(raw) > MaxContent, "languages", "entry_too_large",
		"All words of an entry together are at most %s. Make two entries of it.", chat.Size(MaxContent))
	return f.Err()
}

func (c *Content) tidyLanguages(f *chat.Faults) {
	tidy := map[string]Words{}
	for _, given := range slices.Sorted(maps.Keys(c.Languages)) {
		words := c.Languages[given]
		_, err := language.Parse(given)
		f.Wrong(err != nil, "languages", "unknown_language", "%q is not the code of a language, as en or pt.", given)
		words.tidy(f, "languages."+given, c.Step == "" && !c.People)
		if len(words.Wordings)+len(words.Answer) > 0 && err == nil {
			tidy[codeOf(given)] = words
		}
	}
	c.Languages = tidy
	f.Wrong(!c.asked() && len(*f) == 0, "languages", "wording_needed", "Write at least one way in which people ask this.")
	f.Wrong(c.Step != "" && len(c.Bots) != 1, "bots", "one_bot", "A step is of one bot's script: choose that bot alone.")
	f.Wrong(c.Step != "" && c.People, "step", "people_or_step", "Either a step of the script or a person answers.")
}

// asked tells whether there is a way to ask for the entry.
func (c *Content) asked() bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(c.Languages)), func(w Words) bool { return len(w.Wordings) > 0 })
}

// codeOf is a language's code as we write it: pt-BR for PT-br.
func codeOf(given string) string {
	tag, err := language.Parse(given)
	if err != nil {
		return given
	}
	return tag.String()
}

// tidy drops blank lines and wordings that are there twice. answers tells that words have to answer.
func (w *Words) tidy(f *chat.Faults, field string, answers bool) {
	w.Wordings, w.Answer = lines(w.Wordings, chat.Titled), lines(w.Answer, strings.TrimSpace)
	seen := map[string]bool{}
	w.Wordings = slices.DeleteFunc(w.Wordings, func(text string) bool {
		had := seen[Folded(text)]
		seen[Folded(text)] = true
		return had
	})
	f.Wrong(len(w.Wordings) > MaxWordings, field+".wordings", "too_many_wordings",
		"An entry has at most %d wordings in a language.", MaxWordings)
	for _, text := range w.Wordings {
		f.Wrong(utf8.RuneCountInString(text) > MaxWording, field+".wordings", "wording_too_long",
			"A wording has at most %d characters: a question, not a page.", MaxWording)
		f.Wrong(strings.Contains(text, chat.Masking), field+".wordings", "wording_blacked_out", blackedOut, "wording")
	}
	f.Wrong(len(w.Answer) > MaxMessages, field+".answer", "too_many_messages",
		"An answer is at most %d messages.", MaxMessages)
	for _, text := range w.Answer {
		f.Wrong(utf8.RuneCountInString(text) > MaxAnswer, field+".answer", "answer_too_long",
			"A message has at most %d characters. Make two of it.", MaxAnswer)
		f.Wrong(strings.Contains(text, chat.Masking), field+".answer", "answer_blacked_out", blackedOut, "answer")
	}
	f.Wrong(answers && len(w.Wordings) > 0 && len(w.Answer) == 0, field+".answer", "answer_needed",
		"Write the answer in this language, or take its wordings away.")
}

// blackedOut refuses words of a customer that nobody has read since something of them was blacked out.
const blackedOut = "Something of a customer was blacked out here. Write the %s without it."

func lines(texts []string, tidy func(string) string) []string {
	kept := []string{}
	for _, text := range texts {
		if !chat.Blank(text) && tidy(text) != "" {
			kept = append(kept, tidy(text))
		}
	}
	return kept
}

func (c *Content) tidyLimits(f *chat.Faults) {
	c.Tags = distinct(lines(c.Tags, chat.Titled))
	c.Bots, c.Sites = distinct(c.Bots), distinct(c.Sites)
	c.Untaught = distinct(lines(c.Untaught, chat.Titled))
	f.Wrong(len(c.Untaught) > MaxUntaught, "untaught", "too_many_untaught",
		"An entry remembers at most %d taught wordings that were taken away. Bring some back.", MaxUntaught)
	f.Wrong(len(c.Tags) > MaxTags, "tags", "too_many_tags", "An entry has at most %d tags.", MaxTags)
	for _, tag := range c.Tags {
		f.Wrong(utf8.RuneCountInString(tag) > MaxTag, "tags", "tag_too_long", "A tag has at most %d characters.", MaxTag)
	}
	f.Wrong(len(c.Bots) > MaxLimits, "bots", "too_many_bots", "Choose at most %d bots, or none for all.", MaxLimits)
	f.Wrong(len(c.Sites) > MaxLimits, "sites", "too_many_sites", "Choose at most %d sites, or none for all.", MaxLimits)
	f.Wrong(!c.Until.IsZero() && !c.From.Before(c.Until), "until", "until_before_from",
		"The entry would end before it begins. Choose a later end.")
}

func distinct[T cmp.Ordered](all []T) []T { return slices.Compact(slices.Sorted(slices.Values(all))) }

// Conflict is a wording that two entries have, so that bots cannot tell which one is meant.
type Conflict struct {
	Wording  string
	Language string
	Entry    EntryID
	Other    EntryID
	Title    string // of the other
}

// conflicts finds up to so many wordings of some entries that other entries have too, where one bot answers with both.
func conflicts(of []Draft, among []Draft, most int) []Conflict {
	type place struct {
		draft    *Draft
		language string
	}
	had := map[string][]place{}
	for i := range among {
		for language, words := range among[i].Languages {
			for _, text := range words.Wordings {
				had[Folded(text)] = append(had[Folded(text)], place{&among[i], language})
			}
		}
	}
	found, told := []Conflict{}, map[string]bool{}
	for i := range of {
		for _, language := range slices.Sorted(maps.Keys(of[i].Languages)) {
			for _, text := range of[i].Languages[language].Wordings {
				for _, other := range had[Folded(text)] {
					key := fmt.Sprint(of[i].ID, other.draft.ID, Folded(text))
					if other.draft.ID == of[i].ID || told[key] || !meet(&of[i].Content, &other.draft.Content) {
						continue
					}
					told[key] = true
					found = append(found, Conflict{text, language, of[i].ID, other.draft.ID, other.draft.Title})
					if len(found) == most {
						return found
					}
				}
			}
		}
	}
	return found
}

// AnswersLike tells whether a content answers the same questions as another one, there and then, with the same answer.
// Its title, its tags, its source, where its wordings come from, and what a model was not to teach answer nothing.
func (c Content) AnswersLike(other Content) bool {
	for _, one := range []*Content{&c, &other} {
		one.Title, one.Tags, one.Source, one.Untaught, one.Borrowed = "", nil, Source{}, nil, nil
	}
	return same(c, other)
}

// meet tells whether one bot on one site may answer with both entries at one time.
func meet(a, b *Content) bool {
	return common(a.Bots, b.Bots) && common(a.Sites, b.Sites) &&
		(a.Until.IsZero() || b.From.Before(a.Until)) && (b.Until.IsZero() || a.From.Before(b.Until))
}

func common[T comparable](a, b []T) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(one T) bool { return slices.Contains(b, one) })
}
