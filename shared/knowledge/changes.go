package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Shown is a question whose answer a publication would change, as people see it.
type Shown struct {
	Difference
	Question string // without personal data
}

// changesAtOnce is how many changes one call shows: the words of each are read from the log.
const changesAtOnce = 50

// Changes are the questions whose answers a publication would change, from one on, and where the next ones begin: 0 at
// the end. A question whose visitor was erased is gone.
func (l *Library) Changes(ctx context.Context, a chat.Agent, number, from int) (all []Shown, next int, err error) {
	if _, err := l.held(ctx, a, number); err != nil {
		return nil, 0, err
	}
	r, err := l.shelf.Rehearsal(ctx, a.Tenant, number)
	if err != nil {
		return nil, 0, err
	}
	before, after, err := l.sides(ctx, a, number)
	if err != nil {
		return nil, 0, err
	}
	from = min(max(from, 0), len(r.Changes))
	some := r.Changes[from:min(from+changesAtOnce, len(r.Changes))]
	rows := make([]Shown, len(some))
	err = sideBySide(ctx, len(some), func(ctx context.Context, i int) (err error) {
		rows[i].Difference = Difference{some[i].Asked, before.named(some[i].Was), after.named(some[i].Now)}
		rows[i].Question, err = l.words(ctx, a.Tenant, some[i].Asked)
		return err
	})
	if next = from + len(some); next == len(r.Changes) {
		next = 0
	}
	return slices.DeleteFunc(rows, func(c Shown) bool { return c.Question == "" }), next, err
}

// sides are the edition in force and the one that would be.
func (l *Library) sides(ctx context.Context, a chat.Agent, number int) (before, after Edition, err error) {
	if before, err = l.live(ctx, a.Tenant); err != nil {
		return before, after, err
	}
	after, err = l.shelf.Edition(ctx, a.Tenant, number)
	return before, after, err
}

// named is a reply with the title of its entry, as the edition has it.
func (e *Edition) named(r Reply) Reply {
	if entry, is := e.Entry(r.Entry); is {
		r.Title = entry.Title
	}
	return r
}

// words are those of a question without personal data; "" if it was erased.
func (l *Library) words(ctx context.Context, t chat.TenantID, q Asked) (string, error) {
	m, err := l.store.Message(ctx, q.key(t), q.Message)
	if err != nil {
		return "", chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	v, err := l.store.Visitor(ctx, chat.VisitorKey{Tenant: t, ID: chat.VisitorID(m.Author.ID)})
	if err := chat.Except(err, chat.ErrNotFound); err != nil {
		return "", chat.Except(err, chat.ErrErased)
	}
	text, _ := Question(&m)
	return chat.BlackedOut(chat.Gap{Question: v.Nameless(text)}).Question, nil
}

var errDecided = chat.Errorf(chat.Conflict, "decided_meanwhile",
	"Somebody else decided about this publication meanwhile, or another one took force. Look at it again.")

// held is a publication that waits for a decision.
func (l *Library) held(ctx context.Context, a chat.Agent, number int) (Publication, error) {
	p, live, err := l.publication(ctx, a, number)
	if err == nil && p.StateAt(live) != Held {
		err = errDecided
	}
	return p, err
}

// publication is one of the latest, with the number of the edition in force.
func (l *Library) publication(ctx context.Context, a chat.Agent, number int) (Publication, int, error) {
	all, live, err := l.Publications(ctx, a)
	if err != nil {
		return Publication{}, 0, err
	}
	i := slices.IndexFunc(all, func(p Publication) bool { return p.Number == number })
	if i < 0 {
		return Publication{}, 0, chat.ErrNotFound
	}
	return all[i], live, nil
}

// Decide has a publication take force although answers change, or never. Of two people at once the second is told. The
// same call again is a success: the one before may have been cut off.
func (l *Library) Decide(ctx context.Context, a chat.Agent, number int, change bool) (Publication, error) {
	was, live, err := l.publication(ctx, a, number)
	if err != nil {
		return was, err
	}
	now := was
	now.Decided, now.Left = a.Name, !change
	switch {
	case was.Held > 0 && was.Decided == a.Name && was.Left == now.Left:
	case was.StateAt(live) != Held:
		return was, errDecided
	default:
		err = l.store.DecidePublication(ctx, was, now)
	}
	if errors.Is(err, chat.ErrConflict) {
		err = errDecided
	}
	action := map[bool]string{true: "knowledge.answers_changed", false: "knowledge.answers_kept"}[change]
	details := fmt.Sprintf("answers to %d questions", was.Held)
	if err := l.desk.Audited(ctx, a, err, action, fmt.Sprint(number), details); err != nil || change {
		return now, err
	}
	return now, l.shelf.DropRehearsal(ctx, a.Tenant, number)
}
