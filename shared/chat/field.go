package chat

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/fold"
	"github.com/botifire/livechat/shared/pattern"
	"golang.org/x/text/unicode/norm"
)

// Judge helps to check a typed value: it has the visitor's region, and the numbering plans. Without plans a
// number is checked by its digits alone.
type Judge struct {
	Region      string
	ValidNumber func(number, region string) bool
}

// Take checks a value of the field as people write it, and returns it as it is kept: as it was typed, in plain
// digits, spaces and hyphens, a choice as the form spells it. The fault is nil if the value is good; its text
// names the field as the form does.
func (f *Field) Take(value string, j Judge) (string, *FieldFault) {
	fault := func(code, text string) *FieldFault {
		return &FieldFault{Name: f.Name, Code: code, Text: fmt.Sprintf(text, f.Label)}
	}
	value = strings.TrimSpace(value)
	if Blank(value) {
		value = "" // a value of which nothing shows is empty
	}
	switch {
	case value == "" && !f.Required:
		return "", nil
	case value == "":
		return "", fault("field_required", "%s is needed.")
	case !utf8.ValidString(value):
		return "", fault("field_text", "%s has characters that are not text.")
	case utf8.RuneCountInString(value) > MaxFieldValue:
		return "", fault("field_long", "%s is too long.")
	}
	ok := true
	switch f.Type {
	case "email":
		value, ok = MailAddress(strings.TrimRight(bracketed().ReplaceAllString(Plain(value), "$1"), "."))
	case "phone":
		value = scheme().ReplaceAllString(Plain(value), "")
		ok = phoneNumber(value, j)
	case "number":
		value = unit().ReplaceAllString(Plain(value), "$1")
		ok = number().MatchString(value) || grouped().MatchString(value)
	case "choice":
		value, ok = f.choice(value)
	}
	if !ok {
		return "", fault("field_"+f.Type, "%s does not look right.")
	}
	return value, nil
}

// choice is the choice that a value means, in any case and with or without accents.
func (f *Field) choice(value string) (string, bool) {
	if slices.Contains(f.Choices, value) {
		return value, true
	}
	for i, c := range append(slices.Clone(f.Choices), f.Titles...) {
		if normalise(c) == normalise(value) && normalise(c) != "" {
			return f.Choices[i%len(f.Choices)], true
		}
	}
	return "", false
}

// Title is a choice as people read it.
func (f *Field) Title(choice string) string {
	if i := slices.Index(f.Choices, choice); i >= 0 && i < len(f.Titles) {
		return f.Titles[i]
	}
	return choice
}

// Plain is a value without the traces of keyboards and copying: digits of other scripts, wide letters, dashes,
// gaps, and the marks that turn the direction of writing.
func Plain(value string) string {
	value = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsDigit(r):
			return '0' + fold.Digit(r)
		case unicode.Is(unicode.Pd, r), r == '\u2212':
			return '-'
		case unicode.Is(unicode.Zs, r):
			return ' '
		case r == '\u066b': // the Arabic decimal sign, and that of thousands
			return '.'
		case r == '\u066c', r == '\u060c':
			return ','
		}
		return r
	}, norm.NFKC.String(value))
	return strings.TrimSpace(value)
}

var (
	number  = pattern.Lazy(`^[+-]?([0-9]+([.,][0-9]+)?|[.,][0-9]+)$`)
	grouped = pattern.Lazy(`^[+-]?[0-9]{1,3}((,[0-9]{2,3})+(\.[0-9]+)?|(\.[0-9]{3})+(,` +
		`[0-9]+)?|([ '’][0-9]{2,3})+([.,][0-9]+)?)$`)

	// People and programs put these around a value: a currency or a percent sign, a scheme, brackets.
	unit      = pattern.Lazy(`^(?:(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}) ?)?([^\p{L}\p{Sc}%]*?)(?: ?(?:\p{Sc}|%|[A-Z]{3}))?$`)
	scheme    = pattern.Lazy(`(?i)^tel:\s*`)
	bracketed = pattern.Lazy(`(?i)^<?(?:mailto:)?([^<>]*)>?$`)

	dialable  = pattern.Lazy(`^[+(]?[0-9+()./ -]*[0-9][0-9()./ -]*$`)
	extension = pattern.Lazy(`(?i)[ ,;]*(?:ext(?:ension)?\.?|x|#|durchwahl|poste|доб\.?)[ :.]*[0-9]{1,7}$`)
)

// phoneNumber tells whether this may be a phone number. The visitor's region does not tell the number's
// country: a number that the plans of the region do not know may be another country's.
func phoneNumber(value string, j Judge) bool {
	main := extension().ReplaceAllString(value, "")
	digits := digitsIn(main)
	lead := strings.TrimLeft(digits, "0")
	if !dialable().MatchString(main) || strings.Count(main, "+") > 1 || len(lead) < 5 || len(lead) > 15 ||
		len(digits) < 6 || len(digits) > 17 {
		return false
	}
	if strings.Trim(lead, lead[:1]) == "" {
		return false // 1111111 and its like
	}
	if j.ValidNumber == nil {
		return true
	}
	international := strings.HasPrefix(strings.TrimLeft(main, "( "), "+")
	if international {
		return j.ValidNumber(main[strings.Index(main, "+"):], "")
	}
	if abroad, is := strings.CutPrefix(digits, "00"); is && j.ValidNumber("+"+abroad, "") {
		return true
	}
	return (j.Region != "" && j.ValidNumber(main, j.Region)) || (len(lead) >= 7 && len(lead) <= 15)
}

func digitsIn(value string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, value)
}

// MailAddress is the address in a value, and whether mail could reach it from outside.
func MailAddress(value string) (string, bool) {
	parsed, err := mail.ParseAddress(value)
	if err != nil || parsed.Address != value || len(value) > 254 || strings.ContainsFunc(parsed.Address, hidden) {
		return "", false
	}
	at := strings.LastIndexByte(parsed.Address, '@')
	local, domain := parsed.Address[:at], parsed.Address[at+1:]
	labels := strings.Split(domain, ".")
	if len(labels) < 2 || len(local) > 64 {
		return "", false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") ||
			strings.ContainsFunc(label, foreign) {
			return "", false
		}
	}
	top := labels[len(labels)-1]
	return parsed.Address, utf8.RuneCountInString(top) > 1 && strings.ContainsFunc(top, unicode.IsLetter)
}

// Blank tells whether nothing of a text shows.
func Blank(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !hidden(r) }) < 0
}

// hidden tells whether a character does not show, or is a gap. The fillers are letters by name only.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) || unicode.IsControl(r) ||
		strings.ContainsRune("\u115f\u1160\u2800\u3164\uffa0", r)
}

// foreign tells whether a character stands in no domain name, not even in one with accents.
func foreign(r rune) bool {
	return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}
