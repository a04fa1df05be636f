package main

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct {
	importer *knowledge.Importer
	press    *knowledge.Press
}

// work goes on with a tenant's imports, and makes its editions. Work that fails is tried again soon: people wait for
// it.
func (h handler) work(ctx context.Context, task chat.Task, tries int) error {
	err := errors.Join(h.importer.Work(ctx, task.Tenant), h.press.Print(ctx, task.Tenant))
	if err == nil {
		return nil
	}
	if errors.Is(err, knowledge.ErrUnfinished) {
		return chat.Busy{After: time.Second}
	}
	trace.Failed(ctx, "the work on a knowledge is not done yet", err, "tenant", task.Tenant)
	return chat.Busy{After: time.Duration(tries+1) * workAgain}
}

const workAgain = 5 * time.Second
