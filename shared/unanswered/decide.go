package unanswered

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Decision is what a person decides about a row.
type Decision struct {
	Version int64 // of the row as the person saw it
	State   State // Open, Never or Nothing; "" leaves it
	Join    string
	Split   []string // wordings that are another question
	Entry   string   // of the knowledge, which answers it
}

var (
	errStale = chat.Errorf(chat.Conflict, "changed_meanwhile",
		"Somebody else decided about this question meanwhile. Look at it again.")
	errGone = chat.Errorf(chat.NotFound, "no_question",
		"Nobody asks this any more, or it was joined with another question.")
	errFull = chat.Errorf(chat.Invalid, "too_many_questions",
		"The team decided about %d questions already. Take some decisions back.", MaxTopics)
)

// Question is the row that has a wording.
func (q *Questions) Question(ctx context.Context, a chat.Agent, id string, days int) (Row, error) {
	k, err := q.known(ctx, a.Tenant, days)
	if err != nil {
		return Row{}, err
	}
	n, is := k.find(id)
	if !is {
		return Row{}, errGone
	}
	row, _ := k.row(n)
	return row, nil
}

// find is the group that has a wording.
func (k *known) find(id string) (int, bool) {
	for n, members := range k.groups {
		if slices.ContainsFunc(members, func(i int) bool { return k.points[i].id == id }) {
			return n, true
		}
	}
	return 0, false
}

// Decide keeps a decision about the row that has a wording, and gives the row as it is then. Of two people at once the
// second is told.
func (q *Questions) Decide(ctx context.Context, a chat.Agent, id string, d Decision) (Row, error) {
	k, err := q.known(ctx, a.Tenant, 0)
	if err != nil {
		return Row{}, err
	}
	n, is := k.find(id)
	if !is {
		return Row{}, errGone
	}
	topic := k.decided(n, id)
	if topic.Version != d.Version {
		return Row{}, errStale
	}
	if topic.Version == 0 && len(k.topics) >= MaxTopics {
		return Row{}, errFull
	}
	topic.Tenant, topic.At, topic.By, topic.Name = a.Tenant, q.now(), a.ID, a.Name
	topic.State = cmp.Or(d.State, topic.State, Open)
	if d.Entry != "" {
		topic.Entry, topic.State, topic.Routed, topic.Left = d.Entry, Answered, time.Time{}, nil
	}
	err = q.keep(ctx, k, n, topic, d)
	if errors.Is(err, chat.ErrConflict) {
		err = errStale
	}
	if err != nil {
		return Row{}, err
	}
	return q.Question(ctx, a, id, 0)
}

// decided is the decision about a group: it names the wordings that are there, so that they stay together.
func (k *known) decided(n int, id string) Topic {
	topic := k.topics[k.grouping.topics[n]]
	ids := []string{id}
	for _, i := range k.groups[n] {
		ids = append(ids, k.points[i].id)
	}
	for _, w := range ids {
		topic.add(w)
	}
	topic.ID = cmp.Or(topic.ID, k.unnamed(ids))
	return topic
}

// unnamed is the first wording after which no decision is called.
func (k *known) unnamed(ids []string) string {
	for _, id := range ids {
		if _, taken := k.topics[id]; !taken {
			return id
		}
	}
	return ids[0]
}

func (t *Topic) add(wording string) {
	if len(t.Wordings) < MaxPinned && !slices.Contains(t.Wordings, wording) {
		t.Wordings = append(t.Wordings, wording)
	}
}

// keep stores a decision. One that is cut off between its writes leaves wordings in one of two rows, and is repeated.
func (q *Questions) keep(ctx context.Context, k *known, n int, topic Topic, d Decision) error {
	switch {
	case d.Join != "":
		return q.join(ctx, k, n, topic, d.Join)
	case len(d.Split) > 0:
		return q.split(ctx, k, n, topic, d.Split)
	}
	return q.store.PutTopic(ctx, topic)
}

func (q *Questions) join(ctx context.Context, k *known, n int, topic Topic, with string) error {
	other, is := k.find(with)
	if !is || other == n {
		return errGone
	}
	for _, i := range k.groups[other] {
		topic.add(k.points[i].id)
	}
	if old := k.grouping.topics[other]; old != "" { // first: of two decisions that name a wording, one would win by chance
		if err := q.store.DropTopic(ctx, topic.Tenant, old); err != nil {
			return err
		}
	}
	return q.store.PutTopic(ctx, topic)
}

// split puts wordings into a row of their own.
func (q *Questions) split(ctx context.Context, k *known, n int, topic Topic, wordings []string) error {
	for _, w := range wordings {
		if in, is := k.find(w); !is || in != n || len(k.groups[n]) <= len(wordings) {
			return chat.WrongField("split", "not_in_it", "These wordings are not in the question any more. Look at it again.")
		}
		topic.Drop(w)
	}
	for _, i := range k.groups[n] {
		if id := k.points[i].id; !slices.Contains(wordings, id) {
			topic.add(id)
		}
	}
	other := Topic{
		Tenant: topic.Tenant, ID: k.unnamed(wordings), State: Open, At: topic.At, By: topic.By, Name: topic.Name,
		Wordings: wordings[:min(len(wordings), MaxPinned)],
	}
	if slices.Contains(wordings, topic.ID) { // each is called by a wording of its own
		other.ID, other.Edited = topic.ID, topic.Edited
		topic.ID, topic.Version = k.unnamed(topic.Wordings), 0
	}
	if err := q.store.PutTopic(ctx, topic); err != nil {
		return err
	}
	return q.store.PutTopic(ctx, other)
}
