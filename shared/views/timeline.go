package views

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// flowMoments are the steps in a conversation's Flows, for a timeline. The messages that sent and
// submitted the Flows are in the timeline already.
func flowMoments(rows []chat.FlowRow, now time.Time) []Moment {
	moments := []Moment{}
	for i := range rows {
		r := &rows[i]
		for _, s := range r.Steps {
			moments = append(moments, Moment{At: s.At, Flow: &FlowMoment{Flow: r.Flow, Form: r.Form, Step: &s}})
		}
		if state := r.State(now); state == chat.FlowLeft {
			moments = append(moments, Moment{At: r.At.Add(chat.FlowPatience), Flow: &FlowMoment{Flow: r.Flow, Form: r.Form}})
		}
	}
	return moments
}

// FlowMoment is a step in a Flow. A nil Step means that the Flow was not completed in time.
type FlowMoment struct {
	Flow string         `json:"flow"`
	Form string         `json:"form,omitempty"`
	Step *chat.FlowStep `json:"step,omitempty"`
}

// settleForms marks the forms of a timeline that were begun and later submitted.
func settleForms(moments []Moment) {
	sent := map[string]bool{}
	for _, m := range moments {
		if m.Message != nil && len(m.Message.Bubbles) > 0 && m.Message.Body().Submission != nil {
			s := m.Message.Body().Submission
			sent[string(s.Message)+"\x00"+s.Form] = true
		}
	}
	for _, m := range moments {
		if m.Event != nil && m.Event.Form != nil && sent[string(m.Event.Form.Message)+"\x00"+m.Event.Form.Form] {
			m.Event.Form.State = chat.FormSent
		}
	}
}

// Moment is one entry of a visitor's timeline.
type Moment struct {
	At      time.Time
	Visit   chat.VisitID
	Event   *chat.VisitEvent
	Message *chat.Message
	Flow    *FlowMoment
}

func (m Moment) masked() Moment {
	if m.Message != nil {
		message := m.Message.Masked()
		m.Message = &message
	}
	return m
}

// trail is what a visitor did in their latest visits.
func (r *Reader) trail(ctx context.Context, key chat.VisitorKey) (moments []Moment, err error) {
	visits, err := r.store.VisitsOf(ctx, key, 10) // Person's are without the sockets that hold their pages
	for _, s := range visits {
		events, err := chat.Log(ctx, r.store, &s, chat.MaxPages)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			moments = append(moments, Moment{At: e.At, Visit: s.ID, Event: &e})
		}
	}
	return moments, err
}

// Timeline lists a visitor's latest pages, goals, messages, clicks, forms and takeovers, newest first.
func (r *Reader) Timeline(ctx context.Context, a chat.Agent, id chat.VisitorID) ([]Moment, error) {
	p, err := r.Person(ctx, a, id)
	if err != nil {
		return nil, err
	}
	moments := []Moment{}
	for _, v := range append([]chat.Visitor{p.Visitor}, p.Linked...) {
		trail, err := r.trail(ctx, v.Key())
		if err != nil {
			return nil, err
		}
		moments = append(moments, trail...)
	}
	for _, h := range p.Conversations {
		messages, err := r.store.History(ctx, h.Key(), "", chat.MaxPageSize)
		if err != nil {
			return nil, err
		}
		for _, m := range messages {
			m = m.ForAgent()
			moments = append(moments, Moment{At: m.At, Visit: m.Visit, Message: &m})
		}
		rows, err := r.store.FlowRowsOf(ctx, h.Key(), chat.PageSize)
		if err != nil {
			return nil, err
		}
		moments = append(moments, flowMoments(rows, r.desk.Now())...)
	}
	settleForms(moments)
	if moments, err = masked(ctx, r, a, moments, Moment.masked); err != nil {
		return nil, err
	}
	slices.SortStableFunc(moments, func(x, y Moment) int { return cmp.Compare(y.At.UnixMilli(), x.At.UnixMilli()) })
	return moments[:min(len(moments), chat.MaxLookback)], nil
}
