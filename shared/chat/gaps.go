package chat

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"
)

// GapID groups questions without an answer by their wording, in any case and punctuation.
func GapID(question string) string {
	sum := sha256.Sum256([]byte(GapWording(question)))
	return lowerBase32.EncodeToString(sum[:10])
}

// GapWording is the wording that questions of one GapID share.
func GapWording(question string) string { return normalise(question) }

// GapRow is an unanswered question: one that the bot could not answer, in one wording.
type GapRow struct {
	Bot      BotID     `json:"bot"`
	ID       string    `json:"id"` // hash of the normalised wording
	Question string    `json:"question"`
	Cause    GapCause  `json:"cause"`
	Count    int       `json:"count"`
	Last     time.Time `json:"last"`
	State    string    `json:"state"`           // new
	Right    *Right    `json:"right,omitempty"` // the entry that should have answered, as an agent says
	Plain    string    `json:"plain,omitempty"` // the question in a model's plain words, see Gap
}

// Hear takes over the data of a later asking. It tells whether the other one is later.
func (g *GapRow) Hear(other GapRow) bool {
	if g.Plain == "" {
		g.Plain = other.Plain
	}
	if !other.Last.After(g.Last) {
		return false
	}
	g.Last, g.Cause, g.Question = other.Last, other.Cause, other.Question
	if other.Cause == AnsweredWrongly { // the newest word of an agent holds, also that nobody knows
		g.Right = other.Right
	}
	return true
}

// countGap counts a reply's question among those without an answer, or takes it back once nobody complains any more.
// The words stay beside the reply, so that an erasure finds them.
func (d *Desk) countGap(ctx context.Context, head Head, m Message) error {
	if m.Effects.Gap == nil {
		return nil
	}
	row := m.gapRow(head.Bot)
	if !m.Unanswered() {
		_, err := d.store.EraseGap(ctx, head.Tenant, m.Asking(head.Bot, head.ID))
		return err
	}
	asking := m.Asking(head.Bot, head.ID)
	asking.Country = m.Effects.Gap.Country
	asking.Source, asking.Site = head.Source, head.Site
	if err := d.store.AddGap(ctx, head.Tenant, row, asking); err != nil {
		return err
	}
	_, err := d.store.Head(ctx, head.Key())
	if errors.Is(err, ErrErased) { // their erasure may have been at this message just before
		_, err = d.store.EraseGap(ctx, head.Tenant, asking)
	}
	return Except(err, ErrNotFound)
}

// Asking is one person's asking of a question that has no answer. The conversation stands for the person, with whom a
// bot has only one.
type Asking struct {
	Bot          BotID          `json:"bot"`
	Gap          string         `json:"gap"` // the question's id
	Conversation ConversationID `json:"conversation"`
	Message      MessageID      `json:"message"` // the bot's reply without an answer
	At           time.Time      `json:"at"`
	Source       Source         `json:"source,omitempty"`
	Site         string         `json:"site,omitempty"`
	Country      string         `json:"country,omitempty"`
	Lost         []string       `json:"goals,omitempty"` // goals that were begun in its case and not reached
}

// Asking is the asking behind a reply with a gap: the data that finds it again.
func (m *Message) Asking(bot BotID, c ConversationID) Asking {
	return Asking{Bot: bot, Gap: GapID(m.Effects.Gap.Question), Conversation: c, Message: m.ID, At: m.At}
}

// Ref names the message that asked.
func (a Asking) Ref() BubbleRef { return BubbleRef{Conversation: a.Conversation, Message: a.Message} }

// Day is the day of the asking: a person counts once a day.
func (a Asking) Day() string { return a.At.UTC().Format(time.DateOnly) }

// AskingKeep is how long it is known on which days people asked.
const AskingKeep = 90 * 24 * time.Hour

// settleGap counts a judged reply's question until the count agrees with the verdict: two words at once count each
// their own.
func (d *Desk) settleGap(ctx context.Context, head Head, m Message) (Message, error) {
	for range AnswerTries {
		if err := d.countGap(ctx, head, m); err != nil {
			return m, err
		}
		now, err := d.store.Message(ctx, head.Key(), m.ID)
		if err != nil || now.Unanswered() == m.Unanswered() {
			return now, err
		}
		m = now
	}
	return m, nil
}

// Unanswered tells whether a bot's reply leaves its question without an answer, as the bot or somebody says now.
func (m *Message) Unanswered() bool {
	return m.Effects != nil && m.Effects.Gap != nil && (!m.Effects.Gap.Cause.complaint() || m.Marks.complain())
}

// complaint tells whether the question was answered, and somebody says that it was not.
func (c GapCause) complaint() bool { return c == AnsweredWrongly || c == NotHelpful }

// gapRow is the question of a reply that has a gap.
func (m *Message) gapRow(bot BotID) GapRow {
	gap := m.Effects.Gap
	row := GapRow{Bot: bot, ID: GapID(gap.Question), Question: gap.Question, Cause: gap.Cause, Last: m.At, State: "new"}
	row.Plain = gap.Plain
	switch {
	case m.Marks == nil:
	case m.Marks.Wrong != nil:
		row.Last, row.Right = m.Marks.Wrong.At, m.Marks.Wrong.Right
	case m.Marks.Helpful != nil:
		row.Last = m.Marks.Helpful.At
	}
	return row
}
