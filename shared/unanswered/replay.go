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

// Asker has the knowledge in force, and asks a bot as it answers from that, and tells nobody.
type Asker interface {
	// Edition is the number of the knowledge in force.
	Edition() int

	// Entry tells how an entry stands.
	Entry(ctx context.Context, tenant chat.TenantID, entry string) (Kept, error)

	// Answering is the entry that answers a text on a site, "" for none; chat.ErrNotFound of a bot that is gone. It fails
	// if nobody can tell now.
	Answering(ctx context.Context, t chat.TenantID, bot chat.BotID, site, text string) (entry string, err error)
}

// Kept is an entry in the knowledge.
type Kept struct {
	Standing
	Version int    // in force
	Site    string // one on which it serves, "" if it serves everywhere
}

// Standing is how an entry stands in the knowledge.
type Standing int

// An entry is gone, or written and not in force, or in force.
const (
	Gone Standing = iota
	Written
	InForce
)

const (
	asksAtOnce = 8                // wordings that are asked side by side
	replayNeed = 20 * time.Second // of its caller's time for one more question

	remembered = int(chat.AskingKeep / (24 * time.Hour)) // days of which it is known where somebody asked
)

// ErrUnfinished says that the same call goes on with the questions that are left.
var ErrUnfinished = errors.New("unanswered: there are more questions to ask again")

// Replay asks all wordings again of the questions that an entry is to answer, after a publication. A question is routed
// once all of them get that entry, partly so while some do not, and open while none does. Each question is stored when
// it is done, with the edition that was asked: a replay that is cut off goes on with the others. Where a team has more
// wordings than are looked at, the questions are read some at a time, each with all wordings that it names.
func (q *Questions) Replay(ctx context.Context, t chat.TenantID, asker Asker) error {
	topics, err := q.store.Topics(ctx, t)
	if err != nil {
		return err
	}
	topics, err = q.settled(ctx, topics, asker)
	if len(topics) == 0 {
		return err
	}
	k, bad := q.known(ctx, t, remembered)
	if bad != nil {
		return errors.Join(err, bad)
	}
	if !k.cut {
		return errors.Join(err, q.replayed(ctx, k, topics, asker))
	}
	for len(topics) > 0 {
		some := topics[:readAtOnce(topics, k.bots)]
		topics = topics[len(some):]
		bad := q.replaySome(ctx, t, some, asker)
		if err = errors.Join(err, bad); errors.Is(bad, ErrUnfinished) {
			return err
		}
		if len(topics) > 0 && short(ctx) {
			return errors.Join(err, ErrUnfinished)
		}
	}
	return err
}

// settled brings the questions in step that need no asking, before anything is read for the others, which it returns.
func (q *Questions) settled(ctx context.Context, topics []Topic, asker Asker) (left []Topic, err error) {
	for _, topic := range topics {
		if !topic.waits(asker.Edition()) {
			continue
		}
		entry, bad := asker.Entry(ctx, topic.Tenant, topic.Entry)
		switch {
		case bad != nil:
			err = errors.Join(err, bad)
		case entry.Standing == InForce:
			left = append(left, topic)
		default:
			err = errors.Join(err, q.settle(ctx, topic, entry.Standing, asker))
		}
	}
	return left, err
}

// settle brings a question in step with an entry that is not in force.
func (q *Questions) settle(ctx context.Context, topic Topic, standing Standing, asker Asker) error {
	switch {
	case standing == Gone:
		topic.Entry, topic.State, topic.Routed, topic.Left = "", Open, time.Time{}, nil
	case topic.State == Answered:
		return nil
	default: // an earlier edition is in force again
		topic.State, topic.Routed, topic.Left = Answered, time.Time{}, nil
	}
	return q.done(ctx, topic, asker)
}

// done stores a question that is in step with an edition.
func (q *Questions) done(ctx context.Context, topic Topic, asker Asker) error {
	topic.Edition = asker.Edition()
	err := q.store.PutTopics(ctx, topic.Tenant, []Topic{topic})
	if errors.Is(err, chat.ErrConflict) { // people decided meanwhile
		return ErrUnfinished
	}
	return err
}

// MaxSought bounds the keys that one reading looks for. Most of them lead to no row, which costs little; a reading
// costs all wordings of the team.
const MaxSought = 20 * MaxWordings

// readAtOnce is how many questions are read together: at least one, with as many wordings as are looked at anyway. Each
// wording is looked for with each bot, since several may have been asked it.
func readAtOnce(topics []Topic, bots int) int {
	n := 0
	for i, topic := range topics {
		if n += len(topic.Wordings); i > 0 && (n > MaxWordings || n*bots > MaxSought) {
			return i
		}
	}
	return len(topics)
}

// replaySome asks some questions again, with all wordings that they name. One of which no wording is left is done with:
// the next call begins with the others.
func (q *Questions) replaySome(ctx context.Context, t chat.TenantID, some []Topic, asker Asker) error {
	k, err := q.known(ctx, t, remembered, some...)
	if err != nil {
		return err
	}
	err = q.replayed(ctx, k, some, asker)
	for _, topic := range some {
		if now, is := k.topics[topic.ID]; is && now.waits(asker.Edition()) && !slices.Contains(k.grouping.topics, topic.ID) {
			err = errors.Join(err, q.done(ctx, now, asker))
		}
	}
	return err
}

// replayed asks some questions again.
func (q *Questions) replayed(ctx context.Context, k *known, some []Topic, asker Asker) (err error) {
	for n, members := range k.groups {
		topic, is := k.topics[k.grouping.topics[n]]
		if members == nil || !is || !topic.waits(asker.Edition()) ||
			!slices.ContainsFunc(some, func(one Topic) bool { return one.ID == topic.ID }) {
			continue
		}
		row, _ := k.row(n)
		asked, bad := q.replay(ctx, topic, row, asker)
		err = errors.Join(err, bad)
		if asked && short(ctx) {
			return errors.Join(err, ErrUnfinished)
		}
	}
	return err
}

// short tells whether the caller's time is too short for more.
func short(ctx context.Context) bool {
	until, timed := ctx.Deadline()
	return timed && time.Until(until) < replayNeed
}

// waits tells whether an entry is to answer it, and it was not asked of this edition yet.
func (t *Topic) waits(edition int) bool {
	return t.Entry != "" && t.State != Never && t.State != Nothing && t.Edition != edition
}

// replay brings a question in step with its entry. It tells whether that took any asking.
func (q *Questions) replay(ctx context.Context, topic Topic, row Row, asker Asker) (asked bool, err error) {
	entry, err := asker.Entry(ctx, topic.Tenant, topic.Entry)
	if err != nil {
		return false, err
	}
	if entry.Standing != InForce {
		return false, q.settle(ctx, topic, entry.Standing, asker)
	}
	if err := q.ask(ctx, &topic, row, asker, entry); err != nil {
		return true, err
	}
	return true, q.done(ctx, topic, asker)
}

// ask asks all wordings of a question whose entry is in force. A question that people opened again because the answer
// did not help them stays open until the answer is another one.
func (q *Questions) ask(ctx context.Context, topic *Topic, row Row, asker Asker, entry Kept) error {
	if row.doubted && topic.Of == entry.Version {
		return nil
	}
	left, err := stragglers(ctx, *topic, row, asker, entry.Site)
	if len(left) == 0 && topic.State == Routed && !row.back && topic.Of == entry.Version {
		return err // it still is, since then
	}
	topic.Of = entry.Version
	switch len(left) {
	case 0:
		topic.State = Routed
	case len(row.Wordings):
		topic.State = Open
	default:
		topic.State = Partly
	}
	topic.Left = left[:min(len(left), MaxPinned)]
	topic.Routed = q.desk.Now().Add(chat.SettingsLife) // a bot may answer from the edition before until then
	return err
}

// stragglers are the wordings that do not get the entry. A bot that is gone is asked nothing any more: its wordings are
// some only if all bots of the question are gone. One of which nobody knows any more where it was asked, is asked where
// the entry serves.
func stragglers(ctx context.Context, topic Topic, row Row, asker Asker, serves string) ([]string, error) {
	var mu sync.Mutex
	left, gone := []string{}, []string{}
	calls, ctx := errgroup.WithContext(ctx)
	calls.SetLimit(asksAtOnce)
	for _, w := range row.Wordings {
		calls.Go(func() error {
			site := serves
			if w.Latest != nil {
				site = w.Latest.Site
			}
			entry, err := asker.Answering(ctx, topic.Tenant, w.Bot, site, w.Question)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, chat.ErrNotFound):
				gone = append(gone, w.ID)
				return nil
			case err == nil && entry != topic.Entry:
				left = append(left, w.ID)
			}
			return err
		})
	}
	err := calls.Wait()
	if len(gone) == len(row.Wordings) {
		left = gone
	}
	slices.Sort(left)
	return left, err
}

// entryWaits is how long an entry may wait to be published before its question is open again with its next asking.
const entryWaits = 7 * 24 * time.Hour

// reopened tells whether somebody was not answered although the question is routed, or after its entry waited for long.
func (t *Topic) reopened(last time.Time) bool {
	switch t.State {
	case Routed, Partly:
		return last.After(t.Routed)
	case Answered:
		return last.After(t.At.Add(entryWaits))
	}
	return false
}
