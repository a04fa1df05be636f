package dynamo

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// edited is a document with a version, which owners edit.
type edited[T any] interface {
	*T
	EditedVersion() int64
	SetVersion(int64)
}

// putEdited is an optimistic write: it stores the next version if the stored version is the edited
// one, and returns ErrConflict otherwise.
func putEdited[T any, P edited[T]](ctx context.Context, s *Store, k key, doc T) error {
	return lost(unlocked(ctx, func() error { return putEditedOnce[T, P](ctx, s, k, doc) }))
}

// putEditedOnce is putEdited without a retry. ErrExists if the stored version is another one, ErrConflict if a
// transaction locks the row.
func putEditedOnce[T any, P edited[T]](ctx context.Context, s *Store, k key, doc T) error {
	it, condition, values, err := nextEdited[T, P](k, doc)
	if err != nil {
		return err
	}
	stored, err := s.putOnce(ctx, it, condition, values)
	if stored != nil && numOf(stored, "v") == numOf(it, "v") && textOf(stored, "d") == textOf(it, "d") {
		return nil // an earlier try of ours succeeded, and its answer was lost
	}
	return err
}

// nextEdited is the row of the next version of a document, and the condition under which it is stored.
func nextEdited[T any, P edited[T]](k key, doc T) (it item, condition string, values item, err error) {
	was := P(&doc).EditedVersion()
	P(&doc).SetVersion(was + 1)
	if it, err = row(k, doc); err != nil {
		return nil, "", nil, err
	}
	it["v"] = num(was + 1)
	index(it, &doc)
	condition, values = version(was)
	return it, condition, values, nil
}

// lost turns a failed condition into a conflict.
func lost(err error) error {
	if errors.Is(err, chat.ErrExists) {
		return chat.ErrConflict
	}
	return err
}
