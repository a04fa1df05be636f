package ledger

import "github.com/botifire/livechat/shared/chat"

// Queue is where the desk had a conversation while its customer waited for a person, in the words of the inbox: with
// the bot, for nobody in particular, or for one colleague, whose "Mine" it stood in.
type Queue string

const (
	WithBot    Queue = "bot"
	Unassigned Queue = "unassigned"
	Assigned   Queue = "assigned"
)

// ByQueue is the dimension of queues.
const ByQueue = "queue"

// stands notes that the customer begins to wait, where the conversation lies.
func (r *reading) stands() {
	if r.response == nil && r.pending == nil && r.need.IsZero() {
		r.queue = r.lies
	}
}

// put notes that the conversation was put into a queue, and its customer waits there from now on. A person who takes
// it over or writes takes it out of the queue in which it waited, so that is no such move.
func (r *reading) put(q Queue) {
	if r.lies = q; r.response == nil {
		r.queue = q
	}
}

// waitedIn is the queue in which the customer waited for a person's first word, "" if they waited for none.
func (r *reading) waitedIn() Queue {
	if r.response == nil && !r.toPeople {
		return ""
	}
	return r.queue
}

// moves follows the events that move a conversation between queues.
func (r *reading) moves(e *chat.Event) {
	switch e.Name {
	case chat.EventHandedOver, chat.EventRequeued, chat.EventMovedOn:
		r.put(Unassigned)
	case chat.EventAssigned:
		r.put(queueOf(e.To))
	case chat.EventTookOver:
		r.lies = Assigned
	case chat.EventHandedBack, chat.EventClosed:
		r.lies = WithBot
	case chat.EventReopened:
		if e.To != "" || r.toPeople && e.Reason == "wrote" { // else the bot goes on with it, or a snooze ended
			r.lies = queueOf(e.To)
		}
	}
}

func queueOf(to chat.AgentID) Queue {
	if to == "" {
		return Unassigned
	}
	return Assigned
}
