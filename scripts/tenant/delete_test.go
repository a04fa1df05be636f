package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/segments"
)

// Of a file nothing stays: no earlier version, and no delete marker that says its name. Those of a tenant whose id
// begins alike stay.
func TestADeletionLeavesNoVersionOfAFile(t *testing.T) {
	c := &closet{all: []version{
		{key: "kept/t_1/c/a.png", id: "v1"},
		{key: "kept/t_1/c/a.png", id: "v2"},
		{key: "kept/t_1/c/b.png", id: "v3"},
		{key: "kept/t_1/c/b.png", id: "v4", marker: true},
		{key: "exports/t_1/all.zip", id: "null"},
		{key: "deliveries/t_1/app/hash", id: "null"},
		{key: "delivered/t_1/app/hash", id: "null"},
		{key: "knowledge/t_1/editions/3", id: "null"},
		{key: "search/t_1/manifest", id: "null"},
		{key: "ledger/t_1/days/2026-11-22/01.json.gz", id: "null"},
		{key: "canned/t_1/team/01", id: "null"},
		{key: "kept/t_12/c/a.png", id: "v5"},
	}}
	r := &receipt{Tenant: "t_1"}
	for range 2 { // once more for late uploads
		if err := partsOf(t, c).removeFiles(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.all) != 1 || c.all[0].id != "v5" || r.Files != 10 {
		t.Errorf("%d are deleted, and left are %+v", r.Files, c.all)
	}
}

// A deletion knows every folder of the bucket of files that a function may write to, as the stack grants it.
func TestADeletionKnowsEveryFolder(t *testing.T) {
	names := map[string]string{
		"deliveries.Waiting": deliveries.Waiting, "deliveries.Known": deliveries.Known, "ledger.Prefix": ledger.Prefix("t"),
		"knowledge.Prefix": knowledge.Prefix("t"), "knowledge.ImportPrefix": knowledge.ImportPrefix,
		"segments.Prefix": segments.Prefix("t"),
	}
	raw, err := os.ReadFile("../../infra/means.go")
	must(t, err)
	granted := regexp.MustCompile(`objects\(b\.media, (?:"([^"]+)"|([\w.]+))`).FindAllStringSubmatch(string(raw), -1)
	for _, g := range granted {
		path := cmp.Or(g[1], names[g[2]])
		if kind, _, _ := strings.Cut(path, "/"); !slices.Contains(kinds, kind) {
			t.Errorf("%s: a deletion does not know %q", g[0], kind)
		}
	}
	if len(granted) < len(kinds) {
		t.Errorf("the stack grants only %d folders: look for them in another way", len(granted))
	}
}

// A receipt that was cut off is gone on with; one that is ended belongs to an earlier deletion, before a restore.
func TestADeletionGoesOnWithItsReceipt(t *testing.T) {
	c, tenant := &closet{}, chat.Tenant{ID: "t_1", Name: "Kettle"}
	p := partsOf(t, c)
	first, err := p.begun(t.Context(), tenant)
	if err != nil || first.Rows != 0 {
		t.Fatal(first, err)
	}
	first.Rows, first.Cursor = 7, map[string]string{"pk": "T#t_1", "sk": "BOT#b"}
	if err := p.keep(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	again, err := p.begun(t.Context(), tenant)
	if err != nil || again.Rows != 7 || again.Cursor["sk"] != "BOT#b" || !again.Began.Equal(first.Began) {
		t.Errorf("it goes on with %+v, %v", again, err)
	}
	again.Ended = again.Began
	if err := p.keep(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if anew, err := p.begun(t.Context(), tenant); err != nil || anew.Rows != 0 {
		t.Errorf("a second deletion goes on with %+v, %v", anew, err)
	}
}

// endings notes which sockets were ended.
type endings struct {
	mu  sync.Mutex
	ids []chat.ConnectionID
}

func (e *endings) Close(_ context.Context, id chat.ConnectionID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ids = append(e.ids, id)
	return nil
}

// A deletion that begins at the place of one that was cut off finds the rows before it too, ends the sockets, and
// leaves the tenant's own row and those of others.
func TestRowsGoFromWhereADeletionWasCutOff(t *testing.T) {
	e, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Stop)
	store := dynamo.New(e.DB, dynamotest.Table)
	for _, tenant := range []chat.TenantID{"t_1", "t_12"} {
		must(t, store.PutTenant(t.Context(), chat.Tenant{ID: tenant}))
		must(t, store.OpenSocket(t.Context(), chat.Socket{ID: chat.ConnectionID("v." + tenant), Tenant: tenant}))
		must(t, store.PutNumber(t.Context(), chat.Number{App: "a", ID: "n" + string(tenant), Tenant: tenant}))
		for i := range 30 {
			bot := chat.Bot{Tenant: tenant, ID: chat.BotID(fmt.Sprint("b", i))}
			must(t, store.PutBot(t.Context(), bot))
		}
	}
	page, err := e.DB.Scan(t.Context(), &dynamodb.ScanInput{TableName: aws.String(dynamotest.Table), Limit: aws.Int32(20)})
	must(t, err)
	ends := &endings{}
	p := partsOf(t, &closet{})
	p.db, p.outputs["Table"], p.desk = e.DB, dynamotest.Table, chat.New(store)
	p.desk.Disconnector = ends
	r := &receipt{Tenant: "t_1", Rows: 5, Cursor: cursorOf(page.LastEvaluatedKey)}
	must(t, p.removeRows(t.Context(), r))
	if own := keysOf(t, e.DB, "t_1"); !slices.Equal(own, []string{"T#t_1 TENANT"}) || r.Rows != 5+34 || len(r.Cursor) > 0 {
		t.Errorf("left are %v, and the receipt is %+v", own, r)
	}
	if others := keysOf(t, e.DB, "t_12"); len(others) != 35 {
		t.Errorf("another tenant has %d rows: %v", len(others), others)
	}
	if !slices.Equal(ends.ids, []chat.ConnectionID{"v.t_1"}) {
		t.Errorf("ended are %v", ends.ids)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// keysOf are the keys that end or go on with a tenant's id, in order.
func keysOf(t *testing.T, db *dynamodb.Client, tenant string) (keys []string) {
	t.Helper()
	page, err := db.Scan(t.Context(), &dynamodb.ScanInput{TableName: aws.String(dynamotest.Table)})
	must(t, err)
	for _, it := range page.Items {
		text := it["pk"].(*types.AttributeValueMemberS).Value + " " + it["sk"].(*types.AttributeValueMemberS).Value
		if strings.Contains(text+" ", tenant+" ") || strings.Contains(text, tenant+"#") {
			keys = append(keys, text)
		}
	}
	slices.Sort(keys)
	return keys
}
