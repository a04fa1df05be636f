// Command generate writes the code that is derived from the documents in api/: the servers of the
// operations, one package a tag; the types of shared/wire; and the rules that the edge judges by,
// shared/schema/rules.gen.go.
package main

import (
	"log"
	"os"

	"golang.org/x/sync/errgroup"
	"gopkg.in/yaml.v3"
)

type object = map[string]any

func main() {
	log.SetFlags(0)
	schemas := load("api/schemas.yaml")["components"].(object)["schemas"].(object)
	found := operations(load("api/openapi.yaml"))
	check(writeTypes()) // the first one compiles the generator, which each of the others would do as well
	var work errgroup.Group
	for _, tag := range tags(found) {
		work.Go(func() error { return writeServer(tag) })
	}
	work.Go(func() error { return writeChecks(schemas, found) })
	check(work.Wait())
}

func load(path string) object {
	raw, err := os.ReadFile(path)
	check(err)
	var doc object
	check(yaml.Unmarshal(raw, &doc))
	return doc
}

func check(err error) {
	if err != nil {
		log.Fatal("generate: ", err)
	}
}
