package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ids are the kinds of ids in AWS that an example could name: accounts, hosted zones, certificates. With
// each is the form of those that AWS's documentation has for things that are not there.
var ids = map[*regexp.Regexp]*regexp.Regexp{
	regexp.MustCompile(`\b\d{12}\b`):                                    regexp.MustCompile(`^(111122223333|0{12})$`),
	regexp.MustCompile(`\bZ[A-Z0-9]{9,31}\b`):                           regexp.MustCompile(`^Z0[A-Z0-9]*EXAMPLE$`),
	regexp.MustCompile(`\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`): regexp.MustCompile(`^[0-]+$`),
}

// An example names nothing that may be somebody's.
func TestExamplesAreNobodys(t *testing.T) {
	texts := pages(t)
	for _, pattern := range []string{"../infra/stages/*.json", "../infra/stage/*.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts[file] = string(raw)
		}
	}
	for kind, example := range ids {
		for file, text := range texts {
			for _, id := range kind.FindAllString(text, -1) {
				if !example.MatchString(id) {
					t.Errorf("%s names %s, which may be somebody's", file, id)
				}
			}
		}
		if id := kind.FindString(strings.Join([]string{
			"123456789012", "Z2FDTNDATAQYW2", "8f14e45f-ceea-467a-9d7e-1234567890ab",
		}, " ")); id == "" || example.MatchString(id) {
			t.Errorf("%s is taken for an example, or not seen", id)
		}
	}
}
