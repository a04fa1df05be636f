package dynamo_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/office"
)

// furnish stores a row of each kind that lies outside of a tenant's partitions, as functions write them.
func furnish(t *testing.T, s *dynamo.Store, tenant chat.TenantID) {
	t.Helper()
	ctx, id, now := t.Context(), string(tenant), time.Now()
	agent := chat.Agent{Tenant: tenant, ID: "a"}
	for _, err := range []error{
		s.PutSite(ctx, chat.Site{Key: "s" + id, Tenant: tenant}),
		s.PutApp(ctx, chat.App{Key: "app" + id, Tenant: tenant}),
		s.PutNumber(ctx, chat.Number{App: "app" + id, ID: "n" + id, Tenant: tenant}),
		s.PutAPIKey(ctx, office.APIKey{ID: "k" + id, Tenant: tenant}),
		s.PutTicket(ctx, chat.Ticket{Hash: "h" + id, Agent: agent, Expires: now}),
		s.AddInvite(ctx, "ana@x.test", tenant, now.Add(time.Hour)),
		s.OpenSocket(ctx, chat.Socket{ID: chat.ConnectionID("v." + id), Tenant: tenant, Opened: now}),
		s.Park(ctx, chat.Poison{Partition: "T#" + id, Sort: "JOB#1", At: now}),
		s.Park(ctx, chat.Poison{Partition: "T#" + id + "#C#c", Sort: "M#1", At: now}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A tenant's rows are found wherever they lie, and nobody else's: not those of a tenant whose id begins alike,
// nor those of one whose script names another.
func TestAMigrationOfATenantRaisesEveryRowOfIt(t *testing.T) {
	e := engine(t)
	store := dynamo.New(e.DB, dynamotest.Table)
	furnish(t, store, "t_one")
	own := len(all(t, e))
	furnish(t, store, "t_onetwo")
	sly := json.RawMessage(`{"tenant":"t_one","row":"T#t_one"}`)
	if err := store.PutScript(t.Context(), chat.Script{Tenant: "t_onetwo", Bot: "b", Text: sly}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dynamo.SetUpgrades([][]dynamo.Upgrade{{}}))
	_, did, err := store.Migrate(t.Context(), "t_one", "", 1000)
	if err != nil || did.Raised != own || did.Seen != len(all(t, e)) {
		t.Errorf("of %d rows of its own it raised %+v: %v", own, did, err)
	}
	outside := []string{}
	for _, it := range all(t, e) {
		kind := dynamo.Kind(textOf(it, "pk"), textOf(it, "sk"))
		if textOf(it, "sv") == "2" && textOf(it, "pk") != "T#t_one" && !slices.Contains(outside, kind) {
			outside = append(outside, kind)
		}
	}
	slices.Sort(outside)
	want := []string{"api-key", "app", "invite", "number", "number-owner", "poison", "site", "socket", "ticket"}
	if !slices.Equal(outside, want) {
		t.Errorf("outside of its partitions it raised %v", outside)
	}
}
