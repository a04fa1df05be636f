package team_test

import (
	"context"
	"encoding/json"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

// phoned asks the script as on WhatsApp, where its form is in words. Its model reads hints, and finds no answer.
type phoned struct{ *bot.ScriptBot }

func (p phoned) Respond(ctx context.Context, q chat.Question) (chat.Answer, error) {
	q.Source = chat.WhatsApp
	a, err := p.ScriptBot.Respond(ctx, q)
	if q.Hint != nil && a.Effects.Gap != nil {
		a.Hint = q.Hint.ID
	}
	return a, err
}

// formIn is the form in words in a state of the script, with its values.
func formIn(raw json.RawMessage) string {
	var st struct {
		Form   string            `json:"form"`
		Values map[string]string `json:"values"`
	}
	_ = json.Unmarshal(raw, &st)
	values, _ := json.Marshal(st.Values)
	return st.Form + string(values)
}

// remembers judges what the bot remembers, along its replies in the order in which they were stored: one without an
// answer leaves a form as it was, and of two in a row the second hands over.
func (s *waiting) remembers() {
	misses, form, seen := 0, formIn(nil), map[chat.MessageID]bool{}
	for _, c := range s.Memory.Changes {
		m := c.Message
		if m == nil || seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		if len(m.Bubbles) > 0 && m.Body().Event != nil { // the bot begins anew after a person
			misses, form = 0, formIn(nil)
		}
		if m.Answers == "" || m.Outcome == chat.Dropped || m.Effects == nil {
			continue
		}
		now, missed := formIn(m.Effects.State), m.Effects.Gap != nil
		if missed && m.Effects.HandOver == "" && now != form {
			s.rt.Fatalf("a reply without an answer turned the form %s into %s: %v", form, now, s.Log(s.key()))
		}
		switch {
		case m.Effects.HandOver != "":
			misses, now = 0, formIn(nil)
		case !missed:
			misses = 0
		case len(m.Bubbles) > 0 && m.Body().Text != "changed":
			misses++
		}
		if form = now; misses > 1 {
			s.rt.Fatalf("the bot kept the talk after two misses: %v", s.Log(s.key()))
		}
	}
}

// keeps judges what is left of answers that waited: each question stays without an answer, and no hint serves twice.
func (s *waiting) keeps(replies map[chat.MessageID]chat.Message) {
	head, err := s.Store.Head(s.Ctx(), s.key())
	s.Must(chat.Except(err, chat.ErrNotFound)) // if nobody asked anything
	for _, h := range s.Memory.Holds {
		reply, is := replies[h.Message]
		if !is || reply.Outcome == chat.Failed { // a machine asked, and is not answered
			continue
		}
		if !reply.Unanswered() {
			s.rt.Fatalf("the question %q is without an answer no more: %v", h.Question, s.Log(s.key()))
		}
		if h.Answer.Hint != "" && h.Answer.Hint == head.Hint {
			s.rt.Fatalf("the hint of an answer that waited lives on: %v", s.Log(s.key()))
		}
	}
}
