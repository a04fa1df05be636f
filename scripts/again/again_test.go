package again

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/office"
)

func newTable(t *testing.T) *dynamo.Store {
	t.Helper()
	e, err := dynamotest.Dynoxide(t.Context(), "../..")
	must(t, err)
	t.Cleanup(e.Stop)
	return dynamo.New(e.DB, dynamotest.Table)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pages stand in for the files that widgets read.
type pages struct{}

func (pages) Write(context.Context, chat.Site) error { return nil }

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// furnish makes three tenants, of which one has two API keys and two people.
func furnish(t *testing.T, store *dynamo.Store) {
	t.Helper()
	for _, id := range []chat.TenantID{"t_gone", "t_lost", "t_shop", "t_stopped"} {
		must(t, store.PutTenant(t.Context(), chat.Tenant{ID: id}))
	}
	for _, id := range []string{"revoked", "rotated", "stays"} {
		must(t, store.PutAPIKey(t.Context(), office.APIKey{ID: id, Tenant: "t_shop", Hash: []byte("old")}))
	}
	must(t, store.UpdateRoster(t.Context(), "t_shop", func(r *chat.Roster) error {
		r.Members = []chat.Member{{ID: "a_stays", Role: chat.RoleOwner}, {ID: "a_left", Role: chat.RoleAgent}}
		return nil
	}))
}

// later is what people do to a table after the point in time.
func later(t *testing.T, store *dynamo.Store) {
	t.Helper()
	stopped, err := store.Tenant(t.Context(), "t_stopped")
	must(t, err)
	stopped.Suspended = noon
	must(t, store.PutTenant(t.Context(), stopped))
	must(t, store.DeleteAPIKey(t.Context(), office.APIKey{ID: "revoked", Tenant: "t_shop"}))
	rotated, err := store.APIKey(t.Context(), "rotated")
	must(t, err)
	rotated.Hash, rotated.Rotated = []byte("new"), noon
	must(t, store.PutAPIKey(t.Context(), rotated))
	must(t, store.UpdateRoster(t.Context(), "t_shop", func(r *chat.Roster) error {
		r.Members = r.Members[:1]
		return nil
	}))
}

// A comparison finds what was decided since, and each decision can be repeated: then there is none left. A lost
// row of a tenant does not count as a deletion.
func TestDecisionsAreFoundAndRepeated(t *testing.T) {
	back, before := newTable(t), newTable(t)
	furnish(t, back)
	furnish(t, before)
	later(t, before)
	c := comparison{back, before, office.New(chat.New(back), back)}
	c.office.SiteFiles = pages{}
	deleted := map[chat.TenantID]bool{"t_gone": true}
	find := func() (all []Decision) {
		must(t, Tenants(t.Context(), back, func(tenant chat.Tenant) error {
			if tenant.ID == "t_gone" || tenant.ID == "t_lost" { // their rows are not in the table before
				some, err := comparison{back, newTable(t), c.office}.of(t.Context(), tenant, deleted[tenant.ID])
				all = append(all, some...)
				return err
			}
			some, err := c.of(t.Context(), tenant, false)
			all = append(all, some...)
			return err
		}))
		return all
	}
	found := find()
	var said []string
	for _, one := range found {
		said = append(said, one.What)
		must(t, one.Repeat(t.Context()))
	}
	if want := []string{
		"t_gone was deleted: suspend it until scripts/tenant has deleted it again",
		"t_shop: the API key revoked was revoked", "t_shop: the API key rotated was rotated",
		"t_shop: the member a_left was removed", "t_stopped was suspended",
	}; !slices.Equal(said, want) {
		t.Errorf("found are %q", said)
	}
	if left := find(); len(left) > 0 {
		t.Errorf("after all were repeated there are %d left, as %s", len(left), left[0].What)
	}
	if key, err := back.APIKey(t.Context(), "rotated"); err != nil || string(key.Hash) != "new" {
		t.Errorf("the rotated key is %+v, %v", key, err)
	}
	if roster, err := back.Roster(t.Context(), "t_shop"); err != nil || len(roster.Members) != 1 {
		t.Errorf("the team is %+v, %v", roster, err)
	}
	if lost, err := back.Tenant(t.Context(), "t_lost"); err != nil || !lost.Suspended.IsZero() {
		t.Errorf("the lost tenant is %+v, %v", lost, err)
	}
}

// An erasure whose job was not done yet has no copy of its tombstone: it is found in the table before.
func TestUnfinishedErasuresAreFound(t *testing.T) {
	before := newTable(t)
	furnish(t, before)
	for _, j := range []lifecycle.Job{
		{Tenant: "t_shop", ID: "j_1", Kind: lifecycle.JobErase, Subject: &chat.Subject{Visitor: "v_1"}},
		{Tenant: "t_shop", ID: "j_2", Kind: lifecycle.JobErase}, // done: its subject is gone
		{Tenant: "t_shop", ID: "j_3", Kind: lifecycle.JobExportVisitor, Subject: &chat.Subject{Visitor: "v_3"}},
	} {
		must(t, before.PutJob(t.Context(), j))
	}
	found, err := unfinished(t.Context(), before)
	if err != nil || len(found) != 1 || found[0].whom.Visitor != "v_1" || found[0].tenant != "t_shop" {
		t.Errorf("found are %+v, %v", found, err)
	}
}
