package chat

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/course"
)

// A case is the part of a conversation that a team works on as one. It begins with the customer's first word, or
// with an agent's act, when no case is open; it ends when somebody closes it, or by itself after a silence in which
// nobody waits. The transcript stays one. docs/desk.md has the rules.

// CaseRules are a tenant's settings of cases. A zero has its default.
type CaseRules struct {
	Web      int `json:"web,omitempty"`      // hours of silence after which a case on a website ends
	WhatsApp int `json:"whatsapp,omitempty"` // the same on WhatsApp: below 23, so that the window is still open
	Reopen   int `json:"reopen,omitempty"`   // days in which a customer's word reopens a closed case
}

// The defaults and bounds of CaseRules.
const (
	CaseHours, MaxCaseHours                 = 24, 30 * 24
	CaseHoursWhatsApp, MaxCaseHoursWhatsApp = 20, 22
	ReopenDays, MaxReopenDays               = 3, 30
)

// Filled has the defaults in the place of zeros.
func (r CaseRules) Filled() CaseRules {
	return CaseRules{cmp.Or(r.Web, CaseHours), cmp.Or(r.WhatsApp, CaseHoursWhatsApp), cmp.Or(r.Reopen, ReopenDays)}
}

// Check refuses rules outside their bounds, at the field.
func (r CaseRules) Check() error {
	for _, one := range []struct {
		field   string
		is, max int
		unit    string
	}{
		{"cases/web", r.Web, MaxCaseHours, "hours"},
		{"cases/whatsapp", r.WhatsApp, MaxCaseHoursWhatsApp, "hours"},
		{"cases/reopen", r.Reopen, MaxReopenDays, "days"},
	} {
		if one.is < 1 || one.is > one.max {
			return WrongField(one.field, "bad_case_rule", fmt.Sprintf("Choose from 1 to %d %s.", one.max, one.unit))
		}
	}
	return nil
}

func (r CaseRules) life(s Source) time.Duration {
	if s == WhatsApp {
		return time.Duration(r.WhatsApp) * time.Hour
	}
	return time.Duration(r.Web) * time.Hour
}

// rules are the tenant's, at most SettingsLife old; the defaults once the tenant is gone.
func (d *Desk) rules(ctx context.Context, id TenantID) (CaseRules, error) {
	t, err := d.Tenant(ctx, id)
	return t.Cases.Filled(), Except(err, ErrNotFound)
}

// hears takes a customer's new word into the case: it wakes a snoozed one, opens a closed one or begins the next, and
// has the customer wait if a person is responsible. The event that it returns belongs before the word in the
// transcript. A word that was taken in before changes nothing, so a repeat is harmless.
func (d *Desk) hears(ctx context.Context, h *Head, m *Message) (*Message, error) {
	if h.waitsLonger(m) {
		h.WaitingFrom = m.At
	}
	if !h.isNews(m) {
		return nil, nil
	}
	if h.Replied = (time.Time{}); h.Status == Snoozed {
		h.wakes(m.At)
	}
	event, err := d.inCase(ctx, h, m.At)
	if err == nil && event != nil && event.Name == EventReopened {
		err = d.giveBack(ctx, h, m.At, event)
	}
	if err != nil {
		return nil, err
	}
	h.waits(m.At)
	if err := d.expects(ctx, h); err != nil {
		return nil, err
	}
	if h.Waits().Equal(m.At) { // a wait for the team may begin in a conversation that it has had for long
		if err := d.queued(ctx, h); err != nil {
			return nil, err
		}
	}
	if event == nil {
		return nil, nil
	}
	if h.Owner == OwnerAgent && !h.Waits().IsZero() { // their word opened the case for a person who had it before
		h.Promised = d.promises(ctx, h)
	}
	row := d.event(Agent{}, *event, h)
	row.ID = d.before(m.ID, 0)
	return row, nil
}

// resumes opens a closed case for a question that was asked before it ended and could not be answered until now.
func (d *Desk) resumes(ctx context.Context, h *Head, question MessageID) ([]Message, error) {
	event, err := d.inCase(ctx, h, d.Now())
	if err != nil || event == nil {
		return nil, err
	}
	row := d.event(Agent{}, *event, h)
	row.ID = d.before(ReplyTo(question), 0)
	return []Message{*row}, nil
}

// isNews tells whether the message is a customer's word that the head does not know yet.
func (h *Head) isNews(m *Message) bool {
	return m.isWord() && m.At.After(h.VisitorAt)
}

// isWord tells whether the message is a customer's word, to which a bot or a person may have to answer.
func (m *Message) isWord() bool {
	return m.Author.Kind == ByVisitor && len(m.Bubbles) > 0 && m.Outcome != Dropped && !m.Body().IsMark() &&
		!m.Body().opensPage()
}

// inCase sees to it that a case is open: it begins the first or the next one, or reopens a closed one that has been
// closed for no longer than the tenant's setting. It returns the event for the transcript, nil if a case was open, or
// if it is the conversation's first one, which needs no line.
func (d *Desk) inCase(ctx context.Context, h *Head, at time.Time) (*Event, error) {
	if h.Case > 0 && h.Status != Closed {
		return nil, nil
	}
	rules, err := d.rules(ctx, h.Tenant)
	if err != nil {
		return nil, err
	}
	name := EventCaseBegan
	if h.Case > 0 && at.Sub(h.ClosedAt) <= time.Duration(rules.Reopen)*24*time.Hour {
		name = EventReopened
	} else {
		h.Case, h.CaseBegan, h.Course = h.Case+1, at, course.State{}
		h.Priority, h.Group = "", ""
		h.Asked, h.Helper = h.Owner != OwnerBot, "" // a conversation of before cases may be with a person
		if h.Owner == OwnerAgent {
			h.Helper = h.Assignee
		}
	}
	if h.Status == Closed {
		h.relieved()
	}
	h.Status, h.ClosedAt, h.Survey, h.Over = Open, time.Time{}, time.Time{}, at.Add(rules.life(h.Source))
	if h.Case == 1 && name == EventCaseBegan {
		return nil, nil
	}
	return &Event{Name: name, Reason: "wrote", Case: h.Case}, nil
}

// giveBack gives a case that its customer reopened to the last person who had it if they are available and not at their
// limit, else to the team; they have the usual time to answer. A case that never was with a person stays with the bot.
func (d *Desk) giveBack(ctx context.Context, h *Head, at time.Time, event *Event) error {
	if !h.Asked || h.Owner != OwnerBot {
		return nil
	}
	h.give(OwnerTeam, Agent{}, at)
	if err := d.alerts(ctx, h); err != nil || h.Helper == "" {
		return err
	}
	helper, available, err := d.Colleagues.Available(ctx, h.Tenant, h.Helper)
	if err != nil || !available {
		return err
	}
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil {
		return err
	}
	if rules.Auto { // what is given by itself fills nobody up beyond the limit
		fits, err := d.Colleagues.Fits(ctx, h.Key(), helper.ID, rules.Limit)
		if err != nil || !fits {
			return err
		}
	}
	h.own(helper)
	event.To, event.ToName = helper.ID, h.AssigneeName
	return nil
}

// over ends a case after a silence in which nobody waited. The time was set when the case began: if there were words
// since, it is moved.
func (d *Desk) over(ctx context.Context, h *Head) (*Event, error) {
	now := d.Now()
	if h.Over.IsZero() || h.Over.After(now) {
		return nil, nil
	}
	rules, err := d.rules(ctx, h.Tenant)
	if err != nil {
		return nil, err
	}
	life := rules.life(h.Source)
	last := latest(h.At, h.CaseBegan)
	switch {
	case h.Status == Closed:
		h.Over = time.Time{}
	case h.Status == Snoozed:
		h.Over = latest(h.Due, now).Add(life)
	case !h.WaitingFrom.IsZero():
		h.Over = now.Add(life)
	case last.Add(life).After(now):
		h.Over = last.Add(life)
	default:
		h.close(now)
		return &Event{Name: EventClosed, Reason: "silence", Case: h.Case}, nil
	}
	return nil, nil
}

// close ends the case. The bot has a closed conversation; WaitingFrom stays for the person who takes the closing back.
func (h *Head) close(now time.Time) {
	if group := h.Group; h.Owner != OwnerBot {
		h.give(OwnerBot, Agent{}, now)
		h.Group = group // people go on with it if the case does
	}
	h.Status, h.ClosedAt = Closed, now
	h.Due, h.Over, h.Ring, h.Idle, h.Woke = time.Time{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}
	h.Moves, h.Passed, h.Hint = 0, "", ""
}
