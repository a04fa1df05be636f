package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

func drafts(t chat.TenantID) string { return of(t, "K", "entries") }

func draftKey(t chat.TenantID, id knowledge.EntryID) key { return key{drafts(t), "E#" + string(id)} }

func draftVersions(t chat.TenantID, id knowledge.EntryID) string { return of(t, "KV", string(id)) }

func draftVersionKey(t chat.TenantID, id knowledge.EntryID, version int) key {
	return key{draftVersions(t, id), fmt.Sprintf("V#%06d", version)}
}

func publications(t chat.TenantID) string { return of(t, "K", "editions") }

func publicationKey(t chat.TenantID, number int) key {
	return key{publications(t), fmt.Sprintf("N#%06d", number)}
}

func (s *Store) Draft(ctx context.Context, t chat.TenantID, id knowledge.EntryID) (knowledge.Draft, error) {
	return load[knowledge.Draft](ctx, s, draftKey(t, id))
}

func (s *Store) Drafts(
	ctx context.Context, t chat.TenantID, position string, limit int,
) ([]knowledge.Draft, string, error) {
	items, next, err := s.query(ctx, queryIn{partition: drafts(t), position: position, limit: limit})
	if err != nil {
		return nil, "", err
	}
	all := []knowledge.Draft{}
	for _, it := range items {
		d, err := read[knowledge.Draft](it)
		if err != nil {
			return nil, "", err
		}
		all = append(all, d)
	}
	return all, next, nil
}

// PutDraft writes the entry and its version in one transaction.
func (s *Store) PutDraft(ctx context.Context, d knowledge.Draft) error {
	condition, values := version(d.Version)
	d.Version++
	it, err := row(draftKey(d.Tenant, d.ID), d)
	if err != nil {
		return err
	}
	it["v"] = num(d.Version)
	kept, err := row(draftVersionKey(d.Tenant, d.ID, int(d.Version)), d)
	if err != nil {
		return err
	}
	rows := []types.TransactWriteItem{s.putting(it, condition, values), s.putting(kept, "", nil)}
	if old := int(d.Version) - knowledge.KeptVersions; old > 0 {
		rows = append(rows, types.TransactWriteItem{Delete: &types.Delete{
			TableName: s.table, Key: draftVersionKey(d.Tenant, d.ID, old).item(),
		}})
	}
	err = unlocked(ctx, func() error {
		_, err := s.transact(ctx, rows)
		return err
	})
	if errors.Is(err, chat.ErrExists) {
		if stored, err := s.get(ctx, draftKey(d.Tenant, d.ID), true); err == nil && textOf(stored, "d") == textOf(it, "d") {
			return nil // an earlier try of ours succeeded, and its answer was lost
		}
	}
	return lost(err)
}

// RewordDraft writes the entry and its version in one transaction: of one that is cut off neither says that it is done.
func (s *Store) RewordDraft(ctx context.Context, d knowledge.Draft) error {
	it, err := row(draftKey(d.Tenant, d.ID), d)
	if err != nil {
		return err
	}
	it["v"] = num(d.Version)
	kept, err := row(draftVersionKey(d.Tenant, d.ID, int(d.Version)), d)
	if err != nil {
		return err
	}
	const there = "attribute_exists(pk)"
	rows := []types.TransactWriteItem{
		s.putting(it, "v = :v", item{":v": num(d.Version)}), s.putting(kept, there, nil),
	}
	err = unlocked(ctx, func() error {
		_, err := s.transact(ctx, rows)
		return err
	})
	if errors.Is(err, chat.ErrExists) { // the entry has a later version, or is gone
		_, err = s.put(ctx, kept, there, nil)
	}
	return chat.Except(err, chat.ErrExists)
}

func (s *Store) DraftVersion(
	ctx context.Context, t chat.TenantID, id knowledge.EntryID, version int,
) (knowledge.Draft, error) {
	return load[knowledge.Draft](ctx, s, draftVersionKey(t, id, version))
}

func (s *Store) DraftVersions(
	ctx context.Context, t chat.TenantID, id knowledge.EntryID, limit int,
) ([]knowledge.Draft, error) {
	return queryAll[knowledge.Draft](ctx, s, draftVersions(t, id), "V#", true, limit)
}

// DropDraft deletes the entry and its versions in one transaction: an entry that is added under its id meanwhile keeps
// its own.
func (s *Store) DropDraft(ctx context.Context, t chat.TenantID, id knowledge.EntryID, seen int64) error {
	condition := absent + " OR v = :v"
	rows := []types.TransactWriteItem{{Delete: &types.Delete{
		TableName: s.table, Key: draftKey(t, id).item(), ConditionExpression: &condition,
		ExpressionAttributeValues: item{":v": num(seen)},
	}}}
	for v := int(seen); v > max(int(seen)-knowledge.KeptVersions, 0); v-- {
		rows = append(rows, types.TransactWriteItem{Delete: &types.Delete{
			TableName: s.table, Key: draftVersionKey(t, id, v).item(),
		}})
	}
	return lost(unlocked(ctx, func() error {
		_, err := s.transact(ctx, rows)
		return err
	}))
}

func imports(t chat.TenantID) string { return of(t, "K", "imports") }

// importSort is how the sort keys of imports begin.
const importSort = "I#"

func importKey(t chat.TenantID, id knowledge.ImportID) key {
	return key{imports(t), importSort + string(id)}
}

func (s *Store) Import(ctx context.Context, t chat.TenantID, id knowledge.ImportID) (knowledge.Import, error) {
	return load[knowledge.Import](ctx, s, importKey(t, id))
}

func (s *Store) Imports(ctx context.Context, t chat.TenantID) ([]knowledge.Import, error) {
	return queryAll[knowledge.Import](ctx, s, imports(t), importSort, true, 2*knowledge.KeptImports)
}

func (s *Store) PutImport(ctx context.Context, i knowledge.Import) error {
	return putEdited(ctx, s, importKey(i.Tenant, i.ID), i)
}

func (s *Store) WakeImport(ctx context.Context, i knowledge.Import) error {
	return putEdited(ctx, s, importKey(i.Tenant, i.ID), woken{i})
}

// woken is an import with work for the background.
type woken struct{ knowledge.Import }

func (s *Store) DropImport(ctx context.Context, t chat.TenantID, id knowledge.ImportID) error {
	return s.delete(ctx, importKey(t, id))
}

func weeklyKey(t chat.TenantID, id knowledge.WeeklyID) key { return key{imports(t), "W#" + string(id)} }

func (s *Store) Weekly(ctx context.Context, t chat.TenantID, id knowledge.WeeklyID) (knowledge.Weekly, error) {
	return load[knowledge.Weekly](ctx, s, weeklyKey(t, id))
}

func (s *Store) Weeklies(ctx context.Context, t chat.TenantID) ([]knowledge.Weekly, error) {
	return queryAll[knowledge.Weekly](ctx, s, imports(t), "W#", false, 2*knowledge.MaxWeekly)
}

func (s *Store) PutWeekly(ctx context.Context, w knowledge.Weekly) error {
	return putEdited(ctx, s, weeklyKey(w.Tenant, w.ID), w)
}

func (s *Store) DropWeekly(ctx context.Context, t chat.TenantID, id knowledge.WeeklyID) error {
	return s.delete(ctx, weeklyKey(t, id))
}

func (s *Store) AddPublication(ctx context.Context, p knowledge.Publication) error {
	it, err := row(publicationKey(p.Tenant, p.Number), p)
	if err != nil {
		return err
	}
	it[TypeName] = text(TypeKnowledge)
	return s.putNew(ctx, it)
}

func (s *Store) PutPublication(ctx context.Context, was, is knowledge.Publication) error {
	return s.replacePublication(ctx, was, is, "")
}

func (s *Store) DecidePublication(ctx context.Context, was, decided knowledge.Publication) error {
	return s.replacePublication(ctx, was, decided, TypeKnowledge)
}

func (s *Store) Publications(ctx context.Context, t chat.TenantID, limit int) ([]knowledge.Publication, error) {
	return queryAll[knowledge.Publication](ctx, s, publications(t), "N#", true, limit)
}

func (s *Store) DropPublication(ctx context.Context, t chat.TenantID, number int) error {
	return s.delete(ctx, publicationKey(t, number))
}

func liveKey(t chat.TenantID) key { return tenantKey(t, "KNOWLEDGE") }

func (s *Store) Live(ctx context.Context, t chat.TenantID) (int, error) {
	number, err := load[int](ctx, s, liveKey(t))
	if errors.Is(err, chat.ErrNotFound) {
		return 0, nil
	}
	return number, err
}

func (s *Store) GoLive(ctx context.Context, t chat.TenantID, number int) error {
	it, err := row(liveKey(t), number)
	if err != nil {
		return err
	}
	it["v"] = num(int64(number))
	_, err = s.put(ctx, it, absent+" OR v < :v", item{":v": num(int64(number))})
	return chat.Except(err, chat.ErrExists)
}
