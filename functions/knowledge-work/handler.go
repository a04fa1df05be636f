package main

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct{ press *knowledge.Press }

// print makes the editions of a tenant. One that fails is tried again soon: people wait for it.
func (h handler) print(ctx context.Context, task chat.Task, tries int) error {
	err := h.press.Print(ctx, task.Tenant)
	if err == nil {
		return nil
	}
	if errors.Is(err, knowledge.ErrUnfinished) {
		return chat.Busy{After: time.Second}
	}
	trace.Failed(ctx, "an edition is not made yet", err, "tenant", task.Tenant)
	return chat.Busy{After: time.Duration(tries+1) * printAgain}
}

const printAgain = 5 * time.Second
