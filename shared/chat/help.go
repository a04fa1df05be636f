package chat

import "time"

// Help is an answer that an entry gave to a person on a day, if a question waits for that entry to prove itself. The
// first answer of the day stands for all.
type Help struct {
	Bot          BotID          `json:"bot"`
	Entry        string         `json:"entry"`
	Conversation ConversationID `json:"conversation"`
	Message      MessageID      `json:"message"` // the bot's reply
	At           time.Time      `json:"at"`
	Again        time.Time      `json:"again,omitzero"` // when they asked once more, and got it again
	Wish         time.Time      `json:"wish,omitzero"`  // when they wished for a person, later in its case
}

// Day is the day of the answer.
func (h *Help) Day() string { return h.At.UTC().Format(time.DateOnly) }

// Hear takes in another note of the same day: a repeat, a later answer, or a wish. They come in any order.
func (h *Help) Hear(other Help) {
	if other.Message != h.Message {
		if other.At.Before(h.At) {
			h.Message, h.At, other.At = other.Message, other.At, h.At
		}
		h.Again = latest(h.Again, other.At)
	}
	h.Again, h.Wish = latest(h.Again, other.Again), latest(h.Wish, other.Wish)
}

// HelpOf is the answer that a reply gives from an entry of the knowledge, if it gives one.
func HelpOf(c ConversationID, m *Message) (Help, bool) {
	if m.Author.Kind != ByBot || m.Outcome != Answered || m.Effects == nil {
		return Help{}, false
	}
	entry := m.Effects.Why.AnsweredBy()
	if !IsEntry(entry) {
		return Help{}, false
	}
	return Help{Bot: BotID(m.Author.ID), Entry: entry, Conversation: c, Message: m.ID, At: m.At}, true
}
