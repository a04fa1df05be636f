package chat

import "context"

// Priority is a mark of an agent on a conversation, for its case. "" is none.
type Priority string

const (
	High   Priority = "high"
	Urgent Priority = "urgent"
)

// Rank orders priorities, the most pressing first.
func (p Priority) Rank() int {
	switch p {
	case Urgent:
		return 0
	case High:
		return 1
	}
	return 2
}

// SetPriority marks a conversation as urgent or high, or takes the mark off. The transcript has the mark and its
// author. The next case begins without one.
func SetPriority(ctx context.Context, d *Desk, a Agent, key ConversationKey, p Priority) (Head, error) {
	if p != "" && p != High && p != Urgent {
		return Head{}, WrongField("priority", "bad_priority", "Choose high, urgent or none.")
	}
	return d.act(ctx, a, key, Event{Name: EventPriority, Reason: string(p)}, func(h *Head) (bool, error) {
		had := h.Priority
		h.Priority = p
		return had != p, nil
	})
}
