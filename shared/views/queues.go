package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// QueueCounts counts the conversations of queues.
type QueueCounts struct {
	Waiting    int `json:"waiting"` // for the caller or for nobody in particular: the number that each screen shows
	Mine       int `json:"mine"`
	Unassigned int `json:"unassigned"`

	Human   *int `json:"human,omitempty"` // these are counted on demand, up to MaxCount
	Bot     *int `json:"bot,omitempty"`
	Snoozed *int `json:"snoozed,omitempty"`
}

// MaxCount is how far the queues are counted in which nobody of the team waits.
const MaxCount = 100

// QueueCounts counts the caller's queues; all counts those of the whole team too.
func (r *Reader) QueueCounts(ctx context.Context, a chat.Agent, all bool) (QueueCounts, error) {
	unassigned, waiting, err := r.store.CountWork(ctx, a.Tenant, "")
	if err != nil {
		return QueueCounts{}, err
	}
	mine, forMe, err := r.store.CountWork(ctx, a.Tenant, a.ID)
	counts := QueueCounts{Waiting: waiting + forMe, Mine: mine, Unassigned: unassigned}
	if err != nil || !all {
		return counts, err
	}
	for queue, count := range map[chat.Queue]**int{
		chat.QueueHuman: &counts.Human, chat.QueueBot: &counts.Bot, chat.QueueSnoozed: &counts.Snoozed,
	} {
		n, err := r.store.CountQueue(ctx, a.Tenant, queue, MaxCount)
		if err != nil {
			return counts, err
		}
		*count = &n
	}
	return counts, nil
}
