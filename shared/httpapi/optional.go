package httpapi

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
