package chat

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/truncate"
)

// Page admits a frame that tells of a page, and notes the page on its socket. id is the frame's. A visit in minimal
// mode has no trail.
func (w *WebChannel) Page(ctx context.Context, socket ConnectionID, id string, p Page) (Socket, error) {
	s, err := w.knownSocket(ctx, socket)
	if err == nil && s.Visitor != "" && s.Quiet(w.Now()) {
		s, err = w.Reenter(ctx, s)
	}
	if err != nil {
		return s, err
	}
	anew := s.full()
	if anew {
		if s, err = w.empty(ctx, s); err != nil {
			return s, err
		}
	}
	p = s.clean(p)
	if s.Visitor == "" || !s.Mode.Keeps(KeepPages) || p.URL == "" || s.Noted-s.Before >= s.Room {
		return w.AdmitFrame(ctx, socket, Here)
	}
	if err := w.note(ctx, s, id, p, anew); err != nil {
		return s, err
	}
	w.hintAlone(ctx, s.Tenant, "visitors")
	return s, w.limitFrame(ctx, s)
}

// note notes a page on its socket. anew says that the log has the pages that were noted before; if another page
// came meanwhile, they leave the notebook with that one.
func (w *WebChannel) note(ctx context.Context, s Socket, id string, p Page, anew bool) error {
	now := w.Now()
	if n := len(s.Trail); n > 0 { // the clocks of two functions differ a little
		now = latest(now, s.Trail[n-1].At)
	}
	err := w.store.Note(ctx, s, now, id, p, anew)
	if anew && errors.Is(err, ErrConflict) {
		err = w.store.Note(ctx, s, now, id, p, false)
	}
	return err
}

// Track takes a goal that the visitor's page reports: unverified, and only names
// that the tenant knows.
func (w *WebChannel) Track(ctx context.Context, s Socket, goal GoalReached) error {
	if !s.Mode.Keeps(KeepPageGoals) {
		return nil
	}
	tenant, err := w.Tenant(ctx, s.Tenant)
	if err != nil {
		return err
	}
	if known, ok := tenant.goal(goal.Name); !ok || !known.Page {
		return Errorf(Invalid, "unknown_goal",
			"There is no goal of that name that a page may report. Goals are set up under Settings.")
	}
	goal.Verified = false
	_, err = w.reach(ctx, s.VisitorKey(), s.Visit, tenant.worth(goal), w.Now())
	return Except(err, errOrderTaken, errNoVisit) // a page must not learn whose order it is
}

// Attributes takes the attributes that the tenant's page gives of the visitor: claims.
func (w *WebChannel) Attributes(ctx context.Context, s Socket, attributes map[string]string) error {
	if !s.Mode.Keeps(KeepAttributes) {
		return nil
	}
	claims := []Claim{}
	for name, value := range attributes {
		claims = append(claims, Claim{Field: name, Value: value, Source: FromPage})
	}
	return w.learn(ctx, s.VisitorKey(), claims, w.Now())
}

// clean is a page of the socket's site, reduced to the parts that may be kept.
func (s *Socket) clean(p Page) Page {
	return Page{
		URL: privacy.PageURL(p.URL, s.Pages...), Title: truncate.Text(p.Title, 120), Referrer: privacy.PageURL(p.Referrer),
	}
}
