// Package docs has no code: its tests keep the pages true. Every link leads somewhere, and every file,
// verb of make and test that a page names exists.
package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	code    = regexp.MustCompile("(?m)`[^`]+`|^    .+$")
	file    = regexp.MustCompile(`^(api|docs|e2e|functions|infra|scripts|shared|web)(/[A-Za-z0-9_.-]+)+$`)
	verb    = regexp.MustCompile(`(?:^|\s)make ([a-z0-9]+)`)
	promise = regexp.MustCompile(`\bTest[A-Z]\w+`)
	noSlug  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	for name, text := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.HasPrefix(m[1], "https://") {
				continue
			}
			path, anchor, _ := strings.Cut(m[1], "#")
			target := name
			if path != "" {
				target = filepath.Join(filepath.Dir(name), path)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", name, m[1])
			} else if anchor != "" && !slices.Contains(anchors(t, target), anchor) {
				t.Errorf("%s links to %s, which has no such heading", name, m[1])
			}
		}
	}
}

func TestEverythingThatIsNamedExists(t *testing.T) {
	verbs, tests := read(t, "../Makefile"), testNames(t)
	for name, text := range pages(t) {
		for _, span := range code.FindAllString(text, -1) {
			for _, word := range strings.Fields(strings.Trim(span, "` ")) {
				word = strings.Trim(strings.TrimPrefix(word, "./"), `,.:"`)
				if _, err := os.Stat("../" + word); file.MatchString(word) && err != nil {
					t.Errorf("%s names the file %s, which does not exist", name, word)
				}
			}
			for _, m := range verb.FindAllStringSubmatch(strings.Trim(span, "`"), -1) {
				if !strings.Contains(verbs, "\n"+m[1]+":") {
					t.Errorf("%s names the verb make %s, which does not exist", name, m[1])
				}
			}
			for _, test := range promise.FindAllString(span, -1) {
				if !tests[test] {
					t.Errorf("%s names %s, which does not exist", name, test)
				}
			}
		}
	}
}

// pages are the documents by their paths from here.
func pages(t *testing.T) map[string]string {
	names, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range append(names, "../README.md", "../CONTRIBUTING.md", "../SECURITY.md", "../CHANGELOG.md") {
		all[name] = read(t, name)
	}
	return all
}

// anchors are the headings of a page, in the form in which links name them.
func anchors(t *testing.T, page string) []string {
	var all []string
	for _, m := range heading.FindAllStringSubmatch(read(t, page), -1) {
		all = append(all, strings.ReplaceAll(noSlug.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return all
}

// testNames are the tests of all Go packages.
func testNames(t *testing.T) map[string]bool {
	all := map[string]bool{}
	for _, pattern := range []string{"../*/*_test.go", "../*/*/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			for _, test := range promise.FindAllString(read(t, name), -1) {
				all[test] = true
			}
		}
	}
	return all
}

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
