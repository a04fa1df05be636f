package chat

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/botifire/livechat/shared/privacy"
)

// Page notes that the visitor is on another page. Nothing is kept in minimal mode.
func (d *Desk) Page(ctx context.Context, s Socket, p Page) error {
	p = cleanPage(p)
	if !s.Mode.Keeps(KeepPages) || p.URL == "" {
		return nil
	}
	return d.trail(ctx, s.SessionKey(), p)
}

func (d *Desk) trail(ctx context.Context, key SessionKey, p Page) error {
	now, logged := d.Now(), false
	_, err := d.updateSession(ctx, key, nil, func(s *Session) error {
		logged = s.sees(p, now)
		return nil
	})
	if err != nil || !logged {
		return err
	}
	return d.logPage(ctx, key, p, now)
}

func (d *Desk) logPage(ctx context.Context, key SessionKey, p Page, at time.Time) error {
	return d.Store.AddEvent(ctx, key, SessionEvent{ID: d.NewID(at), At: at, Kind: "page", Page: &p})
}

// Track takes a goal that the visitor's page reports: unverified, and only names
// that the tenant knows.
func (d *Desk) Track(ctx context.Context, s Socket, goal GoalReached) error {
	if !s.Mode.Keeps(KeepPageGoals) {
		return nil
	}
	tenant, err := d.tenant(ctx, s.Tenant)
	if err != nil {
		return err
	}
	if known, ok := tenant.goal(goal.Name); !ok || !known.Page {
		return Errorf(Invalid, "unknown_goal", "There is no goal of that name that a page may report. Goals are set up under Settings.")
	}
	goal.Verified = false
	return d.reach(ctx, s.VisitorKey(), s.Session, tenant.worth(goal), d.Now())
}

var errManyGoals = Errorf(Conflict, "too_many_goals", "This visit has reached as many goals as one can. It is not counted.")

// reach puts a goal into a visit: once for the visit, and once at all for an order.
func (d *Desk) reach(ctx context.Context, visitor VisitorKey, id SessionID, goal GoalReached, at time.Time) error {
	if id == "" {
		current, err := d.Store.Current(ctx, visitor)
		if err != nil {
			return ignore(err, ErrNotFound)
		}
		id = current.Session
	}
	key := SessionKey{visitor.Tenant, visitor.ID, id}
	s, err := d.Store.Session(ctx, key)
	if err != nil || s.HasGoal(goal) {
		return ignore(err, ErrNotFound)
	}
	if len(s.Goals) >= MaxReached {
		return errManyGoals
	}
	if goal.OrderID != "" {
		first, err := d.Store.ClaimOrder(ctx, key.Tenant, goal.Name, goal.OrderID, string(id))
		if err != nil || !first {
			return err
		}
	}
	alone, err := d.withoutHuman(ctx, visitor, s.Started)
	if err != nil {
		return err
	}
	reached := SessionGoal{GoalReached: goal, At: at, WithoutHuman: alone}
	sum := sha256.Sum256([]byte(goal.Name + "\x00" + goal.OrderID))
	event := SessionEvent{ID: "goal-" + lowerBase32.EncodeToString(sum[:10]), At: at, Kind: "goal", Goal: &reached}
	_, err = d.updateSession(ctx, key, []SessionEvent{event}, func(s *Session) error {
		if !s.HasGoal(goal) && len(s.Goals) < MaxReached {
			s.Goals = append(s.Goals, reached)
		}
		return nil
	})
	return ignore(err, ErrExists)
}

// withoutHuman tells whether no person spoke or took over in any conversation of
// the visitor since then.
func (d *Desk) withoutHuman(ctx context.Context, key VisitorKey, since time.Time) (bool, error) {
	heads, err := d.Store.ConversationsOf(ctx, key)
	if err != nil {
		return false, err
	}
	for _, h := range heads {
		messages, err := d.Store.Since(ctx, h.Key(), firstIDAt(since), MaxLookback)
		if err != nil {
			return false, err
		}
		for _, m := range messages {
			took := len(m.Bubbles) > 0 && m.Body().Event != nil && m.Body().Event.Name == "took_over"
			if took || (m.Author.Kind == ByAgent && m.leaves()) {
				return false, nil
			}
		}
	}
	return true, nil
}

// Attributes takes what the tenant's page says about the visitor: claims.
func (d *Desk) Attributes(ctx context.Context, s Socket, attributes map[string]string) error {
	if !s.Mode.Keeps(KeepAttributes) {
		return nil
	}
	claims := []Claim{}
	for name, value := range attributes {
		claims = append(claims, Claim{Field: name, Value: value, Source: "page"})
	}
	return d.learn(ctx, s.VisitorKey(), claims, d.Now())
}

func cleanPage(p Page) Page {
	return Page{URL: privacy.PageURL(p.URL), Title: clip(p.Title, 120), Referrer: privacy.PageURL(p.Referrer)}
}
