package media

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
)

// The limits of a file's name in characters and in bytes: file systems allow 255 bytes.
const (
	maxName  = 120
	maxBytes = 200
)

// SafeName is a file name that is safe to show and save: no path, nothing invisible, no device name
// of Windows, and an ending of the detected type, because computers open files by their endings.
func SafeName(name, kind string) string {
	name = visible(name)
	ends := endings(kind)
	end := strings.TrimPrefix(path.Ext(name), ".")
	if slices.Contains(ends, strings.ToLower(end)) {
		name = strings.TrimSuffix(name, "."+end)
	} else {
		end = ends[0]
	}
	return stem(name, len(end)+1) + "." + end
}

// endings are the allowed endings of a type. A file of a type that is not listed is served as bytes
// or as text, which no program runs.
func endings(kind string) []string {
	if ends := append(types[kind].Ends, others[kind]...); len(ends) > 0 {
		return ends
	}
	if seen := mimetype.Lookup(kind); strings.HasPrefix(kind, "text/") || (seen != nil && within(seen, "text/plain")) {
		return []string{"txt"}
	}
	return []string{"bin"}
}

// visible is a name without invisible characters, and without those that mean something to file
// systems. Fillers and blank patterns count as letters and signs in Unicode, but are invisible too.
func visible(name string) string {
	return strings.TrimRight(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune("/\\:*?\"<>|\u115f\u1160\u3164\uffa0\u2800", r) {
			return -1
		}
		return r
	}, name), ". ")
}

// stem is a name without its ending, with room for one. A leading dot would hide the file.
func stem(name string, room int) string {
	runes := []rune(strings.Trim(name, ". "))
	for len(runes) > maxName-room || len(string(runes)) > maxBytes-room {
		runes = runes[:len(runes)-1]
	}
	name = strings.TrimRight(string(runes), ". ")
	first, _, _ := strings.Cut(name, ".")
	switch {
	case name == "":
		return "file"
	case device(strings.TrimSpace(first)):
		return "_" + name
	}
	return name
}

// device tells whether a name is a device of Windows, with any ending.
func device(name string) bool {
	name = strings.ToLower(name)
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$"}, name) {
		return true
	}
	port, number := strings.TrimPrefix(strings.TrimPrefix(name, "com"), "lpt"), utf8.RuneCountInString(name) == 4
	return number && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
