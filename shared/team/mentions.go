package team

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

const (
	mentionKeep = 30 * 24 * time.Hour
	maxMentions = 30 // that are listed
)

// Mention is words of a colleague for a person of the team.
type Mention struct {
	Kind         string              `json:"kind"` // mention, or assigned
	Conversation chat.ConversationID `json:"conversation"`
	Message      chat.MessageID      `json:"message"`
	By           string              `json:"by"`
	Text         string              `json:"text,omitempty"`
	At           time.Time           `json:"at"`
	Unread       bool                `json:"unread,omitempty"`
}

// Mention notes that a person is to read something, and tells whether that is new.
func (t *Team) Mention(ctx context.Context, tenant chat.TenantID, m chat.Mention) (bool, error) {
	return t.store.AddMention(ctx, tenant, m, m.At.Add(mentionKeep))
}

// Mentions lists the latest ones of the caller, the newest first. Erased ones are left out, and contact data is
// masked for those who may not see it.
func (t *Team) Mentions(ctx context.Context, a chat.Agent) ([]Mention, error) {
	found, read, err := t.store.Mentions(ctx, a.Tenant, a.ID, maxMentions)
	if err != nil {
		return nil, err
	}
	sees, err := t.desk.SeesContacts(ctx, a)
	if err != nil {
		return nil, err
	}
	rows := []Mention{}
	for _, one := range found {
		m, err := t.store.Message(ctx, chat.ConversationKey{Tenant: a.Tenant, ID: one.Conversation}, one.Message)
		if errors.Is(err, chat.ErrNotFound) || errors.Is(err, chat.ErrErased) || err == nil && len(m.Bubbles) == 0 {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !sees {
			m = m.Masked()
		}
		row := Mention{
			Kind: "mention", Conversation: one.Conversation, Message: one.Message, By: m.Author.Name, Text: m.Body().Text,
			At: one.At, Unread: one.At.After(read),
		}
		if e := m.Body().Event; e != nil {
			row.Kind, row.Text = "assigned", e.Note
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// ReadMentions notes that the caller has read those up to a time, now at the latest. The note outlives its subject.
func (t *Team) ReadMentions(ctx context.Context, a chat.Agent, upTo time.Time) error {
	if now := t.desk.Now(); upTo.After(now) {
		upTo = now
	}
	return t.store.ReadMentions(ctx, a.Tenant, a.ID, upTo, upTo.Add(mentionKeep))
}
