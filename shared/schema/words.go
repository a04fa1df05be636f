package schema

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// shapes describes each pattern of the schemas for people.
var shapes = map[string]string{
	"^https?://":     "Begin the address with https:// or http://.",
	"^https://":      "Begin the address with https://.",
	"^[0-9]{5,20}$":  "Give 5 to 20 digits and nothing else.",
	"^[0-9]{5,30}$":  "Give 5 to 30 digits and nothing else.",
	"^#[0-9a-f]{6}$": "Give a colour as # and six digits, as in #1a2b3c.",
	"^(AED|":         "Give the code of a currency in use, as in EUR.",
	"^[A-Z]{3}$":     "Give three capital letters, as in EUR.",
	"^([A-Z]{3})?$":  "Give three capital letters, as in EUR.",
	"^[A-Z]{2}$":     "Give two capital letters, as in DE.",
	"^[a-z]{2,3}$":   "Give two or three small letters, as in de.",
	"^[a-z0-9]{2}$":  "Give two small letters or digits.",
	`\S`:             "Fill this in.",

	"^(https?://.*)?$":              "Begin the address with https:// or http://.",
	"^([0-9]{5,30})?$":              "Give 5 to 30 digits and nothing else.",
	"^[a-z][a-zA-Z0-9_]{0,39}$":     "Begin the name with a small letter, and use letters, digits and _ only.",
	"^[A-Za-z][A-Za-z0-9_-]{0,23}$": "Begin the name with a letter, and use at most 24 letters, digits, _ and -.",
	"^[A-Za-z_][A-Za-z0-9_]{0,59}$": "Begin the name with a letter, and use letters, digits and _ only.",
}

// shape describes a pattern; one that lists codes is recognised by its first code.
func shape(pattern string) string {
	if first, _, listed := strings.Cut(pattern, "|"); listed {
		pattern = first + "|"
	}
	return cmp.Or(shapes[pattern], unshaped)
}

// unshaped stands for the patterns of ids, which programs make.
const unshaped = "This is not in the form that is needed here."

// formats describes each format of the schemas for people.
var formats = map[string]string{
	"date":      "Give a day, as in 2026-11-26.",
	"date-time": "Give a time, as in 2026-11-26T09:00:00Z.",
	"uri":       "Give a whole address, as in https://example.com/page.",
}

// amount is a number as people read it; a field named size is in KB and MB.
func amount(number, field string) string {
	if size, err := strconv.ParseInt(number, 10, 64); err == nil && field == "size" {
		return chat.Size(size)
	}
	near, _ := strconv.ParseFloat(number, 64)
	return strconv.FormatFloat(near, 'f', -1, 64)
}

func many(n int, what string) string {
	if n == 1 {
		return "one " + what
	}
	if stem, ok := strings.CutSuffix(what, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func listed(values []string) string { return strings.Join(values, ", ") }

// maxFaults is how many faults one answer names.
const maxFaults = 50

// wrong is every objection to a value, as one error with its fields.
func wrong(faults []Fault) *chat.Error {
	fields := []chat.FieldFault{}
	for _, f := range faults[:min(len(faults), maxFaults)] {
		fields = append(fields, chat.FieldFault{Name: clipped(strings.Join(f.Path, ".")), Code: "bad_input", Text: f.Text})
	}
	e := chat.WrongFields(fields)
	if fields[0].Name != "" {
		e.Text = fields[0].Name + ": " + e.Text
	}
	return e
}
