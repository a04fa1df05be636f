// Package again repeats on a restored table the decisions made after its point in time: a backup brings back erased
// people, deleted or suspended tenants, and revoked keys.
package again

import (
	"context"
	"errors"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/lifecycle"
)

// Erased is the result of a run.
type Erased struct{ asked, back, finished int }

func (e Erased) String() string {
	return fmt.Sprintf("%d erasures; %d people were back and are erased again; %d erasures that had been cut off are "+
		"finished", e.asked, e.back, e.finished)
}

// Erasures erases again, on a table, everybody whose tombstone is in the bucket of files or whose erasure the table
// before still has to do. Erasures that the table itself still has to do come first: a run before may have been cut
// off in them, after it placed the tombstones. It may be called any number of times.
func Erasures(ctx context.Context, found map[string]string, table, before string) (Erased, error) {
	e := newEraser(found, table)
	var earlier *dynamo.Store
	if before != table {
		earlier = dynamo.New(e.db, before)
	}
	return e.all(ctx, earlier)
}

func (e eraser) all(ctx context.Context, before *dynamo.Store) (did Erased, err error) {
	own, err := unfinished(ctx, e.store)
	for _, j := range own {
		if j.State != lifecycle.JobRunning {
			continue // its second look is the sweep's
		}
		if failed := e.finish(ctx, j); failed != nil {
			err = errors.Join(err, fmt.Errorf("job %s: %w", j.ID, failed))
		} else {
			did.finished++
		}
	}
	asked, failed := e.asked(ctx, before)
	err = errors.Join(err, failed)
	for _, one := range asked {
		back, failed := e.erase(ctx, one)
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", one.from, failed))
		} else if back {
			did.back++
		}
	}
	did.asked = len(asked)
	return did, err
}

// asked are all that were asked for, each person once: from the bucket, and from the table before.
func (e eraser) asked(ctx context.Context, before *dynamo.Store) ([]asking, error) {
	all, err := e.tombstones(ctx)
	if err != nil || before == nil {
		return all, err
	}
	known := map[chat.VisitorKey]bool{}
	for _, one := range all {
		known[one.key()] = true
	}
	jobs, err := unfinished(ctx, before)
	for _, j := range jobs {
		if one := (asking{j.Tenant, *j.Subject, "job " + j.ID}); !known[one.key()] {
			known[one.key()] = true
			all = append(all, one)
		}
	}
	return all, err
}

// erase erases a person unless their tombstone stands. back tells whether the backup had brought them back: one who is
// not in it gets a tombstone as well.
func (e eraser) erase(ctx context.Context, one asking) (back bool, err error) {
	if _, err := e.store.Tenant(ctx, one.tenant); errors.Is(err, chat.ErrNotFound) {
		return false, nil // it is not in the backup, or was deleted with everybody
	}
	_, err = e.store.Visitor(ctx, one.key())
	if errors.Is(err, chat.ErrErased) {
		return false, nil
	}
	back = !errors.Is(err, chat.ErrNotFound)
	j, err := e.worker.EraseAgain(ctx, one.tenant, one.whom)
	if err != nil {
		return back, err
	}
	return back, e.finish(ctx, j)
}
