package storetest

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/hours"
)

func pastHours(_ *testing.T, b *bench) {
	none, err := b.PastHours(b.ctx(), b.tenant, time.Time{})
	b.must(err)
	b.equal("no hours", len(none), 0)
	noon := b.now.UTC().Truncate(time.Millisecond)
	week := hours.Hours{Zone: "Europe/Lisbon", Week: []hours.Span{{Day: "mon", From: "09:00", To: "17:00"}}}
	for _, p := range []chat.PastHours{
		{Until: noon.Add(time.Hour), Hours: &week}, {Bot: "b_1", Until: noon}, {Until: noon, Hours: &hours.Hours{}},
	} {
		b.must(b.AddPastHours(b.ctx(), b.tenant, p))
	}
	all, err := b.PastHours(b.ctx(), b.tenant, noon.Add(-time.Millisecond))
	b.must(err)
	b.equal("all", len(all), 3)
	b.equal("their order", []any{all[0].Until, all[1].Until, all[2].Until}, []any{noon, noon, noon.Add(time.Hour)})
	b.equal("a bot had its team's", []any{all[1].Bot, all[1].Hours == nil}, []any{chat.BotID("b_1"), true})
	b.equal("of the team", []any{all[0].Bot, *all[2].Hours}, []any{chat.BotID(""), week})
	later, err := b.PastHours(b.ctx(), b.tenant, noon)
	b.must(err)
	b.equal("those that ended later", len(later), 1)
}
