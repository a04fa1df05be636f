package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) ParkMark(_ context.Context, t chat.TenantID, wamid string, m chat.Mark) error {
	return s.write("ParkMark", func() error {
		k := string(t) + "/" + wamid
		s.marks[k] = append(slices.DeleteFunc(s.marks[k], func(had chat.Mark) bool { return had.By == m.By }), m)
		return nil
	})
}

func (s *Store) ParkedMarks(_ context.Context, t chat.TenantID, wamid string) ([]chat.Mark, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.marks[string(t)+"/"+wamid]), nil
}

func templateID(t chat.TenantID, waba, name, language string) string {
	return strings.Join([]string{string(t), waba, name, language}, "/")
}

func (s *Store) PutTemplates(_ context.Context, t chat.TenantID, waba string, all []chat.Template) error {
	return s.write("PutTemplates", func() error {
		for k := range s.templates.rows {
			if strings.HasPrefix(k, string(t)+"/"+waba+"/") {
				delete(s.templates.rows, k)
			}
		}
		for _, template := range all {
			s.templates.put(templateID(t, waba, template.Name, template.Language), template)
		}
		return nil
	})
}

func (s *Store) Templates(_ context.Context, t chat.TenantID, waba string) ([]chat.Template, error) {
	return under(s, &s.templates, string(t)+"/"+waba+"/"), nil
}

func (s *Store) UpdateTemplate(
	_ context.Context, t chat.TenantID, waba, name, language string, change func(*chat.Template) error,
) error {
	return s.write("UpdateTemplate", func() error {
		template, _, err := s.templates.get(templateID(t, waba, name, language))
		if err != nil {
			return err
		}
		if err := change(&template); err != nil {
			return err
		}
		s.templates.put(templateID(t, waba, name, language), template)
		return nil
	})
}

func newsID(t chat.TenantID, n chat.Notification) string {
	return string(t) + "/" + n.At.UTC().Format("2006-01-02T15:04:05.000Z") + "#" + n.ID
}

func (s *Store) AddNotification(_ context.Context, t chat.TenantID, n chat.Notification, about []chat.Identity) error {
	return s.write("AddNotification", func() error {
		for _, id := range about {
			k := identity(t, id.Hash)
			s.newsAbout[k] = append(s.newsAbout[k], newsID(t, n))
		}
		s.news.put(newsID(t, n), n)
		return nil
	})
}

func (s *Store) Notifications(
	_ context.Context, t chat.TenantID, position string, limit int,
) ([]chat.Notification, string, error) {
	all := under(s, &s.news, string(t)+"/")
	slices.Reverse(all)
	found, next := page(all, func(n chat.Notification) string { return newsID(t, n) }, position, limit)
	return found, next, nil
}

func (s *Store) EraseNotificationsBefore(_ context.Context, t chat.TenantID, before time.Time) (n int, err error) {
	err = s.write("EraseNewsBefore", func() error {
		for k := range s.news.rows {
			if old, _, _ := s.news.get(k); strings.HasPrefix(k, string(t)+"/") && old.At.Before(before) {
				delete(s.news.rows, k)
				n++
			}
		}
		return nil
	})
	return n, err
}
