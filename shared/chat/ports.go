package chat

import (
	"context"
	"time"
)

// Conversations keeps logs and heads. Every method that takes a change function
// reads the row, lets the function change it, and writes it back if nobody else
// wrote meanwhile; it repeats that a few times and then answers ErrConflict. An
// error of the function ends it and is returned as it is; nothing is written then.
// A call that failed may have been stored all the same.
type Conversations interface {
	// Head reads the head, up to date. ErrNotFound before the first message.
	Head(ctx context.Context, key ConversationKey) (Head, error)

	// Glance is Head, but may be a moment old.
	Glance(ctx context.Context, key ConversationKey) (Head, error)

	// HeadsByID is those of the heads that there are. They may be a moment old.
	HeadsByID(ctx context.Context, tenant TenantID, ids []ConversationID) (map[ConversationID]Head, error)

	// Append stores a message under an id that must be free. If it is taken, the
	// stored message comes back with ErrExists. A message stored later than
	// LateAfter its id's time leaves a pointer at its arrival, so that Since finds it.
	Append(ctx context.Context, key ConversationKey, m Message) (Message, error)

	// Commit changes the head and appends the messages that change returns, all or
	// nothing. A head that does not exist yet is handed to change with only its key
	// set. ErrExists if one of the ids is taken. If change leaves the head as it was
	// and returns no message, nothing is written.
	Commit(ctx context.Context, key ConversationKey, change func(*Head) ([]Message, error)) (Head, error)

	// Message reads one message, up to date. ErrNotFound.
	Message(ctx context.Context, key ConversationKey, id MessageID) (Message, error)

	// Exchange reads a question and its reply, nil if there is none. It may be a moment
	// old: who acts on what is missing must write under a condition. ErrNotFound.
	Exchange(ctx context.Context, key ConversationKey, question MessageID) (Message, *Message, error)

	// UpdateMessage changes one stored message. ErrNotFound.
	UpdateMessage(ctx context.Context, key ConversationKey, id MessageID, change func(*Message) error) (Message, error)

	// History is the messages before an id ("" means the end), newest first.
	History(ctx context.Context, key ConversationKey, before MessageID, limit int) ([]Message, error)

	// Since is the messages after an id in id order, and those that arrived late
	// after that id's time, each once.
	Since(ctx context.Context, key ConversationKey, after MessageID, limit int) ([]Message, error)

	// ListQueue is a tenant's conversations in a queue, the latest visitor's word
	// first. position comes from the call before, "" begins; next is "" at the end.
	ListQueue(ctx context.Context, tenant TenantID, queue Queue, position string, limit int) (heads []Head, next string, err error)

	// ListWork is what waits for an agent ("" means for anybody), longest first.
	ListWork(ctx context.Context, tenant TenantID, agent AgentID, position string, limit int) (heads []Head, next string, err error)

	// ConversationsOf is all conversations of a visitor.
	ConversationsOf(ctx context.Context, key VisitorKey) ([]Head, error)

	// PutWamid remembers which bubble Meta knows by this id; Wamid finds it
	// (ErrNotFound). ParkStatus keeps a delivery that came before its PutWamid, for some
	// time, and whom it is about; Parked returns all that were kept.
	PutWamid(ctx context.Context, tenant TenantID, wamid string, at BubbleRef) error
	Wamid(ctx context.Context, tenant TenantID, wamid string) (BubbleRef, error)
	ParkStatus(ctx context.Context, tenant TenantID, wamid string, d Delivery, about []Identity) error
	Parked(ctx context.Context, tenant TenantID, wamid string) ([]Delivery, error)

	// ParkMark keeps a mark on a message that is not known by Meta's id yet, for some
	// time; ParkedMarks returns all that were kept.
	ParkMark(ctx context.Context, tenant TenantID, wamid string, m Mark) error
	ParkedMarks(ctx context.Context, tenant TenantID, wamid string) ([]Mark, error)

	// UpdateFlowRow changes a row of a Flow's table, and begins it where there is none for its
	// message and bubble; see above. FlowRows is a table, the latest first, within a time (zero
	// for no bound); FlowRowsOf is those of a conversation, the latest message first.
	UpdateFlowRow(ctx context.Context, tenant TenantID, begins FlowRow, change func(*FlowRow) error) error
	FlowRows(ctx context.Context, tenant TenantID, flow string, from, to time.Time, position string, limit int) (rows []FlowRow, next string, err error)
	FlowRowsOf(ctx context.Context, key ConversationKey, limit int) ([]FlowRow, error)

	// UpdateFlow changes what is known of a Flow, and begins with its id; Flows is all of them.
	UpdateFlow(ctx context.Context, tenant TenantID, id string, change func(*FlowInfo) error) error
	Flows(ctx context.Context, tenant TenantID) ([]FlowInfo, error)
}

// BubbleRef names one bubble of one message.
type BubbleRef struct {
	Conversation ConversationID `json:"c"`
	Message      MessageID      `json:"m"`
	Bubble       int            `json:"b"`
}

// Visitors keeps people and the ways to find them.
type Visitors interface {
	// Visitor reads a visitor. ErrNotFound.
	Visitor(ctx context.Context, key VisitorKey) (Visitor, error)

	// VisitorsByID reads many at once, in no order; missing ones are left out.
	VisitorsByID(ctx context.Context, tenant TenantID, ids []VisitorID) (map[VisitorID]Visitor, error)

	// AddVisitor stores a new visitor with its identities, all or nothing.
	// ErrExists if one of the identities already leads to somebody. Identities that lead
	// to nobody since an erasure carry its time in Erased, and keep it.
	AddVisitor(ctx context.Context, v Visitor) error

	// Arrive stores a visitor whom nobody can know yet, because their token was made
	// just now, and the visit that they begin. The visit is stored last: what a call
	// that failed left behind leads nowhere and is in no list.
	Arrive(ctx context.Context, v Visitor, s Session) error

	// FindVisitors is the visitors one of whose terms begins with this one, some of the
	// first by their terms. It may be a moment old.
	FindVisitors(ctx context.Context, tenant TenantID, begins Term, limit int) ([]VisitorID, error)

	// UpdateVisitor changes a visitor; see Conversations. ErrNotFound.
	UpdateVisitor(ctx context.Context, key VisitorKey, change func(*Visitor) error) (Visitor, error)

	// Identify follows an identity to where it leads. ErrNotFound if nobody ever had it.
	Identify(ctx context.Context, tenant TenantID, hash string) (Lead, error)

	// AddIdentity leads another identity to a visitor. ErrExists if it leads elsewhere.
	AddIdentity(ctx context.Context, key VisitorKey, identity Identity) error

	// MarkRead notes until when an agent has read a conversation; ReadMarks is what was
	// noted of some. It may be a moment old.
	MarkRead(ctx context.Context, tenant TenantID, agent AgentID, id ConversationID, at time.Time) error
	ReadMarks(ctx context.Context, tenant TenantID, agent AgentID, ids []ConversationID) (map[ConversationID]time.Time, error)

	AddNote(ctx context.Context, key VisitorKey, n Note) error
	Notes(ctx context.Context, key VisitorKey, limit int) ([]Note, error)
}

// Sessions keeps visits, their logs and the counters made from them.
type Sessions interface {
	// Current is the visit of a visitor that may still go on. ErrNotFound before the first.
	Current(ctx context.Context, key VisitorKey) (Current, error)

	// Begin stores a new visit and makes it the current one, if the current one is
	// still was (its zero value before the first). ErrConflict otherwise.
	Begin(ctx context.Context, s Session, was Current) error

	// Session reads a visit, up to date. ErrNotFound.
	Session(ctx context.Context, key SessionKey) (Session, error)

	// UpdateSession changes a visit; see Conversations. ErrNotFound.
	UpdateSession(ctx context.Context, key SessionKey, change func(*Session) error) (Session, error)

	// AddEvent appends to a visit's log, or puts another event into the place of one.
	AddEvent(ctx context.Context, key SessionKey, e SessionEvent) error

	// Events is a visit's log, oldest first.
	Events(ctx context.Context, key SessionKey, limit int) ([]SessionEvent, error)

	// SessionsOf is a visitor's visits, newest first.
	SessionsOf(ctx context.Context, key VisitorKey, limit int) ([]Session, error)

	// ListSessions is a tenant's live or ended visits, the latest start first.
	ListSessions(ctx context.Context, tenant TenantID, live bool, position string, limit int) (sessions []Session, next string, err error)

	// Fold changes a visit and adds what change returns to the counters, all or
	// nothing; see Conversations. Counters without values are left alone.
	Fold(ctx context.Context, key SessionKey, change func(*Session) (Counts, error)) (Session, error)

	// Counts is the counters from day to day, both included.
	Counts(ctx context.Context, tenant TenantID, from, to string) ([]Counts, error)

	// Correct adds to a row of counters if those that it adds to are still as in was.
	// ErrConflict otherwise.
	Correct(ctx context.Context, tenant TenantID, was Counts, add map[string]int64) error

	// OrderClaim reads, up to date, in which visit an order counts: in none if it has no Session.
	OrderClaim(ctx context.Context, key OrderKey) (OrderClaim, error)

	// Count changes the goals of visits, brings their logs in step (see GoalRows), and stores
	// in which visit an order counts unless claim is nil: all or nothing. ErrConflict if the
	// claim is not as it was read. ErrNotFound if one of the visits is gone.
	Count(ctx context.Context, claim *OrderClaim, changes ...SessionChange) error

	// AddGap counts one more asking of a question that had no answer; a message
	// counts once.
	AddGap(ctx context.Context, tenant TenantID, g GapRow, by ConversationID, message MessageID) error

	// Gaps is a bot's questions without an answer, the most asked first.
	Gaps(ctx context.Context, tenant TenantID, bot BotID, position string, limit int) (gaps []GapRow, next string, err error)
}

// Sockets keeps who is connected. All rows vanish by themselves some time after
// their socket must have closed.
type Sockets interface {
	// OpenSocket stores a new socket.
	OpenSocket(ctx context.Context, s Socket) error

	// Admit charges one frame to the socket's budget and returns the socket as it
	// was before the frame. sign is what the frame tells of the visitor. ErrGone for a
	// socket we do not know; TooMany when the budget is spent.
	Admit(ctx context.Context, id ConnectionID, now time.Time, sign Sign) (Socket, error)

	// Socket reads a socket. ErrNotFound.
	Socket(ctx context.Context, id ConnectionID) (Socket, error)

	// BindSocket stores what was learned about the socket, and lists it with its
	// visitor or its team.
	BindSocket(ctx context.Context, s Socket) error

	// CloseSocket forgets the socket. ErrNotFound if it was already forgotten. What
	// listed it is taken off by UnbindSocket, which Relay calls.
	CloseSocket(ctx context.Context, id ConnectionID) error
	UnbindSocket(ctx context.Context, s Socket) error

	// SocketsOf is the sockets of a visitor. It may be a moment old: it is for pushes.
	SocketsOf(ctx context.Context, key VisitorKey) ([]ConnectionID, error)

	// SocketsByID is those of the sockets that are open. It may be a moment old.
	SocketsByID(ctx context.Context, ids []ConnectionID) (map[ConnectionID]Socket, error)

	// OpenSockets is the sockets of a visitor, up to date, each whole.
	OpenSockets(ctx context.Context, key VisitorKey) ([]Socket, error)

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

	// Spend takes n from what is left of a limit in a window of time, unless none is
	// left. The count vanishes some time after until.
	Spend(ctx context.Context, tenant TenantID, what string, window time.Time, n, limit int64, until time.Time) (bool, error)

	// Salt is the random salt of a day, made by who asks first. It vanishes after two days.
	Salt(ctx context.Context, day time.Time) ([]byte, error)

	// Park keeps a change that cannot be relayed, so that its neighbours can be.
	Park(ctx context.Context, p Poison) error
	Poisoned(ctx context.Context, limit int) ([]Poison, error)

	// EraseMessage deletes a message, and its row in a Flow's table. ErasedCounts is what visits
	// that are gone were counted as, and QuietVisitors those who have no visit any more, the
	// longest first: a recount needs both.
	EraseMessage(ctx context.Context, key ConversationKey, m Message) error
	ErasedCounts(ctx context.Context, tenant TenantID, from, to string) ([]Counts, error)
	QuietVisitors(ctx context.Context, tenant TenantID, position string, limit int) (visitors []Visitor, next string, err error)

	// Gate lets one caller through for a tenant's list and second.
	Gate(ctx context.Context, tenant TenantID, list string, second time.Time) (bool, error)
}

// Store is all of it: one implementation on DynamoDB, one in memory, one contract
// in package storetest.
type Store interface {
	Conversations
	Visitors
	Sessions
	Sockets
	Directory
}
