package chat

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
)

// An agent's message on a website may be corrected or taken back by its author, or by a lead, within
// CorrectTime. The act is a message of its own in the log, so that the team still finds every wording; the
// message that it is about carries it as a mark. The file of a message that was taken back is deleted.

// corrects tells whether the body gives other words to a message, or takes it back.
func (b *Body) corrects() bool { return b.Kind == KindEdit || b.Kind == KindRevoke }

// mayCorrect checks a correction against the message that it is about.
func (d *Desk) mayCorrect(ctx context.Context, a Agent, head *Head, b *Body) error {
	if head.Source != Web {
		return Errorf(Invalid, "only_web",
			"WhatsApp does not let a business correct or take back a message. Write another one.")
	}
	m, err := d.store.Message(ctx, head.Key(), b.ReplyTo)
	if errors.Is(err, ErrNotFound) {
		return Errorf(Invalid, "not_here", "The message that this is about is not in this conversation.")
	}
	switch {
	case err != nil:
		return err
	case m.Author.Kind != ByAgent || !m.leaves() || m.Body().IsMark():
		return Errorf(Forbidden, "not_correctable", "Only a message of the team can be corrected or taken back.")
	case m.Author.ID != string(a.ID) && !a.Role.Includes(RoleLead):
		return Errorf(Forbidden, "not_yours", "Only its author or a lead can correct a message or take it back.")
	case d.Now().Sub(m.At) > CorrectTime:
		return Errorf(Conflict, "too_old", "A message can be corrected or taken back for %.0f hours.", CorrectTime.Hours())
	case m.Marks != nil && !m.Marks.Revoked.IsZero() && b.Kind == KindEdit:
		return Errorf(Conflict, "taken_back", "This message was taken back already.")
	case b.Kind == KindEdit:
		if err := d.mayReword(ctx, head); err != nil {
			return err
		}
		return m.fitsWith(strings.TrimSpace(b.Text))
	}
	b.Text = ""
	return nil
}

// mayReword refuses to give other words to a message whose customer wants quiet: that would be a way to write to them.
func (d *Desk) mayReword(ctx context.Context, head *Head) error {
	v, err := d.store.Visitor(ctx, VisitorKey{head.Tenant, head.Visitor})
	if err == nil && v.Unasked(head) {
		return errWantsQuiet
	}
	return Except(err, ErrNotFound, ErrErased)
}

// fitsWith refuses new words that do not fit beside the first ones: both are pushed in one frame.
func (m *Message) fitsWith(words string) error {
	if m.Body().Text == "" {
		return Errorf(Invalid, "no_words", "This message has no words that could be corrected. You can take it back.")
	}
	if Blank(words) {
		return Errorf(Invalid, "empty_text", "A message needs at least one character. You can take it back instead.")
	}
	had, err := json.Marshal(m.Bubbles)
	if err != nil {
		return err
	}
	has, err := json.Marshal(words)
	if err == nil && len(had)+len(has) > MaxBody {
		return Errorf(Invalid, "body_too_large",
			"Both wordings together have at most %s. Take the message back, and write another one.", Size(MaxBody))
	}
	return err
}

// corrected applies a stored correction to the message that it is about. Relay does so too, so a failure here
// is left to Relay.
func (d *Desk) corrected(ctx context.Context, key ConversationKey, m Message) {
	if err := d.correct(ctx, key, m); err != nil {
		unfinished(ctx, "left to relay", err, "conversation", key.ID, "message", m.ID)
	}
}

func (d *Desk) correct(ctx context.Context, key ConversationKey, m Message) error {
	err := d.applyMark(ctx, key, m.Body().ReplyTo, Mark{
		By: m.ID, Author: m.Author.Kind, Name: m.Author.Name, At: m.At, Body: *m.Body(),
	})
	if err != nil || m.Body().Kind != KindRevoke {
		return err
	}
	return d.dropFile(ctx, key, m.Body().ReplyTo)
}

// dropFile deletes the file of a message that was taken back, for the team as well: a signed address that was
// given out before stays good for some minutes, and would still open the file.
func (d *Desk) dropFile(ctx context.Context, key ConversationKey, about MessageID) error {
	m, err := d.store.Message(ctx, key, about)
	if err != nil {
		return Except(err, ErrNotFound)
	}
	if m.Marks == nil || m.Marks.Revoked.IsZero() || m.Body().Media == nil || m.Body().Media.Upload == "" {
		return nil
	}
	return d.Files.Drop(ctx, key, m.Body().Media.Upload)
}

// withCorrected adds to some messages the earlier ones that they correct: a client that has those already still
// shows the old words.
func (w *WebChannel) withCorrected(ctx context.Context, key ConversationKey, messages []Message) ([]Message, error) {
	had := map[MessageID]bool{}
	for _, m := range messages {
		had[m.ID] = true
	}
	for _, m := range messages {
		if len(m.Bubbles) == 0 || !m.Body().corrects() || m.Body().ReplyTo == "" || had[m.Body().ReplyTo] {
			continue
		}
		had[m.Body().ReplyTo] = true
		about, err := w.store.Message(ctx, key, m.Body().ReplyTo)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		messages = append(messages, about)
	}
	return messages, nil
}

// Shown are the bubbles of the message with its present words only.
func (m *Message) Shown() []Bubble {
	bubbles, _ := m.shown()
	return bubbles
}

// shown is the message with its present words only; its marks tell no more than that it was corrected or taken
// back.
func (m *Message) shown() ([]Bubble, *Marks) {
	if m.Marks == nil || (m.Marks.Edited == nil && m.Marks.Revoked.IsZero()) {
		return m.Bubbles, nil
	}
	if !m.Marks.Revoked.IsZero() {
		return []Bubble{{Body: Body{Kind: KindText}}}, &Marks{Revoked: m.Marks.Revoked}
	}
	edited := *m.Marks.Edited
	edited.Name = ""
	bubbles := append([]Bubble{}, m.Bubbles...)
	bubbles[0].Text = edited.Text
	return bubbles, &Marks{Edited: &edited}
}
