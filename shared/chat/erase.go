package chat

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// Whom is all that a person is known by, written down before any of it goes.
type Whom struct {
	Visitor       VisitorID        `json:"visitor"`
	Conversations []ConversationID `json:"conversations,omitempty"`
	Sessions      []SessionID      `json:"sessions,omitempty"` // as many as were found at first
	Identities    []Identity       `json:"identities,omitempty"`
	Bots          []BotID          `json:"bots,omitempty"`
	At            time.Time        `json:"at"` // what is from before is never taken in again
}

// secondLook is how long after the first pass the second comes: longer than any call that
// was on its way may take.
const secondLook = 70 * time.Second

// Erase begins to erase a visitor. When it returns, nothing leads to them any more: their
// sockets are cut, and what comes in late is dropped. The rest is a job.
func (d *Desk) Erase(ctx context.Context, a Agent, id VisitorID) (Job, error) {
	key := VisitorKey{a.Tenant, id}
	v, err := d.Store.Visitor(ctx, key)
	if err != nil {
		return Job{}, err
	}
	heads, err := d.Store.ConversationsOf(ctx, key)
	if err != nil {
		return Job{}, err
	}
	whom := Whom{Visitor: id, Identities: v.Identities, At: d.Now()}
	for _, h := range heads {
		whom.Conversations, whom.Bots = append(whom.Conversations, h.ID), append(whom.Bots, h.Bot)
	}
	visits, err := d.Store.SessionsOf(ctx, key, 1000)
	if err != nil {
		return Job{}, err
	}
	for _, s := range visits {
		whom.Sessions, whom.Bots = append(whom.Sessions, s.ID), append(whom.Bots, s.Bot)
		// A visitor who never wrote has no conversation yet, and shall not get one.
		whom.Conversations = append(whom.Conversations, ConversationOf(id, s.Bot))
	}
	whom.Conversations, whom.Bots = unique(whom.Conversations), unique(whom.Bots)
	j := d.newJob(a, JobErase)
	j.Whom = &whom
	if err := d.Store.PutJob(ctx, j); err != nil {
		return Job{}, err
	}
	j.Version++
	if err := d.bury(ctx, a.Tenant, whom); err != nil {
		return j, err
	}
	return d.Work(ctx, j.Key())
}

// EraseOwn erases a visitor at their own wish. A token erases no more than it may read:
// who is known by other ways as well has to ask the team.
func (d *Desk) EraseOwn(ctx context.Context, s Socket) error {
	v, err := d.Store.Visitor(ctx, s.VisitorKey())
	if err != nil {
		return Except(err, ErrErased)
	}
	for _, id := range v.Identities {
		if id.Kind != "cookie" {
			return Errorf(Conflict, "ask_the_team", "You are known here by more than this browser. Ask the team to erase all of it.")
		}
	}
	_, err = d.Erase(ctx, Agent{Tenant: s.Tenant, ID: "visitor", Name: "The visitor"}, s.Visitor)
	return Except(err, ErrErased)
}

func unique[T ~string](all []T) []T {
	seen, kept := map[T]bool{}, []T{}
	for _, one := range all {
		if !seen[one] {
			seen[one] = true
			kept = append(kept, one)
		}
	}
	return kept
}

// bury puts tombstones where people look a visitor up, and cuts the visitor's sockets.
func (d *Desk) bury(ctx context.Context, tenant TenantID, w Whom) error {
	key := VisitorKey{tenant, w.Visitor}
	sockets, err := d.Store.OpenSockets(ctx, key)
	if err != nil {
		return err
	}
	if err := d.Store.Bury(ctx, tenant, w); err != nil {
		return err
	}
	for _, s := range sockets {
		d.drop(ctx, s.ID)
		if err := Except(d.Store.CloseSocket(ctx, s.ID), ErrNotFound); err != nil {
			return err
		}
	}
	return nil
}

// eraseSlice deletes what a person left behind, wherever it lies, and looks once more
// after a while. Everything in it may be done again.
func (d *Desk) eraseSlice(ctx context.Context, j *Job) error {
	w := *j.Whom
	if err := d.bury(ctx, j.Tenant, w); err != nil {
		return err
	}
	if j.State == JobRunning {
		// A copy outside of the table: after a restore from a backup it says whom to erase again.
		raw, err := json.Marshal(w)
		if err != nil {
			return err
		}
		if err := d.Vault.Put(ctx, TombstonePath(j.Tenant, j.ID), "application/json", raw); err != nil {
			return err
		}
	}
	for _, id := range w.Conversations {
		if err := d.eraseConversation(ctx, j, ConversationKey{j.Tenant, id}); err != nil {
			return err
		}
	}
	if err := d.eraseVisits(ctx, j, VisitorKey{j.Tenant, w.Visitor}); err != nil {
		return err
	}
	if err := d.eraseTraces(ctx, j, w); err != nil {
		return err
	}
	if j.State == JobRunning {
		j.State, j.Due = JobChecking, d.Now().Add(secondLook)
		return d.tellErased(ctx, j.Tenant, w)
	}
	j.Whom = nil
	d.done(j)
	return nil
}

// TombstonePath is where the copy of a tombstone lies among the files.
func TombstonePath(tenant TenantID, job string) string {
	return "tombstones/" + string(tenant) + "/" + job + ".json"
}

// eraseTraces deletes what lies outside of a person's own rows: budgets, exports, what the
// stream and the queues gave up on.
func (d *Desk) eraseTraces(ctx context.Context, j *Job, w Whom) error {
	for _, budget := range []Budget{UploadsPerVisitor, PaidPerVisitor, FramesPerVisitor} {
		if err := d.Store.EraseBudget(ctx, j.Tenant, budget.Name+"#"+string(w.Visitor)); err != nil {
			return err
		}
	}
	for _, id := range w.Identities {
		if err := d.Store.EraseParked(ctx, j.Tenant, id); err != nil {
			return err
		}
	}
	names := []string{string(w.Visitor)}
	for _, id := range w.Conversations {
		names = append(names, string(id))
	}
	for _, id := range w.Sessions {
		names = append(names, string(id))
	}
	for _, id := range w.Identities {
		names = append(names, id.Hash)
	}
	n, err := d.Store.ErasePoison(ctx, names)
	if err != nil {
		return err
	}
	j.count("rows", n)
	if n, err = d.Vault.Scrub(ctx, names); err != nil {
		return err
	}
	j.count("leftovers", n)
	if err := d.withdrawExports(ctx, j); err != nil {
		return err
	}
	return d.Store.EraseJobsAbout(ctx, j.Tenant, w.Visitor, j.ID)
}

// withdrawExports deletes what the tenant has exported: the person may be in any of it,
// and it can be made again.
func (d *Desk) withdrawExports(ctx context.Context, j *Job) error {
	n, err := d.Vault.Forget(ctx, exportPrefix(j.Tenant))
	j.count("exports", n)
	if err != nil {
		return err
	}
	jobs, err := d.Store.Jobs(ctx, j.Tenant, jobsListed)
	for _, other := range jobs {
		if len(other.Files) == 0 || other.State == JobFailed {
			continue
		}
		other.Files, other.Due, other.State = nil, time.Time{}, JobFailed
		other.Failure = "This export was withdrawn because a visitor was erased meanwhile. Start it again."
		err = errors.Join(err, Except(d.Store.PutJob(ctx, other), ErrConflict)) // the others are withdrawn all the same
	}
	return err
}

// tellErased tells the tenant's own bots, which may have kept something of their own.
func (d *Desk) tellErased(ctx context.Context, tenant TenantID, w Whom) error {
	if d.Queues == nil {
		return nil
	}
	for _, id := range w.Bots {
		bot, err := d.Store.Bot(ctx, tenant, id)
		if errors.Is(err, ErrNotFound) || (err == nil && bot.Kind != WebhookBot) {
			continue
		}
		if err != nil {
			return err
		}
		if err := d.Queues.Tell(ctx, Notice{Tenant: tenant, Bot: id, Event: "visitor.erased", Visitor: w.Visitor, At: w.At}); err != nil {
			return err
		}
	}
	return nil
}

// Notice tells a tenant's own bot that something happened.
type Notice struct {
	Tenant  TenantID  `json:"tenant"`
	Bot     BotID     `json:"bot"`
	Event   string    `json:"event"`
	Visitor VisitorID `json:"visitor"`
	At      time.Time `json:"at"`
}

// EraseAgain erases somebody whom a restored backup has brought back.
func (d *Desk) EraseAgain(ctx context.Context, tenant TenantID, w Whom) (Job, error) {
	j := d.newJob(Agent{Tenant: tenant, ID: "restore", Name: "After a restore"}, JobErase)
	j.Whom = &w
	if err := d.Store.PutJob(ctx, j); err != nil {
		return j, err
	}
	return d.Work(ctx, j.Key())
}
