package knowledge

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Log is what visitors asked.
type Log interface {
	// Talks lists the conversations whose visitors wrote last before a time, the latest first. position is the next of the
	// call before, "" for the first page; next is "" at the end.
	Talks(
		ctx context.Context, tenant chat.TenantID, before time.Time, position string, limit int,
	) (heads []chat.Head, next string, err error)

	// The promises of chat.Store hold for these methods too.
	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	History(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)
	Message(ctx context.Context, key chat.ConversationKey, id chat.MessageID) (chat.Message, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)
}

// Bounds of a sample of questions.
const (
	MaxSampled   = 1000 // questions, each in other words
	sampledDays  = 90
	talksOfDay   = 12   // conversations, the latest of each day
	sampledTalks = 1200 // of these, and then of the latest of all
	talkPage     = 50   // messages at the end of a conversation

	day = 24 * time.Hour
)

// sampler gathers questions that bots answered.
type sampler struct {
	store  Log
	tenant chat.TenantID
	since  time.Time
	talks  map[chat.ConversationID]bool
	had    map[string]bool // by bot and wording
	all    []Asked
}

// sampled are questions of the last 90 days that bots answered from entries or from questions of their scripts: at
// first of a few conversations of each day, then of the latest ones. It reads a bounded number of conversations.
func sampled(ctx context.Context, store Log, t chat.TenantID, now time.Time) ([]Asked, error) {
	s := &sampler{
		store: store, tenant: t, since: now.Add(-sampledDays * day), talks: map[chat.ConversationID]bool{},
		had: map[string]bool{},
	}
	for at := now.Add(time.Minute); !s.full() && at.After(s.since); {
		heads, _, err := store.Talks(ctx, t, at, "", talksOfDay)
		if err != nil {
			return nil, err
		}
		if len(heads) == 0 {
			break // the tenant is younger: the latest ones fill up
		}
		at = earlier(heads[0].VisitorAt.UTC().Truncate(day), at.Add(-time.Hour))
		heads = slices.DeleteFunc(heads, func(h chat.Head) bool { return h.VisitorAt.Before(at) })
		if err := s.read(ctx, heads); err != nil {
			return nil, err
		}
	}
	for position := ""; !s.full(); {
		heads, next, err := store.Talks(ctx, t, now.Add(time.Minute), position, chat.MaxPageSize)
		if err == nil {
			err = s.read(ctx, heads)
		}
		old := len(heads) > 0 && heads[len(heads)-1].VisitorAt.Before(s.since)
		if position = next; err != nil || next == "" || old {
			return s.all, err
		}
	}
	return s.all, nil
}

// earlier is the earlier of two times. A conversation may go on after it was listed, and be later than its place.
func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (s *sampler) full() bool { return len(s.all) >= MaxSampled || len(s.talks) >= sampledTalks }

// read takes the questions of some conversations.
func (s *sampler) read(ctx context.Context, heads []chat.Head) error {
	heads = slices.DeleteFunc(heads, func(h chat.Head) bool { return s.talks[h.ID] || h.VisitorAt.Before(s.since) })
	heads = heads[:min(len(heads), sampledTalks-len(s.talks))]
	logs := make([][]chat.Message, len(heads))
	err := sideBySide(ctx, len(heads), func(ctx context.Context, i int) (err error) {
		logs[i], err = s.store.History(ctx, heads[i].Key(), "", talkPage)
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	})
	for i := range heads {
		s.talks[heads[i].ID] = true
		s.take(&heads[i], logs[i])
	}
	return err
}

// take adds the questions of a conversation that were answered, each wording once.
func (s *sampler) take(h *chat.Head, log []chat.Message) {
	asked := map[chat.MessageID]*chat.Message{}
	for i := range log {
		asked[log[i].ID] = &log[i]
	}
	for i := range log {
		question := asked[log[i].Answers]
		if !telling(&log[i]) || question == nil || log[i].At.Before(s.since) || len(s.all) >= MaxSampled {
			continue
		}
		text, is := Question(question)
		wording := string(h.Bot) + " " + chat.GapID(text)
		if !is || s.had[wording] {
			continue
		}
		s.had[wording] = true
		s.all = append(s.all, Asked{h.ID, question.ID, h.Bot, h.Source})
	}
}

// telling tells whether a reply is an answer to the words of its question: not one that its visitor or a person of the
// team chose, and not one of which somebody says that it was wrong.
func telling(m *chat.Message) bool {
	if m.Outcome != chat.Answered || m.Effects == nil || m.Effects.Why == nil || m.Unanswered() {
		return false
	}
	why := m.Effects.Why
	return why.Answered && len(why.Best) > 0 && why.By != chat.ByChoice && why.By != chat.ByHint
}

// Question is the words of a message, if they are all that it has.
func Question(m *chat.Message) (text string, is bool) {
	if len(m.Bubbles) == 0 {
		return "", false
	}
	body := m.Body()
	return body.Text, body.Kind == chat.KindText && body.Click == nil && body.Text != ""
}
