package chat

import (
	"math"
	"slices"
	"time"
)

// VCard is a card of somebody's details that was sent.
type VCard struct {
	Name     string   `json:"name"`
	Org      string   `json:"org,omitempty"`
	Birthday string   `json:"birthday,omitempty"`
	Phones   []string `json:"phones,omitempty"`
	Emails   []string `json:"emails,omitempty"`
	Places   []string `json:"places,omitempty"`
	URLs     []string `json:"urls,omitempty"`
	Own      bool     `json:"own,omitempty"` // the sender's own, as they were asked for
}

// Order is a customer's order from a catalogue.
type Order struct {
	Catalog string      `json:"catalog,omitempty"`
	Items   []OrderItem `json:"items"`
}

// OrderItem is one line of an order. Price is of one piece.
type OrderItem struct {
	SKU      string  `json:"sku"`
	Quantity float64 `json:"quantity"`
	Price    float64 `json:"price"`
	Currency string  `json:"currency"`
}

// Total is the value of the order and its currency; "" if there are several.
func (o *Order) Total() (float64, string) {
	sum, currency := 0.0, ""
	for i, item := range o.Items {
		if i > 0 && item.Currency != currency {
			return 0, ""
		}
		sum, currency = sum+item.Quantity*item.Price, item.Currency
	}
	return math.Round(sum*1e4) / 1e4, currency // 12 × 49.90 is no 1197.5999999999997
}

// FlowReply is a filled-in Flow. Message is ours that offered it, if the token is one of ours; Problem says why
// Values may be missing; Raw then holds the original payload.
type FlowReply struct {
	// of a form that WhatsApp has itself, as address_message; it is no Flow
	Name    string            `json:"name,omitempty"`
	Message MessageID         `json:"message,omitempty"`
	Bubble  int               `json:"bubble,omitempty"` // of Message
	Values  map[string]string `json:"values,omitempty"`
	Problem string            `json:"problem,omitempty"` // unreadable, no_token, foreign_token
	Raw     string            `json:"raw,omitempty"`
}

// submitted is the message as the submission of the form behind the Flow, so that a bot need not know in which
// way it was filled in.
func (f *FlowReply) submitted(m Message, offer *Message) Message {
	if i := offer.flowBubble(f.Bubble); i >= 0 && offer.Bubbles[i].Form != nil {
		m.Bubbles = slices.Clone(m.Bubbles)
		m.Bubbles[0].Submission = &Submission{Message: offer.ID, Form: offer.Bubbles[i].Form.ID, Values: f.Values}
	}
	return m
}

// Reaction is an emoji at another message; none takes it off.
type Reaction struct {
	To    MessageID `json:"to,omitempty"` // for ours; theirs name Meta's id in Origin.ReplyTo
	Emoji string    `json:"emoji,omitempty"`
}

// Marks are later changes of how a message shows; they do not change the message itself. Each part keeps the
// latest by WhatsApp's clock, so their order of arrival does not matter.
type Marks struct {
	Reactions map[AuthorKind]Reacted `json:"reactions,omitempty"`
	Edited    *Edit                  `json:"edited,omitempty"`
	Revoked   time.Time              `json:"revoked,omitzero"`
	RevokedBy string                 `json:"revokedBy,omitempty"` // the name of the agent who took it back
	Payment   *Payment               `json:"payment,omitempty"`   // the one that the message asked for
	Helpful   *Helpful               `json:"helpful,omitempty"`
	Wrong     *Wrong                 `json:"wrong,omitempty"`
	Rating    *Rated                 `json:"rating,omitempty"` // of a question how a case was; see Message.Rates
}

// Payment is the state of a payment that a message asked for, as WhatsApp tells it.
type Payment struct {
	Status    string    `json:"status"` // pending, captured, failed, or a later word of Meta's
	Reference string    `json:"reference,omitempty"`
	Amount    string    `json:"amount,omitempty"` // with its currency
	Reason    string    `json:"reason,omitempty"` // why it failed
	At        time.Time `json:"at"`
	By        MessageID `json:"by"`
}

// Reacted is one side's reaction; without an emoji it was taken off.
type Reacted struct {
	Emoji string    `json:"emoji,omitempty"`
	At    time.Time `json:"at"`
	By    MessageID `json:"by"`
}

// Edit is how a message reads now.
type Edit struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
	By   MessageID `json:"by"`
	Name string    `json:"name,omitempty"` // of the agent who corrected it
}

// take applies a mark, and tells whether anything changed.
func (m *Marks) take(mark Mark) bool {
	if p := mark.Payment; p != nil {
		if m.Payment != nil && !later(mark, m.Payment.At, m.Payment.By) {
			return false
		}
		m.Payment = p
		return true
	}
	switch b := mark.Body; b.Kind {
	case KindReaction:
		had := m.Reactions[mark.Author]
		if !later(mark, had.At, had.By) {
			return false
		}
		if m.Reactions == nil {
			m.Reactions = map[AuthorKind]Reacted{}
		}
		m.Reactions[mark.Author] = Reacted{b.Reaction.Emoji, mark.At, mark.By}
	case KindEdit:
		if m.Edited != nil && !later(mark, m.Edited.At, m.Edited.By) {
			return false
		}
		m.Edited = &Edit{b.Text, mark.At, mark.By, mark.Name}
	case KindRevoke:
		if !m.Revoked.IsZero() && !mark.At.Before(m.Revoked) {
			return false
		}
		m.Revoked, m.RevokedBy = mark.At, mark.Name
	}
	return true
}

func later(mark Mark, at time.Time, by MessageID) bool {
	return mark.At.After(at) || (mark.At.Equal(at) && mark.By > by)
}

// Mark is a reaction, an edit, a revoke, a rating or a payment on its way to the message that it is about.
type Mark struct {
	By      MessageID  `json:"by"`
	Author  AuthorKind `json:"author"`
	Name    string     `json:"name,omitempty"` // of an agent
	At      time.Time  `json:"at"`             // WhatsApp's clock, ours on a website
	Body    Body       `json:"body"`
	Payment *Payment   `json:"payment,omitempty"`
}
