package stage

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

//go:embed schema.json
var schema []byte

// judge compares settings with the schema. Its error names the allowed values of each wrong setting.
func judge(raw []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return err
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("stage.json", doc); err != nil {
		return err
	}
	compiled, err := compiler.Compile("stage.json")
	if err != nil {
		return err
	}
	given, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("this is no JSON: %w", err)
	}
	if found, ok := errors.AsType[*jsonschema.ValidationError](compiled.Validate(given)); ok {
		var lines []string
		words(found, doc, &lines)
		slices.Sort(lines)
		return errors.New(strings.Join(lines, "\n"))
	}
	return nil
}

// words collects a sentence for each leaf of a validation error.
func words(e *jsonschema.ValidationError, doc any, lines *[]string) {
	for _, cause := range e.Causes {
		words(cause, doc, lines)
	}
	if len(e.Causes) > 0 {
		return
	}
	at := strings.Join(e.InstanceLocation, ".")
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		for _, name := range k.Properties {
			*lines = append(*lines, fmt.Sprintf("there is no setting %s", strings.TrimPrefix(at+"."+name, ".")))
		}
	case *kind.Required:
		for _, name := range k.Missing {
			where := append(slices.Clone(e.InstanceLocation), name)
			*lines = append(*lines, fmt.Sprintf("%s is missing: it is %s", strings.Join(where, "."), described(doc, where)))
		}
	default:
		*lines = append(*lines, fmt.Sprintf("%s is wrong: it must be %s", at, described(doc, e.InstanceLocation)))
	}
}

// described is the schema's description of a setting.
func described(doc any, path []string) string {
	at, _ := doc.(map[string]any)
	for _, name := range path {
		properties, _ := at["properties"].(map[string]any)
		next, ok := properties[name].(map[string]any)
		if !ok {
			next, _ = at["additionalProperties"].(map[string]any)
		}
		at = next
	}
	text, _ := at["description"].(string)
	return text
}
