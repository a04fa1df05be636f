package again

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/office"
)

// table is a store, and the database under it.
type table struct {
	*dynamo.Store
	DB *dynamodb.Client
}

func newTable(t *testing.T) table {
	t.Helper()
	e, err := dynamotest.Dynoxide(t.Context(), "../..")
	must(t, err)
	t.Cleanup(e.Stop)
	return table{dynamo.New(e.DB, dynamotest.Table), e.DB}
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

// furnish makes tenants, of which one has API keys and people.
func furnish(t *testing.T, store table) {
	t.Helper()
	for _, id := range []chat.TenantID{"t_gone", "t_half", "t_lost", "t_shop", "t_stopped"} {
		must(t, store.PutTenant(t.Context(), chat.Tenant{ID: id, Name: "Kettle"}))
	}
	for _, id := range []string{"revoked", "rotated", "stays"} {
		must(t, store.PutAPIKey(t.Context(), office.APIKey{ID: id, Tenant: "t_shop", Hash: []byte("old")}))
	}
	must(t, store.UpdateRoster(t.Context(), "t_shop", func(r *chat.Roster) error {
		r.Members = []chat.Member{
			{ID: "a_stays", Email: "ana@x.test", Role: chat.RoleOwner},
			{ID: "a_left", Email: "ben@x.test", Role: chat.RoleAgent},
		}
		return nil
	}))
}

// later makes the changes of people to a table after the point in time.
func later(t *testing.T, store table) {
	t.Helper()
	for _, id := range []chat.TenantID{"t_half", "t_stopped"} {
		stopped, err := store.Tenant(t.Context(), id)
		must(t, err)
		stopped.Suspended = noon
		must(t, store.PutTenant(t.Context(), stopped))
	}
	must(t, store.DeleteAPIKey(t.Context(), office.APIKey{ID: "revoked", Tenant: "t_shop"}))
	rotated, err := store.APIKey(t.Context(), "rotated")
	must(t, err)
	rotated.Hash, rotated.Rotated = []byte("new"), noon
	must(t, store.PutAPIKey(t.Context(), rotated))
	must(t, store.UpdateRoster(t.Context(), "t_shop", func(r *chat.Roster) error {
		r.Members = r.Members[:1]
		r.Members[0].ID = "a_anew" // the account was lost, and made once more
		return nil
	}))
}

// A comparison finds the decisions since, and each decision can be repeated: then none is left but the tenants that
// scripts/tenant has to delete again. A tenant whose row was lost is not taken for one that was deleted.
func TestDecisionsAreFoundAndRepeated(t *testing.T) {
	back, before := newTable(t), newTable(t)
	furnish(t, back)
	furnish(t, before)
	later(t, before)
	for _, id := range []chat.TenantID{"t_gone", "t_lost"} {
		_, err := before.DB.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{
			TableName: aws.String(dynamotest.Table), Key: dynamo.TenantRow(id),
		})
		must(t, err)
	}
	c := comparison{back.Store, before.Store, office.New(chat.New(back), back)}
	c.office.SiteFiles = pages{}
	deletions := map[chat.TenantID]deletion{
		"t_gone": ended, "t_half": begun,
		"t_shop": begun, // was the accident of an earlier restore: the tenant goes on
	}
	find := func() (found []Decision, said []string) {
		must(t, Tenants(t.Context(), back.Store, func(tenant chat.Tenant) error {
			some, err := c.of(t.Context(), tenant, deletions[tenant.ID])
			found = append(found, some...)
			return err
		}))
		for _, one := range found {
			said = append(said, one.What)
		}
		return found, said
	}
	found, said := find()
	if want := []string{
		"t_gone was deleted", "t_half was being deleted",
		"t_shop: the API key revoked was revoked", "t_shop: the API key rotated was rotated",
		"t_shop: the member a_left was removed", "t_stopped was suspended",
	}; !slices.Equal(said, want) {
		t.Errorf("found are %q", said)
	}
	for _, one := range found {
		must(t, one.Repeat(t.Context()))
	}
	left, said := find()
	if want := []string{"t_gone was deleted", "t_half was being deleted"}; !slices.Equal(said, want) {
		t.Fatalf("after all were repeated there are %q", said)
	}
	for _, one := range left {
		if one.Repeat != nil || one.Delete == nil || one.Delete.Name == "" || one.Delete.Suspended.IsZero() {
			t.Errorf("left is %+v of %+v", one, one.Delete)
		}
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
