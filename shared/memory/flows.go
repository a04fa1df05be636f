package memory

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func flowRowID(t chat.TenantID, c chat.ConversationID, m chat.MessageID, bubble int) string {
	return strings.Join([]string{string(t), string(c), string(m), fmt.Sprint(bubble)}, "/")
}

func (s *Store) UpdateFlowRow(
	_ context.Context, t chat.TenantID, begins chat.FlowRow, change func(*chat.FlowRow) error,
) error {
	return upsert(s, &s.flowRows, "UpdateFlowRow",
		flowRowID(t, begins.Conversation, begins.Message, begins.Bubble), begins, change)
}

func (s *Store) UpdateFlow(_ context.Context, t chat.TenantID, id string, change func(*chat.FlowInfo) error) error {
	return upsert(s, &s.flows, "UpdateFlow", string(t)+"/"+id, chat.FlowInfo{ID: id}, change)
}

// upsert changes a document. A missing document starts as begins.
func upsert[V any](s *Store, t *table[string, V], method, k string, begins V, change func(*V) error) error {
	return s.write(method, func() error {
		doc, _, err := t.get(k)
		if err != nil {
			doc = begins
		}
		if err := change(&doc); err != nil {
			return err
		}
		t.put(k, doc)
		return nil
	})
}

func (s *Store) FlowRows(
	_ context.Context, t chat.TenantID, flow string, from, to time.Time, position string, limit int,
) ([]chat.FlowRow, string, error) {
	rows := slices.DeleteFunc(under(s, &s.flowRows, string(t)+"/"), func(r chat.FlowRow) bool {
		return r.Flow != flow || r.At.Before(from) || (!to.IsZero() && !r.At.Before(to))
	})
	sort := func(r chat.FlowRow) string {
		return fmt.Sprint(r.At.UTC().Format("2006-01-02T15:04:05.000Z"), "#", r.Message, "#", r.Bubble)
	}
	slices.SortFunc(rows, func(a, b chat.FlowRow) int { return -strings.Compare(sort(a), sort(b)) })
	found, next := page(rows, sort, position, limit)
	return found, next, nil
}

func (s *Store) FlowRowsOf(_ context.Context, k chat.ConversationKey, limit int) ([]chat.FlowRow, error) {
	rows := under(s, &s.flowRows, strings.Join([]string{string(k.Tenant), string(k.ID), ""}, "/"))
	slices.Reverse(rows)
	return rows[:min(len(rows), limit)], nil
}

func (s *Store) Flows(_ context.Context, t chat.TenantID) ([]chat.FlowInfo, error) {
	return under(s, &s.flows, string(t)+"/"), nil
}
