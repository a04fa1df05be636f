package search

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// stands tells whether a message has its author's present meaning. A customer's correction on WhatsApp is found under
// itself: the message that it corrects is not, nor is a correction that another one followed, or of a message that was
// taken back. A correction whose message never came stands.
func (f *Finder) stands(ctx context.Context, tenant chat.TenantID, m *chat.Message) (bool, error) {
	if m.Origin == nil {
		return true, nil
	}
	if b := m.Body(); b.Kind != chat.KindEdit || b.ReplyTo != "" {
		return m.Marks == nil || m.Marks.Edited == nil, nil
	}
	at, err := f.store.Wamid(ctx, tenant, m.Origin.ReplyTo)
	if errors.Is(err, chat.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	ref := Ref{at.Conversation, at.Message}
	read, err := f.store.Messages(ctx, tenant, []Ref{ref})
	if err != nil {
		return false, err
	}
	corrected, there := read[ref]
	if !there || corrected.Marks == nil {
		return true, nil
	}
	edited := corrected.Marks.Edited
	return corrected.Marks.Revoked.IsZero() && (edited == nil || edited.By == m.ID), nil
}
