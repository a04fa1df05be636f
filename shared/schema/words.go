package schema

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
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
	return shapes[pattern]
}

// formats describes each format of the schemas for people.
var formats = map[string]string{
	"date":      "Give a day, as in 2026-11-26.",
	"date-time": "Give a time, as in 2026-11-26T09:00:00Z.",
	"uri":       "Give a whole address, as in https://example.com/page.",
}

// kinds names each JSON type for people.
var kinds = map[string]string{
	"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
	"array": "a list (an array)", "object": "an object",
}

// words explains a broken rule of a schema, and names the fields that it is about unless they
// are the value itself. field is the name of the value.
func words(rule jsonschema.ErrorKind, field string) (string, []string) {
	switch k := rule.(type) {
	case *kind.Required:
		return "This is missing. Fill it in.", k.Missing
	case *kind.AdditionalProperties:
		return "There is no such field here. Check its spelling, or take it out.", k.Properties
	case *kind.Type:
		return "This must be " + named(k.Want) + ".", nil
	case *kind.Enum:
		return "Choose one of: " + clipped(listed(k.Want)) + ".", nil
	case *kind.Pattern:
		return cmp.Or(shape(k.Want), "This is not in the form that is needed here."), nil
	case *kind.Format:
		return cmp.Or(formats[k.Want], "This is not in the form that is needed here ("+k.Want+")."), nil
	case *kind.Const:
		return fmt.Sprintf("This must be %v.", k.Want), nil
	}
	return extent(rule, field), nil
}

// extent explains a rule about lengths and numbers.
func extent(rule jsonschema.ErrorKind, field string) string {
	switch k := rule.(type) {
	case *kind.MinLength:
		if k.Got == 0 {
			return "Fill this in."
		}
		return fmt.Sprintf("Give at least %s. This has %d.", many(k.Want, "character"), k.Got)
	case *kind.MaxLength:
		return fmt.Sprintf("Give at most %s. This has %d.", many(k.Want, "character"), k.Got)
	case *kind.MinItems:
		return fmt.Sprintf("Add at least %s.", many(k.Want, "entry"))
	case *kind.MaxItems:
		return fmt.Sprintf("Keep at most %s. There are %d.", many(k.Want, "entry"), k.Got)
	case *kind.MinProperties:
		return fmt.Sprintf("Give at least %s.", many(k.Want, "entry"))
	case *kind.MaxProperties:
		return fmt.Sprintf("Keep at most %s. There are %d.", many(k.Want, "entry"), k.Got)
	case *kind.Minimum:
		return "Give at least " + amount(k.Want, field) + "."
	case *kind.Maximum:
		return "Give at most " + amount(k.Want, field) + "."
	}
	return clipped(rule.LocalizedString(printer())) + "."
}

// amount is a number as people read it; a field named size is in KB and MB.
func amount(n *big.Rat, field string) string {
	if field == "size" && n.IsInt() {
		return chat.Size(n.Num().Int64())
	}
	near, _ := n.Float64()
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

func named(types []string) string {
	names := []string{}
	for _, t := range types {
		names = append(names, cmp.Or(kinds[t], t))
	}
	return strings.Join(names, " or ")
}

func listed(values []any) string {
	names := []string{}
	for _, v := range values {
		names = append(names, fmt.Sprint(v))
	}
	return strings.Join(names, ", ")
}

// leaves is the deepest causes of a failure, in the order of their places.
func leaves(failed *jsonschema.ValidationError) []Fault {
	faults := causes(failed)
	slices.SortStableFunc(faults, func(a, b Fault) int { return slices.Compare(a.Path, b.Path) })
	return faults
}

func causes(failed *jsonschema.ValidationError) []Fault {
	faults := []Fault{}
	for _, cause := range failed.Causes {
		faults = append(faults, causes(cause)...)
	}
	if k, ok := failed.ErrorKind.(*kind.PropertyNames); ok { // a name is wrong, not its value
		for i := range faults {
			faults[i].Path = append(slices.Clone(failed.InstanceLocation), clipped(k.Property))
		}
	}
	if len(failed.Causes) > 0 {
		return faults
	}
	field := ""
	if n := len(failed.InstanceLocation); n > 0 {
		field = failed.InstanceLocation[n-1]
	}
	text, fields := words(failed.ErrorKind, field)
	if len(fields) == 0 {
		return []Fault{{failed.InstanceLocation, text}}
	}
	for _, name := range fields {
		faults = append(faults, Fault{append(slices.Clone(failed.InstanceLocation), clipped(name)), text})
	}
	return faults
}

// maxFaults is how many faults one answer names.
const maxFaults = 50

// wrong is every objection of a schema, as one error with its fields.
func wrong(failed *jsonschema.ValidationError) *chat.Error {
	fields := []chat.FieldFault{}
	for _, f := range leaves(failed) {
		if len(fields) < maxFaults {
			fields = append(fields, chat.FieldFault{Name: clipped(strings.Join(f.Path, ".")), Code: "bad_input", Text: f.Text})
		}
	}
	e := chat.WrongFields(fields)
	if fields[0].Name != "" {
		e.Text = fields[0].Name + ": " + e.Text
	}
	return e
}
