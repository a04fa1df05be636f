// Command generate writes what the edge checks against, shared/schema/api.gen.json,
// from the documents in api/: every schema, and every operation with the role it
// needs, the schema of its body, and those of its query parameters.
package main

import (
	"encoding/json"
	"log"
	"os"
	"path"
	"strings"

	"gopkg.in/yaml.v3"
)

type object = map[string]any

func main() {
	log.SetFlags(0)
	schemas := load("api/schemas.yaml")["components"].(object)["schemas"].(object)
	for _, schema := range schemas {
		forget(schema)
	}
	doc := object{"$defs": schemas, "operations": operations(load("api/openapi.yaml"))}
	raw, err := json.MarshalIndent(doc, "", " ")
	check(err)
	raw = []byte(strings.NewReplacer("schemas.yaml#/components/schemas/", "#/$defs/", "#/components/schemas/", "#/$defs/").Replace(string(raw)))
	check(os.WriteFile("shared/schema/api.gen.json", append(raw, '\n'), 0o644))
}

func load(path string) object {
	raw, err := os.ReadFile(path)
	check(err)
	var doc object
	check(yaml.Unmarshal(raw, &doc))
	return doc
}

// forget drops what only the type generators read, and what only people read.
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

// parameters are those of a path's own and of its operation's.
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

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
