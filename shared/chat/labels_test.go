package chat_test

import (
	"sync"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/google/go-cmp/cmp"
)

// labelled is a world in which the team has these labels.
func labelled(t *testing.T, names ...string) (*chattest.World, []chat.Label) {
	t.Helper()
	w := chattest.New(t)
	labels := []chat.Label{}
	for _, name := range names {
		labels = append(labels, chat.Label{Name: name})
	}
	tenant, err := w.SaveLabels(w.Ctx(), chattest.Olu, labels, 1)
	w.Must(err)
	return w, tenant.Labels
}

func TestAConversationHasTheLabelsOfItsTeam(t *testing.T) {
	w, labels := labelled(t, "Refund", "Delivery", "Broken", "VIP", "Angry", "Wholesale")
	g := w.Guest()
	g.Opens("/")
	g.Says("hi")
	change := func(add, remove []chat.LabelID) error {
		_, err := chat.ChangeLabels(w.Ctx(), w.Desk, chattest.Ana, g.Key(), chat.LabelChange{Add: add, Remove: remove})
		return err
	}
	has := func(want ...chat.LabelID) {
		t.Helper()
		h := w.Head(g.Key())
		if diff := cmp.Diff(want, h.LabelIDs()); diff != "" {
			t.Error(diff)
		}
	}
	ids := []chat.LabelID{}
	for _, l := range labels {
		ids = append(ids, l.ID)
	}
	w.Must(change(ids[:1], nil))
	w.Must(change(ids[1:2], nil)) // a colleague's, at the same time
	w.Must(change(ids[1:2], nil))
	has(ids[0], ids[1])
	w.Must(change(ids[2:3], ids[:1]))
	has(ids[1], ids[2])
	if code := chattest.Code(change(ids, nil)); code != "too_many_labels" {
		t.Errorf("six labels: %q", code)
	}
	if code := chattest.Code(change([]chat.LabelID{"zz"}, nil)); code != "no_such_label" {
		t.Errorf("a label of nobody: %q", code)
	}
	w.Must(change(ids[3:4], nil))
	_, err := w.SaveLabels(w.Ctx(), chattest.Olu, labels[2:], 2) // Delivery is deleted
	w.Must(err)
	w.Must(change(nil, nil))
	has(ids[2], ids[3])
	_, err = w.Rebuild()
	w.Must(err)
	has(ids[2], ids[3])
}

// Labels that five colleagues add at once all stay.
func TestLabelsOfColleaguesAtOnceAllStay(t *testing.T) {
	w, labels := labelled(t, "Refund", "Delivery", "Broken", "VIP", "Angry")
	g := w.Guest()
	g.Opens("/")
	g.Says("hi")
	var all sync.WaitGroup
	for _, l := range labels {
		all.Go(func() {
			_, err := chat.ChangeLabels(w.Ctx(), w.Desk, chattest.Ana, g.Key(), chat.LabelChange{Add: []chat.LabelID{l.ID}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if h := w.Head(g.Key()); len(h.LabelIDs()) != len(labels) {
		t.Errorf("%d labels were added, and %v stay", len(labels), h.LabelIDs())
	}
}

// A deleted label's id is not given again: an old conversation would have the new one.
func TestALabelIsNeverAnotherOne(t *testing.T) {
	w, labels := labelled(t, "Refund", "Delivery")
	tenant, err := w.SaveLabels(w.Ctx(), chattest.Olu, []chat.Label{labels[0], {Name: "Broken", Color: "red"}}, 2)
	w.Must(err)
	if got := tenant.Labels[1].ID; got == labels[1].ID || got == labels[0].ID {
		t.Errorf("the new label has the id %q", got)
	}
	for code, change := range map[string][]chat.Label{
		"label_name_needed":  {{Name: "  "}},
		"label_twice":        {labels[0], {Name: "refund"}},
		"no_such_label":      {labels[1]},
		"label_listed_twice": {labels[0], {ID: labels[0].ID, Name: "Refunds"}},
		"too_many_labels":    make([]chat.Label, 41),
	} {
		if _, err := w.SaveLabels(w.Ctx(), chattest.Olu, change, 3); chattest.Code(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}
