package ledger

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// A table that is restored from a backup names files of that time, most of which were replaced since and are gone. The
// ones that took their place are beside them: they have the same lines and later ones, without those of people who were
// erased meanwhile.

// errGone says that a month names a file that is not there: another one took its place since the month was read, or it
// is lost.
var errGone = errors.New("ledger: a file is gone")

// found says where a day was found.
type found int

const (
	none      found = iota // nowhere: it begins empty
	inForce                // where the month says
	elsewhere              // in a later file, since the one that the month names is lost
)

// latest is the latest file under a prefix, "" if there is none: names are in the order of their time.
func latest(ctx context.Context, files Files, prefix string) (string, error) {
	names, err := files.Names(ctx, prefix)
	if err != nil || len(names) == 0 {
		return "", err
	}
	return slices.Max(names), nil
}

// laterDay reads the latest file of a day whose file is lost.
func laterDay(ctx context.Context, files Files, tenant chat.TenantID, name string) (Day, found, error) {
	path, err := latest(ctx, files, dayPrefix(tenant, name))
	if err != nil || path == "" {
		return Day{Day: name}, none, err
	}
	d, err := day(ctx, files, path)
	return d, elsewhere, err
}

// laterPack reads the latest tables of a month whose file is lost, but for days of which the month says nothing.
func laterPack(ctx context.Context, files Files, tenant chat.TenantID, m Month) (pack, error) {
	path, err := latest(ctx, files, monthPrefix(tenant, m.Month))
	if err != nil {
		return nil, err
	}
	p, err := loadPack(ctx, files, path)
	for _, day := range p.days() {
		if day > m.Expired && m.Days[day] == "" {
			p.drop(day)
		}
	}
	return p, err
}

// lost tells whether a file that is gone is lost. ErrConflict if another one took its place.
func (k *Keeper) lost(ctx context.Context, tenant chat.TenantID, m Month, path string) error {
	is, err := k.store.Month(ctx, tenant, m.Month)
	if err == nil && is.Version != m.Version {
		return chat.ErrConflict
	}
	slog.WarnContext(ctx, "a file of the ledger is lost", "tenant", tenant, "path", path)
	return err
}

// tables reads the tables of a month. old says that their file is lost, or has figures of an older form, so that those
// of all days with a file are to be made anew.
func (k *Keeper) tables(ctx context.Context, tenant chat.TenantID, m Month) (p pack, old bool, err error) {
	p, err = loadPack(ctx, k.files, m.Sums)
	switch {
	case errors.Is(err, errUnreadable): // it would hold up all changes of the month, and each reader
		slog.ErrorContext(ctx, "tables of the ledger cannot be read, so they are made anew of the days", "tenant", tenant,
			"path", m.Sums, "error", err.Error())
		return pack{}, true, nil
	case !errors.Is(err, errGone):
		return p, m.Sums != "" && m.Form < form, err
	}
	if err := k.lost(ctx, tenant, m, m.Sums); err != nil {
		return nil, false, err
	}
	p, err = laterPack(ctx, k.files, tenant, m)
	return p, true, retried(err)
}

// day reads a day of a month.
func (k *Keeper) day(ctx context.Context, tenant chat.TenantID, m Month, name string) (Day, found, error) {
	path := m.Days[name]
	if path == "" {
		return Day{Day: name}, none, nil
	}
	d, err := day(ctx, k.files, path)
	if !errors.Is(err, errGone) {
		return d, inForce, err
	}
	if err := k.lost(ctx, tenant, m, path); err != nil {
		return d, none, err
	}
	d, is, err := laterDay(ctx, k.files, tenant, name)
	return d, is, retried(err)
}

// retried has a writer try again if a file went while it looked for it.
func retried(err error) error {
	if errors.Is(err, errGone) {
		return chat.ErrConflict
	}
	return err
}
