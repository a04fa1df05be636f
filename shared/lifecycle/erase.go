package lifecycle

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// secondLook is the time between the two passes of an erasure: longer than any call that was in flight may take, and
// longer than it takes until a file is known to be left over that a dead keeper of the ledger has made.
const secondLook = 70 * time.Second

// Erase begins the erasure of a person (the right to be forgotten, GDPR article 17): of a visitor, and of all who are
// joined with them. When it returns, nothing leads to them any more: their sockets are closed, and late messages are
// dropped. The rest is a job for each. The one who was named comes last, so that a call that was cut off is repeated.
func (r *Requests) Erase(ctx context.Context, a chat.Agent, id chat.VisitorID) (j Job, err error) {
	all, err := r.person(ctx, chat.VisitorKey{Tenant: a.Tenant, ID: id})
	for _, one := range slices.Backward(all) {
		if err == nil {
			j, err = r.erase(ctx, a, one)
			err = r.desk.Audited(ctx, a, err, "visitor.erased", j.ID, "")
		}
	}
	return j, err
}

// person marks a visitor and all who are joined with them, so that nobody is joined with them from then on, and names
// them.
func (r *Requests) person(ctx context.Context, key chat.VisitorKey) ([]chat.VisitorID, error) {
	all := []chat.VisitorID{key.ID}
	for i := 0; i < len(all); i++ {
		v, err := r.store.UpdateVisitor(ctx, chat.VisitorKey{Tenant: key.Tenant, ID: all[i]}, func(v *chat.Visitor) error {
			v.Leaving = r.desk.Now()
			return nil
		})
		if i > 0 && errors.Is(err, chat.ErrErased) {
			all = slices.Delete(all, i, i+1) // by a call before that was cut off
			i--
			continue
		}
		if chat.CodeOf(err) == "row_full" { // it has no room for a link either
			v, err = r.store.Visitor(ctx, chat.VisitorKey{Tenant: key.Tenant, ID: all[i]})
		}
		if err != nil {
			return nil, err
		}
		for _, l := range v.Links {
			all = append(all, l.To)
		}
		all = unique(all)
	}
	return all, nil
}

func (r *Requests) erase(ctx context.Context, a chat.Agent, id chat.VisitorID) (Job, error) {
	key := chat.VisitorKey{Tenant: a.Tenant, ID: id}
	v, err := r.store.Visitor(ctx, key)
	if err != nil {
		return Job{}, err
	}
	heads, err := r.store.ConversationsOf(ctx, key)
	if err != nil {
		return Job{}, err
	}
	whom := chat.Subject{Visitor: id, Identities: v.Identities, At: r.desk.Now()}
	if l := v.Login; l != nil { // a login under way may be about to lead here; one that leads to another visitor stays
		login := chat.Identity{Kind: chat.IdentityLogin, Hash: l.Hash}
		whom.Identities = unique(append(slices.Clone(v.Identities), login))
	}
	for _, h := range heads {
		whom.Conversations, whom.Bots = append(whom.Conversations, h.ID), append(whom.Bots, h.Bot)
	}
	visits, err := r.store.VisitsOf(ctx, key, 1000)
	if err != nil {
		return Job{}, err
	}
	for _, s := range visits {
		whom.Visits, whom.Bots = append(whom.Visits, s.ID), append(whom.Bots, s.Bot)
		// A visitor who never wrote has no conversation yet. The tombstone stops one from being created.
		whom.Conversations = append(whom.Conversations, chat.ConversationOf(id, s.Bot))
	}
	whom.Conversations, whom.Bots = unique(whom.Conversations), unique(whom.Bots)
	j := r.newJob(a, JobErase)
	j.Subject = &whom
	if j, err = r.file(ctx, j); err != nil {
		return Job{}, err
	}
	return j, r.placeTombstones(ctx, a.Tenant, whom)
}

// EraseOwn erases a visitor at their own request. A token erases no more than it may read: a
// visitor who is also known by a number or another identity must ask the team. Browsers that came back by a link read
// all that the first one reads, so they are no such identity; neither is a login, which gives nobody anything to read.
func (r *Requests) EraseOwn(ctx context.Context, s chat.Socket) error {
	_, err := r.store.UpdateVisitor(ctx, s.VisitorKey(), func(v *chat.Visitor) error {
		more := slices.ContainsFunc(v.Identities, func(i chat.Identity) bool {
			return i.Kind != chat.IdentityDevice && i.Kind != chat.IdentityLogin
		})
		if more || len(v.Links) > 0 {
			return chat.Errorf(chat.Conflict, "ask_the_team",
				"You are known here by more than this browser. Ask the team to erase all of it.")
		}
		v.Leaving = r.desk.Now() // nobody is joined with them meanwhile
		return nil
	})
	if chat.CodeOf(err) == "row_full" { // it has no room for a link either
		err = nil
	}
	if err == nil {
		_, err = r.erase(ctx, chat.Agent{Tenant: s.Tenant, ID: "visitor", Name: "The visitor"}, s.Visitor)
	}
	return chat.Except(err, chat.ErrErased)
}

func unique[T comparable](all []T) []T {
	seen, kept := map[T]bool{}, []T{}
	for _, one := range all {
		if !seen[one] {
			seen[one] = true
			kept = append(kept, one)
		}
	}
	return kept
}

// placeTombstones puts tombstones on the rows by which a visitor is found, and closes the visitor's sockets.
func (r *Requests) placeTombstones(ctx context.Context, tenant chat.TenantID, subject chat.Subject) error {
	if err := r.store.PlaceTombstones(ctx, tenant, subject); err != nil {
		return err
	}
	return r.desk.DisconnectVisitor(ctx, chat.VisitorKey{Tenant: tenant, ID: subject.Visitor})
}

// eraseSlice deletes a person's data everywhere, and looks once more after a while. Every step is
// idempotent. The tombstones and their copy, the counters, the audit entry and a receipt stay: the
// receipt is this job without its subject.
func (w *Worker) eraseSlice(ctx context.Context, j *Job) error {
	subject := *j.Subject
	if err := w.placeTombstones(ctx, j.Tenant, subject); err != nil {
		return err
	}
	if j.Placed.IsZero() {
		j.Placed = w.desk.Now()
	}
	left, err := false, error(nil)
	if onWhatsApp(&subject) {
		left, err = w.hasten(ctx, j, j.Placed.Add(chat.ClockSkew))
	}
	if err == nil && left && j.State == JobChecking {
		return w.eraseIndexed(ctx, j, subject, false)
	}
	if err == nil && j.State == JobRunning {
		err = w.copyTombstones(ctx, j, subject)
	}
	if err != nil {
		return err
	}
	for _, id := range subject.Conversations {
		if err := w.eraseConversation(ctx, j, chat.ConversationKey{Tenant: j.Tenant, ID: id}); err != nil {
			return err
		}
	}
	if err := w.eraseVisits(ctx, j, chat.VisitorKey{Tenant: j.Tenant, ID: subject.Visitor}); err != nil {
		return err
	}
	if j.State == JobChecking { // a page that was on its way may have been logged for a visit that is gone
		for _, id := range subject.Visits {
			if err := w.store.EraseVisit(ctx, chat.VisitKey{Tenant: j.Tenant, Visitor: subject.Visitor, ID: id}); err != nil {
				return err
			}
		}
	}
	if err := w.eraseTraces(ctx, j, subject); err != nil {
		return err
	}
	if j.Unlisted, err = w.Ledger.Erase(ctx, j.Tenant, subject.Visitor, j.Unlisted); err != nil {
		return err
	}
	if err := w.eraseIndexed(ctx, j, subject, j.State == JobChecking); err != nil {
		return err
	}
	if j.State == JobRunning {
		j.State, j.Due = JobChecking, w.desk.Now().Add(secondLook)
		return w.tellErased(ctx, j.Tenant, subject)
	}
	j.Subject = nil
	w.done(j)
	return nil
}

// copyTombstones keeps a copy outside of the table, which tells after a restore from a backup that the visitor must be
// erased again.
func (w *Worker) copyTombstones(ctx context.Context, j *Job, subject chat.Subject) error {
	raw, err := json.Marshal(subject)
	if err != nil {
		return err
	}
	return w.Vault.Put(ctx, TombstonePath(j.Tenant, j.ID), "application/json", raw)
}

// eraseIndexed takes a person's words out of the index of searches. The first look must not wait for the deliveries
// that hold up the end: their bytes would lie in the index as long. It is made once, by the first function that has the
// index. Only the last one finds what a call in flight had written meanwhile.
func (w *Worker) eraseIndexed(ctx context.Context, j *Job, subject chat.Subject, last bool) (err error) {
	if _, none := w.Index.(nowhere); !last && (none || j.Forgot) {
		return nil
	}
	n := 0
	n, j.Unindexed, err = w.Index.Forget(ctx, j.Tenant, subject.Conversations, j.Unindexed)
	j.count("indexed", n)
	j.Forgot = j.Forgot || err == nil
	return err
}

// Tombstones is where the copies of tombstones lie in the vault.
const Tombstones = "tombstones/"

// TombstonePath is the path of a tombstone's copy in the vault.
func TombstonePath(tenant chat.TenantID, job string) string {
	return Tombstones + string(tenant) + "/" + job + ".json"
}

// eraseTraces deletes data outside of a person's own rows: budgets, exports, parked rows, dead letters, and wordings of
// entries that are not published.
func (w *Worker) eraseTraces(ctx context.Context, j *Job, subject chat.Subject) error {
	for _, budget := range []string{
		chat.UploadsPerVisitor.Name, chat.PaidPerVisitor.Name, chat.FramesPerVisitor.Name, chat.AddressesPerVisitor.Name,
		chat.BrowsersPerVisitor.Name,
		chat.CodesPerVisitor.Name, chat.LoginsPerVisitor.Name, chat.ModelTokens,
	} {
		if err := w.store.EraseBudget(ctx, j.Tenant, budget+"#"+string(subject.Visitor)); err != nil {
			return err
		}
	}
	for _, id := range subject.Identities {
		if err := w.store.EraseParked(ctx, j.Tenant, id); err != nil {
			return err
		}
	}
	names := []string{string(subject.Visitor)}
	for _, id := range subject.Conversations {
		names = append(names, string(id))
	}
	for _, id := range subject.Visits {
		names = append(names, string(id))
	}
	for _, id := range subject.Identities {
		names = append(names, id.Hash)
	}
	n, err := w.store.ErasePoison(ctx, names)
	if err != nil {
		return err
	}
	j.count("rows", n)
	n, j.Scrubbed, err = w.Vault.Scrub(ctx, names, j.Scrubbed)
	j.count("leftovers", n)
	if err != nil {
		return err
	}
	if err := w.eraseWordings(ctx, j, subject); err != nil {
		return err
	}
	if err := w.withdrawExports(ctx, j); err != nil {
		return err
	}
	return w.store.EraseJobsAbout(ctx, j.Tenant, subject.Visitor, j.ID)
}

// eraseWordings takes a person's words out of entries that are not published: once in each pass, since it reads all
// entries, and a pass may take many slices.
func (w *Worker) eraseWordings(ctx context.Context, j *Job, subject chat.Subject) (err error) {
	if j.Reworded == j.State {
		return nil
	}
	n := 0
	n, j.Unworded, err = w.Drafts(ctx, j.Tenant, subject.Conversations, j.Unworded)
	if j.count("wordings", n); err == nil {
		j.Reworded = j.State
	}
	return err
}

// withdrawExports deletes the tenant's exports: the person may be in any of them, and the tenant can export again.
// Jobs are withdrawn before their files are deleted, so that a worker in the midst of one finds that it was overtaken
// and adds no file after that.
func (w *Worker) withdrawExports(ctx context.Context, j *Job) error {
	jobs, failed := w.store.Jobs(ctx, j.Tenant, jobsListed)
	for _, other := range jobs {
		if len(other.Files) > 0 { // the remaining exports are withdrawn even after an error
			failed = errors.Join(failed, w.withdraw(ctx, other.Key()))
		}
	}
	if failed != nil {
		return failed
	}
	n, err := w.Vault.Forget(ctx, exportPrefix(j.Tenant))
	j.count("exports", n)
	return err
}

// withdraw ends the job of an export, whatever its worker stores meanwhile. ErrConflict after some tries.
func (w *Worker) withdraw(ctx context.Context, key JobKey) error {
	var err error
	for range chat.AnswerTries {
		var j Job
		if j, err = w.store.Job(ctx, key); err != nil || len(j.Files) == 0 || j.State == JobFailed {
			return chat.Except(err, chat.ErrNotFound)
		}
		j.Files, j.Due, j.State = nil, time.Time{}, JobFailed
		j.Failure = "This export was withdrawn because a visitor was erased meanwhile. Start it again."
		if err = w.store.PutJob(ctx, j); !errors.Is(err, chat.ErrConflict) {
			return err
		}
	}
	return err
}

// tellErased notifies the tenant's own bots, which may have stored data of the visitor.
func (w *Worker) tellErased(ctx context.Context, tenant chat.TenantID, subject chat.Subject) error {
	for _, id := range subject.Bots {
		bot, err := w.desk.Bot(ctx, tenant, id)
		if errors.Is(err, chat.ErrNotFound) || (err == nil && bot.Kind != chat.WebhookBot) {
			continue
		}
		if err != nil {
			return err
		}
		if err := w.desk.Queues.Tell(ctx, chat.Notice{
			Tenant: tenant, Bot: id, Event: "visitor.erased", Visitor: subject.Visitor, At: subject.At,
		}); err != nil {
			return err
		}
	}
	return nil
}

// EraseAgain erases a visitor whom a restored backup has brought back.
func (r *Requests) EraseAgain(ctx context.Context, tenant chat.TenantID, subject chat.Subject) (Job, error) {
	j := r.newJob(chat.Agent{Tenant: tenant, ID: "restore", Name: "After a restore"}, JobErase)
	j.Subject = &subject
	return r.file(ctx, j)
}
