package team

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/botifire/livechat/shared/chat"
)

// Waited is the answer to a question that waited for a person, nil if none did.
func (t *Team) Waited(ctx context.Context, key chat.ConversationKey, question chat.MessageID) (*chat.Answer, error) {
	held, err := t.store.Held(ctx, key, question)
	if err != nil {
		return nil, chat.Except(err, chat.ErrNotFound)
	}
	return &held.Answer, nil
}

// stateOf is the state from which a bot answers a question: it begins anew after a person had the talk.
func stateOf(q chat.Question) json.RawMessage {
	if q.Resumed {
		return nil
	}
	return q.State
}

// joins brings an answer that waited into the talk as it is by now. The bot may have answered other questions
// meanwhile: what it remembers of them stays, and so does the language that the visitor speaks by now.
func (t *Team) joins(held Held, a chat.Answer) func(chat.Question) chat.Answer {
	return func(q chat.Question) chat.Answer { return t.join(q, held.State, a) }
}

func (t *Team) join(q chat.Question, base json.RawMessage, a chat.Answer) chat.Answer {
	now := stateOf(q)
	if bytes.Equal(now, base) {
		return a
	}
	merged, people := now, false
	if q.Bot.Kind == chat.ScriptBot && t.desk.Rules.Merge != nil {
		merged, people = t.desk.Rules.Merge(now, base, a.Effects.State)
	}
	a.Effects.State, a.Effects.Form, a.Language, a.Joined = merged, nil, "", true
	if people {
		a.Effects.HandOver = "misses"
	}
	return a
}
