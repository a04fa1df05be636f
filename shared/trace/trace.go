// Package trace follows one call through the log: each line that is written with the call's context
// names its request and its operation. The request is the id that the caller got in X-Request-Id.
package trace

import (
	"context"
	"errors"
	"io"
	"log/slog"
)

type contextKey struct{}

// call has the fields of every line of a call.
type call struct{ request, op string }

// With begins a call: a request of the door, or a task that continues one. op is the operation, as
// a route or the action of a frame, and never holds anything of a person.
func With(ctx context.Context, request, op string) context.Context {
	return context.WithValue(ctx, contextKey{}, call{request, op})
}

// As is the same call once its operation is known.
func As(ctx context.Context, op string) context.Context { return With(ctx, Request(ctx), op) }

// Request is the id of the call, "" outside of one.
func Request(ctx context.Context) string { return of(ctx).request }

func of(ctx context.Context) call {
	c, _ := ctx.Value(contextKey{}).(call)
	return c
}

// Failed writes the line of a failure that is ours: an alarm counts the lines of level ERROR.
func Failed(ctx context.Context, message string, err error, more ...any) {
	slog.ErrorContext(ctx, message, append(more, "error", err.Error())...)
}

// logged is an error that the log has already.
type logged struct{ error }

func (l logged) Unwrap() error { return l.error }

// Logged marks an error that the log has already, so that it is one line however far it goes.
func Logged(err error) error { return logged{err} }

// Unlogged is the part of an error that the log does not have yet, or nil, and how many errors it has.
func Unlogged(err error) (known int, left error) {
	switch e := err.(type) { //nolint:errorlint // The tree of a joined error is walked.
	case nil:
		return 0, nil
	case logged:
		return 1, nil
	case interface{ Unwrap() []error }:
		var all []error
		for _, part := range e.Unwrap() {
			n, more := Unlogged(part)
			all, known = append(all, more), known+n
		}
		return known, errors.Join(all...)
	}
	return 0, err
}

// handler adds the call to each line.
type handler struct{ slog.Handler }

// NewHandler writes lines of JSON. Any text in them may quote a person, so it is masked wherever it stands.
func NewHandler(w io.Writer) slog.Handler {
	return handler{slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: mask})}
}

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if c := of(ctx); c != (call{}) {
		r = r.Clone()
		r.AddAttrs(slog.String("op", c.op), slog.String("request", c.request))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the call in the lines of a logger that was derived.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup does so too.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
