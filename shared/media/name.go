package media

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
)

// A file's name has at most so many characters, and so many bytes: file systems take 255.
const (
	maxName  = 120
	maxBytes = 200
)

// SafeName is a file's name as it may be shown and saved: no path, nothing invisible, no device
// of Windows, and an ending of the type that the file was judged to be. What a computer does
// with a file goes by its ending.
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

// endings are those that names of this type may have. Of types that we do not list the file is
// handed out as bytes, or as text, that no program opens to run.
func endings(kind string) []string {
	if ends := append(types[kind].Ends, others[kind]...); len(ends) > 0 {
		return ends
	}
	if seen := mimetype.Lookup(kind); strings.HasPrefix(kind, "text/") || (seen != nil && within(seen, "text/plain")) {
		return []string{"txt"}
	}
	return []string{"bin"}
}

// visible is a name without what is not seen, and without what means something to file systems.
// Fillers and blank patterns are letters and signs to Unicode, and are not seen either.
func visible(name string) string {
	return strings.TrimRight(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune("/\\:*?\"<>|\u115f\u1160\u3164\uffa0\u2800", r) {
			return -1
		}
		return r
	}, name), ". ")
}

// stem is a name without its ending, with room for one. A dot before it would hide the file.
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

// device tells whether Windows takes a name for a device, whatever its ending.
func device(name string) bool {
	name = strings.ToLower(name)
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$"}, name) {
		return true
	}
	port, number := strings.TrimPrefix(strings.TrimPrefix(name, "com"), "lpt"), utf8.RuneCountInString(name) == 4
	return number && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
