package team

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

const (
	stale     = 5 * time.Minute // after so long a need is no news: the stream has stood still
	alertKeep = 30 * 24 * time.Hour
	toldKeep  = 24 * time.Hour
	offers    = 3 // how often others are chosen in the place of those without room
)

// Alert tells people on deck of a talk that needs a person after a bot's reply: at most two of the same cause in a
// case, each of them at most so often in an hour, and nobody any more once somebody said that none is needed. The
// stream's reader calls it, at least once and in any order. First the conversation's row names the people, then the row
// of each of them grants it, so a call that is cut off is finished by the next one for the same reply.
func (t *Team) Alert(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	if m.Need == nil || t.desk.Now().Sub(m.At) > stale {
		return nil
	}
	tenant, err := t.desk.Tenant(ctx, key.Tenant)
	if err != nil || !tenant.Alerts.Filled().Level.Alerts(m.Need.Score) {
		return chat.Except(err, chat.ErrNotFound)
	}
	head, err := t.store.Head(ctx, key)
	if err != nil || !goesOn(&head, m) {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	had, err := t.store.Alert(ctx, key, head.Case)
	if err != nil || !had.wants(m, t.desk.Now()) {
		return err
	}
	return t.alert(ctx, tenant, head, m)
}

// goesOn tells whether a bot still has the talk that a reply is from.
func goesOn(h *chat.Head, m chat.Message) bool {
	return h.Owner == chat.OwnerBot && h.Status == chat.Open && h.Epoch == m.Epoch
}

// wants tells whether people are to be told of a reply's need: of its cause they were not, or while its call was cut
// off.
func (a *Alert) wants(m chat.Message, now time.Time) bool {
	c := a.cause(m.Need.Cause)
	if a.Off != "" || c != nil {
		return a.Off == "" && c.Message == m.ID
	}
	return !slices.ContainsFunc(a.Causes, func(c Cause) bool { return now.Sub(c.At) < between })
}

func (t *Team) alert(ctx context.Context, tenant chat.Tenant, h chat.Head, m chat.Message) error {
	o := offer{need: *m.Need, about: m.ID, hourly: tenant.Alerts.Filled().Hourly, now: t.desk.Now()}
	var err error
	if o.among, err = t.free(ctx, tenant, o.hourly); err != nil {
		return err
	}
	told := Told{Conversation: h.ID, Case: h.Case, Cause: m.Need.Cause, Score: m.Need.Score, At: o.now}
	for range offers {
		to, err := t.choose(ctx, h, m, o)
		if err != nil {
			return err
		}
		if o.refused, err = t.grant(ctx, tenant.ID, told, to, o.hourly); err != nil || len(o.refused) == 0 {
			return err
		}
	}
	return nil
}

// errNobody leaves a row as it is: there is nobody to tell.
var errNobody = errors.New("team: there is nobody to tell")

// choose names in the conversation's row the people who are told.
func (t *Team) choose(ctx context.Context, h chat.Head, m chat.Message, o offer) ([]chat.AgentID, error) {
	var to []chat.AgentID
	err := t.store.UpdateAlert(ctx, h.Key(), h.Case, o.now.Add(alertKeep), func(a *Alert) error {
		to = nil
		if !a.wants(m, o.now) {
			return errNobody
		}
		if a.At.IsZero() {
			a.At = o.now
		}
		c := a.offer(o)
		if to = c.To; len(to)+len(c.Refused) == 0 {
			return errNobody
		}
		return nil
	})
	return to, chat.Except(err, errNobody)
}

// grant notes the alert with each of the people, tells them, and returns those who have no room for it.
func (t *Team) grant(
	ctx context.Context, tenant chat.TenantID, told Told, to []chat.AgentID, hourly int,
) (refused []chat.AgentID, err error) {
	for _, id := range to {
		granted := false
		err := t.store.UpdateAlerted(ctx, tenant, id, told.At.Add(toldKeep), func(a *Alerted) error {
			granted = a.grant(told, hourly)
			return nil
		})
		if err != nil {
			return nil, err
		}
		if !granted {
			refused = append(refused, id)
			continue
		}
		chat.PushAgent(ctx, t.desk, tenant, id, chat.Push{
			Action: chat.PushAlert, Conversation: told.Conversation, Case: told.Case, Cause: told.Cause,
		})
	}
	return refused, nil
}

// Alerts are those of the caller within the hour, the latest first.
func (t *Team) Alerts(ctx context.Context, a chat.Agent) ([]Told, error) {
	row, err := t.store.Alerted(ctx, a.Tenant, a.ID)
	now := t.desk.Now()
	all := slices.DeleteFunc(row.All, func(t Told) bool { return t.Refused || now.Sub(t.At) >= hour })
	slices.Reverse(all)
	return all, err
}

// errNoAlert answers a verdict of somebody who was not alerted.
var errNoAlert = chat.Errorf(chat.NotFound, "no_alert",
	"You were not alerted of this conversation within the last hour.")

// Judge notes whether the caller's latest alert of a conversation was right. If it was not needed, nobody is alerted of
// its case any more, until the same person takes that back.
func (t *Team) Judge(ctx context.Context, a chat.Agent, id chat.ConversationID, right bool) error {
	all, err := t.Alerts(ctx, a)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(t Told) bool { return t.Conversation == id })
	if i < 0 {
		return errNoAlert
	}
	told, verdict := all[i], NotNeeded
	if right {
		verdict = Right
	}
	key, until := chat.ConversationKey{Tenant: a.Tenant, ID: id}, told.At.Add(alertKeep)
	err = t.store.UpdateAlert(ctx, key, told.Case, until, func(row *Alert) error {
		c := row.cause(told.Cause)
		if c == nil {
			return errNoAlert // its conversation was erased meanwhile
		}
		if c.Verdict = verdict; !right && row.Off == "" {
			row.Off = a.ID
		} else if right && row.Off == a.ID {
			row.Off = ""
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.store.UpdateAlerted(ctx, a.Tenant, a.ID, told.At.Add(toldKeep), func(row *Alerted) error {
		if i := slices.IndexFunc(row.All, told.same); i >= 0 {
			row.All[i].Verdict = verdict
		}
		return nil
	})
}

// Verdicts is how many alerts there were, and how many people called right and not needed.
type Verdicts struct{ Made, Right, NotNeeded int }

// maxCounted is how many cases with alerts are counted at most.
const maxCounted = 2000

// Judged counts the alerts of cases with a first one since a time.
func (t *Team) Judged(ctx context.Context, tenant chat.TenantID, since time.Time) (v Verdicts, err error) {
	all, err := t.store.AlertsSince(ctx, tenant, since, maxCounted)
	for _, a := range all {
		for _, c := range a.Causes {
			if len(c.To) > 0 {
				v.Made++
			}
			switch c.Verdict {
			case Right:
				v.Right++
			case NotNeeded:
				v.NotNeeded++
			}
		}
	}
	return v, err
}
