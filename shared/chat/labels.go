package chat

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	maxLabels     = 40 // of a team
	maxLabelsMade = 36 * 36
	maxLabelsOf   = 5 // of a conversation
	labelSize     = 2
)

// Relabel makes these the labels of the tenant: those with an id are renamed, those without are new, the others are
// deleted. It returns all faults, each at its field.
func (t *Tenant) Relabel(labels []Label) error {
	if len(labels) > maxLabels {
		return Errorf(Invalid, "too_many_labels", "A team has at most %d labels. Delete one that is not used.", maxLabels)
	}
	all, names, ids, made := Faults{}, map[string]bool{}, map[LabelID]bool{}, t.LabelsMade
	for i := range labels {
		l := &labels[i]
		l.Name = Titled(l.Name)
		field, folded := fmt.Sprintf("labels.%d.name", i), strings.ToLower(l.Name)
		all.Wrong(l.Name == "", field, "label_name_needed", "Give this label a name.")
		all.Wrong(l.Name != "" && names[folded], field, "label_twice", "Another label has this name.")
		all.Wrong(l.ID != "" && !t.hasLabel(l.ID), field, "no_such_label", "This label was deleted meanwhile.")
		all.Wrong(ids[l.ID], field, "label_listed_twice", "This label is in the list twice.")
		if names[folded], ids[l.ID] = true, l.ID != ""; l.ID == "" {
			l.ID = newLabelID(made)
			made++
		}
	}
	if made > maxLabelsMade {
		return Errorf(Invalid, "labels_used_up",
			"A team makes at most %d labels in all. Rename one that is not used.", maxLabelsMade)
	}
	if err := all.Err(); err != nil {
		return err
	}
	t.Labels, t.LabelsMade = labels, made
	return nil
}

func newLabelID(n int) LabelID {
	id := strconv.FormatInt(int64(n), 36)
	return LabelID(strings.Repeat("0", max(labelSize-len(id), 0)) + id)
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
	for rest := h.Labels; len(rest) >= labelSize; rest = rest[labelSize:] {
		ids = append(ids, LabelID(rest[:labelSize]))
	}
	return ids
}
