package chat

import (
	"context"
	"slices"
)

// Check judges a form's values and trims them. The text names the field as the
// form does, so that the visitor knows what to mend.
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

// Claims is what filled-in values tell about who filled them in.
func (f *Form) Claims(values map[string]string) []Claim {
	var all []Claim
	for _, field := range f.Fields {
		if value := values[field.Name]; value != "" && (field.Type == "name" || field.Type == "email" || field.Type == "phone") {
			all = append(all, Claim{Field: field.Type, Value: value, Source: "form:" + f.ID})
		}
	}
	return all
}

// learnForm takes in what a filled-in form tells about the visitor where no bot does: while
// a person has the conversation.
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
	if claims := form.Claims(filled.Values); len(claims) > 0 {
		return d.learn(ctx, VisitorKey{in.Tenant, in.Visitor}, claims, m.At)
	}
	return nil
}
