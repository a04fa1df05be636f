package chat

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/truncate"
)

// FormPlace is how far a visitor came in a form. The typed values are not kept until the visitor sends them.
type FormPlace struct {
	Message MessageID `json:"message,omitempty"` // that offered the form
	Form    string    `json:"form"`
	Field   string    `json:"field,omitempty"`
	Label   string    `json:"label,omitempty"` // of the field
	State   FormState `json:"state,omitempty"` // of a form that is asked in words
}

// FormState is the state of a form that a bot asks in words.
type FormState string

// A form that is asked in words goes on until it was sent or left.
const (
	FormAsked FormState = "asked"
	FormSent  FormState = "sent"
	FormLeft  FormState = "left"
)

// Field notes in the visit's log where a visitor is in a form that was offered. A form has one row: a later
// report takes the place of an earlier one.
func (w *WebChannel) Field(ctx context.Context, s Socket, at FormPlace) error {
	if !s.Mode.Keeps(KeepFields) {
		return nil
	}
	if _, err := TimeOf(at.Message.Base()); err != nil {
		return err
	}
	offer, err := w.store.Message(ctx, s.ConversationKey(), at.Message)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	form := offer.form(at.Form)
	if form == nil || offer.Author.Kind == ByVisitor {
		return Errorf(Invalid, "form_not_offered", "That form was not offered.")
	}
	i := slices.IndexFunc(form.Fields, func(f Field) bool { return f.Name == at.Field })
	if i < 0 {
		return Errorf(Invalid, "unknown_field", "The form has no field of that name.")
	}
	at.Label, at.State = truncate.Text(form.Fields[i].Label, 120), ""
	now := w.Now()
	sum := sha256.Sum256([]byte(string(at.Message) + "\x00" + at.Form))
	event := VisitEvent{ID: "form-" + lowerBase32.EncodeToString(sum[:10]), At: now, Kind: FormEvent, Form: &at}
	if err := w.store.AddEvents(ctx, s.VisitKey(), []VisitEvent{event}); err != nil {
		return err
	}
	return w.begins(ctx, s.ConversationKey(), at.Message)
}
