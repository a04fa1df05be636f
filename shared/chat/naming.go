package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMemberName is how long the name of a member may be.
const maxMemberName = 60

// MemberName is a name in the form in which it is kept. Visitors read it, so it may have no hidden characters,
// and none that turn the direction of the text beside it.
func MemberName(text string) (string, error) {
	bad := func(code, text string) (string, error) {
		return "", WrongField("name", code, text)
	}
	if strings.ContainsFunc(strings.TrimSpace(text), concealed) {
		return bad("bad_name", "The name has characters that do not show. Type it anew.")
	}
	name := strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	if strings.IndexFunc(name, shows) < 0 {
		return bad("name_needed", "Give a name that people can read.")
	}
	if utf8.RuneCountInString(name) > maxMemberName {
		return bad("name_too_long", "A name has at most 60 characters.")
	}
	return name, nil
}

// joiners shape letters of several scripts, and emoji: names may hold them.
const joiners = "\u200c\u200d"

func concealed(r rune) bool {
	return !strings.ContainsRune(joiners, r) && !unicode.IsGraphic(r) || strings.ContainsRune(blanks, r)
}

// blanks are letters and symbols that are invisible.
const blanks = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"

func shows(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.S, unicode.P) }

// Titled is the name of something that a team sets up, on one line: without characters that do not show, or
// that turn the direction of the text beside it, and empty if nothing of it shows.
func Titled(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case concealed(r):
			return -1
		}
		return r
	}, name)
	if strings.IndexFunc(name, shows) < 0 {
		return ""
	}
	return strings.TrimSpace(name)
}
