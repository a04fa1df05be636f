// Command robots writes shared/geo/robots.gen.json: the user agents of robots, from the pinned npm
// package crawler-user-agents. To update the list, raise the package's version in package.json and
// run make generate.
package main

import (
	"encoding/json"
	"log"
	"os"
	"regexp"
	"slices"
)

const from, to = "node_modules/crawler-user-agents/crawler-user-agents.json", "shared/geo/robots.gen.json"

func main() {
	log.SetFlags(0)
	raw, err := os.ReadFile(from)
	check(err)
	var kinds []struct {
		Pattern string   `json:"pattern"`
		Tags    []string `json:"tags"`
	}
	check(json.Unmarshal(raw, &kinds))
	patterns := []string{}
	for _, k := range kinds {
		// A program that uses an HTTP library is a client like any other, and not a robot unless it says
		// so.
		if slices.Contains(k.Tags, "http-library") {
			continue
		}
		_, err := regexp.Compile(k.Pattern)
		check(err)
		patterns = append(patterns, k.Pattern)
	}
	slices.Sort(patterns)
	out, err := json.MarshalIndent(slices.Compact(patterns), "", " ")
	check(err)
	check(os.WriteFile(to, append(out, '\n'), 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal("robots: ", err)
	}
}
