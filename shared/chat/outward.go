package chat

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/privacy"
)

// Notice tells a tenant's own bot about an event.
type Notice struct {
	Tenant  TenantID  `json:"tenant"`
	Bot     BotID     `json:"bot"`
	Event   string    `json:"event"`
	Visitor VisitorID `json:"visitor"`
	At      time.Time `json:"at"`
}

// Pusher posts to a socket. ErrGone if it is closed; any other error means that
// the push is lost, which is no harm: it was a hint.
type Pusher interface {
	Push(ctx context.Context, id ConnectionID, p Push) error
}

// Disconnector ends sockets from our side.
type Disconnector interface {
	Close(ctx context.Context, id ConnectionID) error
}

// Files holds the files of conversations.
type Files interface {
	// Drop deletes a file of a message, and is no error if there is none.
	Drop(ctx context.Context, key ConversationKey, upload string) error
}

// Colleagues tells which of a tenant's team can take a conversation now.
type Colleagues interface {
	// Available is a member as they are called now, and whether a conversation may be given to them.
	// Nobody who may write has an empty id.
	Available(ctx context.Context, tenant TenantID, id AgentID) (Agent, bool, error)

	// Open is a member as they are called now, and whether they have the app open, away or not. Nobody who may write has
	// an empty id.
	Open(ctx context.Context, tenant TenantID, id AgentID) (Agent, bool, error)

	// Anybody tells whether somebody can be given a conversation. It may be a moment old.
	Anybody(ctx context.Context, tenant TenantID) (bool, error)

	// Next is the available person whose turn it is to get a conversation: the one with the fewest open ones, below the
	// limit, among the first; if none of those has time, among all. Passed had it last, and does not get it back. Asked
	// again at once for the same conversation, it says the same.
	Next(ctx context.Context, key ConversationKey, passed AgentID, first []AgentID, limit int) (Turn, error)

	// Fits counts a conversation among those of an agent if that fills them up to the limit at most, and tells whether.
	Fits(ctx context.Context, key ConversationKey, id AgentID, limit int) (bool, error)

	// CasesOf is all open conversations of an agent, the longest waiting first; of "" those that wait for nobody in
	// particular. SnoozedOf is the snoozed ones of an agent. Pages are read as they are asked for, and may be a moment
	// old. An error ends it.
	CasesOf(ctx context.Context, tenant TenantID, id AgentID) iter.Seq2[Head, error]
	SnoozedOf(ctx context.Context, tenant TenantID, id AgentID) iter.Seq2[Head, error]

	// Alert tells people of a talk that needs one after a bot's reply; see Message.Need. It may be told more than once.
	Alert(ctx context.Context, key ConversationKey, m Message) error

	// Waited is the answer to a question that waited for a person, nil if none did.
	Waited(ctx context.Context, key ConversationKey, question MessageID) (*Answer, error)

	// Mention notes that a person is to read something, and tells whether that is new.
	Mention(ctx context.Context, tenant TenantID, m Mention) (bool, error)
}

// Rules are the rules that the domain cannot know by itself.
type Rules struct {
	// ValidateOutgoing refuses a message that WhatsApp would refuse.
	ValidateOutgoing func(Outgoing) error

	// ValidNumber tells whether a numbering plan has a phone number: that of the number's own
	// country, or of a region (an ISO 3166 code) if it is written without one. Without plans only
	// the shape of a number is judged.
	ValidNumber func(number, region string) bool

	// Small tells whether a text is only small talk, so that a reply to it is no answer. nil for no text.
	Small func(text string) bool

	// LanguageOf is the language of a text if there is no doubt about it, else "", with those that are known of its
	// customer. nil knows none.
	LanguageOf func(text string, known ...string) string

	// Merge is a three-way merge of the state of a script: the changes of base by an answer that waited come into the
	// state as it is now. It tells whether the bot asks for a person by that. With nil the state stays as it is now.
	Merge func(now, base, then json.RawMessage) (merged json.RawMessage, handOver bool)

	// RatingWords ask a visitor how their case was, in their language. With nil nobody is asked.
	RatingWords func(RatingTalk) RatingWords
}

// Task asks a queue's function to finish a message: to have the bot answer it, or
// to send it. It arrives at least once.
type Task struct {
	Tenant       TenantID       `json:"tenant"`
	Conversation ConversationID `json:"conversation,omitempty"`
	Message      MessageID      `json:"message,omitempty"`
	Number       string         `json:"number,omitempty"`  // of a task about a number of ours
	Import       string         `json:"import,omitempty"`  // of a task of a knowledge that is about an import
	Act          Act            `json:"act,omitempty"`     // "" finishes the message
	Agent        AgentID        `json:"agent,omitempty"`   // of a task about a member of the team
	Week         string         `json:"week,omitempty"`    // of a digest, by its Monday
	Channel      string         `json:"channel,omitempty"` // of a notice, that is told
	Told         time.Time      `json:"told,omitzero"`     // when we heard of the change that it is about
	After        time.Duration  `json:"-"`                 // how long it waits before it is taken
	ID           string         `json:"-"`                 // the same whenever it arrives again
}

// Act is a further kind of task for WhatsApp.
type Act string

const (
	ActRead   Act = "read"   // tell the customer that we have read up to the message
	ActTyping Act = "typing" // and that somebody writes

	ActTemplates Act = "templates" // fetch the templates of a number's account
)

// Key is where the task's conversation lies.
func (t Task) Key() ConversationKey { return ConversationKey{t.Tenant, t.Conversation} }

// Queues hands over work that must not run in a stream batch.
type Queues interface {
	Ask(ctx context.Context, t Task) error
	Send(ctx context.Context, t Task) error
	Fetch(ctx context.Context, t Task) error // the file of a message
	Tell(ctx context.Context, n Notice) error
	End(ctx context.Context, t VisitTask) error // a visit whose tab was closed
}

// Key is where the visit lies.
func (t VisitTask) Key() VisitKey { return VisitKey{t.Tenant, t.Visitor, t.Visit} }

// VisitTask names a visit that may have ended, or something else with a short timer, to be looked at after a while.
type VisitTask struct {
	Tenant  TenantID     `json:"tenant"`
	Visitor VisitorID    `json:"visitor"`
	Visit   VisitID      `json:"session"`
	Socket  ConnectionID `json:"socket,omitempty"` // that was closed

	// Instead of a visit: a conversation whose timer is due, also one of its messages with a held answer; or an agent
	// after their socket was closed.
	Conversation ConversationID `json:"conversation,omitempty"`
	Message      MessageID      `json:"message,omitempty"`
	Agent        AgentID        `json:"agent,omitempty"`

	After time.Duration `json:"-"` // how long it waits before it is taken
}

// Sender speaks with WhatsApp for a number of ours.
type Sender interface {
	// Send returns Meta's id of the message. A *SendError says how to go on after a failure; any other error
	// means that nothing was sent.
	Send(ctx context.Context, n Number, out Outgoing) (wamid string, err error)

	// Read tells that a customer's message was read, and those before it; and, for some
	// seconds, that somebody writes.
	Read(ctx context.Context, n Number, wamid string, typing bool) error

	// Templates is all templates of the number's account, as they are at a time.
	Templates(ctx context.Context, n Number, at time.Time) ([]Template, error)

	// FlowName is Meta's name of a Flow of the number's account.
	FlowName(ctx context.Context, n Number, flow string) (string, error)
}

// Outgoing is one bubble on its way to WhatsApp.
type Outgoing struct {
	To       string // wa_id or BSUID
	Body     Body
	Callback string          // comes back with every status
	ReplyTo  string          // Meta's id of the message that it answers or reacts to
	Token    string          // of a Flow: comes back with its values
	Key      ConversationKey // the conversation that its files belong to
}

// SendError is a refusal by WhatsApp, or silence.
type SendError struct {
	Code   int           // Meta's error code, 0 if none came
	Reason string        // a sentence for the agent
	Retry  time.Duration // try again after this long; 0 means never
	Growth int           // the factor of the backoff; 0 means 2
	Lost   bool          // the outcome is unknown: it may have been sent
	Stop   bool          // nothing goes through the number until somebody has looked
}

func (e *SendError) Error() string { return e.Reason }

// wait is the backoff after so many tries; 0 when there were enough.
func (e *SendError) wait(tries int) time.Duration {
	wait := e.Retry
	for range tries {
		if wait *= time.Duration(max(e.Growth, 2)); wait > MaxWait {
			return 0
		}
	}
	return wait
}

// Keyring opens sealed keys.
type Keyring interface {
	// TenantKey is the tenant's secret.
	TenantKey(ctx context.Context, t Tenant) (privacy.Key, error)
}

// Responder is a bot's mind. It gets a question and the state of its last answer, and returns bubbles to show,
// a state to keep and goals that were reached. It keeps nothing itself: asked twice, it may answer twice, and
// one answer stands.
type Responder interface {
	Respond(ctx context.Context, q Question) (Answer, error)
	Greet(ctx context.Context, b Bot, locale string) ([]Body, error)
}

// ErrLater is the error of a bot that needs longer than somebody waits who looks on. The question is put to it once
// more from the queue of slow bots.
var ErrLater = Errorf(Unavailable, "bot_later", "The bot needs longer for this question.")

// Question is a question to a bot.
type Question struct {
	Bot     Bot
	Source  Source
	Site    string // key of the website on which it was asked
	Message Message
	Offer   *Message        // the bot's message that a click or a form answers
	State   json.RawMessage // from the reply before
	Judge   Judge           // of values that are typed into a form
	First   bool            // of the conversation: the bot has not spoken in it
	Last    bool            // nobody will ask again: the bot answers as well as it can
	Resumed bool            // a person had the conversation since the bot last spoke
	Stops   bool            // it is a STOP, and was heard: nobody writes to the visitor unasked any more
	Hint    *Advice         // of a person, for this answer; nil for none

	Language string // of the visitor's words before this one, as the bot told them; "" for unknown
}

// Answer is the answer of a bot. The text of Bubbles comes from a stranger: it is shown as text and never as
// markup.
type Answer struct {
	Bubbles []Body  `json:"bubbles,omitempty"`
	Effects Effects `json:"effects,omitzero"`
	Step    string  `json:"step,omitempty"` // the step of a script that was taken, for goals
	Ahead   Ahead   `json:"ahead,omitzero"` // where its choices lead, for goals
	Near    Near    `json:"-"`              // how near it leaves the visitor to goals
	Joined  bool    `json:"-"`              // it waited, and the talk went on meanwhile

	Hint   MessageID `json:"hint,omitempty"` // the hint that it follows
	Part   AgentID   `json:"part,omitempty"` // the person who had a part in it: see Message.Part
	Silent bool      `json:"-"`              // a person decided that nothing is said

	// For the course of the talk, and not stored: the chance by meaning that the question's words need a person, 0 for
	// unknown, and whether nothing that the bot knows is in their language.
	Felt    float64 `json:"felt,omitempty"`
	Foreign bool    `json:"foreign,omitempty"`

	Opinion course.Opinion `json:"opinion,omitempty"` // for the course, too, and not stored

	Language string `json:"language,omitempty"` // of the visitor, for the next question; "" leaves it as it is
}
