package knowledge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync"

	"github.com/botifire/livechat/shared/chat"
)

// Library changes a tenant's entries. Each change writes an entry into the audit log.
type Library struct {
	desk   *chat.Desk
	store  Store
	shelf  Shelf
	intake Intake

	mu   sync.Mutex
	read Edition // the one that was read last: an edition never changes
}

// NewLibrary makes a library on a store. shelf keeps its editions, and intake the files of imports; desk writes the
// audit log.
func NewLibrary(desk *chat.Desk, store Store, shelf Shelf, intake Intake) *Library {
	return &Library{desk: desk, store: store, shelf: shelf, intake: intake}
}

// errStale is returned to the second of two people who save at once.
var errStale = chat.Errorf(chat.Conflict, "changed_meanwhile",
	"Somebody else saved this entry meanwhile. Load it again: what you wrote is still here, and theirs is not lost.")

// errKept is returned to somebody who deletes an entry that somebody else saved.
var errKept = chat.Errorf(chat.Conflict, "changed_meanwhile",
	"Somebody else saved this entry meanwhile, so it is still here. Look at it again before you delete it.")

// Draft returns an entry as it is written, and how it stands to the edition in force.
func (l *Library) Draft(ctx context.Context, a chat.Agent, id EntryID) (Draft, State, error) {
	d, err := l.store.Draft(ctx, a.Tenant, id)
	if err != nil {
		return d, "", err
	}
	live, err := l.live(ctx, a.Tenant)
	return d, d.StateIn(live), err
}

var errFull = chat.Errorf(chat.Invalid, "too_many_entries",
	"The knowledge has its %d entries. Delete those that nobody needs, or join some.", MaxEntries)

// Save stores the next version of an entry, unless somebody else has saved it since version was read; version 0 adds
// it. It is a draft until it is published. The same call again is a success.
func (l *Library) Save(ctx context.Context, a chat.Agent, id EntryID, version int64, c Content) (Draft, error) {
	d, err := l.store.Draft(ctx, a.Tenant, id)
	if errors.Is(err, chat.ErrNotFound) && version == 0 {
		d, err = l.blank(ctx, a, id)
	}
	if err != nil {
		return d, err
	}
	c.Source = d.Source
	if err := c.Tidy(); err != nil {
		return d, err
	}
	if err := l.lend(ctx, a.Tenant, &d.Content, &c); err != nil {
		return d, err
	}
	if d.Version == version+1 && d.By == a.ID && !d.Removed && same(d.Content, c) {
		return d, nil
	}
	d.Version, d.Content, d.Removed = version, c, false
	err = l.save(ctx, a, &d)
	return d, l.desk.Audited(ctx, a, err, "knowledge.saved", string(id), "")
}

// blank is an entry that is not stored yet.
func (l *Library) blank(ctx context.Context, a chat.Agent, id EntryID) (Draft, error) {
	all, err := l.all(ctx, a.Tenant)
	if err == nil && len(all) >= MaxEntries {
		err = errFull
	}
	return Draft{Tenant: a.Tenant, ID: id, Made: l.desk.Now()}, err
}

// same tells whether two contents are stored alike.
func same(a, b Content) bool {
	one, _ := json.Marshal(a) // texts and times always encode
	other, _ := json.Marshal(b)
	return bytes.Equal(one, other)
}

// save stores the next version of a draft.
func (l *Library) save(ctx context.Context, a chat.Agent, d *Draft) error {
	d.At, d.By, d.Name = l.desk.Now(), a.ID, a.Name
	d.borrow()
	return l.put(ctx, d)
}

func (l *Library) put(ctx context.Context, d *Draft) error {
	err := l.store.PutDraft(ctx, *d)
	if errors.Is(err, chat.ErrConflict) {
		return errStale
	}
	d.Version++
	return err
}

// Remove takes an entry away, unless somebody else has saved it since version was read: at once if it was never
// published, and with the next publication otherwise. The same call again is a success, and so is that of
// another person for the same version.
func (l *Library) Remove(ctx context.Context, a chat.Agent, id EntryID, version int64) error {
	d, err := l.store.Draft(ctx, a.Tenant, id)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	if !d.removedFrom(version) { // else an earlier try did it
		d, err = l.remove(ctx, a, d, version)
	}
	if err == nil && d.By != a.ID {
		return nil // somebody else did it, whom the audit names; of two at once it may name both
	}
	return l.desk.Audited(ctx, a, err, "knowledge.removed", string(id), "")
}

// removedFrom tells whether somebody took an entry away who had read a version of it.
func (d *Draft) removedFrom(version int64) bool { return d.Removed && d.Version == version+1 }

// remove takes an entry away, and returns it as it is now. Somebody else may be faster, with a save or a delete.
func (l *Library) remove(ctx context.Context, a chat.Agent, d Draft, version int64) (Draft, error) {
	live, err := l.live(ctx, a.Tenant)
	if err != nil {
		return d, err
	}
	d.Version, d.By = version, a.ID
	if _, is := live.Entry(d.ID); is {
		d.Removed = true
		err = l.save(ctx, a, &d)
	} else {
		err = l.store.DropDraft(ctx, a.Tenant, d.ID, version)
	}
	if chat.KindOf(err) != chat.Conflict {
		return d, err
	}
	if d, err = l.store.Draft(ctx, a.Tenant, d.ID); err == nil && !d.removedFrom(version) {
		err = errKept
	}
	return d, chat.Except(err, chat.ErrNotFound)
}

// Versions returns the latest versions of an entry, newest first, and the edition in force.
func (l *Library) Versions(ctx context.Context, a chat.Agent, id EntryID) ([]Draft, Edition, error) {
	if _, err := l.store.Draft(ctx, a.Tenant, id); err != nil {
		return nil, Edition{}, err
	}
	live, err := l.live(ctx, a.Tenant)
	if err != nil {
		return nil, live, err
	}
	versions, err := l.store.DraftVersions(ctx, a.Tenant, id, KeptVersions)
	return versions, live, err
}

// all reads every draft of a tenant.
func (l *Library) all(ctx context.Context, tenant chat.TenantID) ([]Draft, error) {
	return allDrafts(ctx, l.store, tenant)
}

func allDrafts(ctx context.Context, store DraftStore, tenant chat.TenantID) ([]Draft, error) {
	all := []Draft{}
	for position := ""; ; {
		rows, next, err := store.Drafts(ctx, tenant, position, draftsAtOnce)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
		if position = next; next == "" {
			return all, nil
		}
	}
}

// draftsAtOnce is how many drafts one read asks for.
const draftsAtOnce = 1000

// live is the edition in force, empty if there is none.
func (l *Library) live(ctx context.Context, tenant chat.TenantID) (Edition, error) {
	number, err := l.store.Live(ctx, tenant)
	if err != nil || number == 0 {
		return Edition{Tenant: tenant}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.read.Tenant != tenant || l.read.Number != number {
		e, err := l.shelf.Edition(ctx, tenant, number)
		if err != nil {
			return e, err
		}
		l.read = e
	}
	return l.read, nil
}

func liveEdition(ctx context.Context, store Store, shelf Shelf, tenant chat.TenantID) (Edition, error) {
	number, err := store.Live(ctx, tenant)
	if err != nil || number == 0 {
		return Edition{Tenant: tenant}, err
	}
	return shelf.Edition(ctx, tenant, number)
}
