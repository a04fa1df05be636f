package chat

import (
	"context"
	"slices"
	"strings"
)

// Near is a visitor's place shortly before a goal. It is of the bot's last reply, and written with it.
type Near string

const (
	NearForm Near = "form" // in a form that they began, and neither sent nor left
	NearStep Near = "step" // before a form or a button that leads to a goal
)

// Ahead is where the choices of an answer lead: to steps of a script, and to the goals that these name.
type Ahead struct {
	Steps []string `json:"steps,omitempty"`
	Goals []string `json:"goals,omitempty"`
}

// near is the visitor's place after an answer, and the names of the goals that it is before, one a line. A form may be
// before none.
func (t *Tenant) near(a *Answer) (at Near, to string) {
	names := []string{}
	place := a.Effects.Form
	asked := place != nil && place.State == FormAsked
	for _, g := range t.Goals {
		offered := slices.ContainsFunc(a.Bubbles, func(b Body) bool { return b.Form != nil && b.Form.ID == g.Form })
		ahead := offered || slices.Contains(a.Ahead.Goals, g.Name) || slices.Contains(a.Ahead.Steps, g.Step)
		if asked && g.Form != "" && g.Form == place.Form || !asked && ahead {
			at, names = NearStep, append(names, g.Name)
		}
	}
	if asked {
		at = NearForm
	}
	return at, strings.Join(names, "\n")
}

// nears notes the visitor's place on the head. An answer that waited while a form in words was begun does not end it.
func (h *Head) nears(given *Answer) {
	if !given.Joined || h.Near != NearForm {
		h.Near, h.NearTo = given.Near, given.NearTo
	}
}

// begins notes on a talk of the bot's that its visitor began the form of the last reply, once.
func (w *WebChannel) begins(ctx context.Context, key ConversationKey, offer MessageID) error {
	is := func(h *Head) bool { return h.Owner == OwnerBot && h.LastBotReply == offer && h.Near != NearForm }
	head, err := w.Conversation(ctx, key)
	if err != nil || !is(&head) {
		return Except(err, ErrNoConversation)
	}
	_, err = w.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if is(h) {
			h.Near = NearForm
		}
		return nil, nil
	})
	return err
}
