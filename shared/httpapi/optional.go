package httpapi

import (
	"context"
	"net/http"

	"github.com/botifire/livechat/shared/wire"
	"github.com/oapi-codegen/runtime/types"
)

// Or is the value, or its zero if there is none.
func Or[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

// Some is a value, or none if it is empty.
func Some[T comparable](v T) *T {
	var empty T
	if v == empty {
		return nil
	}
	return &v
}

// Day is a day as it is written (2006-01-02), "" if there is none.
func Day(d *types.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// Whole has an operation answer [] where a list is empty, never null.
func Whole[F ~func(context.Context, http.ResponseWriter, *http.Request, any) (any, error)](next F, _ string) F {
	return func(ctx context.Context, w http.ResponseWriter, r *http.Request, request any) (any, error) {
		answer, err := next(ctx, w, r, request)
		return wire.Whole(answer), err
	}
}
