package whatsapp

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"
)

// cardName is the name on a vCard: its FN, or else its N. Phones write vCards of versions 2.1 and
// 3.0, with folded lines and encoded values.
// https://datatracker.ietf.org/doc/html/rfc6350
func cardName(card string) string {
	var parts []string
	for _, line := range unfold(card) {
		head, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		names := strings.Split(strings.ToUpper(head), ";")
		name := names[0][strings.LastIndex(names[0], ".")+1:] // "item1.FN"
		if name != "FN" && name != "N" {
			continue
		}
		value = decodeCard(value, names[1:])
		if whole := strings.TrimSpace(plainCard(value)); name == "FN" && whole != "" {
			return whole
		}
		if name == "N" {
			parts = nameParts(value)
		}
	}
	return strings.Join(parts, " ")
}

// unfold joins folded lines: the next line begins with a blank or, in quoted-printable, the line
// ends with an equals sign.
func unfold(card string) []string {
	var lines []string
	soft := false
	for _, line := range strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(card), "\n") {
		last := len(lines) - 1
		switch {
		case soft:
			lines[last] = strings.TrimSuffix(lines[last], "=") + line
		case last >= 0 && line != "" && (line[0] == ' ' || line[0] == '\t'):
			lines[last] += line[1:]
		default:
			lines = append(lines, line)
		}
		head, _, _ := strings.Cut(lines[len(lines)-1], ":")
		soft = strings.HasSuffix(line, "=") && strings.Contains(strings.ToUpper(head), "QUOTED-PRINTABLE")
	}
	return lines
}

func decodeCard(value string, parameters []string) string {
	for _, p := range parameters {
		switch p[strings.LastIndex(p, "=")+1:] {
		case "QUOTED-PRINTABLE":
			if raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value))); err == nil {
				value = string(raw)
			}
		case "BASE64", "B":
			if raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value)); err == nil {
				value = string(raw)
			}
		}
	}
	if utf8.ValidString(value) {
		return value
	}
	latin := make([]rune, 0, len(value))
	for _, b := range []byte(value) {
		latin = append(latin, rune(b))
	}
	return string(latin)
}

// nameParts are the parts of an N in spoken order: prefix, given, additional, family, suffix.
func nameParts(value string) []string {
	const hidden = "\x00"
	fields := strings.Split(strings.ReplaceAll(value, `\;`, hidden), ";")
	var parts []string
	for _, i := range []int{3, 1, 2, 0, 4} {
		if i < len(fields) {
			if part := strings.TrimSpace(plainCard(strings.ReplaceAll(fields[i], hidden, ";"))); part != "" {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// plainCard is a value without the backslashes of its escapes.
func plainCard(value string) string {
	return strings.NewReplacer(`\\`, `\`, `\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ").Replace(value)
}
