package bot

import "unicode"

// scripts are those of languages that the product does not speak itself: a knowledge may have them all the same.
var scripts = map[string]*unicode.RangeTable{
	"han": unicode.Han, "kana": unicode.Hiragana, "hangul": unicode.Hangul, "cyrillic": unicode.Cyrillic,
	"greek": unicode.Greek, "hebrew": unicode.Hebrew, "thai": unicode.Thai,
}

// writtenIn is the language or the script of a text, and how many words tell so.
func writtenIn(text string) (language string, words int) {
	for _, r := range text {
		for name, table := range scripts {
			if unicode.Is(table, r) {
				return name, 2
			}
		}
	}
	return spokenIn(text)
}

// foreign tells whether nothing that the bot knows is worded in the language of a text.
func (m *Matcher) foreign(text string) bool {
	m.once.Do(func() {
		m.spoken = map[string]bool{}
		for _, w := range m.wordings {
			m.spoken[w.language] = true
			if language, words := writtenIn(w.text); words > 0 {
				m.spoken[language] = true
			}
		}
	})
	language, words := writtenIn(text)
	return words > 1 && len(m.wordings) > 0 && !m.spoken[language]
}
