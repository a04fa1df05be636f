package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) PlaceTombstones(_ context.Context, t chat.TenantID, w chat.Subject) error {
	return s.write("PlaceTombstones", func() error {
		for _, id := range w.Identities {
			k := identity(t, id.Hash)
			if lead, _, _ := s.identities.get(k); lead.Visitor == "" || lead.Visitor == w.Visitor {
				s.identities.put(k, chat.Bearer{Erased: w.At})
			}
		}
		for _, id := range w.Conversations {
			s.heads.bury(chat.ConversationKey{Tenant: t, ID: id})
		}
		v := chat.VisitorKey{Tenant: t, ID: w.Visitor}
		s.visitors.bury(v)
		s.current.bury(v)
		return nil
	})
}

func (s *Store) EraseConversation(_ context.Context, k chat.ConversationKey) (n int, err error) {
	err = s.write("EraseConversation", func() error {
		n = len(s.messages[k]) + len(s.viewers[k])
		n += s.eraseFlowRows(strings.Join([]string{string(k.Tenant), string(k.ID), ""}, "/")) + s.dropBox(k)
		n += s.dropAlerts(k)
		delete(s.messages, k)
		delete(s.pointers, k)
		delete(s.viewers, k)
		maps.DeleteFunc(s.readMarks, func(m readMark, _ time.Time) bool { return m.tenant == k.Tenant && m.id == k.ID })
		return nil
	})
	return n, err
}

// eraseFlowRows deletes the Flow rows of a conversation or of one message.
func (s *Store) eraseFlowRows(prefix string) int {
	n := len(s.flowRows.rows)
	maps.DeleteFunc(s.flowRows.rows,
		func(k string, _ *versioned[chat.FlowRow]) bool { return strings.HasPrefix(k, prefix) })
	return n - len(s.flowRows.rows)
}

func (s *Store) EraseVisitor(_ context.Context, k chat.VisitorKey) (n int, err error) {
	err = s.write("EraseVisitor", func() error {
		n = len(s.notes[k])
		delete(s.notes, k)
		return nil
	})
	return n, err
}

// erasedOf is the pseudo-tenant under which deleted visits stay counted.
func erasedOf(t chat.TenantID) chat.TenantID { return t + "~gone" }

func (s *Store) EraseVisit(_ context.Context, k chat.VisitKey) error {
	return s.write("EraseVisit", func() error {
		if visit, _, err := s.visits.get(k); err == nil {
			if counted := visit.Counted(); len(counted.Values) > 0 {
				s.addCounts(erasedOf(k.Tenant), counted)
			}
			for _, id := range visit.Sockets {
				if socket, _, err := s.sockets.get(id); err == nil && (socket.Visitor == "" || socket.VisitKey() == k) {
					delete(s.sockets.rows, id)
				}
			}
		}
		delete(s.visits.rows, k)
		delete(s.events, k)
		s.eraseLead(k)
		return nil
	})
}

func (s *Store) ErasedCounts(ctx context.Context, t chat.TenantID, from, to string) ([]chat.Counts, error) {
	return s.Counts(ctx, erasedOf(t), from, to)
}

func (s *Store) EraseMessage(_ context.Context, k chat.ConversationKey, m chat.Message) error {
	return s.write("EraseMessage", func() error {
		delete(s.messages[k], m.ID)
		delete(s.held.rows, heldPath(k, m.ID))
		s.eraseFlowRows(strings.Join([]string{string(k.Tenant), string(k.ID), string(m.ID), ""}, "/"))
		s.pointers[k] = slices.DeleteFunc(s.pointers[k], func(p pointer) bool { return p.id == m.ID })
		if help, is := chat.HelpOf(k.ID, &m); is {
			delete(s.helps.rows, helpPath(k.Tenant, help))
		}
		return nil
	})
}

func (s *Store) EraseWamid(_ context.Context, t chat.TenantID, wamid string) error {
	return s.write("EraseWamid", func() error {
		delete(s.wamids.rows, string(t)+"/"+wamid)
		delete(s.parked, string(t)+"/"+wamid)
		delete(s.marks, string(t)+"/"+wamid)
		return nil
	})
}

func (s *Store) EraseParked(_ context.Context, t chat.TenantID, about chat.Identity) error {
	return s.write("EraseParked", func() error {
		for _, wamid := range s.parkedAbout[identity(t, about.Hash)] {
			delete(s.wamids.rows, string(t)+"/"+wamid)
			delete(s.parked, string(t)+"/"+wamid)
		}
		delete(s.parkedAbout, identity(t, about.Hash))
		for _, k := range s.newsAbout[identity(t, about.Hash)] {
			delete(s.news.rows, k)
		}
		delete(s.newsAbout, identity(t, about.Hash))
		return nil
	})
}

func (s *Store) EraseBudget(_ context.Context, t chat.TenantID, what string) error {
	return s.write("EraseBudget", func() error {
		maps.DeleteFunc(s.spent, func(k string, _ int64) bool { return strings.HasPrefix(k, string(t)+"/"+what+"/") })
		return nil
	})
}

func gapID(t chat.TenantID, bot chat.BotID, id string) string {
	return strings.Join([]string{string(t), string(bot), id}, "/")
}

func (s *Store) EraseGap(
	_ context.Context, t chat.TenantID, a chat.Asking,
) (others []chat.BubbleRef, err error) {
	err = s.write("EraseGap", func() error {
		k := gapID(t, a.Bot, a.Gap)
		if had, _, err := s.askings.get(askingPath(t, a)); err == nil && had.Message == a.Message {
			delete(s.askings.rows, askingPath(t, a))
		}
		if _, asked := s.asked[k][a.Message]; asked {
			delete(s.asked[k], a.Message)
			if gap, _, err := s.gaps.get(k); err == nil {
				if gap.Count--; gap.Count == 0 {
					delete(s.gaps.rows, k)
				} else {
					s.gaps.put(k, gap)
				}
			}
		}
		if len(s.asked[k]) == 0 {
			s.forgetWording(t, a.Bot, a.Gap)
		}
		for m, c := range s.asked[k] {
			others = append(others, chat.BubbleRef{Conversation: c, Message: m})
		}
		return nil
	})
	slices.SortFunc(others, func(a, b chat.BubbleRef) int { return cmp.Compare(a.Message, b.Message) })
	return others[:min(len(others), 5)], err
}

func (s *Store) RewordGap(_ context.Context, t chat.TenantID, bot chat.BotID, id, question string) error {
	return s.write("RewordGap", func() error {
		k := gapID(t, bot, id)
		if gap, _, err := s.gaps.get(k); err == nil {
			gap.Question = question
			s.gaps.put(k, gap)
		}
		return nil
	})
}

func (s *Store) DropGaps(_ context.Context, t chat.TenantID, bot chat.BotID, gaps []chat.GapRow) error {
	return s.write("DropGaps", func() error {
		for _, g := range gaps {
			k := gapID(t, bot, g.ID)
			delete(s.gaps.rows, k)
			delete(s.asked, k)
			s.forgetWording(t, bot, g.ID)
		}
		return nil
	})
}

func (s *Store) ErasePoison(_ context.Context, names []string) (n int, err error) {
	err = s.write("ErasePoison", func() error {
		was := len(s.poison)
		s.poison = slices.DeleteFunc(s.poison, func(p chat.Poison) bool {
			return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(p.Partition+" "+p.Sort, name) })
		})
		n = was - len(s.poison)
		return nil
	})
	return n, err
}

func (s *Store) EraseJobsAbout(_ context.Context, t chat.TenantID, v chat.VisitorID, but string) error {
	return s.write("EraseJobsAbout", func() error {
		for k := range s.jobs.rows {
			if j, _, _ := s.jobs.get(k); k.Tenant == t && j.Subject != nil && j.Subject.Visitor == v && j.ID != but {
				delete(s.jobs.rows, k)
			}
		}
		return nil
	})
}

func (s *Store) Oldest(
	_ context.Context, k chat.ConversationKey, before chat.MessageID, limit int,
) ([]chat.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log(k, s.ids(k), limit, func(id chat.MessageID) bool { return before == "" || id < before }), nil
}

func (s *Store) OldestVisits(
	_ context.Context, t chat.TenantID, before time.Time, limit int,
) ([]chat.Visit, error) {
	rows := s.visitsWhere(func(v *chat.Visit) bool { return v.Tenant == t && !v.Live() && v.Started.Before(before) })
	slices.Reverse(rows)
	return visitsOf(rows[:min(limit, len(rows))]), nil
}

func (s *Store) QuietVisitors(
	_ context.Context, t chat.TenantID, position string, limit int,
) ([]chat.Visitor, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	quiet := []chat.Visitor{}
	for k := range s.visitors.rows {
		if v, _, _ := s.visitors.get(k); k.Tenant == t && !v.LastVisitAt.IsZero() {
			quiet = append(quiet, v)
		}
	}
	sort := func(v chat.Visitor) string { return v.LastVisitAt.UTC().Format(time.RFC3339Nano) + "#" + string(v.ID) }
	slices.SortFunc(quiet, func(a, b chat.Visitor) int { return strings.Compare(sort(a), sort(b)) })
	rows, next := page(quiet, sort, position, limit)
	return rows, next, nil
}

func (s *Store) DropConversation(_ context.Context, h chat.Head) error {
	return s.write("DropConversation", func() error {
		if now := s.heads.version(h.Key()); now == 0 || now != h.Version {
			return chat.ErrConflict
		}
		delete(s.heads.rows, h.Key())
		delete(s.viewers, h.Key())
		s.dropAlerts(h.Key())
		s.dropBox(h.Key())
		maps.DeleteFunc(s.readMarks, func(m readMark, _ time.Time) bool { return m.tenant == h.Tenant && m.id == h.ID })
		return nil
	})
}

func (s *Store) DropVisitor(_ context.Context, v chat.Visitor) error {
	return s.write("DropVisitor", func() error {
		for _, id := range v.Identities {
			delete(s.identities.rows, identity(v.Tenant, id.Hash))
		}
		delete(s.visitors.rows, v.Key())
		delete(s.current.rows, v.Key())
		delete(s.notes, v.Key())
		return nil
	})
}
