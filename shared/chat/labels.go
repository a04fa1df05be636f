package chat

import (
	"context"
	"slices"
	"strconv"
)

// Label is a team's own word for conversations of a kind.
type Label struct {
	ID    LabelID `json:"id,omitempty"` // "" for one that is not stored yet
	Name  string  `json:"name"`
	Color string  `json:"color,omitempty"` // gray, red, orange, yellow, green, teal, blue, grape; "" for gray
}

// LabelID is two characters, so that a head with labels stays small. It is never given twice in a team.
type LabelID string

const (
	maxLabels   = 40 // of a team
	maxLabelsOf = 5  // of a conversation
)

var ownLabels = ownList[LabelID, Label]{
	called: "label", most: maxLabels, parts: func(l *Label) (*LabelID, *string) { return &l.ID, &l.Name },
}

// Relabel makes these the labels of the tenant: those with an id are renamed, those without are new, the others are
// deleted. It returns all faults, each at its field.
func (t *Tenant) Relabel(labels []Label) error {
	made, err := ownLabels.renewed(labels, t.Labels, t.LabelsMade)
	if err == nil {
		t.Labels, t.LabelsMade = labels, made
	}
	return err
}

func (t *Tenant) hasLabel(id LabelID) bool {
	return slices.ContainsFunc(t.Labels, func(l Label) bool { return l.ID == id })
}

// LabelChange adds labels to a conversation and takes others off.
type LabelChange struct{ Add, Remove []LabelID }

// ChangeLabels changes the labels of a conversation, and keeps the changes that colleagues make at once. A label that
// the team has deleted goes with the next change.
func ChangeLabels(ctx context.Context, d *Desk, a Agent, key ConversationKey, change LabelChange) (Head, error) {
	tenant, err := d.store.Tenant(ctx, a.Tenant)
	if err != nil {
		return Head{}, err
	}
	for _, id := range change.Add {
		if !tenant.hasLabel(id) {
			return Head{}, WrongField("add", "no_such_label", "This label was deleted meanwhile. Choose another.")
		}
	}
	head, err := d.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if h.Version == 0 {
			return nil, ErrNotFound
		}
		return nil, h.label(&tenant, change)
	})
	if err != nil {
		return Head{}, err
	}
	d.hint(ctx, head.Tenant, "inbox")
	d.push(ctx, Push{Action: PushChanged, Conversation: head.ID}, d.watching(ctx, head)...)
	return head, nil
}

func (h *Head) label(t *Tenant, change LabelChange) error {
	left := slices.DeleteFunc(append(h.LabelIDs(), change.Add...), func(id LabelID) bool {
		return slices.Contains(change.Remove, id) || !t.hasLabel(id)
	})
	slices.Sort(left)
	left = slices.Compact(left)
	if len(left) > maxLabelsOf {
		return WrongField("add", "too_many_labels", "A conversation has at most "+strconv.Itoa(maxLabelsOf)+
			" labels. Take one off first.")
	}
	h.Labels = ""
	for _, id := range left {
		h.Labels += string(id)
	}
	return nil
}

// LabelNames is the names of a conversation's labels, in the team's order.
func (t *Tenant) LabelNames(h *Head) []string {
	names, ids := []string{}, h.LabelIDs()
	for _, l := range t.Labels {
		if slices.Contains(ids, l.ID) {
			names = append(names, l.Name)
		}
	}
	return names
}

// LabelIDs is the labels of the conversation.
func (h *Head) LabelIDs() []LabelID {
	var ids []LabelID
	for rest := h.Labels; len(rest) >= ownIDSize; rest = rest[ownIDSize:] {
		ids = append(ids, LabelID(rest[:ownIDSize]))
	}
	return ids
}
