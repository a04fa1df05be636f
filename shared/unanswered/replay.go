package unanswered

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/sync/errgroup"
)

// Asker asks a bot as it answers now, and tells nobody.
type Asker interface {
	// Answering is the entry that answers a text, "" for none.
	Answering(ctx context.Context, tenant chat.TenantID, bot chat.BotID, text string) (entry string, err error)
}

// asksAtOnce is how many wordings are asked side by side.
const asksAtOnce = 8

// Replay asks all wordings again of the questions that an entry is to answer, after a publication. A question is routed
// once all of them get that entry, and partly so while some do not. Each question is stored when it is done: a replay
// that is cut off goes on with the others.
func (q *Questions) Replay(ctx context.Context, t chat.TenantID, asker Asker) error {
	topics, err := q.store.Topics(ctx, t)
	if err != nil || !slices.ContainsFunc(topics, func(topic Topic) bool { return topic.Entry != "" }) {
		return err
	}
	k, err := q.known(ctx, t, 1)
	if err != nil {
		return err
	}
	for n, members := range k.groups {
		topic, is := k.topics[k.grouping.topics[n]]
		if members == nil || !is || topic.Entry == "" || topic.settled() {
			continue
		}
		row, _ := k.row(n)
		if topic.State == Routed && row.State == Routed {
			continue // nothing was left, and nobody asked since
		}
		err = errors.Join(err, q.replay(ctx, topic, row, asker))
	}
	return err
}

// settled tells whether people want no answer to it.
func (t *Topic) settled() bool { return t.State == Never || t.State == Nothing }

func (q *Questions) replay(ctx context.Context, topic Topic, row Row, asker Asker) error {
	left, err := stragglers(ctx, topic, row, asker)
	if err != nil {
		return err
	}
	switch {
	case len(left) == len(row.Wordings) && topic.Routed.IsZero():
		return nil // the entry is not published yet
	case len(left) == 0:
		topic.State = Routed
	default:
		topic.State = Partly
	}
	topic.Left = left[:min(len(left), MaxPinned)]
	topic.Routed = q.now().Add(chat.SettingsLife) // a bot may answer from the edition before until then
	err = q.store.PutTopic(ctx, topic)
	return chat.Except(err, chat.ErrConflict) // people decided meanwhile
}

// stragglers are the wordings that do not get the entry.
func stragglers(ctx context.Context, topic Topic, row Row, asker Asker) ([]string, error) {
	var mu sync.Mutex
	left := []string{}
	calls, ctx := errgroup.WithContext(ctx)
	calls.SetLimit(asksAtOnce)
	for _, w := range row.Wordings {
		calls.Go(func() error {
			entry, err := asker.Answering(ctx, topic.Tenant, w.Bot, w.Question)
			if err == nil && entry != topic.Entry {
				mu.Lock()
				left = append(left, w.ID)
				mu.Unlock()
			}
			return err
		})
	}
	err := calls.Wait()
	slices.Sort(left)
	return left, err
}

// reopened tells whether somebody was not answered although the question is routed.
func (t *Topic) reopened(last time.Time) bool {
	return (t.State == Routed || t.State == Partly) && last.After(t.Routed)
}
