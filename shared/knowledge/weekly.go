package knowledge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/oklog/ulid/v2"
)

// Weekly is a site whose pages are read again each week. Changes there become drafts, for people to publish.
type Weekly struct {
	chat.Edited
	Tenant   chat.TenantID `json:"tenant"`
	ID       WeeklyID      `json:"id"`
	Address  string        `json:"address"` // of the first page
	Language string        `json:"language"`
	Due      time.Time     `json:"due"` // when it is read next
	By       chat.AgentID  `json:"by"`  // the agent who asked for it
	Author   string        `json:"author,omitempty"`
	Seen     []byte        `json:"seen,omitempty"` // marks of the headings that were there, in order
}

// WeeklyID identifies a site that is read each week, by its address.
type WeeklyID string

// WeeklyOf is the id of an address.
func WeeklyOf(address string) WeeklyID {
	sum := sha256.Sum256([]byte(address))
	return WeeklyID(hex.EncodeToString(sum[:10]))
}

const week = 7 * 24 * time.Hour

// next is when a site is read again whose reading was due at one time and begins at another.
func next(due, begun time.Time) time.Time {
	if !due.After(begun) {
		due = due.Add(begun.Sub(due).Truncate(week) + week)
	}
	return due
}

// byItself stands for the author of entries that changed because their pages did.
const byItself = "Weekly reading"

// Rereader has pages read again when their week is over.
type Rereader struct {
	store Store
	desk  *chat.Desk
}

// NewRereader makes a rereader on a store and a desk.
func NewRereader(store Store, desk *chat.Desk) *Rereader { return &Rereader{store, desk} }

// ReadAgain begins to read a site again, and notes when it is due next. The same call again begins nothing twice. A
// suspended tenant's week passes without a reading.
func (r *Rereader) ReadAgain(ctx context.Context, tenant chat.TenantID, id WeeklyID) error {
	w, err := r.store.Weekly(ctx, tenant, id)
	if err != nil {
		return err
	}
	now := r.desk.Now()
	if w.Due.After(now) {
		return nil
	}
	err = r.desk.Active(ctx, tenant)
	if err == nil {
		_, err = begin(ctx, r.store, w, w.Due, now)
	}
	if err = chat.Except(err, chat.ErrSuspended); err != nil {
		return err
	}
	w.Due = next(w.Due, now)
	return r.store.PutWeekly(ctx, w)
}

// begin begins an import that is due at a time. One that was begun for this time before is no error.
func begin(ctx context.Context, store Store, w Weekly, due, now time.Time) (Import, error) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", w.ID, due.UnixMilli()))
	id := ulid.MustNew(ulid.Timestamp(due), bytes.NewReader(sum[:]))
	i := Import{
		Tenant: w.Tenant, ID: ImportID(strings.ToLower(id.String())), Name: w.Address, Language: w.Language,
		State: ReadingIt, At: now, Author: byItself, Again: true,
	}
	sites, err := store.Sites(ctx, w.Tenant)
	if err != nil {
		return i, err
	}
	put := store.WakeImport
	if err := i.checkSite(sites); err != nil {
		i.State, i.Failure, put = NotRead, reason(err), store.PutImport
	}
	return i, chat.Except(put(ctx, i), chat.ErrConflict)
}

// Weeklies lists the sites that are read each week, each with its latest reading if that is still known.
func (l *Library) Weeklies(ctx context.Context, a chat.Agent) ([]Weekly, []Import, error) {
	all, err := l.store.Weeklies(ctx, a.Tenant)
	if err != nil {
		return nil, nil, err
	}
	imports, err := l.store.Imports(ctx, a.Tenant)
	latest := make([]Import, len(all))
	for n, w := range all {
		i := slices.IndexFunc(imports, func(i Import) bool { return i.Again && i.Name == w.Address })
		if i >= 0 {
			latest[n] = imports[i]
		}
	}
	return all, latest, err
}

// ReadNow reads a site again at once, beside its week.
func (l *Library) ReadNow(ctx context.Context, a chat.Agent, id WeeklyID) (Import, error) {
	w, err := l.store.Weekly(ctx, a.Tenant, id)
	if err != nil {
		return Import{}, err
	}
	imports, err := l.store.Imports(ctx, a.Tenant)
	for _, i := range imports {
		if i.Again && i.Name == w.Address && i.works() {
			return l.revive(ctx, i)
		}
	}
	if err = errors.Join(err, l.makeRoom(ctx, a)); err != nil {
		return Import{}, err
	}
	now := l.desk.Now()
	i, err := begin(ctx, l.store, w, now, now)
	return i, l.desk.Audited(ctx, a, err, "knowledge.reread", "", w.Address)
}

// revive wakes an import that nobody has in hand: its task may have been lost.
func (l *Library) revive(ctx context.Context, i Import) (Import, error) {
	if i.Until.After(l.desk.Now()) {
		return i, nil
	}
	woken, err := l.wake(ctx, i)
	if errors.Is(err, errState) { // it goes on
		return i, nil
	}
	return woken, err
}

// StopWeekly has a site no longer read each week. Its entries stay. The same call again is a success.
func (l *Library) StopWeekly(ctx context.Context, a chat.Agent, id WeeklyID) error {
	w, err := l.store.Weekly(ctx, a.Tenant, id)
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = l.store.DropWeekly(ctx, a.Tenant, id)
	}
	return l.desk.Audited(ctx, a, err, "knowledge.not_weekly", "", w.Address)
}

var errManyWeekly = chat.Errorf(chat.Invalid, "too_many_weekly",
	"%d sites are read each week already. Stop one of them under Training, or import this one without that.", MaxWeekly)

// room refuses one more site than can be read each week.
func room(ctx context.Context, store Store, tenant chat.TenantID, address string) error {
	all, err := store.Weeklies(ctx, tenant)
	had := slices.ContainsFunc(all, func(w Weekly) bool { return w.Address == address })
	if err == nil && !had && len(all) >= MaxWeekly {
		err = errManyWeekly
	}
	return err
}
