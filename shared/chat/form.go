package chat

import (
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
