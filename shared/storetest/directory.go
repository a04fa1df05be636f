package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

// edit proves that of two owners who edit a row at once, the second gets a conflict. put stores a
// version, read reads the stored one.
func edit(
	b *bench, what string, put func(version int64, name string) error, read func() (version int64, name string, err error),
) {
	b.t.Helper()
	b.must(put(0, "first"))
	b.wants(put(0, "another first"), chat.ErrConflict)
	version, name, err := read()
	b.must(err)
	b.equal(what+", stored", []any{version, name}, []any{int64(1), "first"})
	b.must(put(1, "second"))
	b.wants(put(1, "late"), chat.ErrConflict)
	version, name, err = read()
	b.must(err)
	b.equal(what+", edited", []any{version, name}, []any{int64(2), "second"})
}

func directory(t *testing.T, b *bench) {
	_, err := b.Tenant(b.ctx(), b.tenant)
	b.wants(err, chat.ErrNotFound)
	edit(b, "the tenant", func(version int64, name string) error {
		return b.PutTenant(b.ctx(), chat.Tenant{
			Edited: chat.Edited{Version: version}, ID: b.tenant, Name: name, Sealed: []byte{1}, Goals: chat.StandardGoals(),
		})
	}, func() (int64, string, error) {
		got, err := b.Tenant(b.ctx(), b.tenant)
		return got.Version, got.Name, err
	})
	b.must(b.PutTenant(b.ctx(), chat.Tenant{ID: b.tenant + "-next", Name: "next"}))
	names, position := map[chat.TenantID]string{}, ""
	for range 1000 { // other parts make tenants meanwhile
		page, next, err := b.Tenants(b.ctx(), position, 2)
		b.must(err)
		for _, tenant := range page {
			names[tenant.ID] = tenant.Name
		}
		if position = next; next == "" {
			break
		}
	}
	b.equal("all tenants", []string{names[b.tenant], names[b.tenant+"-next"]}, []string{"second", "next"})
	edit(b, "the bot", func(version int64, name string) error {
		return b.PutBot(b.ctx(), chat.Bot{
			Edited: chat.Edited{Version: version}, Tenant: b.tenant, ID: "b_1", Name: name, Kind: chat.ScriptBot, Script: 2,
		})
	}, func() (int64, string, error) {
		got, err := b.Bot(b.ctx(), b.tenant, "b_1")
		return got.Version, got.Name, err
	})
	bots, err := b.Bots(b.ctx(), b.tenant)
	b.must(err)
	b.equal("the bots", []any{len(bots), bots[0].Version, bots[0].Name}, []any{1, int64(2), "second"})
	scripts(b)
	sites(b)
	numbers(b)
	cannedReplies(b)
	savedViews(b)
}

// savedViews proves that those of a person are apart from those of the team.
func savedViews(b *bench) {
	for _, owner := range []chat.AgentID{"", "a_1"} {
		none, err := b.Views(b.ctx(), b.tenant, owner)
		b.must(err)
		b.equal("before the first", len(none.Views), 0)
		edit(b, "the views of "+string(owner), func(version int64, name string) error {
			return b.PutViews(b.ctx(), b.tenant, owner, office.Views{
				Edited: chat.Edited{Version: version}, Views: []office.View{{Name: name, Queue: "all"}},
			})
		}, func() (int64, string, error) {
			got, err := b.Views(b.ctx(), b.tenant, owner)
			return got.Version, got.Views[0].Name, err
		})
	}
	b.must(b.DeleteViews(b.ctx(), b.tenant, "a_1"))
	gone, err := b.Views(b.ctx(), b.tenant, "a_1")
	b.must(err)
	team, err := b.Views(b.ctx(), b.tenant, "")
	b.must(err)
	b.equal("one's own are gone, and the team's stay", []int{len(gone.Views), len(team.Views)}, []int{0, 1})
}

// cannedReplies proves that those of a person are apart from those of the team, and from everybody else's.
func cannedReplies(b *bench) {
	for _, owner := range []chat.AgentID{"", "a_1"} {
		edit(b, "a canned reply of "+string(owner), func(version int64, title string) error {
			return b.PutCannedReply(b.ctx(), b.tenant, chat.CannedReply{
				Edited: chat.Edited{Version: version}, ID: "r1", Owner: owner, Title: title, Text: "Hello", Language: "en",
				Texts: map[string]string{"pt": "Olá"},
				Files: []chat.CannedFile{{Upload: "u1", Name: "a.png", Type: "image/png", Size: 7}},
			})
		}, func() (int64, string, error) {
			all, err := b.CannedReplies(b.ctx(), b.tenant, owner)
			if err != nil || len(all) != 1 || all[0].Owner != owner || all[0].Texts["pt"] != "Olá" ||
				!slices.Equal(all[0].Files, []chat.CannedFile{{Upload: "u1", Name: "a.png", Type: "image/png", Size: 7}}) {
				b.t.Errorf("the canned replies of %q: %v, %v", owner, all, err)
				return 0, "", err
			}
			return all[0].Version, all[0].Title, nil
		})
	}
	others, err := b.CannedReplies(b.ctx(), b.tenant, "a_2")
	b.must(err)
	b.equal("of somebody else", len(others), 0)
	b.must(b.DeleteCannedReply(b.ctx(), b.tenant, "a_1", "r1"))
	own, err := b.CannedReplies(b.ctx(), b.tenant, "a_1")
	b.must(err)
	shared, err := b.CannedReplies(b.ctx(), b.tenant, "")
	b.must(err)
	b.equal("one's own is gone, and the team's stays", []int{len(own), len(shared)}, []int{0, 1})
}

func scripts(b *bench) {
	for version := 1; version <= 3; version++ {
		script := chat.Script{
			Tenant: b.tenant, Bot: "b_1", Version: version, At: b.now, Note: "a note", Text: []byte(`{"a":1}`),
		}
		b.must(b.PutScript(b.ctx(), script))
		b.must(b.PutScript(b.ctx(), script)) // a retry, after the first answer was lost
	}
	b.wants(b.PutScript(b.ctx(), chat.Script{Tenant: b.tenant, Bot: "b_1", Version: 2}), chat.ErrExists)
	got, err := b.Script(b.ctx(), b.tenant, "b_1", 2)
	b.must(err)
	b.equal("a script", []any{got.Version, got.Note, string(got.Text)}, []any{2, "a note", `{"a":1}`})
	latest, err := b.Scripts(b.ctx(), b.tenant, "b_1", 2)
	b.must(err)
	b.equal("the latest", []int{latest[0].Version, latest[1].Version, len(latest)}, []int{3, 2, 2})
	_, err = b.Script(b.ctx(), b.tenant, "b_1", 4)
	b.wants(err, chat.ErrNotFound)
}

func sites(b *bench) {
	key := "site-" + string(b.tenant)
	edit(b, "the site", func(version int64, name string) error {
		return b.PutSite(b.ctx(), chat.Site{
			Edited: chat.Edited{Version: version}, Key: key, Tenant: b.tenant, Bot: "b_1", Name: name,
			Origins: []string{"https://a.example"},
		})
	}, func() (int64, string, error) {
		got, err := b.Site(b.ctx(), key)
		return got.Version, got.Name, err
	})
	all, err := b.Sites(b.ctx(), b.tenant)
	b.must(err)
	b.equal("the tenant's sites", []any{len(all), all[0].Key, all[0].Version}, []any{1, key, int64(2)})
	others, err := b.Sites(b.ctx(), "t_other")
	b.must(err)
	b.equal("of another tenant", slices.ContainsFunc(others, func(s chat.Site) bool { return s.Key == key }), false)
	_, err = b.Site(b.ctx(), "none")
	b.wants(err, chat.ErrNotFound)
	seen := chat.LastSeen{Site: key, Origin: "https://a.example", At: b.now}
	b.must(b.RecordSeen(b.ctx(), b.tenant, chat.LastSeen{
		Site: key, Origin: "https://b.example", At: b.now.Add(-time.Hour),
	}))
	b.must(b.RecordSeen(b.ctx(), b.tenant, seen))
	sightings, err := b.LastSeen(b.ctx(), b.tenant)
	b.must(err)
	b.equal("where it was seen last", sightings, []chat.LastSeen{seen})
}

func numbers(b *bench) {
	id := "n" + string(b.tenant)
	app := "app-" + string(b.tenant)
	edit(b, "the number", func(version int64, name string) error {
		return b.PutNumber(b.ctx(), chat.Number{
			Edited: chat.Edited{Version: version}, App: app, ID: id, Tenant: b.tenant, Bot: "b_1", Display: name,
		})
	}, func() (int64, string, error) {
		got, err := b.NumberByID(b.ctx(), b.tenant, id)
		return got.Version, got.Display, err
	})
	got, err := b.Number(b.ctx(), app, id)
	b.must(err)
	b.equal("by its app", got.Display, "second")
	b.wants(b.PutNumber(b.ctx(), chat.Number{App: "another-app", ID: id, Tenant: "t_other"}), chat.ErrExists)
	all, err := b.Numbers(b.ctx(), b.tenant)
	b.must(err)
	b.equal("the tenant's numbers", len(all), 1)
	_, err = b.Number(b.ctx(), "another-app", id)
	b.wants(err, chat.ErrNotFound)
	b.must(b.DropNumber(b.ctx(), got))
	_, err = b.NumberByID(b.ctx(), b.tenant, id)
	b.wants(err, chat.ErrNotFound)
	b.must(b.PutNumber(b.ctx(), chat.Number{App: "another-app-" + app, ID: id, Tenant: b.tenant + "-other"}))
}
