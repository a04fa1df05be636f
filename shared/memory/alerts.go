package memory

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
)

func alertPath(k chat.ConversationKey, number int) string {
	return path(k.Tenant, path(k.ID, fmt.Sprintf("%06d", number)))
}

func (s *Store) UpdateAlert(
	_ context.Context, k chat.ConversationKey, number int, _ time.Time, change func(*team.Alert) error,
) error {
	return upsert(s, &s.alerts, "UpdateAlert", alertPath(k, number), team.Alert{Conversation: k.ID, Case: number}, change)
}

func (s *Store) Alert(_ context.Context, k chat.ConversationKey, number int) (team.Alert, error) {
	a, err := lookup(s, &s.alerts, alertPath(k, number))
	return a, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) AlertsSince(_ context.Context, t chat.TenantID, since time.Time, limit int) ([]team.Alert, error) {
	all := slices.DeleteFunc(under(s, &s.alerts, path(t, "")), func(a team.Alert) bool { return a.At.Before(since) })
	slices.SortFunc(all, func(a, b team.Alert) int { return b.At.Compare(a.At) })
	return all[:min(len(all), limit)], nil
}

func (s *Store) UpdateAlerted(
	_ context.Context, t chat.TenantID, id chat.AgentID, _ time.Time, change func(*team.Alerted) error,
) error {
	return upsert(s, &s.alerted, "UpdateAlerted", path(t, id), team.Alerted{}, change)
}

func (s *Store) Alerted(_ context.Context, t chat.TenantID, id chat.AgentID) (team.Alerted, error) {
	a, err := lookup(s, &s.alerted, path(t, id))
	return a, chat.Except(err, chat.ErrNotFound)
}

// dropAlerts deletes the alerts of a conversation.
func (s *Store) dropAlerts(k chat.ConversationKey) int {
	n := len(s.alerts.rows)
	maps.DeleteFunc(s.alerts.rows, func(at string, _ *versioned[team.Alert]) bool {
		return strings.HasPrefix(at, path(k.Tenant, path(k.ID, "")))
	})
	return n - len(s.alerts.rows)
}
