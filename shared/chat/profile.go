package chat

import (
	"context"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// entered are the fields of a profile that are more than text, as forms judge them.
var entered = []Field{
	{Name: "email", Label: "The e-mail address", Type: "email"}, {Name: "phone", Label: "The phone number", Type: "phone"},
}

// judgeProfile returns all faults of the values that an agent entered.
func judgeProfile(profile map[string]string) error {
	faults := []FieldFault{}
	for _, field := range entered {
		if _, fault := field.Take(profile[field.Name], Judge{}); fault != nil {
			faults = append(faults, *fault)
		}
	}
	if len(faults) > 0 {
		return WrongFields(faults)
	}
	return nil
}

// enter puts an agent's value on the profile, or takes it off if it is empty.
func (v *Visitor) enter(a Agent, field, value string, now time.Time) error {
	if had := v.Profile[field]; field == vouched && had.Value != value {
		return Errorf(Invalid, "field_verified",
			"WhatsApp vouches for the WhatsApp number, so it cannot be changed. Enter another number as the phone.")
	}
	if Blank(value) {
		delete(v.Profile, field)
		return nil
	}
	if _, known := v.Profile[field]; !known && len(v.Profile) >= MaxAttributes {
		return Errorf(Invalid, "too_many_attributes", "A profile has at most %d fields.", MaxAttributes)
	}
	if !fieldName().MatchString(field) {
		return Errorf(Invalid, "bad_field", "A field's name has at most 100 letters, digits and spaces.")
	}
	if v.profileSize()+sizeOf(field, Fact{Value: truncate.Text(value, MaxFieldValue)}) > MaxProfile {
		return Errorf(Invalid, "profile_full", "This profile is full. Shorten or remove a field first.")
	}
	if v.Learn(Claim{Field: field, Value: value, Source: ClaimSource(fromAgent + a.ID)}, now) {
		fact := v.Profile[field]
		fact.By = a.Name
		v.Profile[field] = fact
	}
	return nil
}

// ChangeVisitor corrects a profile, where an empty value removes a field, and
// blocks or unblocks. A blocked visitor's sockets drop.
func (d *Desk) ChangeVisitor(
	ctx context.Context, a Agent, id VisitorID, profile map[string]string, blocked *bool,
) (Visitor, error) {
	if err := judgeProfile(profile); err != nil {
		return Visitor{}, err
	}
	now := d.Now()
	v, err := d.store.UpdateVisitor(ctx, VisitorKey{a.Tenant, id}, func(v *Visitor) error {
		v.Fit()
		for field, value := range profile {
			if err := v.enter(a, field, strings.TrimSpace(value), now); err != nil {
				return err
			}
		}
		if blocked != nil {
			v.block(*blocked)
		}
		return nil
	})
	if err == nil && v.Blocked {
		err = d.block(ctx, v.Key())
	}
	if err == nil && blocked != nil {
		err = d.blockLinked(ctx, v)
	}
	if err != nil || blocked == nil {
		return v, err
	}
	action := "visitor.unblocked"
	if v.Blocked {
		action = "visitor.blocked"
	}
	alias, err := d.AliasOf(ctx, v.Key())
	return v, d.Audited(ctx, a, err, action, alias, "")
}

// blockLinked blocks all who are joined with a visitor as they are, or unblocks them: they are one person.
func (d *Desk) blockLinked(ctx context.Context, v Visitor) error {
	others, err := LinkedWith(ctx, d.store, v)
	for _, other := range others {
		if err == nil {
			_, err = d.store.UpdateVisitor(ctx, other.Key(), func(o *Visitor) error {
				o.block(v.Blocked)
				return nil
			})
			err = Except(err, ErrNotFound, ErrErased)
		}
		if err == nil && v.Blocked {
			err = d.block(ctx, other.Key())
		}
	}
	return err
}

// block tells a blocked visitor's open chats that they are closed, and ends their sockets.
func (d *Desk) block(ctx context.Context, key VisitorKey) error {
	sockets, err := d.tabsOfVisitor(ctx, key)
	for _, s := range sockets.open() {
		d.push(ctx, Push{Action: PushBlocked, Conversation: s.Conversation}, s.ID)
	}
	if err != nil {
		return err
	}
	return d.DisconnectVisitor(ctx, key)
}

// AddNote leaves a note about a visitor for the team.
func (d *Desk) AddNote(ctx context.Context, a Agent, id VisitorID, text string) (Note, error) {
	key := VisitorKey{a.Tenant, id}
	if _, err := d.store.Visitor(ctx, key); err != nil {
		return Note{}, err
	}
	now := d.Now()
	text = truncate.Text(strings.TrimSpace(text), MaxNote)
	n := Note{ID: d.NewID(now), By: string(a.ID), Name: a.Name, Text: text, At: now}
	return n, d.store.AddNote(ctx, key, n)
}
