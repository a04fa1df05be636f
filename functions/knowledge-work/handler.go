package main

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/converse"
	"github.com/botifire/livechat/shared/documents"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/mind"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/pages"
	"github.com/botifire/livechat/shared/shelf"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/unanswered"
)

type handler struct {
	importer *knowledge.Importer
	press    *knowledge.Press

	questions *unanswered.Questions
	asker     func(ctx context.Context, tenant chat.TenantID) (unanswered.Asker, error) // of the edition in force now
}

func newHandler(with aws.Config, env config.Env, table *dynamo.Store, files *shelf.Shelf) handler {
	judge := embed.New(with, env[config.EmbedFunction], embed.Queued)
	web := pages.New(egress.Client(env[config.Stage]))
	advisor := model.New(model.Offered(env[config.Models]), converse.New(with), table)
	return handler{
		importer:  knowledge.NewImporter(table, files, documents.Blocks, web, time.Now),
		press:     knowledge.NewPress(table, files, judge, prompter(table, judge), time.Now).By(teacher(table, advisor)),
		questions: unanswered.New(chat.New(table), table, judge),
		asker: func(ctx context.Context, tenant chat.TenantID) (unanswered.Asker, error) {
			return newAsker(ctx, table, files, tenant, mind.New(with, table, env, embed.Queued).By(telling{judge}))
		},
	}
}

// work goes on with an import, or makes the editions of a tenant. Work that fails is tried again soon: people wait for
// it.
func (h handler) work(ctx context.Context, task chat.Task, tries int) error {
	err := h.step(ctx, task)
	if err == nil {
		return nil
	}
	if errors.Is(err, knowledge.ErrUnfinished) || errors.Is(err, unanswered.ErrUnfinished) {
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
		return h.print(ctx, task.Tenant)
	}
	written, err := h.importer.Work(ctx, task.Tenant, knowledge.ImportID(task.Import), task.ID)
	if err != nil || !written {
		return err
	}
	return chat.Except(h.print(ctx, task.Tenant), knowledge.ErrWrites) // the next one makes them at its end
}

// print makes the editions that wait, and then asks the questions again that they are to answer.
func (h handler) print(ctx context.Context, tenant chat.TenantID) error {
	if err := h.press.Print(ctx, tenant); err != nil {
		return err
	}
	asker, err := h.asker(ctx, tenant)
	if err != nil {
		return err
	}
	return h.questions.Replay(ctx, tenant, asker)
}

const workAgain = 5 * time.Second
