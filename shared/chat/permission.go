package chat

import (
	"context"
	"errors"
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
}

// WantsQuiet tells whether nobody may write to a person without being asked. A yes that they gave after their STOP
// lifts it.
func (v *Visitor) WantsQuiet() bool {
	if v.Quiet == nil {
		return false
	}
	day := v.Quiet.At.UTC().Truncate(24 * time.Hour)
	return v.OptIn == nil || !v.OptIn.At.After(v.Quiet.At) || v.OptIn.On.Before(day)
}

// FirstWordsADay is how many people an agent may write to first on a day.
const FirstWordsADay, maxFirstWords = 50, 500

// FirstWordsLimit is the tenant's own limit, or the usual one.
func (t *Tenant) FirstWordsLimit() int {
	if t.FirstWords == 0 {
		return FirstWordsADay
	}
	return t.FirstWords
}

// CheckFirstWords refuses a limit that is none.
func CheckFirstWords(n int) error {
	if n < 1 || n > maxFirstWords {
		return WrongField("firstWords", "bad_first_words", "A person writes first to 1 to 500 people a day.")
	}
	return nil
}

// takeFirstWords takes one from the number of people to whom an agent may write first today.
func (d *Desk) takeFirstWords(ctx context.Context, a Agent) error {
	t, err := d.Tenant(ctx, a.Tenant)
	if err != nil {
		return err
	}
	limit := RateLimit{"first-words", int64(t.FirstWordsLimit()), 24 * time.Hour, 1}
	err = d.Limit(ctx, a.Tenant, limit, string(a.ID))
	if KindOf(err) == TooMany {
		return Errorf(TooMany, "first_words_spent",
			"You have written first to %d people today. An owner can raise this under Settings, General.", limit.Limit)
	}
	return err
}

var errWantsQuiet = Errorf(Conflict, "wants_quiet",
	"This person does not want to be written to unless they ask. Their profile says since when.")

// unasked tells whether words on WhatsApp come without being asked for: the customer has written nothing since they
// wanted quiet; or the service window is over, and they wait for nothing.
func (v *Visitor) unasked(h *Head, now time.Time) bool {
	since := v.Quiet != nil && h.VisitorAt.After(v.Quiet.At)
	return v.WantsQuiet() && !since || !now.Before(h.Window) && h.Waits().IsZero()
}

// beginsBy tells whether a template is first words: no case is open, and the customer waits for nothing.
func (h *Head) beginsBy(now time.Time) bool {
	return !now.Before(h.Window) && h.Waits().IsZero() && h.Status == Closed
}

// whyNoTemplate says why a template may not be sent to a customer, or "".
func (v *Visitor) whyNoTemplate(h *Head, category string, now time.Time) string {
	switch {
	case category == "marketing" && v.Marketing.Stopped:
		return "The customer does not want marketing messages."
	case v.WantsQuiet() && (category == "marketing" || v.unasked(h, now)):
		return errWantsQuiet.Error()
	case h.beginsBy(now) && v.OptIn == nil:
		return "Nobody has noted that the customer agreed to be written to. Note it on their profile, with source and date."
	}
	return ""
}

// mayAddress refuses a person's words on WhatsApp to a customer who wants quiet and has not written since.
func (d *Desk) mayAddress(ctx context.Context, key ConversationKey, m *Message) error {
	if !m.leaves() || m.Body().IsMark() {
		return nil
	}
	head, err := d.store.HeadEventually(ctx, key)
	if err != nil || head.Source != WhatsApp {
		return Except(err, ErrNotFound, ErrErased) // the write itself says so
	}
	v, err := d.store.Visitor(ctx, VisitorKey{head.Tenant, head.Visitor})
	if err == nil && v.WantsQuiet() && v.unasked(&head, d.Now()) {
		err = errWantsQuiet
	}
	return Except(err, ErrNotFound, ErrErased)
}

// mayTemplate judges a template once more before it goes: the customer may have said STOP since.
func (d *Desk) mayTemplate(ctx context.Context, h Head, m Message) error {
	if m.Body().Template == nil || m.Author.Kind != ByAgent {
		return nil
	}
	v, err := d.store.Visitor(ctx, VisitorKey{h.Tenant, h.Visitor})
	if err != nil {
		return err
	}
	h.Status = Open // the words themselves opened it
	if why := v.whyNoTemplate(&h, m.Body().Template.Category, d.Now()); why != "" {
		return &SendError{Reason: why}
	}
	return nil
}

// heedsStop notes on the profile that a visitor's words say STOP, and on those of all who are the same person.
func (d *Desk) heedsStop(ctx context.Context, in Incoming, m Message) error {
	if !m.isWord() || !stopsUs(m.Body().Text) {
		return nil
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
	for _, one := range append(others, v) {
		if err == nil {
			v, err = p.store.UpdateVisitor(ctx, one.Key(), func(v *Visitor) error { return v.permit(a, yes, quiet, now) })
		}
	}
	if err != nil {
		return v, err
	}
	alias, err := p.AliasOf(ctx, v.Key())
	if yes != nil {
		err = errors.Join(err, p.Audited(ctx, a, err, "visitor.opted_in", alias, yes.Source))
	}
	if quiet != nil {
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
	case *quiet:
		v.Quiet = &Quiet{By: a.Name, At: now}
		v.unsubscribe()
	case v.Quiet != nil && v.Quiet.Said:
		return Errorf(Conflict, "they_said_stop",
			"They wrote STOP themselves. If they agreed since, note where and when they did so.")
	default:
		v.Quiet = nil
	}
	return nil
}
