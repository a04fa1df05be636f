package main

import (
	"encoding/json"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// writeChecks writes every schema, and every operation with the role it needs, the schema
// of its body, and those of its query parameters: as rules, and as JSON for the tests that compare the two.
func writeChecks(schemas, operations object) error {
	for _, schema := range schemas {
		forget(schema)
	}
	raw, err := json.MarshalIndent(object{"$defs": schemas, "operations": operations}, "", " ")
	if err != nil {
		return err
	}
	raw = []byte(strings.NewReplacer("schemas.yaml#/components/schemas/", "#/$defs/", "#/components/schemas/",
		"#/$defs/").Replace(string(raw)))
	if err := os.WriteFile("shared/schema/testdata/api.gen.json", append(raw, '\n'), 0o644); err != nil {
		return err
	}
	return writeRules(raw)
}

// forget drops the parts that only the type generators read, or only people.
func forget(schema any) {
	switch node := schema.(type) {
	case object:
		delete(node, "x-go-type")
		delete(node, "x-go-type-import")
		if _, isText := node["description"].(string); isText {
			delete(node, "description")
		}
		for _, child := range node {
			forget(child)
		}
	case []any:
		for _, child := range node {
			forget(child)
		}
	}
}

func operations(doc object) object {
	found := object{}
	for at, item := range doc["paths"].(object) {
		for method, op := range item.(object) {
			if method == "parameters" {
				continue
			}
			op := op.(object)
			entry := object{"id": op["operationId"], "role": op["x-role"], "tag": op["tags"].([]any)[0]}
			if body, ok := op["requestBody"].(object); ok {
				entry["body"] = body["content"].(object)["application/json"].(object)["schema"]
			}
			for _, in := range []string{"query", "path"} {
				if found := parameters(doc, in, item.(object), op); len(found) > 0 {
					entry[in] = found
				}
			}
			found[strings.ToUpper(method)+" "+at] = entry
		}
	}
	return found
}

// parameters are those of a path and of its operation.
func parameters(doc object, in string, holders ...object) object {
	found := object{}
	for _, holder := range holders {
		list, _ := holder["parameters"].([]any)
		for _, p := range list {
			p := p.(object)
			if ref, ok := p["$ref"].(string); ok {
				p = doc["components"].(object)["parameters"].(object)[path.Base(ref)].(object)
			}
			if p["in"] == in {
				found[p["name"].(string)] = p["schema"]
			}
		}
	}
	return found
}

// tags are the tags of all operations, each once.
func tags(operations object) []string {
	found := map[string]bool{}
	for _, op := range operations {
		found[op.(object)["tag"].(string)] = true
	}
	return slices.Sorted(maps.Keys(found))
}
