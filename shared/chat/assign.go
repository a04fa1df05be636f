package chat

import (
	"cmp"
	"context"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// AssignRules are a tenant's settings of assignment. docs/desk.md tells how it works.
type AssignRules struct {
	Auto   bool `json:"auto,omitempty"`   // waiting conversations are given to the available, in fair shares
	Limit  int  `json:"limit,omitempty"`  // open conversations to which the automatic assignment fills a person up
	Answer int  `json:"answer,omitempty"` // minutes until an unanswered one moves on; 0 for never
}

// The default and the bounds of AssignRules, and how often an unanswered conversation moves on at most.
const (
	AssignLimit, MaxAssignLimit = 5, 100
	MaxAnswerMinutes            = 120
	MaxMoves                    = 2
	maxGivenNote                = 1000 // characters of the note with which a conversation is handed over
)

// Filled has the default in the place of a zero.
func (r AssignRules) Filled() AssignRules {
	r.Limit = cmp.Or(r.Limit, AssignLimit)
	return r
}

// Check refuses rules outside their bounds, at the field.
func (r AssignRules) Check() error {
	if r.Limit < 1 || r.Limit > MaxAssignLimit {
		return WrongField("assign/limit", "bad_limit", "Choose from 1 to 100 conversations.")
	}
	if r.Answer < 0 || r.Answer > MaxAnswerMinutes {
		return WrongField("assign/answer", "bad_answer_time", "Choose from 0 to 120 minutes.")
	}
	return nil
}

func (r AssignRules) patience() time.Duration { return time.Duration(r.Answer) * time.Minute }

func (d *Desk) assignRules(ctx context.Context, id TenantID) (AssignRules, error) {
	t, err := d.Tenant(ctx, id)
	return t.Assign.Filled(), Except(err, ErrNotFound)
}

// Giving is the person who gets a conversation by hand, "" for the team, with a note for them.
type Giving struct {
	To   AgentID
	Note string
}

// Assign gives a conversation to a colleague or back to the team. If two people assign at once, one wins, and
// the other reads the names of the colleague who gave it and of the one who got it.
func Assign(ctx context.Context, d *Desk, a Agent, key ConversationKey, g Giving, seen Seen) (Head, error) {
	to, _, err := d.member(ctx, key.Tenant, g.To)
	if err != nil {
		return Head{}, err
	}
	rules, err := d.assignRules(ctx, key.Tenant)
	if err != nil {
		return Head{}, err
	}
	return d.acts(ctx, a, key, func(h *Head) ([]Event, error) {
		if h.Assignee == g.To && h.Owner != OwnerBot {
			return nil, nil
		}
		if err := seen.allows(a, h); err != nil {
			return nil, err
		}
		began, err := d.entrust(ctx, h, to)
		if err != nil {
			return nil, err
		}
		h.GivenBy = truncate.Text(a.Name, maxAgentName)
		h.expects(rules, d.Now())
		return append(began, Event{
			Name: EventAssigned, To: h.Assignee, ToName: h.AssigneeName, Note: truncate.Text(g.Note, maxGivenNote),
		}), nil
	})
}

// member is somebody to whom a conversation may be given; nobody for "", the team.
func (d *Desk) member(ctx context.Context, tenant TenantID, id AgentID) (to Agent, available bool, err error) {
	if id == "" {
		return to, false, nil
	}
	to, available, err = d.Colleagues.Available(ctx, tenant, id)
	if err == nil && to.ID == "" {
		err = WrongField("to", "no_such_colleague", "Nobody of this name is in your team and may reply to visitors.")
	}
	return to, available, err
}

// entrust gives a conversation to a person, or to the team, in an open case.
func (d *Desk) entrust(ctx context.Context, h *Head, to Agent) ([]Event, error) {
	if to.ID != "" {
		return d.takes(ctx, to, h, d.Now())
	}
	h.give(OwnerTeam, to, d.Now())
	began, err := d.inCase(ctx, h, d.Now())
	h.inherits()
	h.Status, h.Due = Open, time.Time{}
	if began != nil {
		began.Reason = ""
	}
	return events(began), err
}

// expects sets by when the person who has the conversation has to answer a customer who waits. The sweep's timer stays
// where it is if it fires before that.
func (h *Head) expects(r AssignRules, now time.Time) {
	if r.Answer == 0 || h.Waits().IsZero() || h.Owner != OwnerAgent {
		return
	}
	h.Deadline = now.Add(r.patience())
	if h.Ring.IsZero() || h.Ring.After(h.Deadline) {
		h.Ring = h.Deadline
	}
}

// alerts sets the timer of a conversation that begins to wait for the team: it will have to be given to somebody, and
// answered by them, so that giving it writes no index of the timers.
func (d *Desk) alerts(ctx context.Context, h *Head) error {
	rules, err := d.assignRules(ctx, h.Tenant)
	if err == nil && rules.Auto && rules.Answer > 0 && h.Ring.IsZero() {
		h.Ring = d.Now().Add(rules.patience())
	}
	return err
}

// late has a conversation move on that its person did not answer in time: to somebody else, twice at most, and then to
// the top of the queue. It moves its timer if the time has not come.
func (d *Desk) late(h *Head) *Event {
	now := d.Now()
	if h.Ring.IsZero() || h.Ring.After(now) {
		return nil
	}
	if h.Ring = h.Deadline; h.Deadline.IsZero() || h.Deadline.After(now) {
		return nil
	}
	h.Ring, h.Deadline = time.Time{}, time.Time{}
	if h.Owner != OwnerAgent || h.Waits().IsZero() {
		return nil
	}
	e := &Event{Name: EventMovedOn, Of: h.AssigneeName}
	passed := h.Assignee
	h.give(OwnerTeam, Agent{}, now)
	if h.Moves, h.Passed = h.Moves+1, passed; h.Raised() {
		e.Reason = "raised"
	}
	return e
}

// Raised tells whether the conversation moved on too often: it stands at the top of the queue, and is given by hand.
func (h *Head) Raised() bool { return h.Moves > MaxMoves && h.Owner == OwnerTeam }

// types has a conversation not move on while its person types. It writes once in half a minute.
func (d *Desk) types(ctx context.Context, head Head) error {
	if head.Deadline.IsZero() || head.Deadline.Sub(d.Now()) > typingGrace/2 {
		return nil
	}
	_, err := d.store.Commit(ctx, head.Key(), func(h *Head) ([]Message, error) {
		if h.Epoch == head.Epoch && !h.Deadline.IsZero() {
			h.Deadline = latest(h.Deadline, d.Now().Add(typingGrace))
		}
		return nil, nil
	})
	return err
}

// typingGrace is how long a conversation stays with somebody who types.
const typingGrace = time.Minute
