package faults

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/wire"
)

// A row without a free byte is in every list that is processed. It stops no one else's visit,
// snooze, retention run or inbox, and its visitor can be erased.
func TestAFullRowStopsNothing(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	full, other := h.Visitor(host.FastSite), h.Visitor(host.FastSite)
	for _, v := range []*host.Visitor{full, other} {
		must(t, v.Arrive(ctx, "/"))
		_, err := v.Say(ctx, "When do you open?")
		must(t, err)
		must(t, v.Leave(ctx))
	}
	h.Drain(ctx)
	for _, v := range []*host.Visitor{full, other} {
		fallsDue(t, h, v)
	}
	whom := fillAll(t, h, full)
	visit := visitOf(t, h, other)
	must(t, h.Elapse(ctx, time.Minute))
	if !strings.Contains(h.Logs(), "a visit was not ended") {
		t.Error("the failure is not reported")
	}
	must(t, h.Invoke(ctx, "sweep", host.Object{}, nil))
	if s, err := h.Store.Visit(ctx, visit); err != nil || s.Live() {
		t.Errorf("the other visit has not ended: %v", err)
	}
	if head, err := h.Store.Head(ctx, other.Key()); err != nil || head.Status != chat.Open {
		t.Errorf("the other conversation is still %s: %v", head.Status, err)
	}
	due, err := h.Store.Due(ctx, now(), 100)
	must(t, err)
	if len(due) != 0 {
		t.Errorf("the row that cannot be written comes first again: %v", due)
	}
	h.Drain(ctx)
	listsWork(t, h)
	must(t, lifecycle.NewRequests(chat.New(h.Store), h.Store).ScheduleRetention(ctx, host.Tenant))
	begun := now()
	must(t, h.Sweep(ctx))
	if walk, err := h.Store.Job(ctx, lifecycle.JobKey{Tenant: host.Tenant, ID: "retention"}); err != nil ||
		walk.Retention.Ended.Before(begun) {
		t.Errorf("retention did not come to its end: %+v, %v", walk, err)
	}
	var j wire.Job
	newSetUp(t, h).does("POST", "/v1/erasures", host.Object{"visitor": whom}, &j)
	if j.State != "checking" {
		t.Errorf("the erasure is %s", j.State)
	}
	for _, it := range dump(t, h) {
		if len(value(it["d"])) > most {
			t.Errorf("left is %s %s", value(it["pk"]), value(it["sk"]))
		}
	}
	if given := h.GivenUp(); len(given) > 0 {
		t.Errorf("%d stream records were given up", len(given))
	}
}

// fillAll leaves no byte free in any row of a visitor.
func fillAll(t *testing.T, h *host.Host, v *host.Visitor) chat.VisitorID {
	t.Helper()
	head, err := h.Store.Head(t.Context(), v.Key())
	must(t, err)
	table, filled := dynamotest.Table, 0
	for _, it := range dump(t, h) {
		pk, sk, doc := value(it["pk"]), value(it["sk"]), value(it["d"])
		ours := strings.Contains(pk+doc, string(head.Visitor)) || strings.Contains(pk, string(head.ID))
		if !ours || !strings.HasPrefix(doc, "{") || it["gone"] != nil {
			continue
		}
		field := map[bool]string{true: "referrer", false: "pad"}[strings.HasPrefix(sk, "S#")]
		switch {
		case sk == "PROFILE":
			doc = strings.Replace(doc, "{", `{"profile":{"plan":{"value":"%s","source":"page","at":"2026-11-26T00:00:00Z"}},`, 1)
		case sk == "HEAD":
			doc = strings.Replace(doc, "{", `{"reached":"%s",`, 1)
		default:
			doc = strings.Replace(doc, "{", `{"`+field+`":"%s",`, 1)
		}
		size := len(doc) - 2
		for name, old := range it {
			size += len(name) + len(value(old))
		}
		size -= len(value(it["d"]))
		if it["trail"] != nil {
			size += 1000 // its pages, which are no text
		}
		it["d"] = text(fmt.Sprintf(doc, strings.Repeat("x", 400<<10-size-16)))
		_, err := h.Engine.DB.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: it})
		must(t, err)
		filled++
	}
	if filled < 5 {
		t.Fatalf("only %d rows were filled", filled)
	}
	return head.Visitor
}

// fallsDue makes a conversation's snooze due.
func fallsDue(t *testing.T, h *host.Host, v *host.Visitor) {
	t.Helper()
	_, err := h.Store.Commit(t.Context(), v.Key(), func(head *chat.Head) ([]chat.Message, error) {
		head.Status, head.Due = chat.Snoozed, now().Add(-time.Second)
		return nil, nil
	})
	must(t, err)
}

func visitOf(t *testing.T, h *host.Host, v *host.Visitor) chat.VisitKey {
	t.Helper()
	head, err := h.Store.Head(t.Context(), v.Key())
	must(t, err)
	visits, err := h.Store.VisitsOf(t.Context(), chat.VisitorKey{Tenant: host.Tenant, ID: head.Visitor}, 1)
	must(t, err)
	return visits[0].Key()
}

// listsWork reads every list that contains the full rows.
func listsWork(t *testing.T, h *host.Host) {
	t.Helper()
	for _, path := range []string{
		"/v1/sessions?state=live", "/v1/sessions?state=past", "/v1/conversations?queue=bot",
		"/v1/conversations?queue=snoozed", "/v1/visitors?q=amara", "/v1/insights/gaps?bot=" + string(host.FastBot),
	} {
		if status, err := h.Call(t.Context(), olu, "GET", path, nil, nil); err != nil || status != 200 {
			t.Errorf("%s: %d %v", path, status, err)
		}
	}
}
