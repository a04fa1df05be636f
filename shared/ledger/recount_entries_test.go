package ledger_test

import (
	"regexp"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

var refusedBy = regexp.MustCompile(`^refused_(.+)$`)

// spent counts the costs of a case.
func (c *recount) spent(l *letters) {
	for _, m := range l.log {
		if m.Effects != nil && m.Effects.Model != nil && m.Effects.Model.Micros > 0 {
			c.sums["cost:model"] += m.Effects.Model.Micros
		}
		for _, b := range m.Bubbles {
			if d := b.Delivery; d != nil && d.Price == "regular" && d.Status != "failed" {
				c.sums["cost:meta:"+d.Category]++
			}
		}
	}
}

// entry is how an answer's entry is called: by its id if that could be one of the knowledge, a ULID in lower case.
func entry(m *chat.Message) string {
	if m.Effects == nil || m.Effects.Why == nil || !m.Effects.Why.Answered || len(m.Effects.Why.Best) == 0 {
		return ""
	}
	id := m.Effects.Why.Best[0].Entry
	if !regexp.MustCompile(`^[0-7][0-9a-hjkmnp-tv-z]{25}$`).MatchString(id) {
		id = m.Author.ID + "/" + id
	}
	return id
}

// answers counts what became of each answer of a case, in all and by the entry.
func (c *recount) answers(l *letters) {
	seen := map[string]bool{}
	adds := func(m *chat.Message, figure string) {
		c.sums[figure]++
		c.entries[entry(m)+" "+figure]++
		seen[entry(m)] = true
	}
	for _, m := range l.log {
		letter, is := l.verdicts[m.ID]
		switch {
		case !is:
			continue
		case letter == 'a' || letter == '+':
			c.entries[entry(m)+" answers"]++
			seen[entry(m)] = true
			if m.Effects != nil && m.Effects.Why != nil && m.Effects.Why.By == "choice" {
				adds(m, "chosen")
			}
		case letter == 'w':
			c.entries[entry(m)+" wrong"]++
			seen[entry(m)] = true
		case letter == 'u':
			c.entries[entry(m)+" unhelpful"]++
			seen[entry(m)] = true
		case letter == 'd':
			c.sums["offers"]++
		}
		if m.Outcome == "dropped" || m.Effects == nil || m.Effects.Model == nil {
			continue
		}
		if why := refusedBy.FindStringSubmatch(m.Effects.Model.Why); why != nil {
			adds(m, "refused")
			c.sums["refused:"+why[1]]++
		}
	}
	for name := range seen {
		c.entries[name+" cases"]++
	}
}

// agreesByEntry compares the figures by the entry, and the visits and cases by language.
func agreesByEntry(t *testing.T, w *chattest.World, c *recount) {
	t.Helper()
	by := func(dimension string) []ledger.Within {
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant,
			ledger.Asked{From: "2026-11-01", To: "2027-01-31", By: dimension})
		w.Must(err)
		return f.By
	}
	had := map[string]int64{}
	for _, one := range by("entry") {
		for figure, n := range one.Sums {
			had[one.Value+" "+figure] = n
		}
	}
	for name, n := range c.entries {
		if had[name] != n {
			t.Errorf("by the entry, %s is %d, a recount says %d", name, had[name], n)
		}
	}
	for name, n := range had {
		if c.entries[name] != n {
			t.Errorf("by the entry, %s is %d, a recount says %d", name, n, c.entries[name])
		}
	}
	if len(had) < 11 {
		t.Errorf("there are few figures by the entry: %v", had)
	}
	for _, one := range by("language") {
		if n := one.Sums["visits"] + one.Sums["cases"]; n != c.tongues[one.Value] || len(c.tongues) < 3 {
			t.Errorf("%s has %d, a recount says %d of %v", one.Value, n, c.tongues[one.Value], c.tongues)
		}
	}
}
