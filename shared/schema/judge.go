package schema

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// judge collects the faults of a value. It goes the way of a validator of JSON Schema 2020-12 with the formats as
// rules, which the tests hold it to.
type judge struct{ faults []Fault }

func (j *judge) say(at []string, text string) {
	j.faults = append(j.faults, Fault{slices.Clone(at), text})
}

// holds tells whether a value keeps a rule.
func (r *Rule) holds(value any) bool {
	j := judge{}
	r.judge(&j, nil, value)
	return len(j.faults) == 0
}

// judge says all that is wrong with a value at a place. A value of a wrong kind is not looked into.
func (r *Rule) judge(j *judge, at []string, value any) {
	if fault := r.kind(value); fault != "" {
		j.say(at, fault)
		return
	}
	if r.ref != "" {
		find(schemas, r.ref).judge(j, at, value)
	}
	switch value := value.(type) {
	case map[string]any:
		r.object(j, at, value)
	case []any:
		r.array(j, at, value)
	case string:
		r.text(j, at, value)
	case json.Number:
		r.number(j, at, string(value))
	}
	for i := range r.all {
		r.all[i].judge(j, at, value)
	}
	if r.when != nil && r.when.holds(value) {
		r.then.judge(j, at, value)
	}
}

// kind is the fault of a value that has the wrong type, or is not one of those that are allowed.
func (r *Rule) kind(value any) string {
	text, isText := value.(string)
	switch {
	case r.types != 0 && typeOf(value)&r.types == 0 && (r.types&integerType == 0 || !whole(value)):
		return "This must be " + r.types.String() + "."
	case r.constant != "" && text != r.constant:
		return fmt.Sprintf("This must be %s.", r.constant)
	case len(r.enum) > 0 && (!isText || !slices.Contains(r.enum, text)):
		return "Choose one of: " + clipped(listed(r.enum)) + "."
	case r.format != "" && isText && !formed(r.format, text):
		return formats[r.format]
	}
	return ""
}

func typeOf(value any) types {
	switch value.(type) {
	case nil:
		return nullType
	case bool:
		return booleanType
	case json.Number:
		return numberType
	case string:
		return stringType
	case []any:
		return arrayType
	}
	return objectType
}

func (r *Rule) object(j *judge, at []string, object map[string]any) {
	if n := len(object); n < r.minProperties {
		j.say(at, fmt.Sprintf("Give at least %s.", many(r.minProperties, "entry")))
	} else if r.maxProperties > 0 && n > r.maxProperties {
		j.say(at, fmt.Sprintf("Keep at most %s. There are %d.", many(r.maxProperties, "entry"), n))
	}
	for _, name := range r.required {
		if _, is := object[name]; !is {
			j.say(append(at, clipped(name)), "This is missing. Fill it in.")
		}
	}
	for name, value := range object {
		switch property := find(r.properties, name); {
		case property != nil:
			property.judge(j, append(at, name), value)
		case r.closed:
			j.say(append(at, clipped(name)), "There is no such field here. Check its spelling, or take it out.")
		case r.others != nil:
			r.others.judge(j, append(at, name), value)
		}
		if r.names != nil {
			wrong := judge{}
			r.names.judge(&wrong, nil, name)
			for _, f := range wrong.faults { // the name is wrong, not its value
				j.say(append(at, clipped(name)), f.Text)
			}
		}
	}
}

func (r *Rule) array(j *judge, at []string, array []any) {
	if n := len(array); n < r.minItems {
		j.say(at, fmt.Sprintf("Add at least %s.", many(r.minItems, "entry")))
	} else if r.maxItems > 0 && n > r.maxItems {
		j.say(at, fmt.Sprintf("Keep at most %s. There are %d.", many(r.maxItems, "entry"), n))
	}
	if r.items == nil {
		return
	}
	for i, item := range array {
		r.items.judge(j, append(at, strconv.Itoa(i)), item)
	}
}

func (r *Rule) text(j *judge, at []string, text string) {
	n := utf8.RuneCountInString(text)
	switch {
	case n < r.minLength && n == 0:
		j.say(at, "Fill this in.")
	case n < r.minLength:
		j.say(at, fmt.Sprintf("Give at least %s. This has %d.", many(r.minLength, "character"), n))
	case r.maxLength > 0 && n > r.maxLength:
		j.say(at, fmt.Sprintf("Give at most %s. This has %d.", many(r.maxLength, "character"), n))
	}
	if r.pattern != "" && !compiled(r.pattern).MatchString(text) {
		j.say(at, shape(r.pattern))
	}
}

func (r *Rule) number(j *judge, at []string, number string) {
	field := ""
	if len(at) > 0 {
		field = at[len(at)-1]
	}
	if r.minimum != "" && compare(number, r.minimum) < 0 {
		j.say(at, "Give at least "+amount(r.minimum, field)+".")
	}
	if r.maximum != "" && compare(number, r.maximum) > 0 {
		j.say(at, "Give at most "+amount(r.maximum, field)+".")
	}
}

var patterns sync.Map

// compiled is a pattern, compiled when the first value needs it.
func compiled(pattern string) *regexp.Regexp {
	if known, is := patterns.Load(pattern); is {
		return known.(*regexp.Regexp)
	}
	made := regexp.MustCompile(pattern)
	patterns.Store(pattern, made)
	return made
}
