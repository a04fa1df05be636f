package chat_test

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// tends has somebody do the acts of a desk besides talking: snooze, reopen, say that no reply is needed, go home and
// come back, and let days pass.
func (s *schedule) tends(ctx context.Context) {
	key, seen := s.looks()
	switch s.draw(9) {
	case 8:
		s.quits(ctx)
	case 6:
		to := []chat.AgentID{"", "a_ana", "a_sam"}[s.draw(3)]
		_, _ = chat.Assign(ctx, s.Desk, s.agent(), key, chat.Giving{To: to}, seen)
	case 7:
		_ = chat.TeamChanged(ctx, s.Desk, chattest.Tenant, []chat.AgentID{"", "a_ana", "a_sam"}[s.draw(3)])
	case 0:
		_, _ = s.NoReplyNeeded(ctx, s.agent(), key, seen)
	case 1:
		_, _ = s.Snooze(ctx, s.agent(), key, s.Now().Add(time.Duration(1+s.draw(30))*time.Hour), seen)
	case 2:
		to := []chat.Owner{chat.OwnerBot, chat.OwnerTeam, chat.OwnerAgent}[s.draw(3)]
		_, _ = s.Reopen(ctx, s.agent(), key, to, seen)
	case 3:
		s.Pass(time.Duration(s.draw(5*24)) * time.Hour)
		_, _ = s.Sweep(ctx, 100)
	case 4:
		_ = s.WakeConversation(ctx, key)
	case 5:
		agent := s.agent()
		at := chat.Socket{ID: "a." + chat.ConnectionID(agent.ID), Tenant: agent.Tenant, Agent: &agent, Opened: s.Now()}
		if s.draw(2) == 0 {
			_ = s.Store.OpenSocket(ctx, at)
			_ = s.Store.BindSocket(ctx, at)
		} else if s.Store.UnbindSocket(ctx, at) == nil { // as behind its end, which leaves this task
			s.leavesDesk(at.Agent.ID)
		}
	}
}

func (s *schedule) leavesDesk(id chat.AgentID) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.Ends = append(s.Ends, chat.VisitTask{Tenant: chattest.Tenant, Agent: id})
}

// quits has an agent leave the team, or join it again. The last step of the removal may fail: the end of their socket
// repeats it.
func (s *schedule) quits(ctx context.Context) {
	agent := s.agent()
	if s.draw(2) == 0 {
		_ = s.Enrol(ctx, agent.Tenant, chat.Member{ID: agent.ID, Name: agent.Name, Email: agent.Name, Role: agent.Role})
		return
	}
	if s.UpdateRoster(ctx, agent.Tenant, func(r *chat.Roster) error {
		r.Members = slices.DeleteFunc(r.Members, func(m chat.Member) bool { return m.ID == agent.ID })
		return nil
	}) == nil {
		_ = chat.AgentLeft(ctx, s.Desk, agent.Tenant, agent.ID)
		s.leavesDesk(agent.ID)
	}
}

// judgeDuty checks that nobody waits for an agent who is gone, and that each wait for one has its time.
func (s *schedule) judgeDuty(ctx context.Context, h *chat.Head) {
	if h.Owner != chat.OwnerAgent || h.Assignee == chat.AppAgent || h.Waits().IsZero() {
		return
	}
	agent, open, err := s.Colleagues.Open(ctx, h.Tenant, h.Assignee)
	if err != nil || agent.ID == "" || !open {
		s.rt.Fatalf("nobody sees who waits for %s (in the team: %q, %v): %+v", h.Assignee, agent.ID, err, h)
	}
	t, err := s.Store.Tenant(ctx, h.Tenant)
	if err != nil || t.Assign.Answer > 0 && (h.Deadline.IsZero() || h.Ring.IsZero() || h.Ring.After(h.Deadline)) {
		s.rt.Fatalf("a wait without its time (%v): %+v", err, h)
	}
}

// staffs gives the schedule a team, which is given conversations by itself in half of the runs.
func (s *schedule) staffs() {
	ctx := context.Background()
	t, err := s.Store.Tenant(ctx, chattest.Tenant)
	s.Must(err)
	t.Assign = chat.AssignRules{Auto: s.draw(2) == 0, Limit: 1 + s.draw(3), Answer: s.draw(3)}
	t.Silence.SilenceRules = chat.SilenceRules{Back: 5 * s.draw(3), After: 5 * s.draw(3), Text: anythingElse}
	s.Must(s.Store.PutTenant(ctx, t))
	for _, a := range []chat.Agent{chattest.Ana, chattest.Sam} {
		s.Must(s.Enrol(ctx, a.Tenant, chat.Member{ID: a.ID, Name: a.Name, Email: a.Name, Role: a.Role}))
	}
}

// judgeCase checks that no conversation is left alone: it has a timer or is closed, its owner is somebody, and its
// customer waits since their first word that no person has answered.
func (s *schedule) judgeCase(ctx context.Context, key chat.ConversationKey) {
	h, err := s.Store.Head(ctx, key)
	if err != nil {
		return // nobody said a word: judgeLog has looked
	}
	open, snoozed := h.Status == chat.Open, h.Status == chat.Snoozed
	switch {
	case h.Case > 0 && !h.CaseBegan.IsZero() && (h.Status == chat.Closed) == h.ClosedAt.IsZero():
		s.rt.Fatalf("closed since %s, and %s", h.ClosedAt, h.Status)
	case h.Case == 0 && !h.VisitorAt.IsZero():
		s.rt.Fatalf("words without a case: %+v", h)
	case h.Case > 0 && (open || snoozed) && h.Over.IsZero():
		s.rt.Fatalf("an open case without a timer: %+v", h)
	case snoozed == h.Due.IsZero():
		s.rt.Fatalf("%s until %s", h.Status, h.Due)
	case h.Status == chat.Closed && (h.Owner != chat.OwnerBot || !h.Wake().IsZero()):
		s.rt.Fatalf("a closed case has an owner or a timer: %+v", h)
	case (h.Owner == chat.OwnerAgent) != (h.Assignee != ""):
		s.rt.Fatalf("%s and %q", h.Owner, h.Assignee)
	case h.Waits().IsZero() != h.WaitingFrom.IsZero() && open && h.Owner != chat.OwnerBot:
		s.rt.Fatalf("waits since %s, stored %s", h.Waits(), h.WaitingFrom)
	}
	s.judgeDuty(ctx, &h)
	s.judgeWaiting(ctx, &h)
	s.judgeEnd(ctx, key)
}

// judgeWaiting compares the waiting of an open conversation with its log: since the last answer of a person, there is
// no word of the customer to the team for which nobody waits.
func (s *schedule) judgeWaiting(ctx context.Context, h *chat.Head) {
	if h.Status != chat.Open || h.Owner == chat.OwnerBot {
		return
	}
	log, err := s.Store.Since(ctx, h.Key(), "", 1000)
	if err != nil {
		s.rt.Fatal(err)
	}
	slices.SortStableFunc(log, func(a, b chat.Message) int { return a.At.Compare(b.At) })
	var answered, asked time.Time
	byBot, at := map[chat.MessageID]bool{}, map[time.Time]int{} // of two words in one millisecond the second is no news
	for _, m := range log {
		if m.Author.Kind == chat.ByVisitor {
			at[m.At]++
		}
		byBot[m.Answers] = byBot[m.Answers] || m.Outcome == chat.Answered && m.Effects.HandOver == ""
	}
	for _, m := range log {
		e := (*chat.Event)(nil)
		if len(m.Bubbles) > 0 {
			e = m.Body().Event
		}
		switch {
		case m.Author.Kind == chat.ByAgent, e != nil && e.Name == chat.EventNoReply:
			answered, asked = m.At, time.Time{}
		case m.Author.Kind == chat.ByVisitor && asked.IsZero() && !m.At.Before(h.OwnedAt) && !byBot[m.ID] &&
			at[m.At] == 1:
			asked = m.At
		}
	}
	if waits := h.Waits(); !asked.IsZero() && asked.After(answered) && (waits.IsZero() || waits.After(asked)) {
		s.rt.Fatalf("nobody answered the word of %s; the customer waits since %s:\n%s", asked, waits, lines(log))
	}
}

// judgeEnd lets all timers ring in the days after the last word: a case in which nobody waits ends, and one in which
// somebody waits never does.
func (s *schedule) judgeEnd(ctx context.Context, key chat.ConversationKey) {
	store := s.Store
	before, _ := store.Head(ctx, key)
	for range 4 {
		s.Pass(31 * 24 * time.Hour)
		if err := s.WakeConversation(ctx, key); err != nil {
			s.rt.Fatal(err)
		}
	}
	after, _ := store.Head(ctx, key)
	waits := !after.Waits().IsZero()
	if ended := after.Status == chat.Closed; before.Case > 0 && ended == waits {
		s.rt.Fatalf("ended %v, and waits %v: %+v", ended, waits, after)
	}
	if _, _, err := s.Reply(ctx, chattest.Ana, key, s.ID(), chat.Text("a last word")); before.Case > 0 && err == nil {
		if h, _ := store.Head(ctx, key); h.Status != chat.Open || !h.Waits().IsZero() || h.Owner != chat.OwnerAgent {
			s.rt.Fatalf("after a person's word: %+v", h)
		}
	}
}
