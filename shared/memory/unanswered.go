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

func (s *Store) Asker(
	_ context.Context, t chat.TenantID, bot chat.BotID, wording string,
) (latest chat.BubbleRef, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for m, c := range s.asked[gapID(t, bot, wording)] {
		if m > latest.Message {
			latest = chat.BubbleRef{Conversation: c, Message: m}
		}
	}
	if latest.Message == "" {
		err = chat.ErrNotFound
	}
	return latest, err
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
		for k := range s.helps.rows {
			h, _, _ := s.helps.get(k)
			if strings.HasPrefix(k, string(t)+"/") && h.Day() < (chat.Asking{At: before}).Day() {
				delete(s.helps.rows, k)
				n++
			}
		}
		return nil
	})
	return n, err
}

func helpPath(t chat.TenantID, h chat.Help) string {
	return strings.Join([]string{string(t), h.Day(), string(h.Conversation), string(h.Bot), h.Entry}, "/")
}

func (s *Store) NoteHelp(_ context.Context, t chat.TenantID, h chat.Help) error {
	return s.write("NoteHelp", func() error {
		had, _, err := s.helps.get(helpPath(t, h))
		if err != nil {
			had = h
		}
		had.Hear(h)
		s.helps.put(helpPath(t, h), had)
		return nil
	})
}

func (s *Store) Helps(
	_ context.Context, t chat.TenantID, from, to time.Time, limit int,
) ([]chat.Help, error) {
	all := under(s, &s.helps, string(t)+"/")
	first, last := chat.Asking{At: from}.Day(), chat.Asking{At: to}.Day()
	all = slices.DeleteFunc(all, func(h chat.Help) bool { return h.Day() < first || h.Day() > last })
	slices.Reverse(all)
	return all[:min(len(all), limit)], nil
}

func (s *Store) NoteLost(_ context.Context, t chat.TenantID, a chat.Asking) error {
	return s.write("NoteLost", func() error {
		if had, _, err := s.askings.get(askingPath(t, a)); err == nil && had.Message == a.Message {
			had.Lost = a.Lost
			s.askings.put(askingPath(t, a), had)
		}
		return nil
	})
}

func (s *Store) GapsOf(_ context.Context, t chat.TenantID, askings []chat.Asking) ([]chat.GapRow, error) {
	all := []chat.GapRow{}
	for _, a := range askings {
		if g, err := lookup(s, &s.gaps, gapID(t, a.Bot, a.Gap)); err == nil {
			all = append(all, g)
		}
	}
	return all, nil
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

func (s *Store) KeepVector(_ context.Context, t chat.TenantID, of chat.GapRow, v meaning.Placed) error {
	return s.write("KeepVector", func() error {
		if _, _, err := s.gaps.get(gapID(t, of.Bot, of.ID)); err == nil {
			s.vectors.put(path(t, of.ID), v)
		}
		return nil
	})
}

func (s *Store) Topics(_ context.Context, t chat.TenantID) ([]unanswered.Topic, error) {
	return under(s, &s.topics, path(t, "")), nil
}

func (s *Store) PutTopics(_ context.Context, t chat.TenantID, put []unanswered.Topic, drop ...unanswered.Topic) error {
	return s.write("PutTopics", func() error {
		for _, topic := range slices.Concat(put, drop) {
			if had, _, _ := s.topics.get(path(t, topic.ID)); had.Version != topic.Version {
				return chat.ErrConflict
			}
		}
		for _, topic := range put {
			topic.Version++
			s.topics.put(path(t, topic.ID), topic)
		}
		for _, topic := range drop {
			delete(s.topics.rows, path(t, topic.ID))
		}
		return nil
	})
}

// forgetWording takes a wording of a bot that nobody asks any more out of all that was made of it, unless another bot
// was asked it.
func (s *Store) forgetWording(t chat.TenantID, bot chat.BotID, id string) {
	for k := range s.gaps.rows {
		if g, _, _ := s.gaps.get(k); k == gapID(t, g.Bot, id) && g.Bot != bot {
			return
		}
	}
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
