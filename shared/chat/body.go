package chat

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// BodyKind is what a bubble is.
type BodyKind string

const (
	KindText        BodyKind = "text"
	KindButtons     BodyKind = "buttons"
	KindCards       BodyKind = "cards"
	KindForm        BodyKind = "form"
	KindClick       BodyKind = "click"      // of an option that was offered
	KindSubmission  BodyKind = "submission" // of a form that was offered
	KindImage       BodyKind = "image"
	KindAudio       BodyKind = "audio"
	KindVideo       BodyKind = "video"
	KindDocument    BodyKind = "document"
	KindLocation    BodyKind = "location"
	KindNote        BodyKind = "note" // agents only
	KindEvent       BodyKind = "event"
	KindUnsupported BodyKind = "unsupported" // kept raw in Origin, shown as what it is
)

// Body is what one bubble says. Kind tells which of the parts are set.
type Body struct {
	Kind       BodyKind    `json:"kind"`
	Text       string      `json:"text,omitempty"`
	Options    []Option    `json:"options,omitempty"`
	Cards      []Card      `json:"cards,omitempty"`
	Form       *Form       `json:"form,omitempty"`
	Click      *Click      `json:"click,omitempty"`
	Submission *Submission `json:"submission,omitempty"`
	Media      *Media      `json:"media,omitempty"`
	Location   *Location   `json:"location,omitempty"`
	Event      *Event      `json:"event,omitempty"`
	Type       string      `json:"type,omitempty"` // WhatsApp's own word for something unsupported
}

// Option is a button, or a row of a WhatsApp list.
type Option struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url,omitempty"` // opens a page instead of answering
}

// Card is a picture with words and buttons.
type Card struct {
	Title   string   `json:"title"`
	Text    string   `json:"text,omitempty"`
	Image   string   `json:"image,omitempty"`
	Options []Option `json:"options,omitempty"`
}

// Form asks for values.
type Form struct {
	ID     string  `json:"id"`
	Submit string  `json:"submit,omitempty"` // the button's words
	Fields []Field `json:"fields"`
}

// Field is one question of a form.
type Field struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`
	Type     string   `json:"type"` // text, name, email, phone, number, choice
	Required bool     `json:"required,omitempty"`
	Choices  []string `json:"choices,omitempty"`
}

// Click answers an option: it names the bot's message and what was offered there.
type Click struct {
	Message MessageID `json:"message"`
	Option  string    `json:"option"`
	Title   string    `json:"title,omitempty"` // filled in from the offer, never from the frame
}

// Submission answers a form.
type Submission struct {
	Message MessageID         `json:"message"`
	Form    string            `json:"form"`
	Values  map[string]string `json:"values"`
}

// Media is a file that was sent, by the key under which we keep it.
type Media struct {
	Upload string `json:"upload,omitempty"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
	Size   int64  `json:"size,omitempty"`
}

// Location is a point on the map.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Address   string  `json:"address,omitempty"`
}

// Event is something that happened to the conversation.
type Event struct {
	Name   string  `json:"name"` // took_over, handed_over, handed_back, closed, reopened, snoozed
	By     string  `json:"by,omitempty"`
	Reason string  `json:"reason,omitempty"`
	To     AgentID `json:"to,omitempty"`
}

func (e Event) public() bool { return e.Name == "took_over" || e.Name == "handed_back" }

// Delivery is how far a bubble has come on WhatsApp. Its rank only rises.
type Delivery struct {
	Status   Status    `json:"status"`
	At       time.Time `json:"at,omitzero"`
	Wamid    string    `json:"wamid,omitempty"`
	Code     int       `json:"code,omitempty"`
	Reason   string    `json:"reason,omitempty"` // tells the agent what to do
	Category string    `json:"category,omitempty"`
	Price    string    `json:"price,omitempty"` // Meta's pricing type
}

// Status is a step of a delivery.
type Status string

const (
	Queued    Status = "queued"
	Sending   Status = "sending" // claimed; what happened is not known yet
	Unknown   Status = "unknown" // no outcome came: a person decides whether to resend
	Sent      Status = "sent"
	Delivered Status = "delivered"
	Read      Status = "read"
	Played    Status = "played"
	NotSent   Status = "failed"
)

var rank = map[Status]int{"": 0, Queued: 1, Sending: 2, Unknown: 3, Sent: 4, Delivered: 5, Read: 6, Played: 7, NotSent: 8}

// Known tells whether the status is one of ours.
func (s Status) Known() bool { return s != "" && rank[s] > 0 }

// Advance moves the delivery forward and tells whether it moved. Failure after
// the message was delivered is Meta's disorder and changes nothing.
func (d *Delivery) Advance(to Delivery) bool {
	if rank[to.Status] <= rank[d.Status] || (to.Status == NotSent && rank[d.Status] >= rank[Delivered]) {
		if d.Category == "" && to.Category != "" {
			d.Category, d.Price = to.Category, to.Price
			return true
		}
		return false
	}
	if d.Wamid != "" { // the one that leads here, and that an erasure follows
		to.Wamid = d.Wamid
	}
	if to.Category == "" {
		to.Category, to.Price = d.Category, d.Price
	}
	*d = to
	return true
}

// Text is a plain text body.
func Text(s string) Body { return Body{Kind: KindText, Text: s} }

// Asks tells whether the body wants an answer from the bot.
func (b *Body) Asks() bool {
	switch b.Kind {
	case KindNote, KindEvent:
		return false
	case KindUnsupported: // a reaction or a system message wants no answer
		return slices.Contains([]string{"image", "audio", "video", "document", "sticker", "location", "contacts", "order"}, b.Type)
	}
	return true
}

// clean checks a body that a person or a bot wrote, and trims it.
func (b *Body) clean() error {
	b.Text = strings.TrimSpace(b.Text)
	if !utf8.ValidString(b.Text) {
		return Errorf(Invalid, "bad_text", "The text is not valid UTF-8.")
	}
	if utf8.RuneCountInString(b.Text) > MaxText {
		return Errorf(Invalid, "text_too_long", "A message has at most %d characters.", MaxText)
	}
	if (b.Kind == KindText || b.Kind == KindNote) && b.Text == "" {
		return Errorf(Invalid, "empty_text", "A message needs at least one character.")
	}
	if len(b.Options) > MaxButtons {
		return Errorf(Invalid, "too_many_options", "A message offers at most %d options.", MaxButtons)
	}
	raw, err := json.Marshal(b)
	if err != nil || len(raw) > MaxBody {
		return Errorf(Invalid, "body_too_large", "A message has at most %d bytes.", MaxBody)
	}
	return nil
}
