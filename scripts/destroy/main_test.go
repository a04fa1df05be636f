package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/botifire/livechat/scripts/stack"
)

func TestProdIsNotTakenAwayByMistake(t *testing.T) {
	for _, c := range []struct {
		stage      string
		production bool
		yes        bool
		typed      string
		refusal    string // "" if it goes on
	}{
		{stage: "prod", yes: true, refusal: "prod is the stage of customers"},
		{stage: "prod", production: true, typed: "prod\n"},
		{stage: "prod", production: true, typed: "y\n", refusal: "nothing was deleted"},
		{stage: "sandbox", typed: "\n", refusal: "nothing was deleted"},
		{stage: "sandbox", typed: "prod\n", refusal: "nothing was deleted"},
		{stage: "sandbox", typed: "sandbox\n"},
		{stage: "sandbox", yes: true},
	} {
		o := options{place: stack.Place{Stage: c.stage}, production: c.production, yes: c.yes}
		name, err := o.check(strings.NewReader(c.typed), &bytes.Buffer{})
		if c.refusal == "" {
			if err != nil || name != "botifire-"+c.stage+"-stack" {
				t.Errorf("%+v: %q, %v", c, name, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.refusal) {
			t.Errorf("%+v goes on to %q: %v", c, name, err)
		}
	}
}

// The question says whether the data goes as well.
func TestTheQuestionNamesTheData(t *testing.T) {
	for _, data := range []bool{false, true} {
		var asked bytes.Buffer
		o := options{place: stack.Place{Stage: "sandbox"}, data: data}
		if _, err := o.check(strings.NewReader("sandbox\n"), &asked); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(asked.String(), "ALL OF ITS DATA") != data {
			t.Errorf("it asks %q", asked.String())
		}
	}
}
