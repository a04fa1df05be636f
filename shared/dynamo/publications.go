package dynamo

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// replacePublication stores a publication in place of another state of it. The stream tells of one with a type.
//
// States are compared as this release reads them: another release may have written the row with more in it, and would
// make it one that nobody here can decide about or print. The write then stands under the very text that was compared,
// so that no change in between is lost.
func (s *Store) replacePublication(ctx context.Context, was, is knowledge.Publication, typed string) error {
	k := publicationKey(is.Tenant, is.Number)
	before, err := row(k, was)
	if err != nil {
		return err
	}
	it, err := row(k, is)
	if err != nil {
		return err
	}
	if typed != "" {
		it[TypeName] = text(typed)
	}
	seen := before["d"] // most rows are of this release: no read is needed
	return retry(ctx, func() error {
		stored, err := s.putOnce(ctx, it, "d = :seen", item{":seen": seen})
		if !errors.Is(err, chat.ErrExists) {
			return again(err)
		}
		now, err := reread(k, stored)
		switch {
		case err != nil:
			return err
		case now == textOf(it, "d"):
			return nil // an earlier try of ours succeeded, and its answer was lost
		case now == textOf(before, "d"):
			seen = stored["d"]
			return errAgain
		}
		return chat.ErrConflict
	})
}

// reread is the document of a publication's row as this release would write it; "" if there is no row.
func reread(k key, stored item) (string, error) {
	if len(stored) == 0 {
		return "", nil
	}
	p, err := read[knowledge.Publication](stored)
	if err != nil {
		return "", err
	}
	it, err := row(k, p)
	return textOf(it, "d"), err
}
