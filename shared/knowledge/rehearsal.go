package knowledge

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/sync/errgroup"
)

// Rehearsal asks questions of visitors again before an edition takes force. It is kept as a file beside the edition
// while that waits. It has no words: whoever shows a question reads it from the log, so that an erasure takes it along.
type Rehearsal struct {
	Base    int          `json:"base"` // the edition in force that was asked beside it
	Mark    string       `json:"mark"` // of the contents of the one that waits: an erasure may take words out of it
	Sample  []Asked      `json:"sample"`
	Done    int          `json:"done"` // of the sample
	Changes []Difference `json:"changes,omitempty"`
}

// Asked is a question of a visitor that a bot answered.
type Asked struct {
	Conversation chat.ConversationID `json:"c"`
	Message      chat.MessageID      `json:"m"`
	Bot          chat.BotID          `json:"b"`
	Source       chat.Source         `json:"s"`
}

func (q *Asked) key(t chat.TenantID) chat.ConversationKey {
	return chat.ConversationKey{Tenant: t, ID: q.Conversation}
}

// Reply names the answer to a question: an entry, or by its title a question of the bot's own script. It is empty if
// the bot is not sure of any.
type Reply struct {
	Entry EntryID `json:"entry,omitempty"`
	Title string  `json:"title,omitempty"`
}

// differs tells whether two replies are different answers. An entry with another title is the same.
func (r Reply) differs(other Reply) bool {
	if r.Entry != "" || other.Entry != "" {
		return r.Entry != other.Entry
	}
	return r.Title != other.Title
}

// Difference is a question whose answer an edition would change.
type Difference struct {
	Asked
	Was Reply `json:"was"`
	Now Reply `json:"now"`
}

// Prompter makes the asking of two editions, the one in force and the next. Unprompted is its twin.
type Prompter func(before, next *Edition) Compare

// Compare is the answer to a question from each of two editions, judged in the same way; nobody hears of it. The answer
// is empty of a bot that is gone, and of one that does not answer from editions.
type Compare func(ctx context.Context, t chat.TenantID, q Asked, m chat.Message) (was, now Reply, err error)

// Unprompted is the prompter of a function in which somebody waits: it leaves the work to another one.
func Unprompted(_, _ *Edition) Compare {
	return func(context.Context, chat.TenantID, Asked, chat.Message) (was, now Reply, err error) {
		return was, now, ErrUnfinished
	}
}

const (
	atOnce        = 8                // questions that are asked, or conversations that are read, side by side
	savedAfter    = 100              // questions, after which the rehearsal is stored
	rehearsalNeed = 20 * time.Second // of its caller's time for as many more
)

// rehearse asks a sample of questions of the edition in force and of the next one. It tells whether the next one may
// take force: no answer changes, or a person wants these changes. A rehearsal that is cut off goes on.
func (p *Press) rehearse(ctx context.Context, one *printing, before, next Edition) (bool, error) {
	if one.Sure || one.Back > 0 { // to go back is the way out of a bad edition
		return true, nil
	}
	r, err := p.begun(ctx, one, before, next)
	if err != nil || r.Done == len(r.Sample) && one.Decided != "" {
		return err == nil, err
	}
	one.Decided = "" // they saw another list
	until, timed := ctx.Deadline()
	compare := p.prompter(&before, &next)
	for r.Done < len(r.Sample) {
		if back, err := p.overtaken(ctx, one); err != nil {
			return false, err
		} else if back || timed && time.Until(until) < rehearsalNeed {
			return false, ErrUnfinished
		}
		if err := p.askSome(ctx, one, &r, compare); err != nil {
			return false, err
		}
	}
	if len(r.Changes) == 0 {
		return true, nil
	}
	one.Held, one.Base, one.Asked, one.Of = len(r.Changes), before.Number, r.Done, len(r.Sample)
	return false, p.note(ctx, one)
}

// begun is the rehearsal as far as it came. It begins anew if another edition is in force by now, or if the one that
// waits has other words.
func (p *Press) begun(ctx context.Context, one *printing, before, next Edition) (Rehearsal, error) {
	r, err := p.shelf.Rehearsal(ctx, one.Tenant, one.Number)
	if err == nil && r.Base == before.Number && r.Mark == next.Mark || chat.Except(err, chat.ErrNotFound) != nil {
		return r, err
	}
	r = Rehearsal{Base: before.Number, Mark: next.Mark}
	if r.Sample, err = sampled(ctx, p.store, one.Tenant, p.now()); err != nil {
		return r, err
	}
	one.Decided, one.Held, one.Asked, one.Of = "", 0, 0, len(r.Sample) // also of none, beside another edition than before
	if len(r.Sample) == 0 {
		return r, nil
	}
	return r, p.keep(ctx, one, r)
}

// keep stores how far a rehearsal came: in the row first, with a mark of the file, so that of two presses whose files
// are not alike only one writes. The other one learns from the row that it lost, and leaves the file alone. A press
// that is cut off between the two asks the questions since the file once more.
func (p *Press) keep(ctx context.Context, one *printing, r Rehearsal) error {
	raw, _ := json.Marshal(r) // names and numbers always encode
	one.Asked, one.Of, one.File = r.Done, len(r.Sample), half(string(raw))
	if err := p.note(ctx, one); err != nil {
		return err
	}
	return p.shelf.KeepRehearsal(ctx, one.Tenant, one.Number, r)
}

// askSome asks the next questions, and stores how far it came.
func (p *Press) askSome(ctx context.Context, one *printing, r *Rehearsal, compare Compare) error {
	some := r.Sample[r.Done:min(r.Done+savedAfter, len(r.Sample))]
	found := make([]*Difference, len(some))
	err := sideBySide(ctx, len(some), func(ctx context.Context, i int) (err error) {
		found[i], err = p.ask(ctx, one.Tenant, some[i], compare)
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range slices.DeleteFunc(found, func(c *Difference) bool { return c == nil }) {
		r.Changes = append(r.Changes, *c)
	}
	r.Done += len(some)
	return p.keep(ctx, one, *r)
}

// ask asks a question of both editions; nil if it gets the same answer, has none now, or was erased meanwhile.
func (p *Press) ask(ctx context.Context, t chat.TenantID, q Asked, compare Compare) (*Difference, error) {
	m, err := p.store.Message(ctx, q.key(t), q.Message)
	if err != nil {
		return nil, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	was, now, err := compare(ctx, t, q, m)
	if err != nil || was == (Reply{}) || !was.differs(now) {
		return nil, err
	}
	return &Difference{q, was, now}, nil
}

// sideBySide does some things, a few at a time, until one fails.
func sideBySide(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	calls, ctx := errgroup.WithContext(ctx)
	calls.SetLimit(atOnce)
	for i := range n {
		calls.Go(func() error { return do(ctx, i) })
	}
	return calls.Wait()
}

// forget deletes the rehearsals of the publications after one edition up to another, which takes force: nobody decides
// about these any more.
func (p *Press) forget(ctx context.Context, all []Publication, after, upTo int) (err error) {
	for _, one := range all {
		if one.Number > after && one.Number <= upTo {
			err = errors.Join(err, p.shelf.DropRehearsal(ctx, one.Tenant, one.Number))
		}
	}
	return err
}
