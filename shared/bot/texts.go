package bot

import (
	"maps"
	"slices"
	"unicode"
)

// Most characters of the texts of a script, as in ScriptStep of api/schemas.yaml. A list's button is WhatsApp's limit.
const (
	mostSay    = 4096
	mostTitle  = 80
	mostChoose = 20
	mostCard   = 200
	mostAbout  = 2000
	mostLabel  = 1000
)

// Said is a text that visitors read.
type Said struct {
	Place string // where the script says it first: greeting, steps.NAME, …
	Text  string
	Most  int // characters, at each place that says it
}

// Texts are all texts of a script that people translate, each once, in the order of their places.
func (s *Script) Texts() []Said {
	all, at := []Said{}, map[string]int{}
	turns := s.turns()
	for _, place := range slices.Sorted(maps.Keys(turns)) {
		turns[place].each(func(text string, most int) string {
			if !worded(text) {
				return text
			}
			if i, had := at[text]; had {
				all[i].Most = min(all[i].Most, most)
			} else {
				at[text] = len(all)
				all = append(all, Said{place, text, most})
			}
			return text
		})
	}
	return all
}

// Lacking are the texts that a language has not.
func (s *Script) Lacking(language string) []Said {
	return slices.DeleteFunc(s.Texts(), func(t Said) bool { return s.Translations[language][t.Text] != "" })
}

// worded tells whether a text has words at all: a number or a sign is the same in every language.
func worded(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// each is the step with every text replaced that visitors read. The names of choices become titles: the choice itself
// is the answer, in every language.
func (s Step) each(to func(text string, most int) string) Step {
	said := func(text string, most int) string {
		if text == "" {
			return ""
		}
		return to(text, most)
	}
	buttons := func(all []Button) []Button {
		all = slices.Clone(all)
		for i := range all {
			all[i].Title = said(all[i].Title, mostTitle)
		}
		return all
	}
	s.Say = slices.Clone(s.Say)
	for i := range s.Say {
		s.Say[i] = said(s.Say[i], mostSay)
	}
	s.Buttons, s.Choose, s.Cards = buttons(s.Buttons), said(s.Choose, mostChoose), slices.Clone(s.Cards)
	for i, c := range s.Cards {
		s.Cards[i] = Card{said(c.Title, mostCard), said(c.Text, mostAbout), c.Image, buttons(c.Buttons)}
	}
	if s.Form != nil {
		form := s.Form.each(said)
		s.Form = &form
	}
	return s
}

func (f Form) each(said func(text string, most int) string) Form {
	f.Submit, f.Fields = said(f.Submit, mostTitle), slices.Clone(f.Fields)
	for i := range f.Fields {
		field := &f.Fields[i]
		field.Label, field.Titles = said(field.Label, mostLabel), nil
		for _, c := range field.Choices {
			field.Titles = append(field.Titles, said(c, mostTitle))
		}
		if slices.Equal(field.Titles, field.Choices) {
			field.Titles = nil
		}
	}
	return f
}
