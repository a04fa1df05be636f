package bot

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// translations checks what is translated: all of it can be said where the script says its text. A text that lacks is
// no fault, and neither is one that the script does not say any more.
func (c *checker) translations() {
	most := map[string]int{}
	for _, t := range c.script.Texts() {
		most[t.Text] = t.Most
	}
	for _, language := range slices.Sorted(maps.Keys(c.script.Translations)) {
		place := "translations." + language
		switch {
		case !slices.Contains(Languages, language):
			c.fault(place, "is not one of the languages of scripts: %s", strings.Join(Languages, ", "))
		case language == c.script.Own():
			c.fault(place, "is the language of the script itself: change the script, or name another as its language")
		}
		words := c.script.Translations[language]
		for _, text := range slices.Sorted(maps.Keys(words)) {
			c.translated(place, text, words[text], most[text])
		}
		c.alike(language)
	}
}

func (c *checker) translated(place, text, to string, most int) {
	named := truncate.Text(text, 60)
	switch n := utf8.RuneCountInString(to); {
	case chat.Blank(to):
		c.faultAt(text, place, "has nothing for %q", named)
	case most > 0 && n > most:
		c.faultAt(text, place, "has %d characters for %q. There is room for %d", n, named, most)
	}
}

// faultAt is a fault at one text of a place.
func (c *checker) faultAt(text, place, format string, args ...any) {
	var at misplaced
	if errors.As(wrong(place, format, args...), &at) {
		at.place += "." + text
		c.faults = append(c.faults, at)
	}
}

// alike reports buttons of one step that can be told apart in the script, and not in a language.
func (c *checker) alike(language string) {
	words, turns := c.script.Translations[language], c.script.turns()
	for _, place := range slices.Sorted(maps.Keys(turns)) {
		had := map[string]string{}
		for _, b := range turns[place].allButtons() {
			to := words[b.Title]
			if other, there := had[to]; there && other != b.Title {
				c.faultAt(b.Title, "translations."+language, "calls two buttons of %s %q: visitors cannot tell them apart",
					place, to)
			}
			if to != "" {
				had[to] = b.Title
			}
		}
	}
}

// unsayableIn reports translated answers that are too long for one turn.
func (s *Script) unsayableIn() []error {
	c, turns := &checker{script: s}, s.turns()
	for _, language := range slices.Sorted(maps.Keys(s.Translations)) {
		for _, place := range slices.Sorted(maps.Keys(turns)) {
			v := s.voice(language)
			bodies := v.bodies(turns[place])
			if e, ok := errors.AsType[*chat.Error](chat.Sayable(bodies)); ok && !v.lacks {
				c.fault("translations."+language, "makes %s too long. %s", place, strings.TrimSuffix(e.Text, "."))
			}
		}
	}
	return c.faults
}
