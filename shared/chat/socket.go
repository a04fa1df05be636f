package chat

import (
	"time"

	"github.com/botifire/livechat/shared/course"
)

// Socket is a WebSocket, with its visitor or its agent. A visitor's socket is also the notebook of their visit:
// it holds the pages that were seen on it, and stays for as long as the visit is kept.
type Socket struct {
	ID     ConnectionID `json:"id"`
	Tenant TenantID     `json:"tenant"`
	Opened time.Time    `json:"opened"`
	// the page says when its visitor goes, so its silence means that they are there
	Tells  bool `json:"tells,omitempty"`
	Before int  `json:"before,omitempty"` // how many of its pages were of earlier visits
	Room   int  `json:"room,omitempty"`   // for how many pages of its visit there is room

	// These fields are kept by Admit, Note and CloseSocket; BindSocket leaves all but the trail.
	Seen   time.Time    `json:"seen,omitzero"`   // of the last frame
	Active time.Time    `json:"active,omitzero"` // of the last frame that was a sign of its visitor
	Away   time.Time    `json:"away,omitzero"`   // when its visitor was last there before they went away
	Told   int          `json:"told,omitempty"`  // how often the page said that they went or came back
	Chat   time.Time    `json:"chat,omitzero"`   // when the chat was last opened on it
	Budget time.Time    `json:"budget,omitzero"` // when the frame budget is whole again
	Noted  int          `json:"noted,omitempty"` // how many pages its visit was told on it
	Trail  []VisitEvent `json:"trail,omitempty"` // the pages of its visit that are not in the visit's log yet
	Closed time.Time    `json:"closed,omitzero"`

	// These fields are a visitor's. Visitor is empty until hello.
	Site         string         `json:"site,omitempty"`
	Pages        []string       `json:"pages,omitempty"` // parameters by which the site names its pages
	Bot          BotID          `json:"bot,omitempty"`
	Mode         Mode           `json:"mode,omitempty"`
	Visitor      VisitorID      `json:"visitor,omitempty"`
	Conversation ConversationID `json:"conversation,omitempty"`
	Visit        VisitID        `json:"session,omitempty"`
	Place        Place          `json:"place,omitzero"`
	Network      string         `json:"network,omitempty"`
	Caller       string         `json:"caller,omitempty"` // of an open one: stands for the address, see callerOf
	Device       Device         `json:"device,omitzero"`
	Language     string         `json:"language,omitempty"`
	Own          bool           `json:"own,omitempty"` // it connected from an office of the team

	// These fields are an agent's.
	Agent   *Agent         `json:"agent,omitempty"`
	Expires time.Time      `json:"expires,omitzero"` // of the agent's sign-in
	Viewing ConversationID `json:"viewing,omitempty"`
}

// full tells whether the notebook has to be emptied before another page fits.
func (s *Socket) full() bool {
	size := 0
	for _, e := range s.Trail {
		size += len(e.Page.URL) + len(e.Page.Title) + len(e.Page.Referrer)
	}
	return len(s.Trail) >= MaxNotebook || size >= MaxNotebookSize
}

// VisitorKey is where the socket's visitor lies.
func (s *Socket) VisitorKey() VisitorKey { return VisitorKey{s.Tenant, s.Visitor} }

// VisitKey is where the socket's visit lies.
func (s *Socket) VisitKey() VisitKey { return VisitKey{s.Tenant, s.Visitor, s.Visit} }

// ConversationKey is where the socket's conversation lies.
func (s *Socket) ConversationKey() ConversationKey { return ConversationKey{s.Tenant, s.Conversation} }

// Ticket lets an agent's browser open one socket. Only its hash is stored.
type Ticket struct {
	Hash    string    `json:"hash"`
	Agent   Agent     `json:"agent"`
	Origin  string    `json:"origin"`
	Expires time.Time `json:"expires"` // of the ticket
	Issued  time.Time `json:"issued"`  // when the agent signed in, as the token says
	SignIn  time.Time `json:"signIn"`  // when the sign-in behind it expires
}

// Push is a frame that we send without being asked.
type Push struct {
	Action       PushAction     `json:"action"`
	Conversation ConversationID `json:"conversation,omitempty"`
	Message      *Message       `json:"message,omitempty"`
	Last         MessageID      `json:"last,omitempty"` // of PushChanged: the message that was too long for a push
	Seen         MessageID      `json:"seen,omitempty"` // how far the visitor has read
	Owner        Owner          `json:"owner,omitempty"`
	By           string         `json:"by,omitempty"`      // the name of the person who owns or types
	Picture      string         `json:"picture,omitempty"` // of the person who owns
	Visit        *Visit         `json:"session,omitempty"`
	Typing       bool           `json:"typing,omitempty"`
	Promise      *Promise       `json:"promise,omitempty"` // for a visitor who waits, with PushOwner
	Mail         *LeftMail      `json:"mail,omitempty"`    // with PushMail
	Pair         *PairQuestion  `json:"pair,omitempty"`    // with PushPair
	List         string         `json:"list,omitempty"`    // which list changed: inbox, visitors
	Viewers      []string       `json:"viewers,omitempty"` // names of the agents who have the conversation open
	Cause        course.Code    `json:"cause,omitempty"`   // with PushAlert
	Case         int            `json:"case,omitempty"`    // of the conversation, with PushAlert
}

// LeftMail is the e-mail address that a visitor left, as their widget shows it.
type LeftMail struct {
	Address string `json:"address,omitempty"` // shortened; "" if they left none
	Bounced bool   `json:"bounced,omitempty"` // nothing is written there any more
}

// PushAction is the subject of a push.
type PushAction string

const (
	PushMessage PushAction = "message" // a new message, or one that has changed
	PushStatus  PushAction = "status"  // a message or the visitor's read mark has changed
	PushOwner   PushAction = "owner"
	PushTyping  PushAction = "typing"
	PushChanged PushAction = "changed" // a list, or a conversation, is to be read again
	PushViewing PushAction = "viewing" // which agents have the conversation open
	PushRaised  PushAction = "raised"  // nobody answered a conversation in time: leads are told
	PushBlocked PushAction = "blocked" // the visitor is shut out
	PushMention PushAction = "mention" // a colleague's words for the person
	PushAlert   PushAction = "alert"   // a talk of a bot's needs a person
	PushHeld    PushAction = "held"    // a bot's answer waits for a person, or does not any more
	PushMail    PushAction = "mail"    // for the visitor: the mail state of their widget has changed
	PushPair    PushAction = "pair"    // for the visitor: was it you who wrote on WhatsApp?
	PushLate    PushAction = "late"    // for leads: a promised time has passed without an answer
)
