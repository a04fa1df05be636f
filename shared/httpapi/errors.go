package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/wire"
)

var statuses = map[chat.ErrorKind]int{
	chat.Invalid: 400, chat.Unproved: 401, chat.Forbidden: 403, chat.NotFound: 404, chat.Conflict: 409, chat.Gone: 410,
	chat.TooMany: 429, chat.Unavailable: 503,
}

// Fail answers with an error. Only an Error's text leaves; anything else is logged
// and shown as one fixed sentence.
func Fail(ctx context.Context, w http.ResponseWriter, err error) {
	status, body := Told(ctx, err)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// Told is an error as its caller hears of it. One that is ours goes to the log, and the caller hears nothing of it.
func Told(ctx context.Context, err error) (int, wire.Error) {
	status, body := http.StatusInternalServerError,
		wire.Error{Code: "internal", Message: "Something went wrong on our side. Try again."}
	if e, ok := errors.AsType[*chat.Error](err); ok {
		status, body = statuses[e.Kind], wire.Error{Code: e.Code, Message: e.Text}
		body.Field, body.Fields = wire.Faults(e)
	}
	if chat.Ours(err) {
		trace.Failed(ctx, "request failed", err)
	}
	return status, body
}

// FailRequest is Fail in the form that generated servers call.
func FailRequest(w http.ResponseWriter, r *http.Request, err error) {
	if chat.KindOf(err) == "" {
		err = chat.Errorf(chat.Invalid, "bad_input", "The request could not be read.")
	}
	Fail(r.Context(), w, err)
}

// FailResponse is Fail in the form that generated servers call.
func FailResponse(w http.ResponseWriter, r *http.Request, err error) { Fail(r.Context(), w, err) }
