package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// shapes is what a text must look like, for people, by the pattern of the schema.
var shapes = map[string]string{
	"^https?://":     "Begin the address with https:// or http://.",
	"^https://":      "Begin the address with https://.",
	"^[0-9]{5,20}$":  "Give 5 to 20 digits and nothing else.",
	"^[0-9]{5,30}$":  "Give 5 to 30 digits and nothing else.",
	"^#[0-9a-f]{6}$": "Give a colour as # and six digits, as in #1a2b3c.",
	"^(AED|":         "Give the code of a currency in use, as in EUR.",
}

// shape says what a text must look like; a pattern that lists codes is known by its first one.
func shape(pattern string) string {
	if first, _, listed := strings.Cut(pattern, "|"); listed {
		pattern = first + "|"
	}
	return shapes[pattern]
}

// kinds is what a JSON type is called by people.
var kinds = map[string]string{
	"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false", "array": "a list (an array)", "object": "an object",
}

// words says what a rule of a schema asks for, and names the fields that it is about, if
// they are not the value itself.
func words(rule jsonschema.ErrorKind) (string, []string) {
	switch k := rule.(type) {
	case *kind.Required:
		return "This is missing. Fill it in.", k.Missing
	case *kind.AdditionalProperties:
		return "There is no such field here. Check its spelling, or take it out.", k.Properties
	case *kind.Type:
		return "This must be " + named(k.Want) + ".", nil
	case *kind.Enum:
		return "Choose one of: " + clip(listed(k.Want)) + ".", nil
	case *kind.Pattern:
		return cmp.Or(shape(k.Want), "This is not in the form that is needed here."), nil
	case *kind.Format:
		return "This is not in the form that is needed here (" + k.Want + ").", nil
	}
	return size(rule), nil
}

// size says what a rule about lengths and numbers asks for.
func size(rule jsonschema.ErrorKind) string {
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
	case *kind.MaxProperties:
		return fmt.Sprintf("Keep at most %s. There are %d.", many(k.Want, "entry"), k.Got)
	case *kind.Minimum:
		return "Give at least " + k.Want.RatString() + "."
	case *kind.Maximum:
		return "Give at most " + k.Want.RatString() + "."
	}
	return clip(rule.LocalizedString(printer())) + "."
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
	if len(failed.Causes) > 0 {
		return faults
	}
	text, fields := words(failed.ErrorKind)
	if len(fields) == 0 {
		return []Fault{{failed.InstanceLocation, text}}
	}
	for _, name := range fields {
		faults = append(faults, Fault{append(slices.Clone(failed.InstanceLocation), clip(name)), text})
	}
	return faults
}

// maxFaults is how many faults one answer names.
const maxFaults = 50

// wrong is all that a schema objects to, as one error with its fields.
func wrong(failed *jsonschema.ValidationError) *chat.Error {
	fields := []chat.FieldFault{}
	for _, f := range leaves(failed) {
		if len(fields) < maxFaults {
			fields = append(fields, chat.FieldFault{Name: clip(strings.Join(f.Path, ".")), Code: "bad_input", Text: f.Text})
		}
	}
	e := chat.WrongFields(fields)
	if fields[0].Name != "" {
		e.Text = fields[0].Name + ": " + e.Text
	}
	return e
}
