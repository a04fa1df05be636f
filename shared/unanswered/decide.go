package unanswered

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Decision is a person's decision about a row.
type Decision struct {
	Version int64 // of the row as the person saw it
	State   State // Open, Never or Nothing; "" leaves it
	Join    string
	Joined  int64    // the version of the row to join, as the person saw it
	Split   []string // wordings that are another question
	Entry   string   // of the knowledge, which answers it
}

// act names the decision in the audit.
func (d *Decision) act() string {
	switch {
	case d.Join != "":
		return "joined"
	case len(d.Split) > 0:
		return "split"
	case d.Entry != "":
		return "answered"
	case d.State == Never:
		return "never_to_be_answered"
	case d.State == Nothing:
		return "no_question"
	}
	return "opened"
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
	topic.Tenant, topic.At, topic.By, topic.Name = a.Tenant, q.desk.Now(), a.ID, a.Name
	topic.State = cmp.Or(d.State, topic.State, Open)
	if d.State == Open { // else the next publication would take it off the list again
		topic.Entry, topic.Edition, topic.Routed, topic.Left = "", 0, time.Time{}, nil
	}
	if d.Entry != "" {
		topic.Entry, topic.State, topic.Routed, topic.Left = d.Entry, Answered, time.Time{}, nil
		topic.Edition, topic.Of = 0, 0
	}
	err = q.keep(ctx, k, n, topic, d)
	if errors.Is(err, chat.ErrConflict) {
		err = errStale
	}
	if err = q.desk.Audited(ctx, a, err, "question."+d.act(), d.Entry, ""); err != nil { // no words: erasures miss them
		return Row{}, err
	}
	return q.Question(ctx, a, id, 0)
}

// decided is the decision about a group: it names the wordings that are there, so that they stay together.
func (k *known) decided(n int, id string) Topic {
	topic := k.topics[k.grouping.topics[n]]
	ids := append([]string{id}, k.ids(n)...)
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

// keep stores a decision.
func (q *Questions) keep(ctx context.Context, k *known, n int, topic Topic, d Decision) error {
	switch {
	case d.Join != "":
		return q.join(ctx, k, n, topic, d)
	case len(d.Split) > 0:
		return q.split(ctx, k, n, topic, d.Split)
	}
	return q.put(ctx, k, []Topic{topic})
}

// put stores decisions and drops others, all or none.
func (q *Questions) put(ctx context.Context, k *known, put []Topic, drop ...Topic) error {
	more := -len(drop)
	for _, topic := range put {
		if topic.Version == 0 {
			more++
		}
	}
	if more > 0 && len(k.topics)+more > MaxTopics {
		return errFull
	}
	return q.store.PutTopics(ctx, put[0].Tenant, put, drop...)
}

func (q *Questions) join(ctx context.Context, k *known, n int, topic Topic, d Decision) error {
	other, is := k.find(d.Join)
	if !is || other == n {
		return errGone
	}
	old, is := k.topics[k.grouping.topics[other]]
	if old.Version != d.Joined {
		return errStale
	}
	mine, theirs := k.ids(n), k.ids(other)
	for _, id := range theirs {
		topic.add(id)
	}
	if topic.State == Open && topic.Entry == "" && is { // the decision about the other one holds for both
		topic.State, topic.Entry, topic.Routed, topic.Left, topic.Of = old.State, old.Entry, old.Routed, old.Left, old.Of
		theirs = mine
	}
	topic.unasked(theirs)
	if !is {
		return q.put(ctx, k, []Topic{topic})
	}
	return q.put(ctx, k, []Topic{topic}, old)
}

// unasked are wordings of which nobody knows yet whether the entry answers them.
func (t *Topic) unasked(wordings []string) {
	if t.State != Routed && t.State != Partly {
		return
	}
	t.State, t.Edition = Partly, 0
	all := append(slices.Clone(t.Left), wordings...)
	t.Left = all[:min(len(all), MaxPinned)]
}

func (k *known) ids(n int) []string {
	ids := []string{}
	for _, i := range k.groups[n] {
		ids = append(ids, k.points[i].id)
	}
	return ids
}

// split puts wordings into a row of their own.
func (q *Questions) split(ctx context.Context, k *known, n int, topic Topic, wordings []string) error {
	wordings = slices.Compact(slices.Sorted(slices.Values(wordings)))
	all := k.ids(n)
	for _, w := range wordings {
		if !slices.Contains(all, w) || len(all) <= len(wordings) {
			return chat.WrongField("split", "not_in_it", "These wordings are not in the question any more. Look at it again.")
		}
	}
	topic.Drop(wordings...)
	for _, id := range all {
		if !slices.Contains(wordings, id) {
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
	return q.put(ctx, k, []Topic{topic, other})
}
