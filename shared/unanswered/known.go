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
	from, to time.Time                // of the week whose top is told; see Filter
	wordings map[string][]chat.GapRow // by id: several bots may have the same
	askings  map[string][]chat.Asking // by wording, the latest first; see asked
	topics   map[string]Topic
	helps    map[string][]chat.Help // by entry
	wrong    map[said]bool          // replies of which somebody says that they were no answer
	proof    int                    // how many people prove an entry
	waiting  int                    // wordings without a vector: the next look goes on
	alone    int                    // likewise, but none can be made now
	partly   bool
	cut      bool // there are more wordings than MaxWordings
	bots     int  // of whom they are read
}

// known reads the wordings of a team, as far as there are not too many, and all that some decisions name.
func (q *Questions) known(ctx context.Context, t chat.TenantID, days int, whole ...Topic) (*known, error) {
	k := &known{now: q.desk.Now(), days: cmp.Or(days, usualDays), topics: map[string]Topic{}}
	tenant, err := q.desk.Tenant(ctx, t)
	if err := chat.Except(err, chat.ErrNotFound); err != nil {
		return nil, err
	}
	k.proof = cmp.Or(tenant.Proof, chat.ProofPeople)
	decided, err := q.store.Topics(ctx, t)
	if err != nil {
		return nil, err
	}
	latest, err := q.asked(ctx, t, k, decided)
	if err != nil {
		return nil, err
	}
	if k.wordings, err = q.wordings(ctx, t, k, latest); err != nil {
		return nil, err
	}
	if err := q.addNamed(ctx, t, k, latest, whole); err != nil {
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
	return k, nil
}

// wordings are those of all bots: each bot's most asked ones and, if there are more than MaxWordings, the latest ones
// in the place of some, so that a new question is seen.
func (q *Questions) wordings(
	ctx context.Context, t chat.TenantID, k *known, latest []chat.Asking,
) (map[string][]chat.GapRow, error) {
	bots, err := q.bots(ctx, t, latest)
	if err != nil {
		return nil, err
	}
	all, more := map[string][]chat.GapRow{}, false
	k.bots = len(bots)
	for _, b := range bots {
		gaps, next, err := q.mostAsked(ctx, t, b, max(MaxWordings/len(bots), 1))
		if err != nil {
			return nil, err
		}
		if next {
			more, gaps = true, gaps[:len(gaps)/2]
		}
		for _, g := range gaps {
			all[g.ID] = append(all[g.ID], g)
		}
	}
	if !more {
		return all, nil
	}
	k.partly, k.cut = true, true
	return all, q.addLatest(ctx, t, all, latest)
}

// bots are those of a team, and those that were asked and are gone by now: a question outlasts its bot.
func (q *Questions) bots(ctx context.Context, t chat.TenantID, latest []chat.Asking) ([]chat.BotID, error) {
	all, err := q.store.Bots(ctx, t)
	ids, has := []chat.BotID{}, map[chat.BotID]bool{}
	add := func(id chat.BotID) {
		if !has[id] && len(ids) < maxBots {
			has[id] = true
			ids = append(ids, id)
		}
	}
	for _, b := range all {
		add(b.ID)
	}
	for _, a := range latest {
		add(a.Bot)
	}
	return ids, err
}

// maxBots bounds the bots of a team whose questions are read, with those that are gone.
const maxBots = 200

// mostAsked are the most asked wordings of a bot, and whether there are others.
func (q *Questions) mostAsked(
	ctx context.Context, t chat.TenantID, bot chat.BotID, most int,
) (all []chat.GapRow, more bool, err error) {
	for position := ""; ; {
		page, next, err := q.store.Gaps(ctx, t, bot, position, min(chat.MaxPageSize, most-len(all)))
		if err != nil {
			return nil, false, err
		}
		if all = append(all, page...); next == "" || len(all) >= most {
			return all, next != "", nil
		}
		position = next
	}
}

// wording is a wording of a bot.
type wording struct {
	bot chat.BotID
	id  string
}

// addLatest adds the wordings that were asked last, up to MaxWordings.
func (q *Questions) addLatest(
	ctx context.Context, t chat.TenantID, all map[string][]chat.GapRow, latest []chat.Asking,
) error {
	has, room, wanted := map[wording]bool{}, MaxWordings, []chat.Asking{}
	for id, rows := range all {
		for _, g := range rows {
			has[wording{g.Bot, id}] = true
			room--
		}
	}
	latest = slices.SortedFunc(slices.Values(latest), func(a, b chat.Asking) int { return b.At.Compare(a.At) })
	for _, a := range latest {
		if w := (wording{a.Bot, a.Gap}); !has[w] && len(wanted) < room {
			has[w] = true
			wanted = append(wanted, a)
		}
	}
	rows, err := q.store.GapsOf(ctx, t, wanted)
	for _, g := range rows {
		all[g.ID] = append(all[g.ID], g)
	}
	return err
}

// addNamed adds the wordings that decisions name, also those that were asked too seldom.
func (q *Questions) addNamed(
	ctx context.Context, t chat.TenantID, k *known, latest []chat.Asking, named []Topic,
) error {
	if len(named) == 0 {
		return nil
	}
	bots, err := q.bots(ctx, t, latest)
	if err != nil {
		return err
	}
	has, wanted := map[wording]bool{}, []chat.Asking{}
	for id, rows := range k.wordings {
		for _, g := range rows {
			has[wording{g.Bot, id}] = true
		}
	}
	for _, topic := range named {
		for _, id := range topic.Wordings {
			for _, b := range bots {
				if w := (wording{b, id}); !has[w] {
					has[w] = true
					wanted = append(wanted, chat.Asking{Bot: b, Gap: id})
				}
			}
		}
	}
	rows, err := q.store.GapsOf(ctx, t, wanted)
	for _, g := range rows {
		k.wordings[g.ID] = append(k.wordings[g.ID], g)
	}
	return err
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
	next := ids[:min(len(ids), maxAtOnce)]
	if len(next) == 0 {
		return has, nil
	}
	made, err := q.place(ctx, k, next)
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

// said is a bot's reply.
type said struct {
	conversation chat.ConversationID
	message      chat.MessageID
}

// asked reads the askings of the period, or since the first question was routed or waits for its entry if that is
// longer ago, the latest day first; and the answers of the entries that were written for questions.
func (q *Questions) asked(
	ctx context.Context, t chat.TenantID, k *known, decided []Topic,
) ([]chat.Asking, error) {
	from, routed := k.now.AddDate(0, 0, 1-k.days), k.now
	for _, topic := range decided {
		if topic.State == Routed || topic.State == Partly {
			routed = earlier(routed, topic.Routed)
		}
		if topic.State == Answered {
			from = earlier(from, later(topic.At, k.now.Add(-chat.AskingKeep)))
		}
	}
	routed = later(routed, k.now.Add(-chat.AskingKeep))
	all, err := q.store.Askings(ctx, t, earlier(from, routed), k.now, maxAskings)
	if err != nil {
		return nil, err
	}
	k.partly = k.partly || len(all) == maxAskings
	k.askings, k.helps, k.wrong = map[string][]chat.Asking{}, map[string][]chat.Help{}, map[said]bool{}
	for _, a := range all {
		k.askings[a.Gap] = append(k.askings[a.Gap], a)
		k.wrong[said{a.Conversation, a.Message}] = true
	}
	if !routed.Before(k.now) {
		return all, nil
	}
	helps, err := q.store.Helps(ctx, t, routed, k.now, maxAskings)
	k.partly = k.partly || len(helps) == maxAskings
	for _, h := range helps {
		k.helps[h.Entry] = append(k.helps[h.Entry], h)
	}
	return all, err
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
