// Command generate writes what the edge checks against, shared/schema/api.gen.json,
// from the documents in api/: every schema, and every operation with the role it
// needs, the schema of its body, and those of its query parameters.
package main

import (
	"encoding/json"
	"log"
	"os"
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
	for path, item := range doc["paths"].(object) {
		for method, op := range item.(object) {
			if method == "parameters" {
				continue
			}
			op := op.(object)
			entry := object{"id": op["operationId"], "role": op["x-role"], "tag": op["tags"].([]any)[0]}
			if body, ok := op["requestBody"].(object); ok {
				entry["body"] = body["content"].(object)["application/json"].(object)["schema"]
			}
			if query := parameters(op, "query"); len(query) > 0 {
				entry["query"] = query
			}
			found[strings.ToUpper(method)+" "+path] = entry
		}
	}
	return found
}

func parameters(op object, in string) object {
	found := object{}
	list, _ := op["parameters"].([]any)
	for _, p := range list {
		if p := p.(object); p["in"] == in {
			found[p["name"].(string)] = p["schema"]
		}
	}
	return found
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
