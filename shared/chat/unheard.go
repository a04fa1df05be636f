package chat

import (
	"context"
	"errors"
	"strings"
	"time"
)

var (
	errLeadLifts = Errorf(Forbidden, "lead_needed",
		"They wrote STOP themselves. Only a lead can say that it was heard wrongly.")
	errNoStop = Errorf(Conflict, "no_stop", "There is no STOP of theirs, or it was taken back already.")
)

// Unhear takes back a STOP that was read into words that meant something else, for all who are the same person. A lead
// says why, and the audit keeps it. A new STOP counts as ever.
func (p Permissions) Unhear(ctx context.Context, a Agent, id VisitorID, why string) (Visitor, error) {
	if !a.Role.Includes(RoleLead) {
		return Visitor{}, errLeadLifts
	}
	if why = strings.TrimSpace(why); Blank(why) {
		return Visitor{}, WrongField("heardWrongly", "no_reason", "Say what they meant. It goes to the audit.")
	}
	v, err := p.store.Visitor(ctx, VisitorKey{a.Tenant, id})
	if err != nil {
		return v, err
	}
	if v.Quiet == nil || !v.Quiet.Said || !v.WantsQuiet() {
		return v, errNoStop
	}
	heard, now := v.Quiet.At, p.Now()
	others, err := LinkedWith(ctx, p.store, v)
	for _, one := range append(others, v) {
		if err == nil {
			v, err = p.store.UpdateVisitor(ctx, one.Key(), func(v *Visitor) error { v.unhear(heard, now); return nil })
		}
	}
	if err != nil {
		return v, err
	}
	alias, err := p.AliasOf(ctx, v.Key())
	return v, errors.Join(err, p.Audited(ctx, a, err, "visitor.stop_lifted", alias, why))
}

// unhear lifts a STOP, and none that came since.
func (v *Visitor) unhear(heard, now time.Time) {
	if v.Quiet != nil && v.Quiet.Said && !v.Quiet.At.After(heard) {
		quiet := *v.Quiet
		quiet.Lifted = now
		v.Quiet = &quiet
	}
}
