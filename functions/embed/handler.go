package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/meaning"
)

type handler struct{ server *embed.Server }

// do answers a request. An edition without an index of the stage's model is no fault of ours: the caller judges by
// words.
func (h handler) do(ctx context.Context, r embed.Request) (embed.Response, error) {
	answer, err := h.server.Do(ctx, r)
	switch {
	case errors.Is(err, chat.ErrNotFound), errors.Is(err, meaning.ErrOther):
		slog.WarnContext(ctx, "no such edition", "error", err.Error())
	case err != nil:
		slog.ErrorContext(ctx, "request failed", "error", err.Error())
	}
	return answer, err
}
