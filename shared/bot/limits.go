package bot

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// turns are all answers of a script, by place.
func (s *Script) turns() map[string]Step {
	all := map[string]Step{
		"greeting": s.Greeting, "fallback": s.Fallback.Step, "person.say": {Say: s.Person.Say}, "received": {Say: s.Received},
		"smalltalk.hello": {Say: s.Smalltalk.Hello}, "smalltalk.thanks": {Say: s.Smalltalk.Thanks},
		"smalltalk.other": {Say: s.Smalltalk.Other},
	}
	for name, step := range s.Steps {
		all["steps."+name] = step
	}
	for _, e := range s.FAQ {
		all["faq."+e.ID] = e.Answer
	}
	return all
}

// unsayable reports answers that are too long for one turn. A script that was published before may
// still run: the bot fails only at such an answer.
func (s *Script) unsayable() []error {
	c, turns := &checker{script: s}, s.turns()
	for _, place := range slices.Sorted(maps.Keys(turns)) {
		bodies := turns[place].bodies()
		if len(bodies) > chat.MaxBubbles {
			c.fault(place, "is more than %d messages, with its cards and its form", chat.MaxBubbles)
		}
		if e, ok := errors.AsType[*chat.Error](chat.Sayable(bodies)); ok {
			c.fault(place, "cannot be said. %s", strings.TrimSuffix(e.Text, "."))
		}
	}
	return c.faults
}

// StrayGoals are the goals in a script that the tenant does not have: they would never be counted.
func StrayGoals(text []byte, has []string) []error {
	s, err := Parse(text)
	if err != nil {
		return nil
	}
	c, turns := &checker{script: s}, s.turns()
	for _, place := range slices.Sorted(maps.Keys(turns)) {
		if goal := turns[place].Goal; goal != "" && !slices.Contains(has, goal) {
			c.fault(place,
				"reaches the goal %q, which is not among yours: %s. Choose one of them, or add it under Settings, Goals", goal,
				strings.Join(has, ", "))
		}
	}
	return c.faults
}
