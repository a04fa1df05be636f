package chat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// OptIn is a person's yes to being written to, as somebody of the team noted it.
type OptIn struct {
	Source string    `json:"source"` // where they said so
	On     time.Time `json:"on"`     // on which day
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at"` // when it was noted
}

// Quiet is a person's no to all words that they did not ask for.
type Quiet struct {
	Said bool      `json:"said,omitempty"` // they wrote STOP; else somebody of the team noted it
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at"`
	// Lifted is when a lead said that it was no STOP. It stays noted: the same words may arrive once more.
	Lifted time.Time `json:"lifted,omitzero"`
}

// WantsQuiet tells whether nobody may write to a person without being asked. A yes that they gave after their STOP
// lifts it.
func (v *Visitor) WantsQuiet() bool {
	if v.Quiet == nil || !v.Quiet.Lifted.IsZero() {
		return false
	}
	day := v.Quiet.At.UTC().Truncate(24 * time.Hour)
	return v.OptIn == nil || !v.OptIn.At.After(v.Quiet.At) || v.OptIn.On.Before(day)
}

var errWantsQuiet = Errorf(Conflict, "wants_quiet",
	"This person does not want to be written to unless they ask. Their profile says since when.")

// Unasked tells whether words into a conversation go to somebody who wants quiet, and has written nothing in it since.
func (v *Visitor) Unasked(h *Head) bool { return v.WantsQuiet() && !h.VisitorAt.After(v.Quiet.At) }

// noWords says why no words of the team may go into a conversation, nil if they may: its customer wants quiet, and
// asked for none.
func (v *Visitor) noWords(h *Head, now time.Time) error {
	if v.Unasked(h) || v.WantsQuiet() && h.beginsBy(now) {
		return errWantsQuiet
	}
	return nil
}

// whyNoTemplate says why a template may not be sent to a customer, or "".
func (v *Visitor) whyNoTemplate(h *Head, category string, now time.Time) string {
	if why := v.unwanted(h, category, now); why != "" {
		return why
	}
	if h.beginsBy(now) && v.OptIn == nil {
		return "Nobody has noted that the customer agreed to be written to. Note it on their profile, with source and date."
	}
	return ""
}

// unwanted says why a customer does not want a template, or "".
func (v *Visitor) unwanted(h *Head, category string, now time.Time) string {
	switch {
	case category == "marketing" && v.Marketing.Stopped:
		return "The customer does not want marketing messages."
	case v.WantsQuiet() && category == "marketing" || v.noWords(h, now) != nil:
		return errWantsQuiet.Error()
	}
	return ""
}

// mayStill judges a person's words on WhatsApp once more before they go: the customer may have said STOP since.
func (d *Desk) mayStill(ctx context.Context, h Head, m Message) error {
	if m.Author.Kind != ByAgent || m.Body().IsMark() {
		return nil
	}
	v, err := d.store.Visitor(ctx, VisitorKey{h.Tenant, h.Visitor})
	if err != nil {
		return err
	}
	h.Owner, h.Status, h.WaitingFrom = OwnerAgent, Open, m.WaitedFrom // the words themselves ended the waiting
	category := ""
	if m.Body().Template != nil {
		category = m.Body().Template.Category
	}
	if why := v.unwanted(&h, category, d.Now()); why != "" {
		return &SendError{Reason: why}
	}
	return nil
}

// heedsStop notes on the profile that a visitor's words say STOP, and on those of all who are the same person.
func (d *Desk) heedsStop(ctx context.Context, in Incoming, m Message) error {
	if !SaysStop(&m) {
		return nil
	}
	key := ConversationKey{in.Tenant, ConversationOf(in.Visitor, in.Bot)}
	h, err := d.store.Head(ctx, key)
	if errors.Is(err, ErrNotFound) {
		h, err = in.open(), nil
	}
	if err != nil {
		return err
	}
	if stops, err := d.stops(ctx, &h, &m); !stops || err != nil {
		return err
	}
	v, err := d.store.Visitor(ctx, VisitorKey{in.Tenant, in.Visitor})
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	others, err := LinkedWith(ctx, d.store, v)
	for _, one := range append(others, v) {
		if err == nil {
			_, err = d.store.UpdateVisitor(ctx, one.Key(), func(v *Visitor) error { v.hush(m.At); return nil })
			err = Except(err, ErrNotFound, ErrErased)
		}
	}
	return err
}

// SaysStop tells whether the words of a message are a STOP, wherever they are said.
func SaysStop(m *Message) bool { return m.isWord() && stopsUs(m.Body().Text) }

// stops tells whether a visitor's message says STOP and is heard as that. A tap on an option of the bot's own is not,
// such as the one that leaves a form; a quick reply of a template is. To a field of a form the one word is its value,
// or leaves it.
func (d *Desk) stops(ctx context.Context, h *Head, m *Message) (bool, error) {
	if !SaysStop(m) {
		return false, nil
	}
	if offered, err := d.offered(ctx, h.Key(), m); err != nil || offered {
		return false, err
	}
	if asksToStop(m.Body().Text) {
		return true, nil
	}
	if m.Fills || h.fills(m) {
		return false, nil
	}
	form, err := d.beforeForm(ctx, h, m)
	return !form, err
}

// beforeForm tells whether the last words of the bot before a message show a form to fill in. A message is taken in
// again after a failure: the reply that it had then says whether it left one.
func (d *Desk) beforeForm(ctx context.Context, h *Head, m *Message) (bool, error) {
	if h.Source != Web || h.LastBotReply == "" {
		return false, nil
	}
	reply, err := d.store.Message(ctx, h.Key(), ReplyTo(m.ID))
	if err == nil && reply.Effects != nil {
		return reply.Effects.Form != nil && reply.Effects.Form.State == FormLeft, nil
	}
	if err := Except(err, ErrNotFound); err != nil {
		return false, err
	}
	last, err := d.store.Message(ctx, h.Key(), h.LastBotReply)
	if err != nil {
		return false, Except(err, ErrNotFound)
	}
	return slices.ContainsFunc(last.Bubbles, func(b Bubble) bool { return b.Form != nil }), nil
}

// hush notes a STOP, unless a later one is known.
func (v *Visitor) hush(at time.Time) {
	if v.Quiet == nil || v.Quiet.At.Before(at) {
		v.Quiet = &Quiet{Said: true, At: at}
		v.unsubscribe()
	}
}

// Permissions notes whether people may be written to.
type Permissions struct{ *Desk }

// Permit notes an opt-in, nil for no change; and whether the person wants quiet. All who are joined with them hold to
// it: they are one person.
func (p Permissions) Permit(ctx context.Context, a Agent, id VisitorID, yes *OptIn, quiet *bool) (Visitor, error) {
	now := p.Now()
	if yes != nil {
		if yes.Source = truncate.Text(strings.TrimSpace(yes.Source), maxSource); Blank(yes.Source) {
			return Visitor{}, WrongField("source", "no_source", "Say where they agreed, as in: the form at the fair in May.")
		}
		if yes.On.After(now.Add(24*time.Hour)) || now.Sub(yes.On) > oldOptIn {
			return Visitor{}, WrongField("on", "bad_opt_in_day", "Give the day on which they agreed, within the last ten years.")
		}
		yes.By, yes.At = a.Name, now
	}
	v, err := p.store.Visitor(ctx, VisitorKey{a.Tenant, id})
	if err != nil {
		return v, err
	}
	others, err := LinkedWith(ctx, p.store, v)
	changed := false
	for _, one := range append(others, v) {
		before := false
		if err == nil {
			v, err = p.store.UpdateVisitor(ctx, one.Key(), func(v *Visitor) error {
				before = v.WantsQuiet()
				return v.permit(a, yes, quiet, now)
			})
		}
		changed = changed || before != v.WantsQuiet()
	}
	if err != nil {
		return v, err
	}
	alias, err := p.AliasOf(ctx, v.Key())
	if yes != nil {
		err = errors.Join(err, p.Audited(ctx, a, err, "visitor.opted_in", alias, yes.Source))
	}
	if quiet != nil && changed {
		action := map[bool]string{true: "visitor.quieted", false: "visitor.unquieted"}[*quiet]
		err = errors.Join(err, p.Audited(ctx, a, err, action, alias, ""))
	}
	return v, err
}

// maxSource is how many characters the source of an opt-in has; oldOptIn is how old one may be.
const maxSource, oldOptIn = 200, 10 * 365 * 24 * time.Hour

func (v *Visitor) permit(a Agent, yes *OptIn, quiet *bool, now time.Time) error {
	if yes != nil {
		v.OptIn = yes
	}
	switch {
	case quiet == nil:
	case *quiet && v.WantsQuiet(): // it stands as it was said: only a lead takes a STOP of theirs back, with a reason
	case *quiet:
		v.Quiet = &Quiet{By: a.Name, At: now}
		v.unsubscribe()
	case v.Quiet != nil && !v.Quiet.Lifted.IsZero():
	case v.Quiet != nil && v.Quiet.Said:
		return Errorf(Conflict, "they_said_stop",
			"They wrote STOP themselves. If they agreed since, note where and when they did so.")
	default:
		v.Quiet = nil
	}
	return nil
}
