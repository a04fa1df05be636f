package memory

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

func leadPath(t chat.TenantID, id chat.VisitID) string { return path(t, string(id)) }

func (s *Store) PutLead(_ context.Context, t chat.TenantID, l chat.Lead) error {
	return s.write("PutLead", func() error {
		if s.leadsGone[leadPath(t, l.Visit)] {
			return chat.ErrConflict
		}
		return edit(&s.leads, leadPath(t, l.Visit), l)
	})
}

func (s *Store) Leads(
	_ context.Context, t chat.TenantID, oldest bool, position string, limit int,
) ([]chat.Lead, string, error) {
	all := under(s, &s.leads, path(t, ""))
	if !oldest {
		slices.Reverse(all)
	}
	if position != "" {
		at := slices.IndexFunc(all, func(l chat.Lead) bool { return string(l.Visit) == position })
		all = all[at+1:]
	}
	if len(all) <= limit {
		return all, "", nil
	}
	return all[:limit], string(all[limit-1].Visit), nil
}

func (s *Store) LeadsOf(_ context.Context, t chat.TenantID, visits []chat.VisitID) ([]chat.Lead, error) {
	all := []chat.Lead{}
	for _, id := range visits {
		if l, err := lookup(s, &s.leads, leadPath(t, id)); err == nil {
			all = append(all, l)
		}
	}
	return all, nil
}

// eraseLead has nothing come in the place of the lead that a visit is, or may become.
func (s *Store) eraseLead(k chat.VisitKey) {
	if s.leadsGone == nil {
		s.leadsGone = map[string]bool{}
	}
	s.leadsGone[leadPath(k.Tenant, k.ID)] = true
	delete(s.leads.rows, leadPath(k.Tenant, k.ID))
}
