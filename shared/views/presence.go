package views

import (
	"cmp"
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// VisitRow is a visit with its visitor's presence.
type VisitRow struct {
	chat.Visit
	Presence chat.Presence
	ClosedAt time.Time // when the last tab of a visit that goes on was closed; zero while one is open
}

// present adds the visitors' presence to visits. It reads nothing for ended visits.
func (r *Reader) present(ctx context.Context, tenant chat.TenantID, sessions []chat.Visit) ([]VisitRow, error) {
	var tabs []chat.ConnectionID
	var talks []chat.ConversationID
	for _, s := range sessions {
		if s.Live() {
			tabs = append(tabs, s.Sockets...)
			talks = append(talks, chat.ConversationOf(s.Visitor, s.Bot))
		}
	}
	sockets, err := r.store.SocketsByID(ctx, tabs)
	if err != nil {
		return nil, err
	}
	heads, err := r.store.HeadsByID(ctx, tenant, talks)
	if err != nil {
		return nil, err
	}
	names := r.helpers(ctx, heads)
	visits, now := make([]VisitRow, len(sessions)), r.desk.Now()
	for i, s := range sessions {
		head, talks := heads[chat.ConversationOf(s.Visitor, s.Bot)]
		if s.Live() && talks {
			s.Talk = s.TalkOf(head)
		}
		p := s.PresenceAt(sockets, head.VisitorAt, now)
		p.Helper = names[head.ID]
		visits[i] = VisitRow{Presence: p}
		if s.Live() {
			visits[i].ClosedAt = s.Follow(sockets, now)
			if p.Sign.After(s.LastAt) {
				s.LastAt = p.Sign
			}
		}
		visits[i].Visit = s.ForAgent()
	}
	return visits, nil
}

// helpers returns the owners' names of the conversations that agents own.
func (r *Reader) helpers(ctx context.Context, heads map[chat.ConversationID]chat.Head) map[chat.ConversationID]string {
	names := map[chat.ConversationID]string{}
	for id, h := range heads {
		if h.Owner == chat.OwnerAgent && h.Status != chat.Closed {
			names[id] = cmp.Or(r.desk.OwnerOf(ctx, h).Name, "A colleague")
		}
	}
	return names
}
