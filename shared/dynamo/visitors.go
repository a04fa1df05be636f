package dynamo

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) Visitor(ctx context.Context, k chat.VisitorKey) (chat.Visitor, error) {
	return load[chat.Visitor](ctx, s, profileKey(k))
}

func (s *Store) VisitorsByID(
	ctx context.Context, t chat.TenantID, ids []chat.VisitorID,
) (map[chat.VisitorID]chat.Visitor, error) {
	keys := make([]key, 0, len(ids))
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		keys = append(keys, profileKey(chat.VisitorKey{Tenant: t, ID: id}))
	}
	rows, err := s.batch(ctx, keys)
	if err != nil {
		return nil, err
	}
	found := map[chat.VisitorID]chat.Visitor{}
	for _, it := range rows {
		v, err := read[chat.Visitor](it)
		if err != nil {
			return nil, err
		}
		found[v.ID] = v
	}
	return found, nil
}

func (s *Store) AddVisitor(ctx context.Context, v chat.Visitor) error {
	profile, err := row(profileKey(v.Key()), v)
	if err != nil {
		return err
	}
	profile["v"] = num(1)
	index(profile, &v)
	rows := []types.TransactWriteItem{s.putting(profile, absent, nil)}
	for _, id := range v.Identities {
		it, condition, values, err := s.leading(v.Tenant, id, v.ID)
		if err != nil {
			return err
		}
		rows = append(rows, s.putting(it, condition, values))
	}
	rows = append(rows, s.posting(chat.Visitor{}, v)...)
	return unlocked(ctx, func() error {
		_, err := s.transact(ctx, rows)
		return err
	})
}

func (s *Store) UpdateVisitor(
	ctx context.Context, k chat.VisitorKey, change func(*chat.Visitor) error,
) (chat.Visitor, error) {
	return updateWith(ctx, s, profileKey(k), change, s.posting)
}

// posting returns the changes in the index of search terms when a visitor changes.
func (s *Store) posting(was, is chat.Visitor) []types.TransactWriteItem {
	var rows []types.TransactWriteItem
	before, after := was.Terms(), is.Terms()
	for _, term := range before {
		if !slices.Contains(after, term) {
			rows = append(rows, types.TransactWriteItem{
				Delete: &types.Delete{TableName: s.table, Key: termKey(was.Tenant, term, was.ID).item()},
			})
		}
	}
	for _, term := range after {
		if !slices.Contains(before, term) {
			rows = append(rows, s.putting(termRow(is.Tenant, term, is.ID), "", nil))
		}
	}
	return rows
}

// termRow leads from a term to a visitor.
func termRow(t chat.TenantID, term chat.Term, id chat.VisitorID) item {
	it := termKey(t, term, id).item()
	it["d"] = text(strconv.Quote(string(id)))
	return named(it)
}

func (s *Store) FindVisitors(
	ctx context.Context, t chat.TenantID, begins chat.Term, after chat.Posting, limit int,
) ([]chat.Posting, error) {
	q := queryIn{
		partition: terms(t, begins), from: begins.Text, to: begins.Text + "\U0010FFFF", stale: true, limit: limit,
	}
	if after.Visitor != "" {
		q.from = termKey(t, chat.Term{Kind: begins.Kind, Text: after.Text}, after.Visitor).sk + "\x01" // the next one
	}
	rows, _, err := s.query(ctx, q)
	found := make([]chat.Posting, len(rows))
	for i, it := range rows {
		name := textOf(it, Sort)
		end := strings.LastIndexByte(name, '\x1f')
		found[i] = chat.Posting{Text: name[:end], Visitor: chat.VisitorID(name[end+1:])}
	}
	return found, err
}

func (s *Store) Identify(ctx context.Context, t chat.TenantID, hash string) (chat.Bearer, error) {
	return load[chat.Bearer](ctx, s, identityKey(t, hash))
}

// leading is the row that leads from an identity to a visitor, with the condition of its put: the
// identity must have no row, or lead to nobody since the erasure that it names.
func (s *Store) leading(
	t chat.TenantID, id chat.Identity, to chat.VisitorID,
) (it item, condition string, values item, err error) {
	it, err = row(identityKey(t, id.Hash), chat.Bearer{Visitor: to, Erased: id.Erased})
	if id.Erased.IsZero() {
		return it, absent, nil, err
	}
	return it, "vacant = :erased", item{":erased": num(id.Erased.UnixMilli())}, err
}

func (s *Store) AddIdentity(ctx context.Context, k chat.VisitorKey, id chat.Identity) error {
	it, condition, values, err := s.leading(k.Tenant, id, k.ID)
	if err != nil {
		return err
	}
	_, err = s.put(ctx, it, condition, values)
	if errors.Is(err, chat.ErrExists) {
		lead, bad := s.Identify(ctx, k.Tenant, id.Hash)
		if bad != nil || lead.Visitor != k.ID {
			return errors.Join(err, bad)
		}
	} else if err != nil {
		return err
	}
	id.Erased = time.Time{}
	_, err = s.UpdateVisitor(ctx, k, func(v *chat.Visitor) error {
		if !slices.Contains(v.Identities, id) {
			v.Identities = append(v.Identities, id)
		}
		return nil
	})
	return err
}

func (s *Store) DropIdentity(ctx context.Context, k chat.VisitorKey, id chat.Identity) error {
	_, err := s.UpdateVisitor(ctx, k, func(v *chat.Visitor) error {
		v.Identities = slices.DeleteFunc(v.Identities, func(had chat.Identity) bool { return had == id })
		return nil
	})
	if err != nil {
		return err // of a visitor who was erased, the row is a tombstone
	}
	lead, err := s.Identify(ctx, k.Tenant, id.Hash)
	if err != nil || lead.Visitor != k.ID {
		return chat.Except(err, chat.ErrNotFound)
	}
	return s.delete(ctx, identityKey(k.Tenant, id.Hash))
}

func (s *Store) AddNote(ctx context.Context, k chat.VisitorKey, n chat.Note) error {
	return s.putDoc(ctx, noteKey(k, n.ID), n)
}

func (s *Store) Notes(ctx context.Context, k chat.VisitorKey, limit int) ([]chat.Note, error) {
	return queryAll[chat.Note](ctx, s, visitor(k), "N#", true, limit)
}
