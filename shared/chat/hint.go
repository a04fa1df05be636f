package chat

import (
	"context"
	"errors"
)

// A hint is a person's line for the bot's next answer, while the bot keeps the talk. It is stored as a note that names
// it, so it is shown, masked, exported and erased as one; the head says that it waits. A visitor never sees either.

// Hint says what the bot is to do: answer with an entry of the knowledge, or read the note's words before it asks its
// model.
type Hint struct {
	Entry string `json:"entry,omitempty"`
	Title string `json:"title,omitempty"` // of the entry
}

// Advice is a hint as a bot gets it with a question.
type Advice struct {
	ID    MessageID
	By    AgentID
	Entry string
	Words string
}

// GiveHint stores a hint for the next answer, in the place of one that still waits. The browser mints the id, so a
// repeat is harmless.
func GiveHint(
	ctx context.Context, d *Desk, a Agent, key ConversationKey, id MessageID, words string, hint Hint,
) (Message, error) {
	if hint.Entry != "" {
		words = hint.Title
	}
	m := Message{
		ID: id, Author: Author{Kind: ByAgent, ID: string(a.ID), Name: a.Name},
		Bubbles: []Bubble{{Body: Body{Kind: KindNote, Text: words, Hint: &hint}}},
	}
	if err := d.check(&m, false); err != nil {
		return Message{}, err
	}
	m.At, m.Hash = d.Now(), m.hash()
	head, err := d.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if err := d.makeHead(ctx, key, h); err != nil {
			return nil, err
		}
		if err := d.mayHint(ctx, h, hint); err != nil {
			return nil, err
		}
		h.Hint, m.Epoch = m.ID, h.Epoch
		return []Message{m}, nil
	})
	if errors.Is(err, ErrExists) {
		m, _, err = d.repeated(ctx, key, m)
		return m, err
	}
	if err != nil {
		return Message{}, err
	}
	d.spread(ctx, head, "", m)
	return m.ForAgent(), nil
}

// mayHint refuses a hint that nobody would follow.
func (d *Desk) mayHint(ctx context.Context, h *Head, hint Hint) error {
	if h.Owner != OwnerBot {
		return Errorf(Conflict, "not_the_bots", "The bot does not have this conversation now, so it gives no next answer.")
	}
	if h.Status != Open {
		return Errorf(Conflict, "case_closed", "This case is closed: the customer's next words begin another one.")
	}
	bot, err := d.Bot(ctx, h.Tenant, h.Bot)
	switch {
	case err != nil:
		return err
	case bot.Kind != ScriptBot:
		return Errorf(Invalid, "no_hints", "This bot is your own, behind a webhook: it takes no hints.")
	case hint.Entry == "" && bot.Model == nil:
		return WrongField("text", "no_model", "This bot asks no model, so it reads no words. Choose an entry.")
	}
	return nil
}

// advice is the hint that waits for the bot's next answer; nil if there is none.
func (d *Desk) advice(ctx context.Context, h *Head) (*Advice, error) {
	if h.Hint == "" {
		return nil, nil
	}
	m, err := d.store.Message(ctx, h.Key(), h.Hint)
	if err != nil || len(m.Bubbles) == 0 || m.Body().Hint == nil {
		return nil, Except(err, ErrNotFound)
	}
	advice := &Advice{ID: m.ID, By: AgentID(m.Author.ID), Entry: m.Body().Hint.Entry}
	if advice.Entry == "" {
		advice.Words = m.Body().Text
	}
	return advice, nil
}

// Hinter is the person whose hint an answer to the question follows, "" if it follows none.
func (q *Question) Hinter(a Answer) AgentID {
	if q.Hint == nil || q.Hint.ID != a.Hint {
		return ""
	}
	return q.Hint.By
}

// follows notes a person's part in a reply, and that the hint behind it waits no more.
func (h *Head) follows(reply *Message, given *Answer) {
	reply.Part = given.Part
	if given.Hint != "" && given.Hint == h.Hint {
		h.Hint = ""
	}
}
