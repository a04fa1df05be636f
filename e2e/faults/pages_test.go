package faults

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"golang.org/x/sync/errgroup"
)

type row = map[string]types.AttributeValue

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

// A page of a list costs the same however many rows follow it.
func TestAPageCostsTheSameAtAnySize(t *testing.T) {
	t.Parallel()
	h := newCloud(t, dynamotest.Silent)
	ctx := t.Context()
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "When do you open?")
	must(t, err)
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	sessions, err := h.Store.VisitsOf(ctx, chat.VisitorKey{Tenant: host.Tenant, ID: head.Visitor}, 1)
	must(t, err)
	heads := like(t, h, "T#"+string(host.Tenant)+"#C#"+string(head.ID), "HEAD")
	visits := like(t, h, "T#"+string(host.Tenant)+"#V#"+string(head.Visitor), "S#"+string(sessions[0].ID))
	message := like(t, h, "T#"+string(host.Tenant)+"#C#"+string(head.ID), "M#"+string(head.Last))

	transcript := "/v1/conversations/" + string(head.ID) + "/messages"
	pages := []string{"/v1/conversations?queue=bot", "/v1/sessions?state=live", transcript, "/v1/conversations?queue=all"}
	most := map[string]float64{pages[0]: 29.5, pages[1]: 32, transcript: 6, pages[3]: 31} // as docs/limits.md says
	cost := map[string][]float64{}
	had := 0
	for _, size := range []int{60, 1_000, 12_000} {
		var rows []row
		for i := had; i < size; i++ {
			at := head.VisitorAt.Add(-time.Duration(i) * time.Second).Format("2006-01-02T15:04:05.000Z")
			rows = append(rows,
				with(heads, row{dynamo.Partition: text(fmt.Sprintf("T#%s#C#c_%06d", host.Tenant, i)), dynamo.ListSort: text(at)}),
				with(visits, row{dynamo.Partition: text(fmt.Sprintf("T#%s#V#v_%06d", host.Tenant, i)), dynamo.ListSort: text(at)}),
				with(message, row{dynamo.Sort: text(fmt.Sprintf("M#01%024d", i))}),
			)
		}
		had = size
		load(t, h, rows)
		for _, page := range pages {
			h.Reset()
			var list struct{ Rows []any }
			status, err := h.Call(ctx, ana, "GET", page, nil, &list)
			must(t, err)
			if status != 200 || len(list.Rows) != chat.PageSize {
				t.Fatalf("%s at %d: %d, %d rows", page, size, status, len(list.Rows))
			}
			cost[page] = append(cost[page], h.Bill().Read)
		}
	}
	for page, units := range cost {
		t.Logf("%s: %v read units", page, units)
		for i, u := range units {
			// A function's read of settings, once a minute, may fall into any of them.
			if u > most[page]+2 || (i > 0 && u > units[0]+2) {
				t.Errorf("%s costs %v read units as the table grows, want about %v", page, units, most[page])
			}
		}
	}
}

// The rows that the budgets are based on stay within one unit.
func TestRowsAreSmall(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	if _, err := fastChat(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if _, err := takeover(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	heads, messages := 0, 0
	for _, it := range dump(t, h) {
		size := 0
		for name, v := range it {
			size += len(name) + len(value(v))
		}
		limit := 1024
		switch {
		case isSetup(value(it["sk"])):
			continue
		case value(it["sk"]) == "HEAD":
			heads++
		case value(it["t"]) == "m":
			messages++
			if isForm(value(it["d"])) {
				limit *= 2 // not an ordinary message
			}
		}
		if size > limit {
			t.Errorf("%s %s has %d bytes", value(it["pk"]), value(it["sk"]), size)
		}
	}
	if heads == 0 || messages == 0 {
		t.Errorf("there were %d heads and %d messages to measure", heads, messages)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func like(t *testing.T, h *host.Host, pk, sk string) row {
	t.Helper()
	table := dynamotest.Table
	out, err := h.Engine.DB.GetItem(t.Context(),
		&dynamodb.GetItemInput{TableName: &table, Key: row{"pk": text(pk), "sk": text(sk)}})
	must(t, err)
	if out.Item == nil {
		t.Fatalf("no row at %s %s", pk, sk)
	}
	return out.Item
}

func with(one, other row) row {
	all := maps.Clone(one)
	maps.Copy(all, other)
	return all
}

// load writes rows as fast as the engine allows.
func load(t *testing.T, h *host.Host, rows []row) {
	t.Helper()
	var batches errgroup.Group
	batches.SetLimit(8)
	for len(rows) > 0 {
		n := min(25, len(rows))
		puts := []types.WriteRequest{}
		for _, r := range rows[:n] {
			puts = append(puts, types.WriteRequest{PutRequest: &types.PutRequest{Item: r}})
		}
		rows = rows[n:]
		batches.Go(func() error {
			_, err := h.Engine.DB.BatchWriteItem(context.Background(), &dynamodb.BatchWriteItemInput{
				RequestItems: map[string][]types.WriteRequest{dynamotest.Table: puts},
			})
			return err
		})
	}
	must(t, batches.Wait())
}
