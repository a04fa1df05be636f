package schema

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

//go:embed testdata/api.gen.json
var document []byte

// validator judges by the same schemas with a library: the rules have to find the same faults.
var validator = sync.OnceValue(func() *jsonschema.Compiler {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("botifire:///api", doc); err != nil {
		panic(err)
	}
	return c
})

// judgedByLibrary is the faults of a value as the library finds them.
func judgedByLibrary(t *testing.T, pointer string, value any) []Fault {
	t.Helper()
	compiled, err := validator().Compile("botifire:///api#" + pointer)
	if err != nil {
		t.Fatal(err)
	}
	failed, is := errors.AsType[*jsonschema.ValidationError](compiled.Validate(value))
	if !is {
		return nil
	}
	faults := causes(failed)
	slices.SortStableFunc(faults, func(a, b Fault) int { return slices.Compare(a.Path, b.Path) })
	return faults
}

// causes are the deepest causes of a failure.
func causes(failed *jsonschema.ValidationError) []Fault {
	faults := []Fault{}
	for _, cause := range failed.Causes {
		faults = append(faults, causes(cause)...)
	}
	at := failed.InstanceLocation
	if k, is := failed.ErrorKind.(*kind.PropertyNames); is {
		for i := range faults {
			faults[i].Path = append(slices.Clone(at), clipped(k.Property))
		}
	}
	if len(failed.Causes) > 0 {
		return faults
	}
	var names []string
	var text string
	switch k := failed.ErrorKind.(type) {
	case *kind.Required:
		names, text = k.Missing, "This is missing. Fill it in."
	case *kind.AdditionalProperties:
		names, text = k.Properties, "There is no such field here. Check its spelling, or take it out."
	default:
		return []Fault{{slices.Clone(at), said(failed.ErrorKind, at)}}
	}
	for _, name := range names {
		faults = append(faults, Fault{append(slices.Clone(at), clipped(name)), text})
	}
	return faults
}

// said is the meaning of a broken rule for people.
func said(rule jsonschema.ErrorKind, at []string) string {
	bound := func(n *big.Rat) string {
		near, _ := n.Float64()
		return amount(strconv.FormatFloat(near, 'f', -1, 64), append([]string{""}, at...)[len(at)])
	}
	switch k := rule.(type) {
	case *kind.Type:
		names := []string{}
		for _, name := range k.Want {
			names = append(names, map[string]string{
				"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
				"array": "a list (an array)", "object": "an object", "null": "null",
			}[name])
		}
		return "This must be " + strings.Join(names, " or ") + "."
	case *kind.Enum:
		return "Choose one of: " + clipped(strings.Trim(strings.Join(strings.Fields(fmt.Sprint(k.Want)), ", "), "[]")) + "."
	case *kind.Pattern:
		return shape(k.Want)
	case *kind.Format:
		return formats[k.Want]
	case *kind.Const:
		return fmt.Sprintf("This must be %v.", k.Want)
	case *kind.MinLength:
		return map[bool]string{
			true: "Fill this in.", false: fmt.Sprintf("Give at least %s. This has %d.", many(k.Want, "character"), k.Got),
		}[k.Got == 0]
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
		return "Give at least " + bound(k.Want) + "."
	case *kind.Maximum:
		return "Give at most " + bound(k.Want) + "."
	}
	return fmt.Sprintf("%T", rule)
}

// ruled is every rule of api/ by its pointer in the document.
func ruled() map[string]*Rule {
	all := map[string]*Rule{}
	for _, s := range schemas {
		all["/$defs/"+s.Name] = s.Rule
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", " ", "%20").Replace
	for pattern, op := range Operations() {
		at := "/operations/" + escape(pattern)
		if op.Body != nil {
			all[at+"/body"] = op.Body
		}
		for in, list := range map[string][]Named{"/query/": op.Query, "/path/": op.Path} {
			for _, p := range list {
				all[at+in+escape(p.Name)] = p.Rule
			}
		}
	}
	return all
}

func foundAlike(t *testing.T, pointer string, rule *Rule, raw []byte) {
	t.Helper()
	value, err := read(raw)
	if err != nil {
		return
	}
	got, want := rule.faults(value), judgedByLibrary(t, pointer, value)
	if len(got)+len(want) > 0 && !reflect.DeepEqual(plainly(got), plainly(want)) {
		t.Errorf("%s of %.300s:\n%v, the library finds\n%v", pointer, raw, plainly(got), plainly(want))
	}
}

// plainly is faults as text. The library shares the slice of a place, and so tells the names of properties at a
// wrong one: of these faults only the name is compared.
func plainly(faults []Fault) []string {
	all, named := []string{}, false
	for _, f := range faults {
		if at := len(f.Path) - 1; at > 0 && f.Text == shapes["^[a-z][a-zA-Z0-9_]{0,39}$"] {
			f.Path, named = f.Path[at:], true
		}
		all = append(all, strings.Join(f.Path, "/")+": "+f.Text)
	}
	if named {
		slices.Sort(all)
	}
	return all
}

// Values that nearly fit are judged alike: made by the schemas, and spoiled in all ways that a schema speaks of.
func TestRulesFindWhatTheLibraryFinds(t *testing.T) {
	random, rounds := rand.New(rand.NewPCG(17, 4)), 120
	if testing.Short() {
		rounds = 20
	}
	for pointer, rule := range ruled() {
		for range rounds {
			raw, err := json.Marshal(made(random, rule, 0))
			if err != nil {
				t.Fatal(err)
			}
			foundAlike(t, pointer, rule, raw)
		}
	}
}

// Everything that fuzzing once found worth keeping is judged alike, too.
func TestRulesFindWhatTheLibraryFindsInRecordedFrames(t *testing.T) {
	files, err := filepath.Glob("testdata/FuzzParseFrame/*")
	if err != nil || len(files) == 0 {
		t.Fatal("nothing is recorded: ", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			quoted := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "[]byte("), ")")
			raw, err := strconv.Unquote(quoted)
			for _, name := range VisitorFrames {
				if err == nil {
					foundAlike(t, "/$defs/"+name, find(schemas, name), []byte(raw))
				}
			}
		}
	}
}

func FuzzRules(f *testing.F) {
	f.Add(`{"action":"message","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","text":"hi"}`)
	f.Add(`{"action":"track","goal":{"name":"Checkout","value":1e300}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		for _, name := range VisitorFrames {
			foundAlike(t, "/$defs/"+name, find(schemas, name), []byte(raw))
		}
	})
}

// odd are values that schemas trip over.
var odd = []any{
	nil, true, "", " ", "a", strings.Repeat("é", 41), strings.Repeat("x", 101), strings.Repeat("y", 4097),
	json.Number("0"), json.Number("-1"), json.Number("1.0"), json.Number("1.5"), json.Number("1e3"), json.Number("1e400"),
	json.Number("1e501"), json.Number("-1e501"), json.Number("1e-501"), json.Number("0e501"),
	json.Number("201"),
	json.Number("1e-400"), json.Number("20971521"), json.Number("1000000000.0000000000001"),
	[]any{},
	map[string]any{},
	[]any{"a", "a", nil},
	"2026-11-26", "2026-02-30", "2026-11-26T09:00:00Z", "2026-11-26t23:59:60z",
	"2026-11-26T09:00:60Z", "2026-11-26T00:29:60.5+00:30", "2026-11-26T09:00:00+24:00", "2026-11-26T09:00:00.Z",
	"2026-11-26 09:00:00Z", "https://a.test/", "http://[::1]:80/", "http://[::g]/", "/a", "a:b", "mailto:a@b.test", "EUR",
	"DE", "de", "#1a2b3c", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAV#r", "12345", "Bad name", "good_name",
}

// made is a value of a rule, in which one part of five is spoiled.
func made(random *rand.Rand, r *Rule, depth int) any {
	if random.IntN(5) == 0 || depth > 6 {
		return odd[random.IntN(len(odd))]
	}
	switch {
	case r.ref != "":
		return made(random, find(schemas, r.ref), depth)
	case r.constant != "":
		return r.constant
	case len(r.enum) > 0:
		return r.enum[random.IntN(len(r.enum))]
	case r.types&objectType != 0 || len(r.properties) > 0:
		return madeObject(random, r, depth)
	case r.types&arrayType != 0:
		list := []any{}
		for range random.IntN(max(r.maxItems, 2) + 2) {
			list = append(list, made(random, cmp.Or(r.items, &Rule{}), depth+1))
		}
		return list
	case r.types&stringType != 0 && r.format+r.pattern == "":
		return strings.Repeat("a", random.IntN(max(r.maxLength, 3)+2))
	case r.types&(integerType|numberType) != 0:
		return json.Number(strconv.Itoa(random.IntN(300) - 2))
	}
	return odd[random.IntN(len(odd))]
}

func madeObject(random *rand.Rand, r *Rule, depth int) any {
	object := map[string]any{}
	for _, p := range r.properties {
		if slices.Contains(r.required, p.Name) && random.IntN(20) > 0 || random.IntN(2) == 0 {
			object[p.Name] = made(random, p.Rule, depth+1)
		}
	}
	for range random.IntN(6) * random.IntN(2) {
		name := []string{"other", "Bad name", "a_1", "x", strings.Repeat("z", 210)}[random.IntN(5)]
		object[name] = made(random, cmp.Or(r.others, &Rule{types: stringType, maxLength: 40}), depth+1)
	}
	return object
}
