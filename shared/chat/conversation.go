package chat

import (
	"time"

	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/truncate"
)

// ConversationKey finds a conversation. Tenant comes from a verified place only.
type ConversationKey struct {
	Tenant TenantID
	ID     ConversationID
}

// Owner is the side whose turn it is to answer.
type Owner string

const (
	OwnerBot   Owner = "bot"
	OwnerTeam  Owner = "team"  // a person was asked for, nobody came yet
	OwnerAgent Owner = "agent" // Head.Assignee
)

// ConversationStatus is the place of a conversation in the inbox.
type ConversationStatus string

const (
	Open    ConversationStatus = "open"
	Snoozed ConversationStatus = "snoozed"
	Closed  ConversationStatus = "closed"
)

// Head is the source of truth about one visitor's conversation with one bot: its owner, its epoch, and whether
// it is open. The fields from At on are a projection of the log for the inbox, and may be rebuilt. A head stays
// under 1 KB, which is one write unit, while a bot has the conversation.
type Head struct {
	Tenant  TenantID       `json:"tenant"`
	ID      ConversationID `json:"id"`
	Bot     BotID          `json:"bot"`
	Visitor VisitorID      `json:"visitor"`
	Source  Source         `json:"source"`
	Site    string         `json:"site,omitempty"`   // the website on which it began
	Labels  string         `json:"labels,omitempty"` // the ids, one after the other; see LabelIDs

	Priority Priority `json:"priority,omitempty"` // of its case
	Group    GroupID  `json:"group,omitempty"`    // that a colleague gave it to; see Tenant.GroupOf

	Owner        Owner   `json:"owner"`
	Assignee     AgentID `json:"assignee,omitempty"`
	AssigneeName string  `json:"assigneeName,omitempty"` // their name when they became the owner
	// moves with every change of owner, and with nothing else
	Epoch   int                `json:"epoch"`
	OwnedAt time.Time          `json:"ownedAt,omitzero"` // when the owner last changed
	Status  ConversationStatus `json:"status"`

	Case      int       `json:"case,omitempty"`     // the number of the latest case; 0 before the first word
	CaseBegan time.Time `json:"caseBegan,omitzero"` // when it began
	ClosedAt  time.Time `json:"closedAt,omitzero"`  // when it was closed; zero while it is open
	Over      time.Time `json:"over,omitzero"`      // when to look whether it has ended by silence
	Asked     bool      `json:"asked,omitempty"`    // in this case a person was asked for, or had it
	Helper    AgentID   `json:"helper,omitempty"`   // the last person who had it

	GivenBy  string    `json:"givenBy,omitempty"`  // the name of the colleague who gave it to its owner
	Deadline time.Time `json:"deadline,omitzero"`  // by when its person has to answer, or it moves on
	Ring     time.Time `json:"ring,omitzero"`      // when the sweep looks at that, at the latest
	Moves    int       `json:"moves,omitempty"`    // how often it moved on since a person answered
	Passed   AgentID   `json:"passed,omitempty"`   // the person whom it left so
	Idle     time.Time `json:"idle,omitzero"`      // when to look whether its customer has fallen silent
	Busy     time.Time `json:"busy,omitzero"`      // until when somebody types, or its customer is in a form
	Woke     time.Time `json:"woke,omitzero"`      // when a person's snooze ended, until the next word
	Followed int       `json:"followed,omitempty"` // the case whose customer was asked for more, or wants none
	Missed   int       `json:"gap,omitempty"`      // the latest case in which the bot had no answer

	Hint         MessageID `json:"hint,omitempty"`     // the note that the bot reads for its next answer
	LastBotReply MessageID `json:"turn,omitempty"`     // the slot of the bot's last reply
	HasBotState  bool      `json:"stateful,omitempty"` // that slot holds a state to go on from
	AsksField    bool      `json:"f,omitempty"`        // that slot asks for a field of a form in words
	Due          time.Time `json:"due,omitzero"`       // when a snooze ends by itself
	Reached      string    `json:"reached,omitempty"`  // where WhatsApp answers go: wa_id, or a BSUID
	ReachedAsOf  time.Time `json:"asof,omitzero"`      // WhatsApp's time of the message that told so
	Number       string    `json:"number,omitempty"`   // our WhatsApp phone number id
	Watched      time.Time `json:"watched,omitzero"`   // until when an agent's socket may have it open
	Rhythm       Rhythm    `json:"rhythm,omitzero"`    // of the last words to and fro

	Course   course.State `json:"c,omitzero"`  // how its case goes with the bot; a short name, for the size
	Language string       `json:"l,omitempty"` // in which the bot talks with the visitor, if it has several
	Spoken   string       `json:"s,omitempty"` // the language of the visitor's words, else of their page
	Near     Near         `json:"n,omitempty"` // the visitor's place before goals, by the bot's last reply

	At            time.Time `json:"at"`                   // of the last message, by any author
	Last          MessageID `json:"last,omitempty"`       // the last message
	Preview       string    `json:"preview,omitempty"`    // the visitor's last words, clipped; the team's until they wrote
	LastAuthor    string    `json:"lastAuthor,omitempty"` // the kind of its author
	VisitorAt     time.Time `json:"visitorAt,omitzero"`   // of the visitor's last word
	Began         time.Time `json:"began,omitzero"`       // of their first word after VisitGap
	LastInbound   MessageID `json:"heard,omitempty"`      // that word, on WhatsApp
	WaitingFrom   time.Time `json:"waitingFrom,omitzero"` // since when the visitor waits for a person, see Waits
	Promised      time.Time `json:"promised,omitzero"`    // by when they were told that a person answers, see PromisedBy
	Renewed       int       `json:"renewed,omitempty"`    // how often that time passed
	Answered      time.Time `json:"answered,omitzero"`    // when a person last answered, or said that none is needed
	Replied       time.Time `json:"r,omitzero"`           // when a person's words last ended a wait, until the next word
	Window        time.Time `json:"window,omitzero"`      // when WhatsApp's service window closes
	Warned        time.Time `json:"warned,omitzero"`      // the window about which the team was warned
	SeenByVisitor MessageID `json:"seenByVisitor,omitempty"`
	Survey        time.Time `json:"ask,omitzero"` // when to ask how the closed case was, if it was not asked at once
	Surveyed      time.Time `json:"q,omitzero"`   // when they were last asked how a case was

	Version int64 `json:"-"`
}

// Key is where the head lies.
func (h *Head) Key() ConversationKey { return ConversationKey{h.Tenant, h.ID} }

// ForAgent is the head without the fields that only machines need.
func (h Head) ForAgent() Head {
	h.HasBotState, h.LastInbound, h.Rhythm = false, "", Rhythm{}
	h.ReachedAsOf, h.Watched, h.Warned = time.Time{}, time.Time{}, time.Time{}
	h.Promised, h.WaitingFrom = h.PromisedBy(), h.Waits()
	h.Answered, h.Replied, h.Over, h.Helper, h.Asked = time.Time{}, time.Time{}, time.Time{}, "", false
	h.Ring, h.Passed, h.Renewed = time.Time{}, "", 0
	h.Idle, h.Busy, h.Woke, h.Followed, h.Missed = time.Time{}, time.Time{}, time.Time{}, 0, 0
	h.Course, h.Language, h.Hint, h.Surveyed = course.State{}, "", "", time.Time{}
	h.Near = ""
	h.AsksField, h.Survey, h.Spoken = false, time.Time{}, ""
	return h
}

// Wake is when the sweep looks at the conversation next: zero for never.
func (h *Head) Wake() time.Time {
	next := time.Time{}
	for _, at := range []time.Time{h.Due, h.Over, h.Ring, h.Idle, h.warnAt(), h.PromisedBy(), h.Survey} {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// warnAt is when to warn that soon only templates can be sent; zero while no customer waits or the case is closed, and
// after the warning.
func (h *Head) warnAt() time.Time {
	if h.Source != WhatsApp || h.Status == Closed || h.WaitingFrom.IsZero() || h.Window.IsZero() ||
		h.Warned.Equal(h.Window) {
		return time.Time{}
	}
	return h.Window.Add(-WindowWarning)
}

// maxAgentName is how many characters of an agent's name a head keeps, so that it stays small.
const maxAgentName = 60

// Queue is the inbox list in which a conversation appears.
type Queue string

const (
	QueueBot     Queue = "bot"
	QueueHuman   Queue = "human"
	QueueSnoozed Queue = "snoozed"
	QueueClosed  Queue = "closed"
)

// AllQueues is every queue: a conversation is in one of them.
var AllQueues = []Queue{QueueHuman, QueueBot, QueueSnoozed, QueueClosed}

// Queue is the one list that holds the conversation now.
func (h *Head) Queue() Queue {
	switch {
	case h.Status == Closed:
		return QueueClosed
	case h.Status == Snoozed:
		return QueueSnoozed
	case h.Owner == OwnerBot:
		return QueueBot
	default:
		return QueueHuman
	}
}

// note takes a message into the projection for the inbox. An older message changes nothing, so repeats and
// disorder are harmless.
func (h *Head) note(m *Message) {
	if m.Outcome == Dropped || len(m.Bubbles) == 0 || m.Body().Kind == KindNote {
		return
	}
	if m.Author.Kind == ByVisitor && m.Origin != nil {
		// Meta's 24-hour service window starts anew with each message of the customer, a reaction too.
		if closes := m.Origin.Sent.Add(ServiceWindow); closes.After(h.Window) && m.Body().opens() {
			h.Window = closes
		}
	}
	if m.Rates > 0 { // it is no part of the talk
		h.Surveyed = latest(h.Surveyed, m.At.UTC().Truncate(time.Second))
		return
	}
	if m.Body().IsMark() || m.Body().opensPage() {
		return
	}
	h.previews(m)
	if m.Author.Kind == ByVisitor {
		h.begins(m.At)
	}
	if m.Author.Kind == ByVisitor && m.At.After(h.VisitorAt) {
		h.VisitorAt = m.At
	}
	if e := m.Body().Event; m.Author.Kind == ByAgent || e != nil && e.Name == EventNoReply {
		h.answered(m.At)
	}
	if m.At.Before(h.At) || (m.At.Equal(h.At) && m.ID <= h.Last) || m.Body().Kind == KindEvent {
		return
	}
	if m.Effects != nil && m.Effects.HandOver != "" {
		return // the question says more in a list than the bot's word that a colleague comes
	}
	h.At, h.Last, h.LastAuthor, h.Woke = m.At, m.ID, string(m.Author.Kind), time.Time{}
	if m.Author.Kind != ByBot {
		h.Busy = time.Time{} // it was typed, or takes the form's place
	}
	if m.Author.Kind == ByAgent { // they ask something of their own
		h.AsksField = false
	}
	if h.VisitorAt.IsZero() {
		h.Preview = m.Preview()
	}
}

// previews shows the visitor's last words in lists. Of words of the same millisecond the same ones are shown in
// whatever order they come; a website's need no id for that, which would make the head too long.
func (h *Head) previews(m *Message) {
	if m.Author.Kind != ByVisitor || m.Body().Kind == KindEvent || m.At.Before(h.VisitorAt) {
		return
	}
	words, newer := m.Preview(), m.At.After(h.VisitorAt)
	if m.Origin == nil && (newer || words > h.Preview) {
		h.Preview = words
	} else if m.Origin != nil && (newer || m.ID > h.LastInbound) {
		h.LastInbound, h.Preview = m.ID, words
	}
}

// knows tells whether the projection already includes the message.
func (h *Head) knows(m *Message) bool {
	probe := *h
	probe.note(m)
	return probe == *h
}

// give moves the conversation to another owner. Nothing else moves the epoch. It leaves the waiting as it is: a
// customer does not wait less because somebody else has to answer.
func (h *Head) give(owner Owner, to Agent, now time.Time) {
	h.Owner, h.Assignee, h.AssigneeName = owner, "", ""
	h.Epoch++
	h.OwnedAt, h.Rhythm, h.Course = now, Rhythm{}, course.State{}
	h.GivenBy, h.Deadline, h.Busy, h.Hint, h.Near = "", time.Time{}, time.Time{}, "", ""
	h.Asked = h.Asked || owner != OwnerBot
	h.AsksField = h.AsksField && owner != OwnerBot // which begins anew
	if owner == OwnerAgent {
		h.own(to)
	} else if owner == OwnerBot { // whose heads stay small
		h.Group = ""
	}
}

// own names the person who has the conversation.
func (h *Head) own(a Agent) {
	h.Owner, h.Assignee, h.AssigneeName = OwnerAgent, a.ID, truncate.Text(a.Name, maxAgentName)
	h.Helper = a.ID
}
