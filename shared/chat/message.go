package chat

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// AuthorKind is the side that speaks.
type AuthorKind string

const (
	ByVisitor AuthorKind = "visitor"
	ByBot     AuthorKind = "bot"
	ByAgent   AuthorKind = "agent"
	BySystem  AuthorKind = "system"
)

// Author is the author of a message, under the name that the other side reads.
type Author struct {
	Kind AuthorKind `json:"kind"`
	ID   string     `json:"id,omitempty"`
	Name string     `json:"name,omitempty"`

	Picture string `json:"picture,omitempty"` // never stored: how they look now, for a visitor
}

// Message is one row of a conversation's log. A visitor's, an agent's and the
// system's messages have one bubble; a reply slot (Answers is set) has as many as
// the bot said, and carries all effects of the reply.
type Message struct {
	ID      MessageID `json:"id"`
	Author  Author    `json:"author"`
	At      time.Time `json:"at"` // the server's clock, set by the put that won
	Bubbles []Bubble  `json:"bubbles"`
	Hash    string    `json:"hash,omitempty"` // of author and body: a repeat must be the same message

	Answers MessageID `json:"answers,omitempty"` // the question, for a reply slot
	Outcome Outcome   `json:"outcome,omitempty"`
	Effects *Effects  `json:"effects,omitempty"`
	Epoch   int       `json:"epoch,omitempty"` // of the conversation when it was written
	Sends   bool      `json:"sends,omitempty"` // has to be sent to WhatsApp
	// WaitedFrom is since when the customer had waited for this answer of an agent; zero if they had not.
	WaitedFrom time.Time `json:"waitedFrom,omitzero"`
	// Starts marks an agent's first words to a visitor who had said nothing: nobody waits for them.
	Starts bool `json:"starts,omitempty"`
	// From is the title of the entry that answered, for a visitor on a website. It is never stored.
	From string `json:"from,omitempty"`
	// Part is the person of the team who had a part in a bot's reply: they sent, changed or prompted it.
	Part AgentID `json:"part,omitempty"`
	// Rates is the case of which the message asks how it was. No bot and no agent says that: its closing does.
	Rates int `json:"rates,omitempty"`
	// Fills marks a visitor's words as a value of a form that the bot asks in words: contact data.
	Fills bool `json:"fills,omitempty"`
	// Need is how much the talk needed a person after this reply, where somebody may be alerted of it.
	Need *Need `json:"need,omitempty"`

	Visit  VisitID `json:"session,omitempty"`
	Origin *Origin `json:"origin,omitempty"`
	Entry  *Entry  `json:"entry,omitempty"`
	Marks  *Marks  `json:"marks,omitempty"`
}

// Entry names the channel of a visitor's message, or the visitor of a greeting: enough to make the head of its
// conversation if the call that stored it died before.
type Entry struct {
	Tenant  TenantID  `json:"tenant"`
	Bot     BotID     `json:"bot"`
	Source  Source    `json:"source"`
	Site    string    `json:"site,omitempty"`
	Reached string    `json:"reached,omitempty"`
	Visitor VisitorID `json:"visitor,omitempty"` // of a greeting
	Locale  string    `json:"locale,omitempty"`  // of the page on which it was written
}

// Outcome is the outcome of a question to the bot.
type Outcome string

const (
	Answered Outcome = "answered"
	Dropped  Outcome = "dropped" // a person had taken over meanwhile
	Failed   Outcome = "failed"  // the bot gave no usable answer, or was not asked because a machine asked
)

// Bubble is one thing that is shown, with its own way to the reader.
type Bubble struct {
	Body
	Delivery *Delivery `json:"delivery,omitempty"`
}

// Origin is WhatsApp's data of a message, beside its words.
type Origin struct {
	Wamid     string          `json:"wamid,omitempty"`
	Sent      time.Time       `json:"sent,omitzero"`
	Country   string          `json:"country,omitempty"`   // inferred from the sender's id
	Number    string          `json:"number,omitempty"`    // phone number id it came in through
	ReplyTo   string          `json:"replyTo,omitempty"`   // Meta's id of the message that it answers or is about
	Forwarded string          `json:"forwarded,omitempty"` // once, often
	Product   *Product        `json:"product,omitempty"`   // that it asks about
	Referral  *Referral       `json:"referral,omitempty"`
	Part      int             `json:"part,omitempty"` // of Parts, if one row could not hold it
	Parts     int             `json:"parts,omitempty"`
	KeyHash   string          `json:"keyHash,omitempty"` // changes when the sender's phone does
	Errors    []Trouble       `json:"errors,omitempty"`
	Raw       json.RawMessage `json:"raw,omitempty"` // kept for kinds that we do not understand yet
}

// Product is one of a catalogue.
type Product struct {
	Catalog string `json:"catalog,omitempty"`
	SKU     string `json:"sku,omitempty"`
}

// Referral is the advertisement or post that led somebody to write.
type Referral struct {
	Type     string `json:"type,omitempty"` // ad, post
	ID       string `json:"id,omitempty"`
	URL      string `json:"url,omitempty"`
	Headline string `json:"headline,omitempty"`
	Text     string `json:"text,omitempty"`
	Media    string `json:"media,omitempty"` // image, video
	Click    string `json:"click,omitempty"` // Meta's id of the click
	Welcome  string `json:"welcome,omitempty"`
	Ref      string `json:"ref,omitempty"`   // the advertiser's own mark in its link
	Image    string `json:"image,omitempty"` // addresses of its picture and its video
	Video    string `json:"video,omitempty"`
}

// Trouble is an error that Meta reports with a message.
type Trouble struct {
	Code    int    `json:"code"`
	Title   string `json:"title,omitempty"`
	Details string `json:"details,omitempty"`
}

// Effects are the effects of a bot's reply, beside its words. They live in the slot, so that they happen
// exactly as often as the reply was kept: once.
type Effects struct {
	State    json.RawMessage `json:"state,omitempty"`
	Goals    []GoalReached   `json:"goals,omitempty"`
	Gap      *Gap            `json:"gap,omitempty"`
	HandOver string          `json:"handOver,omitempty"` // a hand-over: why the bot asks for a person
	Claims   []Claim         `json:"claims,omitempty"`
	Why      *Why            `json:"why,omitempty"`
	Form     *FormPlace      `json:"form,omitempty"`  // the visitor's place in a form that is asked in words
	Model    *ModelUse       `json:"model,omitempty"` // a model's part in the reply
}

// GoalReached names a state that the tenant cares about.
type GoalReached struct {
	Name     string  `json:"name"`
	OrderID  string  `json:"orderId,omitempty"`
	Value    float64 `json:"value,omitempty"`
	Currency string  `json:"currency,omitempty"`
	Verified bool    `json:"verified,omitempty"` // the tenant's server told it
	Seen     bool    `json:"seen,omitempty"`     // the chat itself saw it: a form, a step, an order, an answer of the bot
}

// Sure tells whether it is more than the claim of a page, which anybody can change.
func (g *GoalReached) Sure() bool { return g.Verified || g.Seen }

// Gap is a question the bot could not answer.
type Gap struct {
	ID       string   `json:"id,omitempty"` // see GapID; only told to agents, and never stored
	Question string   `json:"question"`
	Cause    GapCause `json:"cause"`
	Score    float64  `json:"score,omitempty"` // of the best match, 0 to 1
	Country  string   `json:"country,omitempty"`
	Plain    string   `json:"plain,omitempty"` // the same in a model's plain words: only to compare it, and never shown
}

// GapCause is the reason why the bot could not answer.
type GapCause string

const (
	NoMatch       GapCause = "no_match"
	LowConfidence GapCause = "low_confidence"
	BotFailed     GapCause = "bot_failed"

	AnsweredWrongly GapCause = "answered_wrongly" // says an agent
	NotHelpful      GapCause = "not_helpful"      // says the visitor
)

// Claim is a visitor's own word about themselves; it never authenticates.
type Claim struct {
	Field  string      `json:"field"` // name, email, phone, or an attribute's name
	Value  string      `json:"value"`
	Source ClaimSource `json:"source"`
}

// ClaimSource is the source of a claim.
type ClaimSource string

const (
	FromWhatsApp ClaimSource = "whatsapp"
	FromPage     ClaimSource = "page"  // the site's own script
	FromLogin    ClaimSource = "login" // the site's own server, which signed it

	fromAgent = "agent:" // and the agent's id
	fromForm  = "form:"  // and the form's id
)

// forms tells whether it was filled into a form.
func (s ClaimSource) forms() bool { return strings.HasPrefix(string(s), fromForm) }

// agents tells whether a person of the team entered it.
func (s ClaimSource) agents() bool { return strings.HasPrefix(string(s), fromAgent) }

// hash is the same for two stored messages if they are the same message.
func (m *Message) hash() string {
	bodies := make([]Body, len(m.Bubbles))
	for i, b := range m.Bubbles {
		bodies[i] = b.Body
	}
	raw, _ := json.Marshal([]any{m.Author.Kind, m.Author.ID, bodies})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:12])
}

// Body is the first bubble's, for messages that have one.
func (m *Message) Body() *Body { return &m.Bubbles[0].Body }

// Reaction is the reaction in the message, nil if it has none.
func (m *Message) Reaction() *Reaction {
	if len(m.Bubbles) == 0 {
		return nil
	}
	return m.Body().Reaction
}

// ForVisitor is the message as its visitor may see it, and whether they may see it at all: no notes, no dropped
// replies, nothing about effects, hashes or epochs, and no earlier words of a message that was corrected or
// taken back.
func (m Message) ForVisitor() (Message, bool) {
	if len(m.Bubbles) == 0 || m.Outcome == Dropped || m.Body().Kind == KindNote || m.Body().IsMark() {
		return Message{}, false
	}
	if e := m.Body().Event; e != nil && !e.public() {
		return Message{}, false
	}
	author := m.Author
	if author.Kind == ByAgent || author.Kind == BySystem { // an event is an agent's act
		author.ID = ""
	}
	bubbles, marks := m.shown()
	seen := Message{
		ID: m.ID, Author: author, At: m.At, Bubbles: bubbles, Answers: m.Answers, Marks: marks, Starts: m.Starts,
	}
	if m.fromEntry() {
		seen.From = m.Effects.Why.Best[0].Title
		if m.Marks != nil && m.Marks.Helpful != nil {
			seen.Marks = cmp.Or(seen.Marks, &Marks{})
			seen.Marks.Helpful = m.Marks.Helpful
		}
	}
	if m.Rates > 0 {
		seen.Rates, seen.Marks = m.Rates, nil
		if m.Marks != nil && m.Marks.Rating != nil {
			seen.Marks = &Marks{Rating: m.Marks.Rating}
		}
	}
	return seen, true
}

// Words are the words of the body: its own, or those of its parts. "" if it has none.
func (b *Body) Words() string {
	words := []string{}
	add := func(more ...string) {
		for _, w := range more {
			if w != "" {
				words = append(words, w)
			}
		}
	}
	add(b.Text)
	for _, p := range b.People {
		add(p.Name)
		add(p.Phones...)
		add(p.Emails...)
	}
	if b.Order != nil {
		for _, item := range b.Order.Items {
			add(fmt.Sprintf("%v × %s", item.Quantity, item.SKU))
		}
	}
	if b.FlowReply != nil && b.FlowReply.Name == "" { // forms of WhatsApp's own have them in the text
		for _, name := range slices.Sorted(maps.Keys(b.FlowReply.Values)) {
			add(name + ": " + b.FlowReply.Values[name])
		}
	}
	if b.Location != nil {
		add(b.Location.Name, b.Location.Address)
	}
	return strings.Join(words, ", ")
}
