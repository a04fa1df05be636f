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

// Giving is the person who gets a conversation by hand, "" for the team or for a group of it, with a note for them.
type Giving struct {
	To    AgentID
	Group GroupID
	Note  string
}

// Assign gives a conversation to a colleague, to a group of the team, or back to the team. If two people assign at
// once, one wins, and the other reads the names of the colleague who gave it and of the one who got it.
func Assign(ctx context.Context, d *Desk, a Agent, key ConversationKey, g Giving, seen Seen) (Head, error) {
	to, _, err := d.member(ctx, key.Tenant, g.To)
	if err != nil {
		return Head{}, err
	}
	group, err := d.groupFor(ctx, key.Tenant, g)
	if err != nil {
		return Head{}, err
	}
	return d.acts(ctx, a, key, func(h *Head) ([]Event, error) {
		if h.Assignee == g.To && h.Owner != OwnerBot && (g.To != "" || h.Group == g.Group) {
			return nil, nil
		}
		if err := seen.allows(a, h); err != nil {
			return nil, err
		}
		from := h.Assignee
		if g.Group == "" { // to a group one may give what one would take oneself, as a member of it
			from = cmp.Or(from, a.ID)
		}
		began, err := d.entrust(ctx, h, to)
		if err != nil {
			return nil, err
		}
		if h.GivenBy = truncate.Text(a.Name, maxAgentName); to.ID == "" {
			h.Group, h.Passed = g.Group, from // by itself it does not come straight back
		}
		return append(began, Event{
			Name: EventAssigned, To: h.Assignee, ToName: cmp.Or(h.AssigneeName, group.Name),
			Note: truncate.Text(g.Note, maxGivenNote),
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
