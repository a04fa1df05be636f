package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/unanswered"
)

func askingPath(t chat.TenantID, a chat.Asking) string {
	return strings.Join([]string{string(t), a.Day(), string(a.Conversation), string(a.Bot), a.Gap}, "/")
}

func (s *Store) Askings(_ context.Context, t chat.TenantID, from, to time.Time, limit int) ([]chat.Asking, error) {
	all := under(s, &s.askings, string(t)+"/")
	first, last := chat.Asking{At: from}.Day(), chat.Asking{At: to}.Day()
	all = slices.DeleteFunc(all, func(a chat.Asking) bool { return a.Day() < first || a.Day() > last })
	slices.Reverse(all)
	return all[:min(len(all), limit)], nil
}

func (s *Store) DropAskings(_ context.Context, t chat.TenantID, before time.Time) (n int, err error) {
	err = s.write("DropAskings", func() error {
		for k := range s.askings.rows {
			a, _, _ := s.askings.get(k)
			if strings.HasPrefix(k, string(t)+"/") && a.Day() < (chat.Asking{At: before}).Day() {
				delete(s.askings.rows, k)
				n++
			}
		}
		return nil
	})
	return n, err
}

func (s *Store) Vectors(
	_ context.Context, t chat.TenantID, wordings []string,
) (map[string]meaning.Placed, error) {
	all := map[string]meaning.Placed{}
	for _, id := range wordings {
		if v, err := lookup(s, &s.vectors, path(t, id)); err == nil {
			all[id] = v
		}
	}
	return all, nil
}

func (s *Store) KeepVector(_ context.Context, t chat.TenantID, wording string, v meaning.Placed) error {
	return store(s, &s.vectors, "KeepVector", path(t, wording), v)
}

func (s *Store) Topics(_ context.Context, t chat.TenantID) ([]unanswered.Topic, error) {
	return under(s, &s.topics, path(t, "")), nil
}

func (s *Store) PutTopic(_ context.Context, topic unanswered.Topic) error {
	return storeEdited(s, &s.topics, "PutTopic", path(topic.Tenant, topic.ID), topic)
}

func (s *Store) DropTopic(_ context.Context, t chat.TenantID, id string) error {
	return s.write("DropTopic", func() error {
		delete(s.topics.rows, path(t, id))
		return nil
	})
}

// forgetWording takes a wording that nobody asked any more out of all that was made of it.
func (s *Store) forgetWording(t chat.TenantID, id string) {
	delete(s.vectors.rows, path(t, id))
	for k := range s.topics.rows {
		topic, _, _ := s.topics.get(k)
		if topic.Tenant != t || !topic.Drop(id) {
			continue
		}
		if len(topic.Wordings) == 0 {
			delete(s.topics.rows, k)
		} else {
			topic.Version++
			s.topics.put(k, topic)
		}
	}
}
