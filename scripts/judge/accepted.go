package main

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// finding is something that a judge dislikes about a resource.
type finding struct{ Rule, Resource, Says string }

// acceptance is a finding that we live with.
type acceptance struct {
	Rule      string
	Resources []string // patterns of logical ids, as "Media*"
	Reason    string
}

type acceptances []acceptance

func readAccepted(file string) (acceptances, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all acceptances
	read := yaml.NewDecoder(bytes.NewReader(raw))
	read.KnownFields(true)
	if err := read.Decode(&all); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, one := range all {
		if one.Rule == "" || len(one.Resources) == 0 || len(one.Reason) < 20 {
			return nil, fmt.Errorf("%s: %q needs a rule, its resources, and a reason in words", file, one.Rule)
		}
	}
	return all, nil
}

// compare returns a line for each finding without an acceptance, and for each accepted pattern without a finding: an
// acceptance that outlives its reason would hide the next finding.
func (a acceptances) compare(found []finding) []string {
	var wrong []string
	needed := map[string]bool{}
	for _, f := range found {
		if pattern, ok := a.pattern(f); ok {
			needed[pattern] = true
		} else {
			wrong = append(wrong, fmt.Sprintf("%s %s: %s", f.Rule, f.Resource, f.Says))
		}
	}
	for _, one := range a {
		for _, pattern := range one.Resources {
			if !needed[one.Rule+" "+pattern] {
				wrong = append(wrong, fmt.Sprintf("%s %s: it is accepted and not found any more: drop it", one.Rule, pattern))
			}
		}
	}
	slices.Sort(wrong)
	return slices.Compact(wrong)
}

// pattern finds the acceptance of a finding.
func (a acceptances) pattern(f finding) (string, bool) {
	for _, one := range a {
		for _, pattern := range one.Resources {
			if match, _ := path.Match(pattern, strings.TrimSpace(f.Resource)); match && one.Rule == f.Rule {
				return one.Rule + " " + pattern, true
			}
		}
	}
	return "", false
}
