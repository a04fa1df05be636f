package chat

import (
	"context"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var phone = regexp.MustCompile(`^\+?[0-9][0-9 ()./-]{4,24}$`)
var number = regexp.MustCompile(`^-?[0-9]+([.,][0-9]+)?$`)

// check judges a form's values and trims them. The text names the field as the
// form does, so that the visitor knows what to mend.
func (f *Form) check(values map[string]string) error {
	if len(values) > MaxFields {
		return Errorf(Invalid, "too_many_fields", "A form has at most %d fields.", MaxFields)
	}
	for name := range values {
		if !slices.ContainsFunc(f.Fields, func(field Field) bool { return field.Name == name }) {
			return Errorf(Invalid, "unknown_field", "The form has no field of that name.")
		}
	}
	for _, field := range f.Fields {
		value := strings.TrimSpace(values[field.Name])
		if value == "" {
			if field.Required {
				return Errorf(Invalid, "field_required", "%s is needed.", field.Label)
			}
			delete(values, field.Name)
			continue
		}
		if err := field.Check(value); err != nil {
			return err
		}
		values[field.Name] = value
	}
	return nil
}

// Check judges one value of the field. The text names the field as the form does.
func (f *Field) Check(value string) error {
	ok := utf8.ValidString(value) && utf8.RuneCountInString(value) <= MaxFieldValue
	switch f.Type {
	case "email":
		address, err := mail.ParseAddress(value)
		ok = ok && err == nil && address.Address == value && strings.Contains(value, ".")
	case "phone":
		ok = ok && phone.MatchString(value)
	case "number":
		ok = ok && number.MatchString(value)
	case "choice":
		ok = ok && slices.Contains(f.Choices, value)
	}
	if !ok {
		return Errorf(Invalid, "field_invalid", "%s does not look right.", f.Label)
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
	if m.Body().Submission == nil && m.Body().FlowReply == nil {
		return nil
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
