package chat

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// BodyKind is the kind of a bubble's content.
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
	KindSticker     BodyKind = "sticker"
	KindContacts    BodyKind = "contacts"
	KindOrder       BodyKind = "order"
	KindFlowReply   BodyKind = "flow_reply" // the values of a filled-in WhatsApp Flow
	KindTemplate    BodyKind = "template"
	KindAskLocation BodyKind = "location_request"
	KindAskContact  BodyKind = "contact_request"
	KindReaction    BodyKind = "reaction" // shows at the message that it is about, as do the next two
	KindEdit        BodyKind = "edit"
	KindRevoke      BodyKind = "revoke"
	KindRating      BodyKind = "rating" // a tap on the question how a case was; a mark too
	KindNote        BodyKind = "note"   // agents only
	KindEvent       BodyKind = "event"
	KindUnsupported BodyKind = "unsupported" // its payload is kept in Origin, and Type says which kind it is
)

// Body is the content of one bubble. Kind tells which of its parts are set.
type Body struct {
	Kind       BodyKind    `json:"kind"`
	Text       string      `json:"text,omitempty"`
	Options    []Option    `json:"options,omitempty"`
	Choose     string      `json:"choose,omitempty"` // the button that opens Options where they are a list
	Cards      []Card      `json:"cards,omitempty"`
	Form       *Form       `json:"form,omitempty"`
	Click      *Click      `json:"click,omitempty"`
	Submission *Submission `json:"submission,omitempty"`
	Media      *Media      `json:"media,omitempty"`
	Location   *Location   `json:"location,omitempty"`
	People     []VCard     `json:"people,omitempty"`
	Order      *Order      `json:"order,omitempty"`
	FlowReply  *FlowReply  `json:"flowReply,omitempty"`
	Template   *Filled     `json:"template,omitempty"`
	Reaction   *Reaction   `json:"reaction,omitempty"`
	Rating     *Tapped     `json:"rating,omitempty"`
	Event      *Event      `json:"event,omitempty"`
	Mentions   []AgentID   `json:"mentions,omitempty"` // the colleagues whom a note names
	Hint       *Hint       `json:"hint,omitempty"`     // of a note that is one for the bot's next answer
	Type       string      `json:"type,omitempty"`     // WhatsApp's own word for something unsupported
	ReplyTo    MessageID   `json:"replyTo,omitempty"`  // the message that these words of ours answer
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
	ID     string `json:"id"`
	Submit string `json:"submit,omitempty"` // the button's words
	Flow   string `json:"flow,omitempty"`   // Meta's id of the Flow that asks this on WhatsApp
	// Of its words, if a bot said it that knows.
	Language string  `json:"language,omitempty"`
	Fields   []Field `json:"fields"`
}

// MarshalJSON writes a form that was stored without fields as one with an empty list, so that no reader of it
// has to mind a null.
func (f Form) MarshalJSON() ([]byte, error) {
	type plain Form
	if f.Fields == nil {
		f.Fields = []Field{}
	}
	return json.Marshal(plain(f))
}

// Field is one question of a form.
type Field struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`
	Type     string   `json:"type"` // text, name, email, phone, number, choice
	Required bool     `json:"required,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	Titles   []string `json:"titles,omitempty"` // the choices as people read them, if they are not read as they are kept
	Screen   string   `json:"screen,omitempty"` // of the Flow, if the form has several
}

// Click is the choice of an option: it names the bot's message and the option in it. On WhatsApp the message is
// the one that Origin.ReplyTo leads to.
type Click struct {
	Message MessageID `json:"message,omitempty"`
	Option  string    `json:"option"`
	Title   string    `json:"title,omitempty"` // filled in from the offer, never from the frame
	URL     string    `json:"url,omitempty"`   // of a button that opens a page, from the offer too
}

// Submission answers a form.
type Submission struct {
	Message MessageID         `json:"message"`
	Form    string            `json:"form"`
	Values  map[string]string `json:"values"`
}

// Media is a file in a message, by the key under which we keep it. A file from WhatsApp is fetched after its
// message: State says how far that is.
type Media struct {
	Upload string `json:"upload,omitempty"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
	Size   int64  `json:"size,omitempty"`
	Voice  bool   `json:"voice,omitempty"` // recorded, not attached

	Meta   string     `json:"meta,omitempty"` // Meta's id, and the hash that Meta gave (base64 or hex)
	Hash   string     `json:"hash,omitempty"`
	State  MediaState `json:"state,omitempty"`
	Reason string     `json:"reason,omitempty"` // why the file is missing, for people
}

// MediaState is how far the fetch of a file is. A file that was uploaded to us has none.
type MediaState string

const (
	MediaWaiting MediaState = "waiting" // to be fetched, or fetched again
	MediaKept    MediaState = "kept"
	MediaLost    MediaState = "lost" // it will not come any more
)

// Location is a point on the map.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Address   string  `json:"address,omitempty"`
}

// Event is something that happened to the conversation.
type Event struct {
	Name   EventName `json:"name"`
	By     string    `json:"by,omitempty"`
	Reason string    `json:"reason,omitempty"`
	To     AgentID   `json:"to,omitempty"`     // the person who has it from now on
	ToName string    `json:"toName,omitempty"` // their name, or that of the team's group that has it
	Until  time.Time `json:"until,omitzero"`   // of a snooze; of a closing, when its customer is asked how it was
	Case   int       `json:"case,omitempty"`   // of its beginning, its end and its reopening
	Of     string    `json:"of,omitempty"`     // the name of the person who does not have it any more
	Note   string    `json:"note,omitempty"`   // for the person who has it from now on
}

// EventName names a kind of event.
type EventName string

const (
	EventTookOver   EventName = "took_over"   // an agent became the owner
	EventHandedOver EventName = "handed_over" // to the team, as the bot wrote after WhatsApp's service window
	EventHandedBack EventName = "handed_back"
	EventClosed     EventName = "closed"
	EventReopened   EventName = "reopened"
	EventSnoozed    EventName = "snoozed"
	EventCaseBegan  EventName = "case_began"
	EventAssigned   EventName = "assigned"
	EventRequeued   EventName = "requeued" // back to the team, as its person went away or left
	EventMovedOn    EventName = "moved_on" // as its person did not answer in time
	EventNoReply    EventName = "no_reply" // a person said that the customer needs no answer

	EventPriority EventName = "priority" // a person set it to the reason, or took it off

	EventPromisePassed EventName = "promise_passed" // nobody had answered by the time that the customer was told

	EventMailLeft    EventName = "mail_left"    // the customer left an e-mail address
	EventMailed      EventName = "mailed"       // an answer that they have not seen, or a link, went there
	EventMailUnknown EventName = "mail_unknown" // it may have gone there: the service did not say
	EventMailFailed  EventName = "mail_failed"  // mail to it came back
	EventMailHeld    EventName = "mail_held"    // an answer did not go there: a limit was reached
	EventMailStopped EventName = "mail_stopped" // its owner wants none

	EventLinked EventName = "linked" // the customer said that they are the one who wrote on the other channel

	WindowClosing EventName = "window_closing" // a customer waits, and soon only templates can be sent

	OpenedChat      EventName = "opened_chat"      // a customer opened the chat on WhatsApp for the first time
	NumberChanged   EventName = "number_changed"   // of a customer on WhatsApp
	IdentityChanged EventName = "identity_changed" // Meta's id of the customer
)

// public tells whether the visitor sees the event.
func (e Event) public() bool { return e.Name == EventTookOver || e.Name == EventHandedBack }

// Delivery is how far a bubble has come on WhatsApp. Its rank only rises.
type Delivery struct {
	Status   Status    `json:"status"`
	At       time.Time `json:"at,omitzero"`
	Wamid    string    `json:"wamid,omitempty"`
	Code     int       `json:"code,omitempty"`
	Reason   string    `json:"reason,omitempty"` // a sentence for the agent, with the remedy
	Tries    int       `json:"tries,omitempty"`  // sends that WhatsApp refused, asking to wait
	Due      time.Time `json:"due,omitzero"`     // when the next try is
	Category string    `json:"category,omitempty"`
	Price    string    `json:"price,omitempty"` // Meta's pricing type
}

// Status is a step of a delivery.
type Status string

const (
	Queued    Status = "queued"
	Sending   Status = "sending" // claimed; its outcome is not known yet
	Unknown   Status = "unknown" // no outcome came: a person decides whether to resend
	Sent      Status = "sent"
	Delivered Status = "delivered"
	Read      Status = "read"
	Played    Status = "played"
	NotSent   Status = "failed"
)

// rank orders the statuses, since Meta repeats and reorders them. Delivered stands above failed: it is proof
// enough that the failure was not the end.
var rank = map[Status]int{
	"": 0, Queued: 1, Sending: 2, Unknown: 3, Sent: 4, NotSent: 5, Delivered: 6, Read: 7, Played: 8,
}

// Known tells whether the status is one of ours.
func (s Status) Known() bool { return s != "" && rank[s] > 0 }

// Advance moves the delivery forward and tells whether it moved. Statuses lead to the same end in any order of
// arrival.
func (d *Delivery) Advance(to Delivery) bool {
	if rank[to.Status] <= rank[d.Status] {
		if d.Category == "" && to.Category != "" {
			d.Category, d.Price = to.Category, to.Price
			return true
		}
		return false
	}
	if d.Wamid != "" { // the id that leads here, and that an erasure follows
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
	case KindNote, KindReaction, KindEdit, KindRevoke, KindRating:
		return false
	case KindClick:
		return !b.opensPage()
	case KindEvent:
		return b.Event.Name == OpenedChat
	case KindUnsupported: // most kinds that WhatsApp does not pass on are no question
		return slices.Contains([]string{
			"gif", "image", "interactive", "list", "location", "media_placeholder", "order", "poll_creation", "product",
		}, b.Type)
	}
	return true
}

// opens tells whether the body opens WhatsApp's 24-hour service window. Meta does not say so of an edit or a
// revoke.
func (b *Body) opens() bool { return b.Kind != KindEdit && b.Kind != KindRevoke }

// opensPage tells whether the body is a tap on a button that opens a page: the tap is kept, but it says nothing
// to the bot or to the team.
func (b *Body) opensPage() bool { return b.Click != nil && b.Click.URL != "" }

// IsMark tells whether the body only changes how another message shows.
func (b *Body) IsMark() bool {
	return b.Kind == KindReaction || b.Kind == KindEdit || b.Kind == KindRevoke || b.Kind == KindRating
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
		return errEmptyText
	}
	if len(b.Options) > MaxButtons {
		return Errorf(Invalid, "too_many_options", "A message offers at most %d options.", MaxButtons)
	}
	if b.size() > MaxBody {
		return Errorf(Invalid, "body_too_large", "A message has at most %s, with its buttons, cards and form.", Size(MaxBody))
	}
	return nil
}

// blank tells whether the body is a text or a note of which nothing shows.
func (b *Body) blank() bool { return (b.Kind == KindText || b.Kind == KindNote) && Blank(b.Text) }

var errEmptyText = Errorf(Invalid, "empty_text", "A message needs at least one character.")

// Sayable checks all bubbles of a bot's reply, and trims them. A reply that does not fit is refused as a whole:
// the rest of it might mean something else.
func Sayable(bodies []Body) error {
	if len(bodies) > MaxBubbles+1 { // one more, which says that a bot speaks
		return Errorf(Invalid, "too_many_bubbles", "A bot says at most %d messages at once.", MaxBubbles)
	}
	size := 0
	for i := range bodies {
		if err := bodies[i].clean(); err != nil {
			return err
		}
		size += bodies[i].size()
	}
	if size > MaxReply {
		return Errorf(Invalid, "reply_too_large", "All messages of one bot reply have at most %s together.", Size(MaxReply))
	}
	return nil
}

// Billable tells whether Meta charges for the message: for those of the pricing type regular it does, and for
// no others.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
func (d *Delivery) Billable() bool { return d.Price == "regular" }
