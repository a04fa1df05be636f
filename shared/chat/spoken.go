package chat

import (
	"cmp"
	"strings"
)

// listens notes the language of a customer's new words, as far as they tell one; until they do, it is that of their
// page. A tap is in the bot's words, and a value of a form in no language. Words in letters that several languages
// share leave the customer theirs.
func (d *Desk) listens(h *Head, m *Message) {
	if !h.isNews(m) {
		return
	}
	page, said := "", ""
	if m.Entry != nil {
		page = languageIn(m.Entry.Locale)
	}
	if d.Rules.LanguageOf != nil && m.Body().Click == nil && !m.Fills {
		said = d.Rules.LanguageOf(m.Body().Text, h.Spoken, page)
	}
	h.Spoken = cmp.Or(said, h.Spoken, page)
}

// languageIn is the language of a locale, as in "pt" of "pt-BR"; "" if that is none.
func languageIn(locale string) string {
	language, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(locale), "_", "-"), "-")
	if len(language) < 2 || len(language) > 3 || strings.Trim(language, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return language
}

// Speaks is the language of the conversation's customer, "" while it is not known.
func (h *Head) Speaks() string { return cmp.Or(h.Spoken, h.Language) }
