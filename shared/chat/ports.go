package chat

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/promise"
)

// Conversations keeps logs and heads. Every method that takes a change function reads the row, lets the
// function change it, and writes it back if nobody else wrote meanwhile; it repeats that a few times and then
// answers ErrConflict. An error of the function ends it and is returned as it is; nothing is written then. A
// failed call may have written all the same.
type Conversations interface {
	// Head reads the head, up to date. ErrNotFound before the first message.
	Head(ctx context.Context, key ConversationKey) (Head, error)

	// HeadEventually is Head, but may be a moment old.
	HeadEventually(ctx context.Context, key ConversationKey) (Head, error)

	// Append stores a message under an id that must be free. If it is taken, the
	// stored message comes back with ErrExists. A message stored later than
	// LateAfter its id's time leaves a pointer at its arrival, so that Since finds it.
	Append(ctx context.Context, key ConversationKey, m Message) (Message, error)

	// Commit changes the head and appends the messages that change returns, all or
	// nothing. A head that does not exist yet is handed to change with only its key
	// set. ErrExists if one of the ids is taken. If change leaves the head as it was
	// and returns no message, nothing is written. A head comes back only without an error.
	Commit(ctx context.Context, key ConversationKey, change func(*Head) ([]Message, error)) (Head, error)

	// Message reads one message, up to date. ErrNotFound.
	Message(ctx context.Context, key ConversationKey, id MessageID) (Message, error)

	// Exchange reads a question and its reply, nil if there is none. It may be a moment
	// old: a caller that acts on a missing row must write under a condition. ErrNotFound.
	Exchange(ctx context.Context, key ConversationKey, question MessageID) (Message, *Message, error)

	// UpdateMessage changes one stored message. ErrNotFound.
	UpdateMessage(ctx context.Context, key ConversationKey, id MessageID, change func(*Message) error) (Message, error)

	// UpdateMessageEventually is UpdateMessage, but change may first be given a copy that is a moment old. It is
	// asked again if it then changes anything. If it leaves that copy as it is, or returns an error, nothing was
	// written in between that would matter to it.
	UpdateMessageEventually(
		ctx context.Context, key ConversationKey, id MessageID, change func(*Message) error,
	) (Message, error)

	// History is the messages before an id ("" means the end), newest first.
	History(ctx context.Context, key ConversationKey, before MessageID, limit int) ([]Message, error)

	// Since is the messages after an id in id order, and those that arrived late
	// after that id's time, each once.
	Since(ctx context.Context, key ConversationKey, after MessageID, limit int) ([]Message, error)

	// ConversationsOf is all conversations of a visitor.
	ConversationsOf(ctx context.Context, key VisitorKey) ([]Head, error)

	// PutWamid remembers which bubble Meta knows by this id; Wamid finds it (ErrNotFound). Parked
	// returns the deliveries that came before it.
	PutWamid(ctx context.Context, tenant TenantID, wamid string, at BubbleRef) error
	Wamid(ctx context.Context, tenant TenantID, wamid string) (BubbleRef, error)
	Parked(ctx context.Context, tenant TenantID, wamid string) ([]Delivery, error)

	// ParkMark keeps a mark on a message that is not known by Meta's id yet, for some
	// time; ParkedMarks returns all that were kept.
	ParkMark(ctx context.Context, tenant TenantID, wamid string, m Mark) error
	ParkedMarks(ctx context.Context, tenant TenantID, wamid string) ([]Mark, error)

	// UpdateFlowRow changes a row of a Flow's table, and begins it where there is none for its message
	// and bubble; see above.
	UpdateFlowRow(ctx context.Context, tenant TenantID, begins FlowRow, change func(*FlowRow) error) error

	// UpdateFlow changes the description of a Flow, and begins with its id.
	UpdateFlow(ctx context.Context, tenant TenantID, id string, change func(*FlowInfo) error) error
}

// BubbleRef names one bubble of one message.
type BubbleRef struct {
	Conversation ConversationID `json:"c"`
	Message      MessageID      `json:"m"`
	Bubble       int            `json:"b"`
}

// Visitors keeps people and the ways to find them.
type Visitors interface {
	// Visitor reads a visitor. ErrNotFound. VisitorNow reads them with their current visit, its zero value before
	// the first; it may be a moment old.
	Visitor(ctx context.Context, key VisitorKey) (Visitor, error)
	VisitorNow(ctx context.Context, key VisitorKey) (Visitor, Current, error)

	// VisitorsByID reads many at once, in no order; missing ones are left out.
	VisitorsByID(ctx context.Context, tenant TenantID, ids []VisitorID) (map[VisitorID]Visitor, error)

	// Arrive stores a visitor whom nobody can know yet, because their token was made just now, and the visit that
	// they begin. The visit is stored last: the rows that a failed call left behind lead nowhere and are in no
	// list.
	Arrive(ctx context.Context, v Visitor, s Visit) error

	// UpdateVisitor changes a visitor; see Conversations. ErrNotFound.
	UpdateVisitor(ctx context.Context, key VisitorKey, change func(*Visitor) error) (Visitor, error)

	// Identify follows an identity to where it leads. ErrNotFound if nobody ever had it.
	Identify(ctx context.Context, tenant TenantID, hash string) (Bearer, error)

	// AddIdentity leads another identity to a visitor. ErrExists if it leads elsewhere.
	AddIdentity(ctx context.Context, key VisitorKey, identity Identity) error

	// MarkRead records how far an agent has read a conversation.
	MarkRead(ctx context.Context, tenant TenantID, agent AgentID, id ConversationID, at time.Time) error

	AddNote(ctx context.Context, key VisitorKey, n Note) error
}

// Visits keeps visits, their logs and the counters made from them.
type Visits interface {
	// Current is the visit of a visitor that may still go on. ErrNotFound before the first.
	Current(ctx context.Context, key VisitorKey) (Current, error)

	// Begin stores a new visit and makes it the current one, if the current one is
	// still was (its zero value before the first). ErrConflict otherwise.
	Begin(ctx context.Context, s Visit, was Current) error

	// Visit reads a visit, up to date. ErrNotFound. VisitEventually may be a moment old.
	Visit(ctx context.Context, key VisitKey) (Visit, error)
	VisitEventually(ctx context.Context, key VisitKey) (Visit, error)

	// UpdateVisit changes a visit; see Conversations. ErrNotFound.
	UpdateVisit(ctx context.Context, key VisitKey, change func(*Visit) error) (Visit, error)

	// AddEvents appends to a visit's log, all in one row; or it puts a row into the place of one that begins with
	// the same event, unless that one has more events.
	AddEvents(ctx context.Context, key VisitKey, all []VisitEvent) error

	// Events is the rows of a visit's log, oldest first. It may be a moment old. See Log.
	Events(ctx context.Context, key VisitKey, limit int) ([]VisitEvent, error)

	// VisitsOf is a visitor's visits, newest first.
	VisitsOf(ctx context.Context, key VisitorKey, limit int) ([]Visit, error)

	// ListVisits is a tenant's live or ended visits, the latest start first. A position stays good when its row has
	// left the list.
	ListVisits(
		ctx context.Context, tenant TenantID, live bool, position string, limit int,
	) (visits []Visit, next string, err error)

	// Fold changes a visit and adds the counts that change returns to the counters, all or nothing; see
	// Conversations. Counters without values are left alone.
	Fold(ctx context.Context, key VisitKey, change func(*Visit) (Counts, error)) (Visit, error)

	// OrderClaim reads, up to date, in which visit an order counts: in none if it has no visit.
	OrderClaim(ctx context.Context, key OrderKey) (OrderClaim, error)

	// Count changes the goals of visits, brings their logs in step (see GoalRows), and stores
	// in which visit an order counts unless claim is nil: all or nothing. ErrConflict if the
	// claim is not as it was read. ErrNotFound if one of the visits is gone.
	Count(ctx context.Context, claim *OrderClaim, changes ...VisitChange) error

	// AddGap counts an unanswered question once more; a message counts once. Its later words on the question are
	// heard all the same (see GapRow.Hear).
	// A person counts once a day among the askings.
	AddGap(ctx context.Context, tenant TenantID, g GapRow, a Asking) error

	// EraseGap removes one message's asking of a question, and the question after the last one. others are some
	// messages that asked the same.
	EraseGap(ctx context.Context, tenant TenantID, a Asking) (others []BubbleRef, err error)
}

// Sockets keeps the connections. An open socket's row vanishes by itself some time after the socket must have
// closed. The row of a visitor's closed socket holds pages of their visit, and is deleted with it.
type Sockets interface {
	// OpenSocket stores a new socket.
	OpenSocket(ctx context.Context, s Socket) error

	// Socket reads an open socket, up to date. ErrGone for one that is closed or not known.
	Socket(ctx context.Context, id ConnectionID) (Socket, error)

	// Admit charges one frame to the socket's budget and returns the socket as it was before the frame. sign is
	// the frame's activity signal. ErrGone for a socket that is closed or not known; TooMany
	// when the budget is spent.
	Admit(ctx context.Context, id ConnectionID, now time.Time, sign Sign) (Socket, error)

	// Enter is Admit for a visitor's first frame: it stores the socket's visitor, visit and trail with the same
	// write, and the page that it began on unless that is nil. ErrConflict if a page was noted since s was read.
	Enter(ctx context.Context, s Socket, now time.Time, page *Page) error

	// Note is Admit for a frame that tells of a page: it notes the page on the socket with the same write. id is
	// the frame's; one of the last two frames that is sent again is not noted again. With anew the pages before
	// leave the socket's row: ErrConflict if a page was noted since s was read.
	Note(ctx context.Context, s Socket, now time.Time, id string, page Page, anew bool) error

	// BindSocket stores an agent's open conversation or team, and lists the socket with the team. For a visitor's
	// it stores the visit, and the pages before leave the socket's row: ErrConflict if a page was noted since s was
	// read.
	BindSocket(ctx context.Context, s Socket) error

	// DropSocket deletes a visitor's socket, which is closed, with its pages.
	DropSocket(ctx context.Context, id ConnectionID) error

	// CloseSocket closes a visitor's socket, and forgets an agent's and one that never had a visitor. ErrNotFound
	// if it was closed before. UnbindSocket takes an agent's off the lists that it is on; Relay calls that.
	CloseSocket(ctx context.Context, id ConnectionID, at time.Time) error
	UnbindSocket(ctx context.Context, s Socket) error

	// SocketsByID is those of some sockets that are stored. It may be a moment old.
	SocketsByID(ctx context.Context, ids []ConnectionID) (map[ConnectionID]Socket, error)

	// Team is the sockets of a tenant's agents, and each one's agent.
	Team(ctx context.Context, tenant TenantID) (map[ConnectionID]Agent, error)

	// Watch lists an agent's socket with a conversation it has open; Unwatch undoes
	// it; Viewers is all of them.
	Watch(ctx context.Context, key ConversationKey, id ConnectionID, a Agent) error
	Unwatch(ctx context.Context, key ConversationKey, id ConnectionID) error
	Viewers(ctx context.Context, key ConversationKey) (map[ConnectionID]Agent, error)

	// PutTicket stores a ticket; TakeTicket hands it out once. ErrNotFound.
	PutTicket(ctx context.Context, t Ticket) error
	TakeTicket(ctx context.Context, hash string) (Ticket, error)

	// Take takes n from the rest of a limit in a window of time, unless none is left. The count vanishes some
	// time after until. Nothing of a limit of 0 can be taken until something was.
	Take(
		ctx context.Context, tenant TenantID, what string, window time.Time, n, limit int64, until time.Time,
	) (bool, error)

	// Salt is the random salt of a day, made by the first caller. It vanishes after two days.
	Salt(ctx context.Context, day time.Time) ([]byte, error)

	// Park keeps a change that cannot be relayed, so that its neighbours can be.
	Park(ctx context.Context, p Poison) error

	// EraseMessage deletes a message, and its row in a Flow's table.
	EraseMessage(ctx context.Context, key ConversationKey, m Message) error

	// Throttle lets one caller through for a tenant's list and second; those who are alone also without noting it, as
	// Lone says.
	Throttle(ctx context.Context, tenant TenantID, list string, second time.Time, alone bool) (bool, error)
}

// Settings are the owners' settings, as far as the conversation needs them. Reads may be a minute old where
// they are made for visitors.
type Settings interface {
	Tenant(ctx context.Context, id TenantID) (Tenant, error)
	Bot(ctx context.Context, tenant TenantID, id BotID) (Bot, error)
	Site(ctx context.Context, key string) (Site, error)
	NumberByID(ctx context.Context, tenant TenantID, id string) (Number, error) // by its tenant

	// Templates is those of an account of Meta's, by name and language.
	Templates(ctx context.Context, tenant TenantID, waba string) ([]Template, error)

	// RecordSeen records where a site was last seen.
	RecordSeen(ctx context.Context, tenant TenantID, s LastSeen) error

	// Roster is the tenant's team, empty before the first member. UpdateRoster changes it;
	// see Conversations.
	Roster(ctx context.Context, tenant TenantID) (Roster, error)
	UpdateRoster(ctx context.Context, tenant TenantID, change func(*Roster) error) error

	// SignOut invalidates the tokens that an agent was issued before at; SignedOut is when that was
	// (ErrNotFound). It vanishes some time after until.
	SignOut(ctx context.Context, tenant TenantID, id AgentID, at, until time.Time) error
	SignedOut(ctx context.Context, tenant TenantID, id AgentID) (time.Time, error)

	// AddAudit appends an entry, and nothing ever changes one.
	AddAudit(ctx context.Context, e AuditEntry) error
}

// Waits keeps the waits that people's answers have ended, and finds those that go on.
type Waits interface {
	// RecentWaits is a tenant's latest waits, none before the first. It may be a moment old.
	RecentWaits(ctx context.Context, tenant TenantID) (promise.Recent, error)

	// AddWait notes a wait that ended. One that is noted again changes nothing.
	AddWait(ctx context.Context, tenant TenantID, w promise.Wait) error

	// ListWaiting lists the conversations of some agents ("" means nobody in particular) in which customers wait, the
	// longest waiting first. It may be a moment old.
	ListWaiting(
		ctx context.Context, tenant TenantID, agents []AgentID, position string, limit int,
	) (heads []Head, next string, err error)
}

// Store is all of it: one implementation on DynamoDB, one in memory, one contract in package
// storetest. Courier, Rebuild and the other rooms have ports of their own.
type Store interface {
	Conversations
	Visitors
	Visits
	Sockets
	Settings
	Waits
}

// Poison is a change that could not be relayed, by the key of its row.
type Poison struct {
	Partition string    `json:"partition"`
	Sort      string    `json:"sort"`
	At        time.Time `json:"at"`
	Reason    string    `json:"reason"` // the kind of failure, never the row's words
}
