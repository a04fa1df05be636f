package chat

import (
	"context"
	"slices"
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

// near is the visitor's place after an answer.
func (t *Tenant) near(a *Answer) Near {
	if place := a.Effects.Form; place != nil && place.State == FormAsked {
		return NearForm
	}
	for _, g := range t.Goals {
		offered := slices.ContainsFunc(a.Bubbles, func(b Body) bool { return b.Form != nil && b.Form.ID == g.Form })
		if offered || slices.Contains(a.Ahead.Goals, g.Name) || slices.Contains(a.Ahead.Steps, g.Step) {
			return NearStep
		}
	}
	return ""
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
