package chat

import "context"

// Where a channel has no forms, the bot asks for a form's fields in words, a message each. The customer's word then is
// a value of the form, and as much contact data as one that was filled in. So the message is marked before it reaches a
// list, an open chat or the search.

// fills tells whether a message answers the field for which the bot has asked. A message is taken in again after a
// failure, so one from before the words that the bot answered is none. Of those that came in the second of these, which
// is as much as Meta tells, the bot takes the later ones as answers.
func (h *Head) fills(m *Message) bool {
	if answered := h.LastBotReply.Base(); h.AsksField && m.isWord() && string(m.ID) != answered {
		before, _ := TimeOf(answered) // our own ids have a time
		at, _ := TimeOf(string(m.ID))
		return !at.Before(before)
	}
	return false
}

// fillsIn marks a message that answers a field. The bot asks on by itself; to a person only the next word is an answer.
func (d *Desk) fillsIn(ctx context.Context, h *Head, m *Message) error {
	if !h.fills(m) {
		return nil
	}
	if h.Owner != OwnerBot && !m.goesOn() {
		h.AsksField = false
	}
	if m.Fills {
		return nil
	}
	m.Fills = true
	for _, row := range m.wholeRows() {
		if err := d.marksFilled(ctx, h.Key(), row); err != nil {
			return err
		}
	}
	return nil
}

// wholeRows are the ids of all rows of a message, whichever of them it is.
func (m *Message) wholeRows() []MessageID {
	if m.Origin == nil || m.Origin.Parts < 2 {
		return []MessageID{m.ID}
	}
	rows := []MessageID{}
	for part := range m.Origin.Parts {
		rows = append(rows, m.Origin.partID(part+1))
	}
	return rows
}

// marksFilled marks a row as a value of a form, and the correction of it that came before. A row that is yet to come is
// marked when it does.
func (d *Desk) marksFilled(ctx context.Context, key ConversationKey, id MessageID) error {
	m, err := d.store.UpdateMessage(ctx, key, id, func(m *Message) error { m.Fills = true; return nil })
	if err != nil || m.Marks == nil || m.Marks.Edited == nil || m.Marks.Edited.By == "" {
		return Except(err, ErrNotFound)
	}
	_, err = d.store.UpdateMessage(ctx, key, m.Marks.Edited.By, func(m *Message) error { m.Fills = true; return nil })
	return Except(err, ErrNotFound)
}

// asFilled is a correction as it is stored by now: with its message it may be a value of a form.
func (d *Desk) asFilled(ctx context.Context, key ConversationKey, m Message) (Message, error) {
	if m.Origin == nil || m.Body().Kind != KindEdit {
		return m, nil
	}
	stored, err := d.store.Message(ctx, key, m.ID)
	if err != nil {
		return m, Except(err, ErrNotFound)
	}
	return stored, nil
}

// hidden is a body of which nothing is left but its kind, where it is the value of a form.
func (b Body) hidden() Body {
	if b.Text != "" {
		b.Text = Masking
	}
	if b.Click != nil {
		b.Click = &Click{Message: b.Click.Message, Title: Masking}
	}
	if b.Media != nil {
		file := *b.Media
		file.Name, b.Media = Masking, &file
	}
	return b
}
