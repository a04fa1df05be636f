package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// ErrorKind is the kind of an error, which tells a caller how to react. The edge turns it into a status.
type ErrorKind string

const (
	Invalid     ErrorKind = "invalid"     // the input is wrong: change it
	Unproved    ErrorKind = "unproved"    // the proof of the caller's identity is missing or wrong
	Forbidden   ErrorKind = "forbidden"   // the caller may not do this
	NotFound    ErrorKind = "not_found"   // there is no such thing in this tenant
	Conflict    ErrorKind = "conflict"    // the state has moved: read it again
	Gone        ErrorKind = "gone"        // it was there and will not come back
	TooMany     ErrorKind = "too_many"    // slow down
	Unavailable ErrorKind = "unavailable" // try again, the same call may succeed
)

// Error is an error that a person may read. Code names the case for programs, Text gives the fault and the
// remedy. Any other error is internal and never leaves.
type Error struct {
	Kind ErrorKind `json:"kind"`
	Code string    `json:"code"`
	Text string    `json:"message"`

	Fields []FieldFault `json:"fields,omitempty"` // all wrong ones; the first has the error's own code
}

// FieldFault is a fault of one field of a form.
type FieldFault struct {
	Name string `json:"name"`
	Code string `json:"code"`
	Text string `json:"message"`
}

// WrongFields makes one Error of all faults of a form. It is called after the first fault: there is at least
// one.
func WrongFields(faults []FieldFault) *Error {
	e := Errorf(Invalid, faults[0].Code, "%s", faults[0].Text)
	e.Fields = faults
	return e
}

// Faults gathers the faults of a form.
type Faults []FieldFault

// Wrong adds a fault of a field, if it is one.
func (f *Faults) Wrong(is bool, field, code, format string, args ...any) {
	if is {
		*f = append(*f, FieldFault{Name: field, Code: code, Text: fmt.Sprintf(format, args...)})
	}
}

// Err is the faults as one error, or nil if there are none.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return WrongFields(f)
}

// WrongField is an error about one field.
func WrongField(field, code, text string) error {
	return WrongFields([]FieldFault{{Name: field, Code: code, Text: text}})
}

func (e *Error) Error() string { return e.Code + ": " + e.Text }

// NotHere is the error of a port's twin, in a function without the port. The mistake is ours, so the text is
// for the log.
func NotHere(act string) error { return fmt.Errorf("this function may not %s", act) }

// Ours tells whether an error is a fault of ours, which an alarm should count: an internal one, or
// that something which we need does not answer.
func Ours(err error) bool {
	kind := KindOf(err)
	return err != nil && !errors.Is(err, ErrClosed) && (kind == "" || kind == Unavailable)
}

// unfinished logs a failure that no caller hears of, because somebody else makes up for it: relay, or
// a client that asks again.
func unfinished(ctx context.Context, message string, err error, more ...any) {
	level := slog.LevelWarn
	if Ours(err) {
		level = slog.LevelError
	}
	slog.Log(ctx, level, message, append(more, "error", err.Error())...)
}

// Errorf makes an Error.
func Errorf(kind ErrorKind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Text: fmt.Sprintf(format, args...)}
}

// KindOf is the kind of an error, or "" for an internal one.
func KindOf(err error) ErrorKind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// CodeOf is the code of an error, or "" for an internal one.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// These are the errors of stores. A store wraps nothing into them, so == would do; use errors.Is.
var (
	ErrNotFound = Errorf(NotFound, "not_found", "There is no such thing.")
	// ErrExists says that a row with this id is already stored.
	ErrExists = Errorf(Conflict, "exists", "This id is already taken.")
	// ErrConflict says that the row moved more often than a store is willing to retry.
	ErrConflict = Errorf(Conflict, "conflict", "Somebody else changed this at the same time. Try again.")
	ErrGone     = Errorf(Gone, "gone", "The connection is closed.")
	// ErrErased says that the visitor was erased on request: nothing may be stored about them again.
	ErrErased = Errorf(Gone, "erased", "This visitor was erased.")
	// ErrClosed says that the operator has closed the stage, while its table is being restored.
	ErrClosed = Errorf(Unavailable, "closed", "We are back soon: this service is being repaired. Try again in a while.")
	ErrCursor = Errorf(Invalid, "bad_cursor",
		"This cursor is damaged or belongs to another list. Start from the first page.")
)
