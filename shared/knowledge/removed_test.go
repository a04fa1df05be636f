package knowledge_test

import (
	"context"
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// raced is a store in which somebody else does something just before an entry is deleted.
type raced struct {
	knowledge.Store
	first func()
}

func (r raced) DropDraft(ctx context.Context, t chat.TenantID, id knowledge.EntryID, version int64) error {
	r.first()
	return r.Store.DropDraft(ctx, t, id, version)
}

// written checks that an entry is there in these words.
func (h *house) written(id knowledge.EntryID, answer string) {
	h.T.Helper()
	d, _, err := h.Library.Draft(h.Ctx(), lea, id)
	if err != nil || d.Removed || d.Languages["en"].Answer[0] != answer {
		h.T.Errorf("the entry is %+v, %v", d, err)
	}
}

// Of two people of whom one deletes an entry and the other saves it, nobody loses a save.
func TestASaveIsNotLostToADelete(t *testing.T) {
	h := newHouse(t)
	price, hours := h.add("Price", "5 euros"), h.add("Hours", "9 to 6")
	h.publish(price)
	h.rewrite(price, "6 euros")
	h.rewrite(hours, "9 to 5")
	for _, seen := range []knowledge.Draft{price, hours} {
		if err := h.Remove(h.Ctx(), lea, seen.ID, seen.Version); chat.CodeOf(err) != "changed_meanwhile" {
			t.Errorf("%s is deleted: %v", seen.Title, err)
		}
	}
	h.written(price.ID, "6 euros")
	h.written(hours.ID, "9 to 5")
	for range 2 { // the first answer may be lost
		h.Must(h.Remove(h.Ctx(), lea, price.ID, price.Version+1))
	}
	d, state, err := h.Library.Draft(h.Ctx(), lea, price.ID)
	if err != nil || state != knowledge.Removed || d.Version != price.Version+2 {
		t.Errorf("the version that was seen is %s, %+v, %v", state, d, err)
	}
}

// A save of the same moment as the delete is not lost either.
func TestASaveJustBeforeADeleteIsNotLost(t *testing.T) {
	h := newHouse(t)
	hours := h.add("Hours", "9 to 6")
	other := knowledge.NewLibrary(h.Desk, raced{h.Store, func() { h.rewrite(hours, "9 to 5") }}, h.shelf, h.shelf)
	if err := other.Remove(h.Ctx(), lea, hours.ID, hours.Version); chat.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("it is deleted: %v", err)
	}
	h.written(hours.ID, "9 to 5")
}

// removing is a store in which something happens once just before an entry is marked as deleted.
type removing struct {
	knowledge.Store
	first func()
}

func (r *removing) PutDraft(ctx context.Context, d knowledge.Draft) error {
	if first := r.first; first != nil {
		r.first = nil
		first()
	}
	return r.Store.PutDraft(ctx, d)
}

// Two people who delete the same version of an entry both succeed, whether it was published or not, one after the other
// or at once; the audit names the one who did it.
func TestTwoPeopleDeleteTheSameVersion(t *testing.T) {
	h := newHouse(t)
	ann := chat.Agent{Tenant: chattest.Tenant, ID: "a_ann", Name: "Ann", Role: chat.RoleLead}
	price, terms := h.add("Price", "5 euros"), h.add("Terms", "Two weeks.")
	h.publish()
	hours := h.add("Hours", "9 to 6")
	for _, who := range []chat.Agent{lea, ann} {
		h.Must(h.Remove(h.Ctx(), who, price.ID, price.Version))
		h.Must(h.Remove(h.Ctx(), who, hours.ID, hours.Version))
	}
	faster := &removing{h.Store, func() { h.Must(h.Remove(h.Ctx(), lea, terms.ID, terms.Version)) }}
	library := knowledge.NewLibrary(h.Desk, faster, h.shelf, h.shelf)
	h.Must(library.Remove(h.Ctx(), ann, terms.ID, terms.Version))
	for _, d := range []knowledge.Draft{price, terms} {
		if now, _, err := h.Library.Draft(h.Ctx(), lea, d.ID); err != nil || !now.Removed || now.By != lea.ID {
			t.Errorf("%s is %+v, %v", d.Title, now, err)
		}
	}
	seen := []knowledge.Ref{{ID: price.ID, Version: int(price.Version)}, {ID: hours.ID, Version: int(hours.Version)}}
	kept, err := h.ChangeAll(h.Ctx(), ann, seen, knowledge.Change{Remove: true})
	if err != nil || len(kept) > 0 {
		t.Errorf("kept are %+v, %v", kept, err)
	}
	audits, _, err := h.Store.Audits(h.Ctx(), chattest.Tenant, "", 99)
	h.Must(err)
	for _, e := range audits {
		if e.Action == "knowledge.removed" && e.By != lea.ID {
			t.Errorf("the audit has %+v", e)
		}
	}
}

// Of many entries that somebody deletes, those stay that somebody else saved, and they are named. A tag goes to an
// entry as it is now.
func TestManyAreDeletedExceptThoseThatWereSaved(t *testing.T) {
	h := newHouse(t)
	price, hours, gone := h.add("Price", "5 euros"), h.add("Hours", "9 to 6"), h.add("Gone", "Yes.")
	seen := []knowledge.Ref{}
	for _, d := range []knowledge.Draft{gone, price, hours} {
		seen = append(seen, knowledge.Ref{ID: d.ID, Version: int(d.Version)})
	}
	h.Must(h.Remove(h.Ctx(), lea, gone.ID, gone.Version))
	h.rewrite(price, "6 euros")
	kept, err := h.ChangeAll(h.Ctx(), lea, seen, knowledge.Change{Remove: true})
	if err != nil || len(kept) != 1 || kept[0].ID != price.ID || kept[0].Title != "Price" {
		t.Errorf("kept are %+v, %v", kept, err)
	}
	h.written(price.ID, "6 euros")
	if _, _, err := h.Library.Draft(h.Ctx(), lea, hours.ID); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("the other one is there: %v", err)
	}
	kept, err = h.ChangeAll(h.Ctx(), lea, seen[1:2], knowledge.Change{Tag: "shop"})
	if err != nil || len(kept) > 0 {
		t.Errorf("an older version gets no tag: %+v, %v", kept, err)
	}
	h.written(price.ID, "6 euros")
}

// A publication that takes an entry away leaves what somebody saves at that moment, as a draft.
func TestAPublicationOfADeleteLeavesALaterSave(t *testing.T) {
	h := newHouse(t)
	price := h.add("Price", "5 euros")
	h.publish()
	h.Must(h.Remove(h.Ctx(), lea, price.ID, price.Version))
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	price.Version++
	saves := func() { h.rewrite(price, "6 euros") }
	press := knowledge.NewPress(raced{h.Store, saves}, h.shelf, whole{}, knowledge.Unprompted, h.Now)
	h.Must(press.Print(h.Ctx(), chattest.Tenant))
	h.wants("after the publication", answers{})
	h.written(price.ID, "6 euros")
	if state := h.state(price); state != knowledge.New {
		t.Errorf("it is %s", state)
	}
}
