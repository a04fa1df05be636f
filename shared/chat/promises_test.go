package chat_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// rankOf says how far a delivery is. Back from sending to queued is no step back: nothing
// had been sent.
var rankOf = map[chat.Status]int{
	"": 0, chat.Queued: 0, chat.Sending: 0, chat.Unknown: 1, chat.Sent: 2, chat.NotSent: 3,
	chat.Delivered: 4, chat.Read: 5,
}

// forward fails the run if a delivery moves back.
func (s *schedule) forward(was, now chat.Message) {
	for i := range was.Bubbles {
		before, after := chat.Status(""), chat.Status("")
		if d := was.Bubbles[i].Delivery; d != nil {
			before = d.Status
		}
		if d := now.Bubbles[i].Delivery; d != nil {
			after = d.Status
		}
		if rankOf[after] < rankOf[before] {
			s.rt.Fatalf("a delivery went back from %s to %s", before, after)
		}
	}
}

// judge checks the promises that hold after any schedule.
func (s *schedule) judge() {
	ctx := context.Background()
	for _, one := range s.said {
		stored, err := s.Store.Message(ctx, s.key, one.incoming.Message.ID)
		if err != nil || stored.Body().Text != one.incoming.Message.Body().Text {
			s.rt.Fatalf("a message was lost: %+v, %v", one.incoming.Message, err)
		}
	}
	for _, key := range []chat.ConversationKey{s.key, s.phone} {
		if key.ID != "" {
			s.judgeLog(ctx, key)
			s.judgeCase(ctx, key)
		}
	}
	s.judgePages(ctx)
	for bubble, n := range s.tries {
		if n > 1 {
			s.rt.Fatalf("%s was sent %d times", bubble, n)
		}
	}
	done, err := s.Rebuild()
	if err != nil {
		s.rt.Fatalf("rebuild: %v", err)
	}
	if done.MendedVisits+done.MendedHeads+done.MendedCounters > 0 {
		s.rt.Fatalf("projections are not as the log says: %+v", done)
	}
}

// judgeLog checks that every question has one end, and that the bot spoke only in epochs in which it was the
// owner.
func (s *schedule) judgeLog(ctx context.Context, key chat.ConversationKey) {
	log, err := s.Store.Since(ctx, key, "", 1000)
	if err != nil {
		s.rt.Fatal(err)
	}
	head, err := s.Store.Head(ctx, key)
	if len(log) > 0 && err != nil {
		s.rt.Fatalf("a conversation without its head: %v", err)
	}
	people, moved := map[int]string{}, map[int]bool{}
	for _, m := range log {
		name := chat.EventName("")
		if len(m.Bubbles) > 0 && m.Body().Event != nil {
			name = m.Body().Event.Name
		}
		byBot := m.Outcome == chat.Answered && m.Effects.HandOver != ""
		if name == chat.EventTookOver || name == chat.EventHandedBack || name == chat.EventAssigned ||
			name == chat.EventMovedOn && m.Body().Event.Reason != "alone" || name == chat.EventRequeued || byBot {
			if moved[m.Epoch] {
				s.rt.Fatalf("epoch %d has two beginnings", m.Epoch)
			}
			moved[m.Epoch] = true
		}
		if name == chat.EventTookOver {
			people[m.Epoch] = m.Author.Name
		}
		if given := name == chat.EventReopened || name == chat.EventAssigned; given && m.Body().Event.To != "" {
			people[m.Epoch] = m.Body().Event.ToName
		}
	}
	replied := map[chat.MessageID]int{}
	for _, m := range log {
		if m.Answers != "" {
			replied[m.Answers]++
		}
		if m.Outcome == chat.Answered && people[m.Epoch] != "" {
			s.rt.Fatalf("the bot spoke while %s owned the conversation: %+v", people[m.Epoch], m)
		}
		if m.Author.Kind == chat.ByAgent && people[m.Epoch] != m.Author.Name {
			s.rt.Fatalf("%s spoke while %q owned the conversation", m.Author.Name, people[m.Epoch])
		}
		if key == s.phone && m.Author.Kind != chat.ByVisitor && len(m.Bubbles) > 0 && m.Body().Event == nil &&
			m.Outcome != chat.Dropped && rankOf[reached(m)] == 0 {
			s.rt.Fatalf("words for the phone have no outcome: %+v", m)
		}
	}
	states := map[string]bool{}
	for _, m := range log {
		if m.Author.Kind == chat.ByVisitor {
			unanswered := replied[m.ID] == 0 && head.Owner == chat.OwnerBot && m.At.After(head.OwnedAt)
			if replied[m.ID] > 1 || unanswered {
				s.rt.Fatalf("the question %s has %d ends; the owner is %s since %s:\n%s", m.ID, replied[m.ID], head.Owner,
					head.OwnedAt, lines(log))
			}
		}
		if m.Outcome == chat.Answered {
			if states[string(m.Effects.State)] {
				s.rt.Fatalf("the bot's state forked at %s", m.Effects.State)
			}
			states[string(m.Effects.State)] = true
		}
	}
}

// reached is how far the message's first bubble is.
func reached(m chat.Message) chat.Status {
	if d := m.Bubbles[0].Delivery; d != nil {
		return d.Status
	}
	return ""
}

func lines(log []chat.Message) string {
	var all strings.Builder
	for _, m := range log {
		fmt.Fprintf(&all, "%s %s %s epoch %d %s\n", m.ID, m.At.Format("15:04:05.000"), m.Author.Kind, m.Epoch, m.Outcome)
	}
	return all.String()
}
