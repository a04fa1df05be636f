package bot

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Faults are all inconsistencies of a script that can be read, each with its place; see PlaceOf.
func Faults(text []byte) []error {
	var s Script
	if json.Unmarshal(text, &s) != nil {
		return nil // the schema says why
	}
	return slices.Concat(s.faults(), s.unsayable(), s.unsayableIn())
}

// checker checks one step after the other, and remembers the ids that it saw.
type checker struct {
	script  *Script
	buttons map[string]string // the target of each
	forms   map[string]bool
	faults  []error
}

func (s *Script) faults() []error {
	c := &checker{script: s, buttons: map[string]string{}, forms: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(s.Steps)) { // the same order each time
		c.step("steps."+name, s.Steps[name])
	}
	for _, e := range s.FAQ {
		if e.ID == "" || e.Question == "" || e.Answer.empty() {
			c.fault("faq."+e.ID, "needs id, question and answer")
		}
		c.step("faq."+e.ID, e.Answer)
	}
	if s.Fallback.empty() {
		c.fault("fallback", "must say something")
	}
	c.step("greeting", s.Greeting)
	c.step("fallback", s.Fallback.Step)
	c.translations()
	return c.faults
}

func (c *checker) fault(place, format string, args ...any) {
	c.faults = append(c.faults, wrong(place, format, args...))
}

func (c *checker) step(place string, step Step) {
	if len(step.Say) > chat.MaxBubbles {
		c.fault(place, "says more than %d bubbles", chat.MaxBubbles)
	}
	if len(step.Buttons) > chat.MaxButtons {
		c.fault(place, "offers more than %d buttons", chat.MaxButtons)
	}
	for _, b := range step.allButtons() {
		c.button(place, b)
	}
	if step.Form != nil {
		c.form(place, step.Form)
	}
}

func (c *checker) button(place string, b Button) {
	if b.ID == "" || b.Title == "" {
		c.fault(place, "has a button without id or title")
		return
	}
	if b.URL == "" && c.script.Steps[b.Goto].empty() {
		c.fault(place, "has the button %q, which leads to no step", b.Title)
	}
	if goal, used := c.buttons[b.ID]; used && goal != b.Goto {
		c.fault(place, "has the button %q, whose id leads elsewhere in another place", b.Title)
	}
	c.buttons[b.ID] = b.Goto
}

func (c *checker) form(place string, f *Form) {
	switch {
	case f.ID == "":
		c.fault(place, "has a form without an id")
	case c.forms[f.ID]:
		c.fault(place, "has the form %q, which is already in another place", f.ID)
	}
	c.forms[f.ID] = true
	if len(f.Fields) == 0 || len(f.Fields) > chat.MaxFields {
		c.fault(place, "has a form with no fields, or with more than %d", chat.MaxFields)
	}
	if slices.ContainsFunc(f.Fields, func(f chat.Field) bool { return len(f.Titles) > 0 }) {
		c.fault(place, "has a form with titles. Write the choices, and translate them under translations")
	}
	if c.script.Steps[f.Goto].empty() {
		c.fault(place, "has a form without a step after it")
	}
}
