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

// work goes on with an import, or makes the editions of a tenant. Work that fails is tried again soon: people wait for
// it.
func (h handler) work(ctx context.Context, task chat.Task, tries int) error {
	err := h.step(ctx, task)
	if err == nil {
		return nil
	}
	if errors.Is(err, knowledge.ErrUnfinished) {
		return chat.Busy{After: time.Second}
	}
	if !errors.Is(err, knowledge.ErrWrites) {
		trace.Failed(ctx, "the work on a knowledge is not done yet", err, "tenant", task.Tenant)
	}
	return chat.Busy{After: time.Duration(tries+1) * workAgain}
}

// step does the work that a task names. Once an import is written, the editions are made that waited for it: their own
// tasks may have been given up.
func (h handler) step(ctx context.Context, task chat.Task) error {
	if task.Import == "" {
		return h.press.Print(ctx, task.Tenant)
	}
	written, err := h.importer.Work(ctx, task.Tenant, knowledge.ImportID(task.Import), task.ID)
	if err != nil || !written {
		return err
	}
	return chat.Except(h.press.Print(ctx, task.Tenant), knowledge.ErrWrites) // the next one makes them at its end
}

const workAgain = 5 * time.Second
