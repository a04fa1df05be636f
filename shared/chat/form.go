package chat

import (
	"context"
	"slices"
)

// Check checks a form's values and trims them. Each fault names its field as the form does, so that the visitor
// knows which one to correct.
func (f *Form) Check(values map[string]string, j Judge) error {
	if len(values) > MaxFields {
		return Errorf(Invalid, "too_many_fields", "A form has at most %d fields.", MaxFields)
	}
	for name := range values {
		if !slices.ContainsFunc(f.Fields, func(field Field) bool { return field.Name == name }) {
			return Errorf(Invalid, "unknown_field", "The form has no field of that name.")
		}
	}
	faults := []FieldFault{}
	for _, field := range f.Fields {
		value, fault := field.Take(values[field.Name], j)
		if fault != nil {
			faults = append(faults, *fault)
			continue
		}
		values[field.Name] = value
		if value == "" {
			delete(values, field.Name)
		}
	}
	if len(faults) > 0 {
		return WrongFields(faults)
	}
	return nil
}

// Claims are the facts about the visitor in filled-in values.
func (f *Form) Claims(values map[string]string) []Claim {
	var all []Claim
	for _, field := range f.Fields {
		if value := values[field.Name]; value != "" &&
			(field.Type == "name" || field.Type == "email" || field.Type == "phone") {
			all = append(all, Claim{Field: field.Type, Value: value, Source: ClaimSource(fromForm + f.ID)})
		}
	}
	return all
}

// learnForm stores the claims of a filled-in form, and reaches its goals, under any owner of the conversation:
// the bot that answers may do so as well, or not come to it.
func (d *Desk) learnForm(ctx context.Context, in Incoming, key ConversationKey, m Message) error {
	if (m.Body().Submission == nil && m.Body().FlowReply == nil) || m.goesOn() {
		return nil
	}
	m, err := d.whole(ctx, key, m)
	if err != nil {
		return err
	}
	offer, err := d.offer(ctx, key, &m)
	if err != nil || offer == nil {
		return err
	}
	if flow := m.Body().FlowReply; flow != nil {
		m = flow.submitted(m, offer)
	}
	filled := m.Body().Submission
	if filled == nil {
		return nil
	}
	form := offer.form(filled.Form)
	if form == nil {
		return nil
	}
	visitor := VisitorKey{in.Tenant, in.Visitor}
	if claims := form.Claims(filled.Values); len(claims) > 0 {
		if err := d.learn(ctx, visitor, claims, m.At); err != nil {
			return err
		}
	}
	return d.reachByForm(ctx, visitor, m, form.ID)
}

// reachByForm reaches the goals of a form by the message that sent it.
func (d *Desk) reachByForm(ctx context.Context, visitor VisitorKey, m Message, form string) error {
	tenant, err := d.Tenant(ctx, visitor.Tenant)
	if err != nil {
		return err
	}
	for _, g := range tenant.Goals {
		if g.Form != form {
			continue
		}
		if err := d.reachBy(ctx, visitor, m, tenant.worth(GoalReached{Name: g.Name})); err != nil {
			return err
		}
	}
	return nil
}
