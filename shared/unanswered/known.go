package unanswered

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
)

// known is everything from which rows are derived.
type known struct {
	*grouping
	now      time.Time
	days     int
	wordings map[string][]chat.GapRow // by id: several bots may have the same
	askings  map[string][]chat.Asking // by wording, the latest first
	topics   map[string]Topic
	waiting  int // wordings without a vector: the next look goes on
	alone    int // likewise, but none can be made now
	partly   bool
}

func (q *Questions) known(ctx context.Context, t chat.TenantID, days int) (*known, error) {
	k := &known{now: q.desk.Now(), days: cmp.Or(days, usualDays), topics: map[string]Topic{}}
	var err error
	if k.wordings, k.partly, err = q.wordings(ctx, t); err != nil {
		return nil, err
	}
	decided, err := q.store.Topics(ctx, t)
	if err != nil {
		return nil, err
	}
	of := map[string]string{}
	for _, topic := range decided {
		k.topics[topic.ID] = topic
		for _, w := range topic.Wordings {
			of[w] = cmp.Or(of[w], topic.ID)
		}
	}
	vectors, err := q.vectors(ctx, t, k)
	if err != nil {
		return nil, err
	}
	points := []point{}
	for id := range k.wordings {
		p := point{id: id, topic: of[id]}
		if v, is := vectors[id]; is {
			p.vector = &v
		}
		points = append(points, p)
	}
	k.grouping = group(points)
	return k, q.asked(ctx, t, k)
}

// wordings are those of all bots, each bot's most asked ones.
func (q *Questions) wordings(ctx context.Context, t chat.TenantID) (map[string][]chat.GapRow, bool, error) {
	bots, err := q.store.Bots(ctx, t)
	if err != nil {
		return nil, false, err
	}
	all, partly := map[string][]chat.GapRow{}, false
	for _, b := range bots {
		most, n := max(MaxWordings/len(bots), 1), 0
		for position := ""; ; {
			page, next, err := q.store.Gaps(ctx, t, b.ID, position, min(chat.MaxPageSize, most-n))
			if err != nil {
				return nil, false, err
			}
			for _, g := range page {
				all[g.ID] = append(all[g.ID], g)
			}
			if n += len(page); next == "" || n >= most {
				partly = partly || next != ""
				break
			}
			position = next
		}
	}
	return all, partly, nil
}

// vectors are those of the wordings, as far as they are known: a few new ones are made at each look. Without a model
// each wording is a row of its own.
func (q *Questions) vectors(ctx context.Context, t chat.TenantID, k *known) (map[string]meaning.Placed, error) {
	ids := slices.Sorted(maps.Keys(k.wordings))
	has, err := q.store.Vectors(ctx, t, ids)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(has, func(_ string, v meaning.Placed) bool { return !compares(&v) })
	ids = slices.DeleteFunc(ids, func(id string) bool { _, is := has[id]; return is })
	next, texts := ids[:min(len(ids), maxAtOnce)], []string{}
	for _, id := range next {
		texts = append(texts, k.wordings[id][0].Question)
	}
	if len(next) == 0 {
		return has, nil
	}
	made, err := q.embedder.Place(ctx, texts)
	if err != nil || len(made) != len(next) || !compares(&made[0]) {
		slog.WarnContext(ctx, "questions are not brought together by meaning", "tenant", t, "error", err)
		k.alone = len(ids)
		return has, ctx.Err()
	}
	for i, id := range next {
		has[id] = made[i]
		if err := q.store.KeepVector(ctx, t, k.wordings[id][0], made[i]); err != nil {
			return nil, err
		}
	}
	k.waiting = len(ids) - len(next)
	return has, nil
}

// compares tells whether a vector is whole, and of the model of this release: that of an earlier one is made anew.
func compares(v *meaning.Placed) bool {
	_, err := meaning.ScaleOf(v.Model)
	return err == nil && v.Whole()
}

func (q *Questions) asked(ctx context.Context, t chat.TenantID, k *known) error {
	all, err := q.store.Askings(ctx, t, k.now.AddDate(0, 0, 1-k.days), k.now, maxAskings)
	k.partly = k.partly || len(all) == maxAskings
	k.askings = map[string][]chat.Asking{}
	for _, a := range all {
		k.askings[a.Gap] = append(k.askings[a.Gap], a)
	}
	return err
}
