package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/lifecycle"
)

func (b *bench) draft(id knowledge.EntryID, version int64, title string) knowledge.Draft {
	return knowledge.Draft{
		Edited: chat.Edited{Version: version}, Tenant: b.tenant, ID: id, Made: b.now, At: b.now, By: "a_x",
		Content: knowledge.Content{
			Title: title, Languages: map[string]knowledge.Words{"en": {Wordings: []string{"Why?"}, Answer: []string{"So."}}},
		},
	}
}

func entries(t *testing.T, b *bench) {
	_, err := b.Draft(b.ctx(), b.tenant, "e1")
	b.wants(err, chat.ErrNotFound)
	edit(b, "an entry", func(version int64, title string) error {
		return b.PutDraft(b.ctx(), b.draft("e1", version, title))
	}, func() (int64, string, error) {
		d, err := b.Draft(b.ctx(), b.tenant, "e1")
		return d.Version, d.Title, err
	})
	first, err := b.DraftVersion(b.ctx(), b.tenant, "e1", 1)
	b.must(err)
	b.equal("the first version", first, b.draft("e1", 1, "first"))
	for v := int64(2); v < knowledge.KeptVersions+3; v++ {
		b.must(b.PutDraft(b.ctx(), b.draft("e1", v, "later")))
	}
	versions, err := b.DraftVersions(b.ctx(), b.tenant, "e1", 100)
	b.must(err)
	b.equal("kept versions", []any{len(versions), versions[0].Version}, []any{
		knowledge.KeptVersions, int64(knowledge.KeptVersions + 3),
	})
	_, err = b.DraftVersion(b.ctx(), b.tenant, "e1", 3)
	b.wants(err, chat.ErrNotFound)
	reworded(b)
	for _, id := range []knowledge.EntryID{"e3", "e2", "e10"} {
		b.must(b.PutDraft(b.ctx(), b.draft(id, 0, string(id))))
	}
	found, position := []knowledge.EntryID{}, ""
	for range 10 {
		rows, next, err := b.Drafts(b.ctx(), b.tenant, position, 2)
		b.must(err)
		for _, d := range rows {
			found = append(found, d.ID)
		}
		if position = next; next == "" {
			break
		}
	}
	b.equal("entries by id", found, []knowledge.EntryID{"e1", "e10", "e2", "e3"})
	const last = knowledge.KeptVersions + 3
	b.wants(b.DropDraft(b.ctx(), b.tenant, "e1", last-1), chat.ErrConflict)
	versions, err = b.DraftVersions(b.ctx(), b.tenant, "e1", 100)
	b.must(err)
	b.equal("versions after a delete that saw an older one", len(versions), knowledge.KeptVersions)
	for range 2 {
		b.must(b.DropDraft(b.ctx(), b.tenant, "e1", last))
	}
	_, err = b.Draft(b.ctx(), b.tenant, "e1")
	b.wants(err, chat.ErrNotFound)
	versions, err = b.DraftVersions(b.ctx(), b.tenant, "e1", 100)
	b.must(err)
	b.equal("versions of a deleted entry", versions, []knowledge.Draft{})
	_, err = b.DraftVersion(b.ctx(), b.tenant, "e10", 1) // whose id begins alike
	b.must(err)
}

// reworded writes versions of an entry in other words: no version comes of it, and none comes back.
func reworded(b *bench) {
	const last = knowledge.KeptVersions + 3
	for _, v := range []int64{3, last - 1, last} {
		b.must(b.RewordDraft(b.ctx(), b.draft("e1", v, "other words")))
	}
	b.must(b.RewordDraft(b.ctx(), b.draft("e9", 1, "none")))
	now, err := b.Draft(b.ctx(), b.tenant, "e1")
	b.must(err)
	b.equal("the entry in other words", now, b.draft("e1", last, "other words"))
	versions, err := b.DraftVersions(b.ctx(), b.tenant, "e1", 100)
	b.must(err)
	titles := []string{}
	for _, v := range versions[:3] {
		titles = append(titles, v.Title)
	}
	b.equal("versions in other words", titles, []string{"other words", "other words", "later"})
	b.equal("versions of an entry that was reworded", len(versions), knowledge.KeptVersions)
	b.must(b.RewordDraft(b.ctx(), b.draft("e1", last-1, "older words")))
	now, err = b.Draft(b.ctx(), b.tenant, "e1")
	b.must(err)
	b.equal("the entry after an older version was reworded", now.Title, "other words")
	_, err = b.Draft(b.ctx(), b.tenant, "e9")
	b.wants(err, chat.ErrNotFound)
}

func publications(t *testing.T, b *bench) {
	number, err := b.Live(b.ctx(), b.tenant)
	b.must(err)
	b.equal("nothing is in force", number, 0)
	one := knowledge.Publication{Tenant: b.tenant, Number: 1, At: b.now, By: "a_x", All: true}
	for range 2 { // a repeat of the same is the same
		b.must(b.AddPublication(b.ctx(), one))
	}
	other := one
	other.By = "a_y"
	b.wants(b.AddPublication(b.ctx(), other), chat.ErrExists)
	other.Number, other.All = 2, false
	other.Some = []knowledge.Ref{{ID: "e1", Version: 3}}
	b.must(b.AddPublication(b.ctx(), other))
	added := one
	one.Entries, one.Changed = 7, 3
	for range 2 { // a repeat of the same is the same
		b.must(b.PutPublication(b.ctx(), added, one))
	}
	late := one
	late.Failure = "of one who saw another state"
	b.wants(b.PutPublication(b.ctx(), added, late), chat.ErrConflict)
	all, err := b.Publications(b.ctx(), b.tenant, 10)
	b.must(err)
	b.equal("publications, newest first", all, []knowledge.Publication{other, one})
	decided := one
	decided.Decided = "Lea"
	for range 2 { // a repeat of the same is the same
		b.must(b.DecidePublication(b.ctx(), one, decided))
	}
	left := one
	left.Left = true
	b.wants(b.DecidePublication(b.ctx(), one, left), chat.ErrConflict)
	all, err = b.Publications(b.ctx(), b.tenant, 10)
	b.must(err)
	b.equal("the first decision holds", all, []knowledge.Publication{other, decided})
	for _, step := range []struct{ to, want int }{{1, 1}, {2, 2}, {1, 2}, {2, 2}} {
		b.must(b.GoLive(b.ctx(), b.tenant, step.to))
		number, err := b.Live(b.ctx(), b.tenant)
		b.must(err)
		b.equal("the edition in force", number, step.want)
	}
	b.must(b.DropPublication(b.ctx(), b.tenant, 1))
	all, err = b.Publications(b.ctx(), b.tenant, 1)
	b.must(err)
	b.equal("what is left", all, []knowledge.Publication{other})
}

func weeklies(t *testing.T, b *bench) {
	put := func(version int64, title string) error {
		return b.PutWeekly(b.ctx(), knowledge.Weekly{
			Edited: chat.Edited{Version: version}, Tenant: b.tenant, ID: "w1", Address: title, Due: b.now, By: "a_x",
			Seen: []byte{0, 255},
		})
	}
	edit(b, "a site that is read weekly", put, func() (int64, string, error) {
		w, err := b.Weekly(b.ctx(), b.tenant, "w1")
		return w.Version, w.Address, err
	})
	b.must(b.PutWeekly(b.ctx(), knowledge.Weekly{Tenant: b.tenant, ID: "w2", Due: b.now.Add(time.Hour)}))
	all, err := b.Weeklies(b.ctx(), b.tenant)
	b.must(err)
	if len(all) != 2 || all[0].ID != "w1" || all[1].ID != "w2" || !bytes.Equal(all[0].Seen, []byte{0, 255}) {
		t.Errorf("sites, by id: %+v", all)
	}
	one := lifecycle.DueItem{Weekly: &lifecycle.WeeklyKey{Tenant: b.tenant, ID: "w1"}}
	due := func(at time.Time) (mine []lifecycle.DueItem) {
		items, err := b.Due(b.ctx(), at, 1000)
		b.must(err)
		return slices.DeleteFunc(items, func(i lifecycle.DueItem) bool {
			return i.Weekly == nil || i.Weekly.Tenant != b.tenant
		})
	}
	b.equal("what is due", due(b.now), []lifecycle.DueItem{one})
	b.must(b.Postpone(b.ctx(), one, b.now.Add(time.Minute)))
	b.equal("what was put off", len(due(b.now)), 0)
	for range 2 {
		b.must(b.DropWeekly(b.ctx(), b.tenant, "w1"))
	}
	b.equal("what is dropped", len(due(b.now.Add(time.Minute))), 0)
	for n := range 2 * knowledge.MaxWeekly { // beside one that is there
		id := knowledge.WeeklyID(fmt.Sprintf("w3%02d", n))
		b.must(b.PutWeekly(b.ctx(), knowledge.Weekly{Tenant: b.tenant, ID: id, Due: b.now.Add(time.Hour)}))
	}
	all, err = b.Weeklies(b.ctx(), b.tenant)
	b.must(err)
	b.equal("how many are listed", len(all), 2*knowledge.MaxWeekly)
}

func imports(t *testing.T, b *bench) {
	one := func(id knowledge.ImportID, version int64, name string) knowledge.Import {
		return knowledge.Import{
			Edited: chat.Edited{Version: version}, Tenant: b.tenant, ID: id, Name: name, At: b.now, By: "a_x",
			State: knowledge.Uploading,
		}
	}
	for put, name := range map[string]knowledge.ImportID{"put": "i1", "woken": "i2"} {
		write := b.PutImport
		if put == "woken" {
			write = b.WakeImport
		}
		edit(b, "an import that is "+put, func(version int64, title string) error {
			return write(b.ctx(), one(name, version, title))
		}, func() (int64, string, error) {
			i, err := b.Import(b.ctx(), b.tenant, name)
			return i.Version, i.Name, err
		})
	}
	all, err := b.Imports(b.ctx(), b.tenant)
	b.must(err)
	if len(all) != 2 || all[0].ID != "i2" || all[1].ID != "i1" {
		t.Errorf("imports, newest first: %+v", all)
	}
	for range 2 {
		b.must(b.DropImport(b.ctx(), b.tenant, "i2"))
	}
	_, err = b.Import(b.ctx(), b.tenant, "i2")
	b.wants(err, chat.ErrNotFound)
}
