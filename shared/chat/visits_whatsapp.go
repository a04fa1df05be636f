package chat

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// visitByMessage makes a WhatsApp message part of a visit: a run of messages with
// gaps under VisitGap.
func (d *Desk) visitByMessage(ctx context.Context, in Incoming, m Message) error {
	visit := Visit{
		Tenant: in.Tenant, Visitor: in.Visitor, Bot: in.Bot, Source: WhatsApp, Number: m.Origin.Number, Mode: Full,
		Device: Device{Type: "whatsapp"}, Place: Place{Country: m.Origin.Country, Inferred: m.Origin.Country != ""},
	}
	m.Origin.leads(&visit)
	key := VisitorKey{in.Tenant, in.Visitor}
	for range AnswerTries {
		_, current, err := d.store.VisitorNow(ctx, key)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err == nil && current.Visit != "" {
			joined, err := d.joinByMessage(ctx, VisitKey{in.Tenant, in.Visitor, current.Visit}, m)
			if err != nil || joined {
				return err
			}
		}
		visit.ID = VisitID("s_" + d.NewID(m.At))
		visit.Started, visit.LastAt, visit.Returning = m.At, m.At, current.Number > 0
		if err = d.store.Begin(ctx, visit, current); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return ErrConflict
}

// sameMoment is how much later than a visit's last activity a further word may come without a write of the visit.
const sameMoment = time.Minute

// joinByMessage extends a visit to a message's time, and tells whether the message
// belongs to it. A message from before the visit's last activity belongs to it too.
func (d *Desk) joinByMessage(ctx context.Context, key VisitKey, m Message) (bool, error) {
	s, err := d.store.VisitEventually(ctx, key)
	if err == nil && s.Live() && m.At.Sub(s.LastAt) < sameMoment && (m.Origin.Referral == nil || s.Campaign != nil) {
		return true, nil
	}
	if Except(err, ErrNotFound) != nil {
		return false, err
	}
	last := s.LastAt
	if m.At.Sub(last) >= VisitGap {
		if last, err = d.lastWord(ctx, s); err != nil {
			return false, err
		}
	}
	joined, at := false, m.At
	_, err = d.store.UpdateVisit(ctx, key, func(s *Visit) error {
		s.LastAt = latest(s.LastAt, last)
		if joined = at.Sub(s.LastAt) < VisitGap; !joined {
			if s.Live() {
				s.End(Idle)
			}
			return nil
		}
		m.Origin.leads(s)
		if !at.After(s.LastAt) {
			return nil
		}
		s.LastAt = at
		if d.Now().Sub(at) < WhatsAppLive {
			s.resume(at)
		} else if !s.Live() {
			s.End(Idle)
		}
		return nil
	})
	return joined, Except(err, ErrNotFound)
}

// lastWord is when the customer of a visit last wrote: words that came within a moment of its last activity did not
// move it.
func (d *Desk) lastWord(ctx context.Context, s Visit) (time.Time, error) {
	last := s.LastAt
	if s.Visitor == "" || s.Source != WhatsApp {
		return last, nil
	}
	key := ConversationKey{s.Tenant, ConversationOf(s.Visitor, s.Bot)}
	log, err := d.store.Since(ctx, key, FirstIDAt(s.LastAt.Add(-LateAfter)), MaxLookback)
	for _, m := range log {
		if m.Author.Kind == ByVisitor && m.At.Sub(s.LastAt) < sameMoment && !m.Body().IsMark() {
			last = latest(last, m.At)
		}
	}
	return last, err
}

// leads notes on a visit the advertisement that led to it: the first one that did.
func (o *Origin) leads(s *Visit) {
	if o.Referral == nil || s.Campaign != nil {
		return
	}
	r := o.Referral
	s.Referrer, s.Campaign = r.URL, map[string]string{}
	for name, value := range map[string]string{"type": r.Type, "id": r.ID, "headline": r.Headline, "click": r.Click} {
		if value != "" {
			s.Campaign[name] = truncate.Text(value, 200)
		}
	}
}
