package dynamo

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// tries is how often a write is tried against others, before its caller gets a conflict; and how often a batch
// asks for the rows that DynamoDB has left out.
const tries = 8

// version is the condition that a row has not changed since it was read.
func version(v int64) (string, item) {
	if v == 0 {
		return absent, nil
	}
	return "v = :v", item{":v": num(v)}
}

// update is an optimistic write: it changes one document if its version is still the one that was
// read, and retries against other writers.
func update[T any](ctx context.Context, s *Store, k key, change func(*T) error) (T, error) {
	return updateWith(ctx, s, k, change, nil)
}

// updateCheaply is update from an eventual read, at half the price, of a row that seldom has two writers. Only a
// write counts, which is made under its version: any other outcome is told from a read that is up to date.
func updateCheaply[T any](ctx context.Context, s *Store, k key, change func(*T) error) (T, error) {
	was, err := s.get(ctx, k, false)
	if err == nil {
		var doc T
		if doc, err = read[T](was); err == nil {
			err = change(&doc)
		}
		if err == nil {
			it, same, bad := next(k, was, &doc)
			if err = bad; err == nil && !same {
				condition, values := version(numOf(was, "v"))
				if _, err = s.putOnce(ctx, it, condition, values); !errors.Is(again(err), errAgain) {
					return ifStored(doc, err)
				}
			}
		}
	}
	return update(ctx, s, k, change)
}

// updateWith is update with other rows that change in the same transaction.
func updateWith[T any](
	ctx context.Context, s *Store, k key, change func(*T) error, also func(was, is T) []types.TransactWriteItem,
) (T, error) {
	var doc T
	err := retry(ctx, func() error {
		was, err := s.get(ctx, k, true)
		if err != nil {
			return err
		}
		before, err := read[T](was)
		if err != nil {
			return err
		}
		doc, err = read[T](was) // change may modify its maps in place
		if err == nil {
			err = change(&doc)
		}
		if err != nil {
			return err
		}
		it, same, err := next(k, was, &doc)
		if err != nil || same {
			return err
		}
		condition, values := version(numOf(was, "v"))
		var more []types.TransactWriteItem
		if also != nil {
			more = also(before, doc)
		}
		if len(more) == 0 {
			_, err = s.putOnce(ctx, it, condition, values)
		} else {
			_, err = s.transact(ctx, append(more, s.putting(it, condition, values)))
		}
		return again(err)
	})
	return ifStored(doc, err)
}

// ifStored withholds a document that was changed and not stored.
func ifStored[T any](doc T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return doc, nil
}

// next returns the next version of the item was, and whether nothing has changed.
func next(k key, was item, doc any) (item, bool, error) {
	it, err := row(k, doc)
	if err != nil {
		return nil, false, err
	}
	if was != nil && textOf(was, "d") == textOf(it, "d") {
		return nil, true, nil
	}
	it["v"] = num(numOf(was, "v") + 1)
	for _, name := range []string{TypeName, currentName} {
		if t := textOf(was, name); t != "" {
			it[name] = text(t)
		}
	}
	index(it, doc)
	return it, false, nil
}

// errAgain says that another writer was faster: the write is retried from the newly stored row.
var errAgain = errors.New("dynamo: another writer was faster")

// again turns a failed condition or a conflicting transaction into errAgain.
func again(err error) error {
	if errors.Is(err, chat.ErrExists) || errors.Is(err, chat.ErrConflict) {
		return errAgain
	}
	return err
}

// retry repeats an optimistic write while other writers are faster, with backoff and jitter, often
// enough that people rarely see a conflict. It returns ErrConflict if that was not enough. Retries are not
// nested: their tries would multiply.
func retry(ctx context.Context, write func() error) error {
	for try := range tries {
		if err := write(); !errors.Is(err, errAgain) {
			return err
		}
		pause(ctx, try)
	}
	return chat.ErrConflict
}

// unlocked repeats the write of one row while transactions lock it: such a write has changed nothing. It returns
// ErrConflict if they lock it all the time.
func unlocked(ctx context.Context, write func() error) error {
	return retry(ctx, func() error {
		err := write()
		if errors.Is(err, chat.ErrConflict) {
			return errAgain
		}
		return err
	})
}

func pause(ctx context.Context, try int) {
	wait := time.Duration(rand.Int64N(int64(5*time.Millisecond) << min(try, 5)))
	select {
	case <-ctx.Done():
	case <-time.After(wait):
	}
}
