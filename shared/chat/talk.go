package chat

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/course"
)

// Talk is the part of a visit in which the visitor talked with the bot and the team: from the visitor's first
// word to the last word of anybody, and how soon the first was answered.
type Talk struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Turns    int       `json:"turns,omitempty"`   // words of the visitor; 0 while the visit is not counted
	Answered time.Time `json:"answered,omitzero"` // the first answer
	// Alerts is how many alerts it is worth, by the level of the team.
	Alerts map[course.Level]int `json:"alerts,omitempty"`
}

// words tells whether the message has words that the visitor could read.
func (m *Message) words() bool {
	if m.Outcome == Dropped || len(m.Bubbles) == 0 || m.Rates > 0 {
		return false
	}
	kind := m.Body().Kind
	return kind != KindNote && kind != KindEvent && !m.Body().IsMark()
}

// TalkIn finds the talk of a visit in its conversation's log; nil if the visitor said nothing.
func (s *Visit) TalkIn(log []Message, until time.Time) *Talk {
	log = slices.Clone(log)
	slices.SortFunc(log, func(a, b Message) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	var talk *Talk
	causes := map[course.Code]int{}
	for i := range log {
		m := &log[i]
		if !m.words() || m.At.Before(s.Started) || m.At.After(until) || (m.Visit != "" && m.Visit != s.ID) {
			continue
		}
		theirs := m.Author.Kind == ByVisitor
		if talk == nil && !theirs {
			continue // a greeting
		}
		if talk == nil {
			talk = &Talk{From: m.At}
		}
		if m.Need != nil {
			causes[m.Need.Cause] = max(causes[m.Need.Cause], m.Need.Score)
		}
		if talk.To = m.At; theirs {
			talk.Turns++
		} else if talk.Answered.IsZero() {
			talk.Answered = m.At
		}
	}
	if talk != nil {
		talk.alerts(causes)
	}
	return talk
}

// said is the log of a visit, up to its end: its last MaxPageSize words.
func (d *Desk) said(ctx context.Context, s *Visit) ([]Message, error) {
	if !s.Mode.Keeps(KeepDuration) {
		return nil, nil
	}
	if _, err := d.store.HeadEventually(ctx, s.ConversationKey()); err != nil {
		return nil, Except(err, ErrNotFound, ErrErased) // most visitors never said a word
	}
	end := MessageID("")
	if !s.Live() {
		end = FirstIDAt(s.EndedAt.Add(CloseGrace + ClockSkew))
	}
	return d.store.History(ctx, s.ConversationKey(), end, MaxPageSize)
}

// ConversationKey finds the conversation of the visit.
func (s *Visit) ConversationKey() ConversationKey {
	return ConversationKey{s.Tenant, ConversationOf(s.Visitor, s.Bot)}
}

// recountTalk takes the talk of an ended visit from the log. If the log was cut since, it holds less than was
// counted, and the count stays.
func (s *Visit) recountTalk(log []Message) {
	talk := s.TalkIn(log, s.EndedAt.Add(CloseGrace))
	if talk != nil && (s.Talk == nil || talk.Turns >= s.Talk.Turns) {
		s.Talk = talk
	}
}

// TalkOf is the talk so far of a visit that goes on, by its conversation's head.
func (s *Visit) TalkOf(h Head) *Talk {
	from := h.Began
	if from.Before(s.Started) {
		from = s.Started
	}
	if h.VisitorAt.Before(s.Started) || h.At.Before(from) || !s.Mode.Keeps(KeepDuration) {
		return nil
	}
	return &Talk{From: from, To: h.At}
}

// begins notes when the visitor began to talk: with their first word after VisitGap.
func (h *Head) begins(at time.Time) {
	if at.Sub(h.VisitorAt) >= VisitGap || (at.Before(h.Began) && h.Began.Sub(at) < VisitGap) {
		h.Began = at
	}
}
