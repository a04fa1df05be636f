package knowledge

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Lately is a question of the last month that a bot was asked, and its answer.
type Lately struct {
	Asked
	Question string // without personal data
	Site     string // on which it was asked, "" on WhatsApp
	At       time.Time
	Was      Reply // empty if the bot had none
}

// Bounds of the questions of the last month.
const (
	MaxLately   = 200 // questions, each in other words
	latelyDays  = 30
	latelyTalks = 100 // conversations, the latest
)

// Lately are the latest questions that bots were asked, the latest first, as far as the log has them: what was erased
// or is past its retention is gone.
func (l *Library) Lately(ctx context.Context, a chat.Agent) ([]Lately, error) {
	now := l.desk.Now()
	heads, _, err := l.store.Talks(ctx, a.Tenant, now.Add(time.Minute), "", latelyTalks)
	if err != nil {
		return nil, err
	}
	since := now.Add(-latelyDays * day)
	heads = slices.DeleteFunc(heads, func(h chat.Head) bool { return h.VisitorAt.Before(since) })
	found := make([][]Lately, len(heads))
	err = sideBySide(ctx, len(heads), func(ctx context.Context, i int) (err error) {
		found[i], err = l.askedIn(ctx, &heads[i], since)
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	})
	all, had := []Lately{}, map[string]bool{}
	for _, q := range slices.Concat(found...) {
		if wording := string(q.Bot) + " " + chat.GapID(q.Question); !had[wording] {
			had[wording] = true
			all = append(all, q)
		}
	}
	slices.SortStableFunc(all, func(a, b Lately) int { return b.At.Compare(a.At) })
	return all[:min(len(all), MaxLately)], err
}

// askedIn are the questions of a conversation that its bot judged.
func (l *Library) askedIn(ctx context.Context, h *chat.Head, since time.Time) ([]Lately, error) {
	log, err := l.store.History(ctx, h.Key(), "", talkPage)
	if err != nil {
		return nil, err
	}
	v, err := l.store.Visitor(ctx, chat.VisitorKey{Tenant: h.Key().Tenant, ID: h.Visitor})
	if err := chat.Except(err, chat.ErrNotFound); err != nil {
		return nil, err
	}
	asked, all := map[chat.MessageID]*chat.Message{}, []Lately{}
	for i := range log {
		asked[log[i].ID] = &log[i]
	}
	for i := range log {
		reply, question := &log[i], asked[log[i].Answers]
		if question == nil || question.At.Before(since) || reply.Outcome != chat.Answered ||
			reply.Effects == nil || reply.Effects.Why == nil {
			continue
		}
		text, is := Question(question)
		if !is {
			continue
		}
		q := Lately{
			Asked:    Asked{h.ID, question.ID, h.Bot, h.Source},
			Question: chat.BlackedOut(chat.Gap{Question: v.Nameless(text)}).Question, At: question.At,
		}
		if question.Entry != nil {
			q.Site = question.Entry.Site
		}
		if why := reply.Effects.Why; telling(reply) {
			q.Was = Reply{EntryID(why.Best[0].Entry), why.Best[0].Title}
		}
		all = append(all, q)
	}
	return all, nil
}

// ProofWith is the edition of Proof with an entry as somebody writes it.
func (l *Library) ProofWith(ctx context.Context, a chat.Agent, id EntryID, c Content) (Edition, error) {
	e, err := l.Proof(ctx, a)
	return e.with([]Draft{{ID: id, Content: c}}), err
}
