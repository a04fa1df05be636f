package chat

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// FlowRow is one WhatsApp Flow in one message: how far the customer came in it, and the values that they sent
// in the end. Of a Flow that we did not send only the end is known.
type FlowRow struct {
	Flow         string         `json:"flow"` // Meta's id, or UnknownFlow
	Form         string         `json:"form,omitempty"`
	Conversation ConversationID `json:"conversation"`
	Message      MessageID      `json:"message"` // ours that offered it; theirs, if we did not send the Flow
	Bubble       int            `json:"bubble,omitempty"`
	Visitor      VisitorID      `json:"visitor"`
	At           time.Time      `json:"at"` // when Message was written: the row's place in the table

	Failed bool       `json:"failed,omitempty"` // it was sent, and did not arrive
	Steps  []FlowStep `json:"steps,omitempty"`  // as our endpoint saw them, the first first
	Missed int        `json:"missed,omitempty"` // further steps that were not kept

	Done    time.Time         `json:"done,omitzero"`   // when it came back filled in
	Reply   MessageID         `json:"reply,omitempty"` // the message that brought it
	Values  map[string]string `json:"values,omitempty"`
	Problem string            `json:"problem,omitempty"`
}

// FlowStep is one step of a customer in a Flow. It holds no typed values: they are kept when the customer sends
// them, and else not at all.
type FlowStep struct {
	Kind   FlowStepKind `json:"kind"`
	Screen string       `json:"screen"`
	Field  string       `json:"field,omitempty"` // of an input that was refused
	At     time.Time    `json:"at"`
	Times  int          `json:"times"` // in a row
}

// FlowStepKind is the kind of a step.
type FlowStepKind string

// The steps of a Flow.
const (
	FlowOpened  FlowStepKind = "opened"
	FlowScreen  FlowStepKind = "screen"  // they came to a screen, forwards or back
	FlowRefused FlowStepKind = "refused" // an input was wrong, so that the screen stayed
)

// MaxFlowSteps is how many steps of a Flow are kept.
const MaxFlowSteps = 20

// FlowPatience is how long a Flow that was sent waits until it counts as not completed.
const FlowPatience = 24 * time.Hour

// FlowState is how far a customer came in a Flow.
type FlowState string

// The states of a Flow. FlowLeft follows from the time alone, so no write has to mark it.
const (
	FlowFailed    FlowState = "failed"
	FlowSent      FlowState = "sent"
	FlowBegun     FlowState = "begun"
	FlowCompleted FlowState = "completed"
	FlowLeft      FlowState = "left"
)

// State is how far the Flow is at a time.
func (r *FlowRow) State(now time.Time) FlowState {
	switch {
	case !r.Done.IsZero() || len(r.Values) > 0 || r.Problem != "": // older rows have no time of it
		return FlowCompleted
	case r.Failed:
		return FlowFailed
	case !now.Before(r.At.Add(FlowPatience)):
		return FlowLeft
	case len(r.Steps) > 0:
		return FlowBegun
	}
	return FlowSent
}

// take notes a step. The same step again in a row is counted, and its latest time stands.
func (r *FlowRow) take(s FlowStep) {
	if n := len(r.Steps); n > 0 && r.Missed == 0 {
		last := &r.Steps[n-1]
		if last.Kind == s.Kind && last.Screen == s.Screen && last.Field == s.Field {
			last.Times, last.At = last.Times+1, s.At
			return
		}
	}
	if len(r.Steps) == MaxFlowSteps {
		r.Missed++
		return
	}
	s.Times = 1
	r.Steps = append(r.Steps, s)
}

// FlowInfo describes a Flow itself.
type FlowInfo struct {
	ID       string    `json:"id"`
	Name     string    `json:"name,omitempty"`     // at Meta
	Named    time.Time `json:"named,omitzero"`     // when Meta was asked for it
	Form     string    `json:"form,omitempty"`     // of the script that sent it last
	Endpoint bool      `json:"endpoint,omitempty"` // it asks our endpoint, so that its steps are known
}

// UnmarshalJSON also takes the bare id, which older rows hold.
func (f *FlowInfo) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &f.ID)
	}
	type plain FlowInfo
	return json.Unmarshal(raw, (*plain)(f))
}

// UnknownFlow is the table of the replies to Flows that we did not send.
const UnknownFlow = "unknown"

// flowNameEvery bounds how often Meta is asked for a Flow's name.
const flowNameEvery = 24 * time.Hour

// flow is the Flow that a body opens, and the form of the script behind it; "" if there is none.
func (b *Body) flow() (flow, form string) {
	switch {
	case b.Form != nil:
		return b.Form.Flow, b.Form.ID
	case b.Template != nil:
		return b.Template.Flow, ""
	}
	return "", ""
}

// InFlow tells whether the body opens a Flow or is the reply to one: there may be a row of it.
func (b *Body) InFlow() bool {
	flow, _ := b.flow()
	return flow != "" || b.FlowReply != nil
}

// flowRow is the row of a Flow that a bubble of ours opens, as it begins.
func flowRow(key ConversationKey, visitor VisitorID, m *Message, bubble int) (FlowRow, bool) {
	if bubble < 0 || bubble >= len(m.Bubbles) {
		return FlowRow{}, false
	}
	flow, form := m.Bubbles[bubble].flow()
	return FlowRow{
		Flow: flow, Form: form, Conversation: key.ID, Message: m.ID, Bubble: bubble, Visitor: visitor, At: m.At,
	}, flow != ""
}

var errNoFlow = errors.New("chat: a Flow that was not sent")

// flowMoved changes a row of a Flow's table, and begins it where there is none.
func (d *Desk) flowMoved(
	ctx context.Context, tenant TenantID, begins FlowRow, change func(*FlowRow) error, learn func(*FlowInfo),
) error {
	err := d.store.UpdateFlow(ctx, tenant, begins.Flow, func(f *FlowInfo) error {
		if begins.Form != "" {
			f.Form = begins.Form
		}
		learn(f)
		return nil
	})
	if err != nil {
		return err
	}
	return d.store.UpdateFlowRow(ctx, tenant, begins, change)
}

// flowDelivered notes that a Flow was sent, or that it did not arrive after all.
func (d *Desk) flowDelivered(ctx context.Context, head Head, m *Message, bubble int) error {
	begins, ok := flowRow(head.Key(), head.Visitor, m, bubble)
	if !ok {
		return nil
	}
	if told := m.Bubbles[bubble].Delivery; told == nil || told.Wamid == "" {
		return nil // Meta has not taken it
	}
	return d.flowMoved(ctx, head.Tenant, begins, func(r *FlowRow) error {
		r.Failed = m.Bubbles[bubble].Delivery.Status == NotSent
		return nil
	}, func(*FlowInfo) {})
}

// flowStepped notes a request to our endpoint and its answer: names of screens and fields, and no typed values.
func (d *Desk) flowStepped(ctx context.Context, head Head, m *Message, bubble int, s FlowStep) error {
	begins, ok := flowRow(head.Key(), head.Visitor, m, bubble)
	if !ok {
		return nil
	}
	s.At = d.Now()
	return d.flowMoved(ctx, head.Tenant, begins, func(r *FlowRow) error {
		r.take(s)
		return nil
	}, func(f *FlowInfo) { f.Endpoint = true })
}

// keepFlowReply puts the values of a reply into the row of the Flow that we sent; or into a row of its own, if
// we did not send the Flow or its row is filled in already.
func (d *Desk) keepFlowReply(ctx context.Context, in Incoming, key ConversationKey, m Message) error {
	reply := m.Body().FlowReply
	own := FlowRow{Flow: UnknownFlow, Conversation: key.ID, Message: m.ID, Visitor: in.Visitor, At: m.Origin.Sent}
	begins := own
	offer, err := d.offer(ctx, key, &m)
	if err != nil {
		return err
	}
	if offer != nil {
		if row, ok := flowRow(key, in.Visitor, offer, offer.flowBubble(reply.Bubble)); ok {
			begins, own.Flow, own.Form = row, row.Flow, row.Form
		}
	}
	fill := func(r *FlowRow) error {
		if r.Reply != "" && r.Reply != m.ID {
			return errNoFlow
		}
		r.Reply, r.Done, r.Values, r.Problem = m.ID, m.Origin.Sent, reply.Values, reply.Problem
		return nil
	}
	if err = d.flowMoved(ctx, key.Tenant, begins, fill, func(*FlowInfo) {}); errors.Is(err, errNoFlow) {
		return d.store.UpdateFlowRow(ctx, key.Tenant, own, fill)
	}
	return err
}

// nameFlow asks Meta for the name of a Flow that was sent, once a day at most. It is a courtesy: without a name
// the table has the form's.
func (c *Courier) nameFlow(ctx context.Context, n Number, b *Body) error {
	flow, _ := b.flow()
	if flow == "" {
		return nil
	}
	due := false
	err := c.store.UpdateFlow(ctx, n.Tenant, flow, func(f *FlowInfo) error {
		if due = c.Now().Sub(f.Named) >= flowNameEvery; due {
			f.Named = c.Now()
		}
		return nil
	})
	if err != nil || !due {
		return err
	}
	name, err := c.Sender.FlowName(ctx, n, flow)
	if err != nil || name == "" {
		return err
	}
	return c.store.UpdateFlow(ctx, n.Tenant, flow, func(f *FlowInfo) error {
		f.Name = truncate.Text(name, 200)
		return nil
	})
}

// flowBubble is the index of the bubble that opens the Flow of a reply. Older replies name no bubble: theirs is
// the first that opens one.
func (m *Message) flowBubble(named int) int {
	opens := func(b Bubble) bool { flow, _ := b.flow(); return flow != "" }
	if named < len(m.Bubbles) && opens(m.Bubbles[named]) {
		return named
	}
	return slices.IndexFunc(m.Bubbles, opens)
}
