// Package scripts has no code: its test keeps the commands that pages and workflows name.
package scripts_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// texts are the pages and the workflows, by their path.
func texts(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"../*.md", "../docs/*.md", "../.github/workflows/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found[file] = string(raw)
		}
	}
	return found
}

var (
	verb    = regexp.MustCompile("(?m)(?:^ *(?:- run: )?|`|[A-Z]+=\\S+ )make ([a-z]+)\\b")
	command = regexp.MustCompile(`\./scripts/([a-z]+(?:\.[a-z]+)?)\b`)
	target  = regexp.MustCompile(`(?m)^([a-z]+):`)
)

func TestCommandsInPagesExist(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	verbs := map[string]bool{}
	for _, found := range target.FindAllStringSubmatch(string(makefile), -1) {
		verbs[found[1]] = true
	}
	seen := 0
	for file, text := range texts(t) {
		for _, found := range verb.FindAllStringSubmatch(text, -1) {
			if seen++; !verbs[found[1]] {
				t.Errorf("%s: there is no `make %s`", file, found[1])
			}
		}
		for _, found := range command.FindAllStringSubmatch(text, -1) {
			seen++
			if _, err := os.Stat(found[1]); err != nil {
				t.Errorf("%s: there is no scripts/%s", file, found[1])
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d commands are found", seen)
	}
}

var link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)

func TestLinksInPagesLeadSomewhere(t *testing.T) {
	for file, text := range texts(t) {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), found[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", file, found[1])
			}
		}
	}
}

// The first deploy is one sitting.
func TestTheFirstDeployIsShort(t *testing.T) {
	n := strings.Count(texts(t)["../docs/first-deploy.md"], "\n| ") - 1 // without the head
	if n < 10 || n > 15 {
		t.Errorf("the first deploy has %d commands", n)
	}
}
