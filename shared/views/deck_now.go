package views

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// deckKeeps is for how long a talk stays on the deck after the last sign of its visitor: as long as a visit.
const deckKeeps = chat.VisitGap

// visiting are the visits that go on among the latest ones, the latest first, of some conversations.
func (r *Reader) visiting(ctx context.Context, tenant chat.TenantID, heads []chat.Head) ([]VisitRow, error) {
	if len(heads) == 0 {
		return nil, nil
	}
	live, _, err := r.store.ListVisits(ctx, tenant, true, "", MaxDeck)
	if err != nil {
		return nil, err
	}
	talks := map[chat.ConversationID]bool{}
	for _, h := range heads {
		talks[h.ID] = true
	}
	live = slices.DeleteFunc(live, func(v chat.Visit) bool { return !talks[v.ConversationKey().ID] })
	return r.present(ctx, tenant, live)
}

// over tells whether the visitor of a talk has said nothing for long.
func (r *Reader) over(h *chat.Head) bool { return h.VisitorAt.Before(r.desk.Now().Add(-deckKeeps)) }

// goesOn leaves out the talks that are over although nobody closed them, unless their visitor has given another sign
// since, in a visit that goes on.
func (r *Reader) goesOn(heads []chat.Head, visits []VisitRow) []chat.Head {
	here := map[chat.ConversationID]bool{}
	for i := range visits {
		v := &visits[i]
		if v.Presence.State != chat.StateLeft && !v.Presence.Sign.Before(r.desk.Now().Add(-deckKeeps)) {
			here[v.ConversationKey().ID] = true
		}
	}
	return slices.DeleteFunc(heads, func(h chat.Head) bool { return r.over(&h) && !here[h.ID] })
}
