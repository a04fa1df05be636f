package storetest

import (
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
)

// alerts proves that the alerts of cases and of people are changed in place, are listed by their first time, and go
// with their conversation.
func alerts(b *bench) {
	until, keys := b.now.Add(24*time.Hour), []chat.ConversationKey{b.conversation(), b.conversation()}
	for i, k := range append(keys, keys[0]) {
		b.must(b.UpdateAlert(b.ctx(), k, 1, until, func(a *team.Alert) error {
			b.equal("a case begins without alerts", []any{a.Conversation, a.Case, len(a.Causes)}, []any{k.ID, 1, i / 2})
			if a.At.IsZero() {
				a.At = b.now.Add(time.Duration(i) * time.Minute)
			}
			a.Causes = append(a.Causes, team.Cause{Code: "no_answer", Score: 50 + i, Message: "m", To: []chat.AgentID{"a_1"}})
			return nil
		}))
	}
	no := errors.New("no")
	b.wants(b.UpdateAlert(b.ctx(), keys[0], 1, until, func(*team.Alert) error { return no }), no)
	one, err := b.Alert(b.ctx(), keys[0], 1)
	b.must(err)
	b.equal("what was changed", []any{len(one.Causes), one.Causes[1].Score}, []any{2, 52})
	none, err := b.Alert(b.ctx(), keys[0], 2)
	b.must(err)
	b.equal("another case", len(none.Causes), 0)
	listed := func(since time.Duration, limit int) (ids []chat.ConversationID) {
		all, err := b.AlertsSince(b.ctx(), b.tenant, b.now.Add(since), limit)
		b.must(err)
		for _, a := range all {
			ids = append(ids, a.Conversation)
		}
		return ids
	}
	b.equal("the latest first", listed(0, 10), []chat.ConversationID{keys[1].ID, keys[0].ID})
	b.equal("since a time", listed(time.Second, 10), []chat.ConversationID{keys[1].ID})
	b.equal("no more than are wanted", listed(0, 1), []chat.ConversationID{keys[1].ID})
	_, err = b.EraseConversation(b.ctx(), keys[1])
	b.must(err)
	b.equal("without an erased one", listed(0, 10), []chat.ConversationID{keys[0].ID})

	b.holds()
	for range 2 {
		b.must(b.UpdateAlerted(b.ctx(), b.tenant, "a_1", until, func(a *team.Alerted) error {
			a.All = append(a.All, team.Told{Conversation: "c", At: b.now})
			return nil
		}))
	}
	mine, err := b.Alerted(b.ctx(), b.tenant, "a_1")
	b.must(err)
	others, err := b.Alerted(b.ctx(), b.tenant, "a_2")
	b.must(err)
	b.equal("a person's", []any{len(mine.All), mine.All[0].At.Equal(b.now), len(others.All)}, []any{2, true, 0})
}

// holds proves that one answer of a question waits, that those of late questions are listed, and that it goes with its
// question.
func (b *bench) holds() {
	k, question := b.conversation(), b.message(b.now, "where is it")
	_, err := b.Held(b.ctx(), k, question.ID)
	b.wants(err, chat.ErrNotFound)
	for i, words := range []string{"the first", "another"} {
		held := team.Held{
			Conversation: k.ID, Message: question.ID, Until: b.now.Add(time.Duration(i) * time.Minute),
			Answer: chat.Answer{Bubbles: []chat.Body{chat.Text(words)}, Hint: "m", Part: "a"},
		}
		stored, err := b.Hold(b.ctx(), k, held, b.now.Add(time.Hour))
		b.must(err)
		b.equal("the first stands", []any{stored.Answer.Bubbles[0].Text, stored.Until.Equal(b.now)}, []any{"the first", true})
	}
	held, err := b.Held(b.ctx(), k, question.ID)
	b.must(err)
	b.equal("what waits", []any{held.Answer.Bubbles[0].Text, held.Answer.Hint}, []any{"the first", chat.MessageID("m")})
	for since, want := range map[time.Duration]int{-time.Minute: 1, time.Minute: 0} {
		all, err := b.HeldSince(b.ctx(), b.tenant, b.now.Add(since), b.now.Add(-time.Second), 10)
		b.must(err)
		b.equal("since a time", len(all), want)
	}
	b.stillHeld(k)
	b.must(b.EraseMessage(b.ctx(), k, question))
	_, err = b.Held(b.ctx(), k, question.ID)
	b.wants(err, chat.ErrNotFound)
}

// stillHeld proves that answers which wait no more take no place among those that do, and that the latest are first.
func (b *bench) stillHeld(k chat.ConversationKey) {
	waits, later := []chat.MessageID{}, b.now.Add(time.Minute)
	for i := range 2*chat.MaxPageSize + 10 {
		question := b.message(b.now.Add(time.Duration(i)*time.Millisecond), "where is it")
		h := team.Held{Conversation: k.ID, Message: question.ID, Until: b.now}
		if i < 3 {
			h.Until = later
			waits = append(waits, h.Message)
		}
		_, err := b.Hold(b.ctx(), k, h, b.now.Add(time.Hour))
		b.must(err)
	}
	all, err := b.HeldSince(b.ctx(), b.tenant, b.now.Add(-time.Minute), b.now, 2)
	b.must(err)
	if len(all) != 2 {
		b.t.Fatalf("%d answers wait", len(all))
	}
	b.equal("the latest two", []chat.MessageID{all[0].Message, all[1].Message}, []chat.MessageID{waits[2], waits[1]})
}
