package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/trace"
)

type item = map[string]types.AttributeValue

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func num(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func (k key) item() item { return item{Partition: text(k.pk), Sort: text(k.sk)} }

func textOf(it item, name string) string {
	if s, ok := it[name].(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

func numOf(it item, name string) int64 {
	if n, ok := it[name].(*types.AttributeValueMemberN); ok {
		value, _ := strconv.ParseInt(n.Value, 10, 64)
		return value
	}
	return 0
}

// row encodes a document as an item at a key.
func row(k key, doc any) (item, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("dynamo: encode %s: %w", k.sk, err)
	}
	it := k.item()
	it["d"] = text(string(raw))
	return named(it), nil
}

// read decodes the document of an item.
func read[T any](it item) (T, error) {
	var doc T
	raw, err := document(it)
	if err != nil {
		return doc, err
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return doc, fmt.Errorf("dynamo: decode %s: %w", textOf(it, Sort), err)
	}
	return doc, nil
}

// index sets the index keys under which a document's row is listed.
func index(it item, doc any) {
	switch doc := doc.(type) {
	case *chat.Head:
		indexHead(it, doc)
	case *chat.Tenant:
		it[ListPartition], it[ListSort] = text(allTenants), text(string(doc.ID))
	case *chat.Visit:
		indexVisit(it, doc)
	case *chat.Visitor:
		if !doc.LastVisitAt.IsZero() {
			it[ListPartition], it[ListSort] = text(list(doc.Tenant, "quiet")), text(stamp(doc.LastVisitAt)+"#"+string(doc.ID))
		}
	case *lifecycle.Job:
		if !doc.Due.IsZero() {
			it[DuePartition], it[DueSort] = text(due(doc.ID)), text(stamp(doc.Due)+"#"+doc.ID)
		}
	case *knowledge.Weekly:
		it[DuePartition], it[DueSort] = text(due(string(doc.ID))), text(stamp(doc.Due)+"#"+string(doc.ID))
	case *knowledge.Import:
		it[TTL] = num(doc.At.Add(knowledge.ImportKeep).Unix())
	case *woken:
		index(it, &doc.Import)
		it[TypeName] = text(TypeKnowledge)
	case *chat.Site:
		if !doc.Until.IsZero() {
			it[TTL] = num(doc.Until.Add(24 * time.Hour).Unix())
		}
	case *mail.Link:
		it[TTL] = num(doc.Until.Add(oldLink).Unix())
	case *chat.GapRow:
		it[ListSort] = text(fmt.Sprintf("%09d#%s", doc.Count, doc.ID))
	}
}

func indexHead(it item, h *chat.Head) {
	it[ListPartition] = text(list(h.Tenant, string(h.Queue())))
	it[ListSort] = text(stamp(h.VisitorAt.Truncate(time.Minute)) + "#" + string(h.ID))
	if h.Status == chat.Open && h.Owner != chat.OwnerBot {
		since := waitingEnd + stamp(h.OwnedAt) // nobody waits: sorts after the waiting ones
		if !h.WaitingFrom.IsZero() {
			since = stamp(h.WaitingFrom)
		}
		if h.Raised() {
			since = "0" + since // sorts before every time
		}
		it[WorkPartition], it[WorkSort] = text(work(h.Tenant, h.Assignee)), text(since+"#"+string(h.ID))
	}
	if wake := h.Wake(); !wake.IsZero() {
		it[DuePartition], it[DueSort] = text(due(string(h.ID))), text(stamp(wake)+"#"+string(h.ID))
	}
}

func indexVisit(it item, s *chat.Visit) {
	name := "past"
	if s.Live() {
		name = "live"
	}
	it[TypeName] = text(TypeVisit)
	it[ListPartition] = text(visitList(s.Tenant, name, shardOf(s.ID)))
	it[ListSort] = text(stamp(s.Started) + "#" + string(s.ID))
	if s.Counts() {
		it[countedName] = num(1)
	}
}

// messageRow makes the item of a message. It names the call that wrote it, which relay continues.
func messageRow(ctx context.Context, k chat.ConversationKey, m chat.Message) (item, error) {
	it, err := row(messageKey(k, m.ID), m)
	if err == nil {
		it[TypeName] = text(TypeMessage)
		it["v"] = num(1)
	}
	if id := trace.Request(ctx); id != "" && err == nil {
		it[requestName] = text(id)
	}
	return it, err
}
