package httpapi

import "github.com/oapi-codegen/runtime/types"

// Or is the value, or its zero if there is none.
func Or[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

// Some is the text, or none if it is empty.
func Some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Day is a day as it is written (2006-01-02), "" if there is none.
func Day(d *types.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}
