package schema

import (
	"slices"
	"strings"
)

// Rule is a JSON schema, the bounds of a value. scripts/generate writes those of api/.
type Rule struct {
	ref                          string // the name of another schema, which holds as well
	types                        types
	constant                     string
	enum                         []string
	format                       string
	minLength, maxLength         int // 0 is no bound
	pattern                      string
	minimum, maximum             string // "" is no bound
	minItems, maxItems           int
	items                        *Rule
	minProperties, maxProperties int
	required                     []string
	properties                   []Named
	closed                       bool  // there are no other properties
	others                       *Rule // the other properties
	names                        *Rule // the names of properties
	all                          []Rule
	when, then                   *Rule
}

// Named is a rule with its name: of a schema, a property or a parameter.
type Named struct {
	Name string
	*Rule
}

// find is the rule of this name in a list that is sorted by names, nil if there is none.
func find(list []Named, name string) *Rule {
	order := func(n Named, name string) int { return strings.Compare(n.Name, name) }
	i, found := slices.BinarySearchFunc(list, name, order)
	if !found {
		return nil
	}
	return list[i].Rule
}

// Fields are the names of the properties of an object.
func (r *Rule) Fields() []string {
	if r == nil {
		return nil
	}
	if r.ref != "" {
		r = find(schemas, r.ref)
	}
	names := []string{}
	for _, p := range r.properties {
		names = append(names, p.Name)
	}
	return names
}

// types is a set of JSON's types.
type types uint8

const (
	nullType types = 1 << iota
	booleanType
	numberType
	integerType
	stringType
	arrayType
	objectType
)

// typeNames names each type for people.
var typeNames = [...]string{
	"null", "true or false", "a number", "a whole number", "a text", "a list (an array)", "an object",
}

func (t types) String() string {
	names := []string{}
	for i, name := range typeNames {
		if t&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}
