package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/office"
)

func (s *Store) Scripts(_ context.Context, t chat.TenantID, bot chat.BotID, limit int) ([]chat.Script, error) {
	scripts := under(s, &s.scripts, path(t, bot)+"/")
	slices.SortFunc(scripts, func(a, b chat.Script) int { return b.Version - a.Version })
	return scripts[:min(limit, len(scripts))], nil
}

func (s *Store) Sites(_ context.Context, t chat.TenantID) ([]chat.Site, error) {
	return slices.DeleteFunc(under(s, &s.sites, ""), func(site chat.Site) bool { return site.Tenant != t }), nil
}

func (s *Store) RecordSeen(_ context.Context, t chat.TenantID, seen chat.LastSeen) error {
	return store(s, &s.sights, "RecordSeen", path(t, seen.Site), seen)
}

func (s *Store) LastSeen(_ context.Context, t chat.TenantID) ([]chat.LastSeen, error) {
	return under(s, &s.sights, path(t, "")), nil
}

func (s *Store) Roster(_ context.Context, t chat.TenantID) (chat.Roster, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, _, _ := s.rosters.get(t)
	return r, nil
}

func (s *Store) UpdateRoster(_ context.Context, t chat.TenantID, change func(*chat.Roster) error) error {
	return s.write("UpdateRoster", func() error {
		r, _, _ := s.rosters.get(t)
		if err := change(&r); err != nil {
			return err
		}
		return edit(&s.rosters, t, r)
	})
}

func (s *Store) AddInvite(_ context.Context, email string, t chat.TenantID, _ time.Time) error {
	return store(s, &s.invites, "AddInvite", path(t, email), t)
}

func (s *Store) Invites(_ context.Context, email string, limit int) ([]chat.TenantID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := []chat.TenantID{}
	for k := range s.invites.rows {
		if t, _, err := s.invites.get(k); err == nil && k == path(t, email) {
			asked = append(asked, t)
		}
	}
	slices.Sort(asked)
	return asked[:min(limit, len(asked))], nil
}

func (s *Store) DropInvite(_ context.Context, email string, t chat.TenantID) error {
	return s.write("DropInvite", func() error {
		delete(s.invites.rows, path(t, email))
		return nil
	})
}

func (s *Store) SignOut(_ context.Context, t chat.TenantID, id chat.AgentID, at, _ time.Time) error {
	return store(s, &s.outs, "SignOut", path(t, id), at)
}

func (s *Store) SignedOut(_ context.Context, t chat.TenantID, id chat.AgentID) (time.Time, error) {
	return lookup(s, &s.outs, path(t, id))
}

func (s *Store) APIKey(_ context.Context, id string) (office.APIKey, error) {
	return lookup(s, &s.keys, id)
}

func (s *Store) APIKeys(_ context.Context, t chat.TenantID) ([]office.APIKey, error) {
	return slices.DeleteFunc(under(s, &s.keys, ""), func(k office.APIKey) bool { return k.Tenant != t }), nil
}

func (s *Store) PutAPIKey(_ context.Context, k office.APIKey) error {
	return storeEdited(s, &s.keys, "PutAPIKey", k.ID, k)
}

func (s *Store) DeleteAPIKey(_ context.Context, k office.APIKey) error {
	return s.write("DeleteAPIKey", func() error { delete(s.keys.rows, k.ID); return nil })
}

func (s *Store) AddAudit(_ context.Context, e chat.AuditEntry) error {
	return s.write("AddAudit", func() error {
		if at := slices.IndexFunc(s.audits, func(had chat.AuditEntry) bool { return had.ID == e.ID }); at >= 0 {
			if encode(s.audits[at]) != encode(e) {
				return chat.ErrExists
			}
			return nil
		}
		s.audits = append(s.audits, e)
		return nil
	})
}

func (s *Store) Audits(
	_ context.Context, t chat.TenantID, position string, limit int,
) ([]chat.AuditEntry, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := []chat.AuditEntry{}
	for _, e := range s.audits {
		if e.Tenant == t {
			own = append(own, e)
		}
	}
	slices.SortFunc(own, func(a, b chat.AuditEntry) int { return -strings.Compare(a.ID, b.ID) })
	rows, next := page(own, func(e chat.AuditEntry) string { return e.ID }, position, limit)
	return rows, next, nil
}

func (s *Store) Job(_ context.Context, k lifecycle.JobKey) (lifecycle.Job, error) {
	return lookup(s, &s.jobs, k)
}

func (s *Store) Jobs(_ context.Context, t chat.TenantID, limit int) ([]lifecycle.Job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	jobs := []lifecycle.Job{}
	for k := range s.jobs.rows {
		if j, _, _ := s.jobs.get(k); k.Tenant == t && strings.HasPrefix(k.ID, "j_") {
			jobs = append(jobs, j)
		}
	}
	slices.SortFunc(jobs, func(a, b lifecycle.Job) int { return -strings.Compare(a.ID, b.ID) })
	return jobs[:min(limit, len(jobs))], nil
}

func (s *Store) PutJob(_ context.Context, j lifecycle.Job) error {
	return storeEdited(s, &s.jobs, "PutJob", j.Key(), j)
}
