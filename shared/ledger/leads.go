package ledger

import (
	"context"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// LeadStore is the storage of leads. The promises of chat.Store hold for its methods too.
type LeadStore interface {
	// PutLead is an optimistic write: ErrConflict unless the stored version equals the given one, or if the lead was
	// erased.
	PutLead(ctx context.Context, tenant chat.TenantID, l chat.Lead) error

	// LeadsOf reads the leads that some visits are.
	LeadsOf(ctx context.Context, tenant chat.TenantID, visits []chat.VisitID) ([]chat.Lead, error)

	Roster(ctx context.Context, tenant chat.TenantID) (chat.Roster, error)
	VisitsOf(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Visit, error)
}

// Leads are the acts of a team on its leads. Each change has the figures of its visit made anew.
type Leads struct {
	desk    *chat.Desk
	store   LeadStore
	journal *Journal
}

// NewLeads makes the room of leads.
func NewLeads(desk *chat.Desk, store LeadStore, journal *Journal) *Leads {
	return &Leads{desk, store, journal}
}

// lead makes the lead of a visit that reached a goal for leads, or has the one that there is say what that goal says
// now. It does nothing if the person was erased.
func (j *Journal) lead(ctx context.Context, s *chat.Visit) error {
	if len(s.Goals) == 0 && !s.Lost || s.Own {
		return nil
	}
	t, err := j.desk.Tenant(ctx, s.Tenant)
	goal := t.LeadGoal(s)
	if err != nil || goal == nil && !s.Lost {
		return chat.Except(err, chat.ErrNotFound)
	}
	has, err := j.store.LeadsOf(ctx, s.Tenant, []chat.VisitID{s.ID})
	if err == nil && len(has) > 0 {
		return j.follow(ctx, &t, s, has[0])
	}
	if err != nil || goal == nil {
		return err
	}
	v, err := j.store.Visitor(ctx, chat.VisitorKey{Tenant: s.Tenant, ID: s.Visitor})
	if err != nil || v.Own {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	others, err := chat.LinkedWith(ctx, j.store, v)
	if err != nil || slices.ContainsFunc(others, func(o chat.Visitor) bool { return o.Own }) {
		return err
	}
	l := chat.LeadOf(s).With(goal)
	l.At = goal.At
	return chat.Except(j.store.PutLead(ctx, s.Tenant, l), chat.ErrConflict)
}

// follow gives a lead the worth of its goal. The stream may repeat a visit as it was, so one that says something else
// is read. If somebody changes the lead at that moment, the stream says it again.
func (j *Journal) follow(ctx context.Context, t *chat.Tenant, s *chat.Visit, l chat.Lead) error {
	if l.With(t.LeadGoal(s)) == l {
		return nil
	}
	now, err := j.store.Visit(ctx, s.Key())
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	if is := l.With(t.LeadGoal(&now)); is != l {
		return j.store.PutLead(ctx, s.Tenant, is)
	}
	return nil
}

// Add makes a person's latest visit a lead, by hand. One that is a lead already stays as it is.
func (r *Leads) Add(ctx context.Context, a chat.Agent, who chat.VisitorID) (chat.Lead, error) {
	visits, err := r.store.VisitsOf(ctx, chat.VisitorKey{Tenant: a.Tenant, ID: who}, 1)
	if err != nil {
		return chat.Lead{}, err
	}
	if len(visits) == 0 {
		return chat.Lead{}, chat.Errorf(chat.NotFound, "no_visit", "No visit of this person is kept any more.")
	}
	l := chat.LeadOf(&visits[0])
	l.At, l.By, l.Owner = r.desk.Now(), a.ID, a.ID
	if err = r.store.PutLead(ctx, a.Tenant, l); errors.Is(err, chat.ErrConflict) {
		return r.lead(ctx, a.Tenant, l.Visit)
	}
	if err != nil {
		return l, err
	}
	l.Version++
	return l, r.counts(ctx, a.Tenant, &l)
}

func (r *Leads) lead(ctx context.Context, tenant chat.TenantID, id chat.VisitID) (chat.Lead, error) {
	all, err := r.store.LeadsOf(ctx, tenant, []chat.VisitID{id})
	if err == nil && len(all) == 0 {
		err = chat.Errorf(chat.NotFound, "no_lead", "This lead is not there any more.")
	}
	if err != nil {
		return chat.Lead{}, err
	}
	return all[0], nil
}

func (r *Leads) counts(ctx context.Context, tenant chat.TenantID, l *chat.Lead) error {
	return r.journal.Changed(ctx, tenant, Change{Visitor: l.Visitor, Visit: l.Visit})
}

// LeadEdit is a person's change of a lead. Parts that are nil stay as they are.
type LeadEdit struct {
	State    *chat.LeadState `json:"state,omitempty"`
	Owner    *chat.AgentID   `json:"owner,omitempty"`
	Note     *string         `json:"note,omitempty"`
	Value    *float64        `json:"value,omitempty"`
	Currency *string         `json:"currency,omitempty"`
	Version  int64           `json:"version"`
}

// on is a lead with the change.
func (e LeadEdit) on(l chat.Lead) chat.Lead {
	l.Version = e.Version
	had := l
	give(&l.State, e.State)
	give(&l.Owner, e.Owner)
	give(&l.Note, e.Note)
	give(&l.Value, e.Value)
	give(&l.Currency, e.Currency)
	l.Set = l.Set || l.Value != had.Value || l.Currency != had.Currency
	return l
}

func give[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// Change changes a lead, unless somebody else changed it since it was read.
func (r *Leads) Change(ctx context.Context, a chat.Agent, id chat.VisitID, e LeadEdit) (chat.Lead, error) {
	l, err := r.lead(ctx, a.Tenant, id)
	if err != nil {
		return l, err
	}
	if l = e.on(l); e.Owner != nil && *e.Owner != "" {
		team, err := r.store.Roster(ctx, a.Tenant)
		if m := team.Find(*e.Owner); err == nil && (m == nil || m.Leaving) {
			err = chat.WrongField("owner", "no_such_colleague", "This colleague has left your team.")
		}
		if err != nil {
			return l, err
		}
	}
	if err := l.Check(); err != nil {
		return l, err
	}
	if err := r.store.PutLead(ctx, a.Tenant, l); err != nil {
		return l, err
	}
	l.Version++
	return l, r.counts(ctx, a.Tenant, &l)
}
