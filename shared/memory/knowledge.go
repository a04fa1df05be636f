package memory

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

func versionPath(t chat.TenantID, id knowledge.EntryID, version int) string {
	return fmt.Sprintf("%s/%06d", path(t, id), version)
}

func publicationPath(t chat.TenantID, number int) string { return fmt.Sprintf("%s/%06d", t, number) }

func (s *Store) Draft(_ context.Context, t chat.TenantID, id knowledge.EntryID) (knowledge.Draft, error) {
	return lookup(s, &s.drafts, path(t, id))
}

func (s *Store) Drafts(
	_ context.Context, t chat.TenantID, position string, limit int,
) ([]knowledge.Draft, string, error) {
	rows, next := page(under(s, &s.drafts, path(t, "")),
		func(d knowledge.Draft) string { return string(d.ID) }, position, limit)
	return rows, next, nil
}

func (s *Store) PutDraft(_ context.Context, d knowledge.Draft) error {
	return s.write("PutDraft", func() error {
		if err := edit(&s.drafts, path(d.Tenant, d.ID), d); err != nil {
			return err
		}
		d.Version++
		s.draftVersions.put(versionPath(d.Tenant, d.ID, int(d.Version)), d)
		delete(s.draftVersions.rows, versionPath(d.Tenant, d.ID, int(d.Version)-knowledge.KeptVersions))
		return nil
	})
}

func (s *Store) RewordDraft(_ context.Context, d knowledge.Draft) error {
	return s.write("RewordDraft", func() error {
		at := versionPath(d.Tenant, d.ID, int(d.Version))
		if _, _, err := s.draftVersions.get(at); err != nil {
			return chat.Except(err, chat.ErrNotFound)
		}
		s.draftVersions.put(at, d)
		if had, _, err := s.drafts.get(path(d.Tenant, d.ID)); err == nil && had.Version == d.Version {
			s.drafts.put(path(d.Tenant, d.ID), d)
		}
		return nil
	})
}

func (s *Store) DraftVersion(
	_ context.Context, t chat.TenantID, id knowledge.EntryID, version int,
) (knowledge.Draft, error) {
	return lookup(s, &s.draftVersions, versionPath(t, id, version))
}

func (s *Store) DraftVersions(
	_ context.Context, t chat.TenantID, id knowledge.EntryID, limit int,
) ([]knowledge.Draft, error) {
	all := under(s, &s.draftVersions, path(t, id)+"/")
	slices.Reverse(all)
	return all[:min(limit, len(all))], nil
}

func (s *Store) DropDraft(_ context.Context, t chat.TenantID, id knowledge.EntryID, version int64) error {
	return s.write("DropDraft", func() error {
		if had, _, err := s.drafts.get(path(t, id)); err == nil && had.Version != version {
			return chat.ErrConflict
		}
		delete(s.drafts.rows, path(t, id))
		for k := range s.draftVersions.rows {
			if strings.HasPrefix(k, path(t, id)+"/") {
				delete(s.draftVersions.rows, k)
			}
		}
		return nil
	})
}

func (s *Store) Import(_ context.Context, t chat.TenantID, id knowledge.ImportID) (knowledge.Import, error) {
	return lookup(s, &s.imports, path(t, id))
}

func (s *Store) Imports(_ context.Context, t chat.TenantID) ([]knowledge.Import, error) {
	all := under(s, &s.imports, path(t, ""))
	slices.Reverse(all)
	return all, nil
}

func (s *Store) PutImport(_ context.Context, i knowledge.Import) error {
	return storeEdited(s, &s.imports, "PutImport", path(i.Tenant, i.ID), i)
}

func (s *Store) WakeImport(_ context.Context, i knowledge.Import) error {
	return storeEdited(s, &s.imports, "WakeImport", path(i.Tenant, i.ID), i)
}

func (s *Store) DropImport(_ context.Context, t chat.TenantID, id knowledge.ImportID) error {
	return s.write("DropImport", func() error {
		delete(s.imports.rows, path(t, id))
		return nil
	})
}

func (s *Store) Weekly(_ context.Context, t chat.TenantID, id knowledge.WeeklyID) (knowledge.Weekly, error) {
	return lookup(s, &s.weeklies, path(t, id))
}

func (s *Store) Weeklies(_ context.Context, t chat.TenantID) ([]knowledge.Weekly, error) {
	all := under(s, &s.weeklies, path(t, ""))
	return all[:min(2*knowledge.MaxWeekly, len(all))], nil
}

func (s *Store) PutWeekly(_ context.Context, w knowledge.Weekly) error {
	return storeEdited(s, &s.weeklies, "PutWeekly", path(w.Tenant, w.ID), w)
}

func (s *Store) DropWeekly(_ context.Context, t chat.TenantID, id knowledge.WeeklyID) error {
	return s.write("DropWeekly", func() error {
		delete(s.weeklies.rows, path(t, id))
		return nil
	})
}

func (s *Store) AddPublication(_ context.Context, p knowledge.Publication) error {
	return s.write("AddPublication", func() error {
		k := publicationPath(p.Tenant, p.Number)
		if had, _, err := s.publications.get(k); err == nil && encode(had) != encode(p) {
			return chat.ErrExists
		}
		s.publications.put(k, p)
		return nil
	})
}

func (s *Store) PutPublication(_ context.Context, was, is knowledge.Publication) error {
	return s.replacePublication("PutPublication", was, is)
}

func (s *Store) DecidePublication(_ context.Context, was, decided knowledge.Publication) error {
	return s.replacePublication("DecidePublication", was, decided)
}

func (s *Store) replacePublication(method string, was, is knowledge.Publication) error {
	return s.write(method, func() error {
		k := publicationPath(is.Tenant, is.Number)
		had, _, err := s.publications.get(k)
		switch {
		case err == nil && encode(had) == encode(is):
			return nil
		case err != nil || encode(had) != encode(was):
			return chat.ErrConflict
		}
		s.publications.put(k, is)
		return nil
	})
}

func (s *Store) Publications(_ context.Context, t chat.TenantID, limit int) ([]knowledge.Publication, error) {
	all := under(s, &s.publications, string(t)+"/")
	slices.Reverse(all)
	return all[:min(limit, len(all))], nil
}

func (s *Store) DropPublication(_ context.Context, t chat.TenantID, number int) error {
	return s.write("DropPublication", func() error {
		delete(s.publications.rows, publicationPath(t, number))
		return nil
	})
}

func (s *Store) Live(_ context.Context, t chat.TenantID) (int, error) {
	number, err := lookup(s, &s.live, t)
	return number, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) GoLive(_ context.Context, t chat.TenantID, number int) error {
	return s.write("GoLive", func() error {
		if had, _, err := s.live.get(t); err != nil || had < number {
			s.live.put(t, number)
		}
		return nil
	})
}
