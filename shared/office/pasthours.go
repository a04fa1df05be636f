package office

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/hours"
)

// keepPast keeps the hours that a change is about to replace. It comes before the change: if that is refused, the row
// says of hours that still hold that they held until now, which is true.
func (o *Office) keepPast(ctx context.Context, tenant chat.TenantID, bot chat.BotID, was, is *hours.Hours) error {
	if openAlike(was, is) {
		return nil
	}
	if was != nil {
		bare := *was
		bare.Away = ""
		was = &bare
	}
	until := o.desk.Now().UTC().Truncate(time.Millisecond)
	return o.store.AddPastHours(ctx, tenant, chat.PastHours{Bot: bot, Until: until, Hours: was})
}

// openAlike tells whether two hours are open at the same times. They may have other words for a visitor.
func openAlike(a, b *hours.Hours) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Zone == b.Zone && slices.Equal(a.Week, b.Week) && slices.Equal(a.Holidays, b.Holidays)
}
