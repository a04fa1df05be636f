package chat

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// Near is a visitor's place shortly before goals, "" for none: a letter, and a mark of each of a few of these goals,
// because the head with it has to stay small. It is of the bot's last reply, and written with it.
type Near string

const (
	nearForm = "f" // in a form that they began, and neither sent nor left; it may be before no goal
	nearStep = "s" // before a form or a button that leads to a goal

	nearGoals = 3 // whose marks are kept
	nearMark  = 2 // characters of a mark

	MaxNear = len(nearForm) + nearGoals*nearMark // bytes
)

// InForm tells whether they are in a form that they began.
func (n Near) InForm() bool { return strings.HasPrefix(string(n), nearForm) }

// BeforeStep tells whether the bot has shown them the way to a goal.
func (n Near) BeforeStep() bool { return strings.HasPrefix(string(n), nearStep) }

// Behind tells whether all the goals are among those of these names.
func (n Near) Behind(reached []VisitGoal) bool {
	marks := n[min(len(n), 1):]
	for left := range slices.Chunk([]byte(marks), nearMark) {
		if !slices.ContainsFunc(reached, func(g VisitGoal) bool { return markOf(g.Name) == string(left) }) {
			return false
		}
	}
	return marks != ""
}

// markOf tells a goal's name from the tenant's others, nearly always.
func markOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:nearMark]
}

// Ahead is where the choices of an answer lead: to steps of a script, and to the goals that these name.
type Ahead struct {
	Steps []string `json:"steps,omitempty"`
	Goals []string `json:"goals,omitempty"`
}

// near is the visitor's place after an answer.
func (t *Tenant) near(a *Answer) Near {
	place := a.Effects.Form
	asked := place != nil && place.State == FormAsked
	marks := ""
	for _, g := range t.Goals {
		offered := slices.ContainsFunc(a.Bubbles, func(b Body) bool { return b.Form != nil && b.Form.ID == g.Form })
		ahead := offered || slices.Contains(a.Ahead.Goals, g.Name) || slices.Contains(a.Ahead.Steps, g.Step)
		if (asked && g.Form != "" && g.Form == place.Form || !asked && ahead) && len(marks) < nearGoals*nearMark {
			marks += markOf(g.Name)
		}
	}
	switch {
	case asked:
		return Near(nearForm + marks)
	case marks != "":
		return Near(nearStep + marks)
	}
	return ""
}

// nears notes the visitor's place on the head. An answer that waited while a form in words was begun does not end it.
func (h *Head) nears(given *Answer) {
	if !given.Joined || !h.Near.InForm() {
		h.Near = given.Near
	}
}

// begins notes on a talk of the bot's that its visitor began the form of the last reply, once.
func (w *WebChannel) begins(ctx context.Context, key ConversationKey, offer MessageID) error {
	is := func(h *Head) bool { return h.Owner == OwnerBot && h.LastBotReply == offer && !h.Near.InForm() }
	head, err := w.Conversation(ctx, key)
	if err != nil || !is(&head) {
		return Except(err, ErrNoConversation)
	}
	_, err = w.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if is(h) {
			h.Near = nearForm + h.Near[min(len(h.Near), 1):]
		}
		return nil, nil
	})
	return err
}
