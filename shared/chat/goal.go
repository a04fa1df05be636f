package chat

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Goal is a state that a tenant cares about (a conversion), and the ways in which it is reached. A step of a
// script may name goals as well; a name that is none of the tenant's goals counts nothing.
type Goal struct {
	Name     string  `json:"name"`
	Form     string  `json:"form,omitempty"`   // the id of a form: its submission reaches the goal
	Step     string  `json:"step,omitempty"`   // of a script: coming to it reaches the goal
	Page     bool    `json:"page,omitempty"`   // a page may report it with track: unverified
	Server   bool    `json:"server,omitempty"` // the tenant's server may report it: verified
	Order    bool    `json:"order,omitempty"`  // an order from a WhatsApp catalogue reaches it
	Value    float64 `json:"value,omitempty"`  // its worth, if the report has none
	Currency string  `json:"currency,omitempty"`
	Lead     bool    `json:"lead,omitempty"` // it makes the visit a lead
}

// StandardGoals are the goals of a new tenant.
func StandardGoals() []Goal {
	return []Goal{
		{Name: "Lead Captured", Page: true, Server: true, Lead: true},
		{Name: "Checkout", Page: true, Server: true, Order: true},
	}
}

// maxGoals is how many goals a tenant may have: each is a column of counters.
const maxGoals = 50

// CheckGoals trims the goals' names and returns all faults, each at its field.
func CheckGoals(goals []Goal) error {
	if len(goals) > maxGoals {
		return Errorf(Invalid, "too_many_goals", "A team has at most %d goals.", maxGoals)
	}
	all := Faults{}
	seen := map[string]bool{}
	for i := range goals {
		g := &goals[i]
		g.Name = Titled(g.Name)
		for _, f := range g.faults(seen[g.Name]) {
			f.Name = fmt.Sprintf("goals.%d.%s", i, f.Name)
			all = append(all, f)
		}
		seen[g.Name] = true
	}
	return all.Err()
}

// faults are the faults of a goal. A fault of no single field stands at "reached".
func (g *Goal) faults(twice bool) Faults {
	f := Faults{}
	f.Wrong(g.Name == "", "name", "goal_name_needed", "Give this goal a name.")
	f.Wrong(g.Name != "" && twice, "name", "goal_twice",
		"Another goal has this name. Give this one another, or join both into one.")
	f.Wrong(g.Form == "" && g.Step == "" && !g.Page && !g.Server && !g.Order, "reached", "goal_unreachable",
		"Say how this goal is reached: by a form, a step, a page, an order or your server.")
	f.Wrong(g.Value < 0, "value", "goal_value", "The value of a goal cannot be below zero.")
	f.Wrong(g.Value > 0 && g.Currency == "", "currency", "goal_currency", "Give the currency of this value, as in EUR.")
	f.Wrong(g.Value == 0 && g.Currency != "", "value", "goal_currency",
		"Give a value in this currency, or leave both empty.")
	return f
}

// goal finds one of the tenant's goals by its name.
func (t *Tenant) goal(name string) (Goal, bool) {
	i := slices.IndexFunc(t.Goals, func(g Goal) bool { return g.Name == name })
	if i < 0 {
		return Goal{}, false
	}
	return t.Goals[i], true
}

// worth gives a goal the value and the currency that the tenant set, if its report has none.
func (t *Tenant) worth(g GoalReached) GoalReached {
	set, _ := t.goal(g.Name)
	if g.Value == 0 && g.Currency == "" {
		g.Value = set.Value
	}
	if g.Currency == "" {
		g.Currency = set.Currency
	}
	return g
}

// withGoals adds to an answer the goals that the question's form, or the step that the bot took, reaches, and whether
// it leads to one.
func (d *Desk) withGoals(ctx context.Context, bot Bot, question Message, a *Answer) error {
	form := formSent(question, *a)
	ahead := len(a.Ahead.Steps) > 0 || a.Effects.Form != nil ||
		slices.ContainsFunc(a.Bubbles, func(b Body) bool { return b.Form != nil })
	if form == "" && a.Step == "" && len(a.Effects.Goals) == 0 && !ahead {
		return nil
	}
	tenant, err := d.Tenant(ctx, bot.Tenant)
	if err != nil {
		return err
	}
	// Each name is a column of counters, so names that the tenant does not have are left out.
	reached := slices.DeleteFunc(a.Effects.Goals,
		func(g GoalReached) bool { _, known := tenant.goal(g.Name); return !known })
	for _, g := range tenant.Goals {
		if (g.Form != "" && g.Form == form) || (g.Step != "" && g.Step == a.Step) {
			reached = append(reached, GoalReached{Name: g.Name})
		}
	}
	a.Near = tenant.near(a)
	a.Effects.Goals = nil
	for _, g := range reached {
		if !slices.ContainsFunc(a.Effects.Goals,
			func(had GoalReached) bool { return had.Name == g.Name && had.OrderID == g.OrderID }) {
			a.Effects.Goals = append(a.Effects.Goals, tenant.worth(g))
		}
	}
	return nil
}

// formSent is the form that a question completes: sent whole, or by the answer to its last
// field where forms are asked for in words.
func formSent(question Message, a Answer) string {
	if s := question.Body().Submission; s != nil {
		return s.Form
	}
	if place := a.Effects.Form; place != nil && place.State == FormSent {
		return place.Form
	}
	return ""
}

// ServerGoal is a goal that a tenant's server reports, with the visitor's id as the widget gives it to the
// page, or a conversation's id.
type ServerGoal struct {
	GoalReached
	Visitor      VisitorID
	Conversation ConversationID
}

// ReachByServer takes a goal from the tenant's own server: verified.
func (d *Desk) ReachByServer(ctx context.Context, id TenantID, g ServerGoal) error {
	tenant, err := d.Tenant(ctx, id)
	if err != nil {
		return err
	}
	if set, ok := tenant.goal(g.Name); !ok || !set.Server {
		return Errorf(Invalid, "unknown_goal",
			"There is no goal of that name that a server may report. Goals are set up under Settings.")
	}
	if g.Visitor == "" {
		head, err := d.store.Head(ctx, ConversationKey{id, g.Conversation})
		if err != nil {
			return err
		}
		g.Visitor = head.Visitor
	}
	if _, err := d.store.Visitor(ctx, VisitorKey{id, g.Visitor}); err != nil {
		return err
	}
	g.Verified = true
	told := tenant.worth(g.GoalReached)
	stands, err := d.reach(ctx, VisitorKey{id, g.Visitor}, "", told, d.Now())
	if err != nil {
		return err
	}
	return stands.counts(told)
}

// counts tells a server whether its report counts as it was sent.
func (g VisitGoal) counts(told GoalReached) error {
	if g.Verified && g.Value == told.Value && g.Currency == told.Currency {
		return nil
	}
	what := "This goal is reached in this visit already"
	if told.OrderID != "" {
		what = "This order is counted already"
	}
	worth := "without a value"
	if g.Value != 0 {
		worth = fmt.Sprintf("with %v %s", g.Value, g.Currency)
	}
	return Errorf(Conflict, "goal_counted", "%s, %s. It is not counted again, and not changed.", what,
		strings.TrimSpace(worth))
}
