package dynamo

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

func leads(t chat.TenantID) string { return of(t, "LD", "all") }

func leadKey(t chat.TenantID, id chat.VisitID) key { return key{leads(t), "L#" + string(id)} }

func (s *Store) PutLead(ctx context.Context, t chat.TenantID, l chat.Lead) error {
	return putEdited(ctx, s, leadKey(t, l.Visit), l)
}

func (s *Store) Leads(
	ctx context.Context, t chat.TenantID, oldest bool, position string, limit int,
) ([]chat.Lead, string, error) {
	items, next, err := s.query(ctx, queryIn{
		partition: leads(t), from: "L#", to: "L~", backwards: !oldest, stale: true, position: position, limit: limit,
	})
	all := []chat.Lead{}
	for _, it := range items {
		if isTomb(it) {
			continue
		}
		l, err := read[chat.Lead](it)
		if err != nil {
			return nil, "", err
		}
		all = append(all, l)
	}
	return all, next, err
}

func (s *Store) LeadsOf(ctx context.Context, t chat.TenantID, visits []chat.VisitID) ([]chat.Lead, error) {
	keys := []key{}
	for _, id := range visits {
		keys = append(keys, leadKey(t, id))
	}
	rows, err := s.batchRead(ctx, keys, true)
	if err != nil {
		return nil, err
	}
	all := []chat.Lead{}
	for _, k := range keys {
		it, has := rows[k]
		if !has || isTomb(it) {
			continue
		}
		l, err := read[chat.Lead](it)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

// eraseLead has nothing come in the place of the lead that a visit is, or may become while this goes on.
func (s *Store) eraseLead(ctx context.Context, visit *chat.Visit) error {
	t, id := visit.Tenant, visit.ID
	if len(visit.Goals) == 0 {
		if has, err := s.LeadsOf(ctx, t, []chat.VisitID{id}); err != nil || len(has) == 0 {
			return err
		}
	}
	it := leadKey(t, id).item()
	it["gone"] = num(s.Now().UnixMilli())
	it[TTL] = num(s.Now().Add(chat.LeadTomb).Unix())
	_, err := s.put(ctx, it, "", nil)
	return err
}
