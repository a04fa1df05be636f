package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/privacyapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	office *office.Office
	worker *lifecycle.Worker
}

func (h handler) privacy(ctx context.Context) (wire.Privacy, error) {
	agent, _ := httpapi.Caller(ctx)
	t, walk, err := h.worker.Retained(ctx, agent)
	all := wire.Privacy{
		Version: t.Version, Retention: t.RetentionOrStandard(), Standard: chat.StandardRetention,
		ContactsShown: t.ContactsShown,
		Modes:         chat.ModeRules, Records: lifecycle.Records(t.RetentionOrStandard()), Own: lifecycle.OwnRecords(),
	}
	if !walk.Ended.IsZero() {
		all.Walked = &walk.Ended
		all.Oldest, all.Deleted = &walk.LastOldest, &walk.LastDeleted
	}
	return all, err
}

func (h handler) GetPrivacy(
	ctx context.Context, _ privacyapi.GetPrivacyRequestObject,
) (privacyapi.GetPrivacyResponseObject, error) {
	all, err := h.privacy(ctx)
	return privacyapi.GetPrivacy200JSONResponse(all), err
}

func (h handler) ShowContacts(
	ctx context.Context, r privacyapi.ShowContactsRequestObject,
) (privacyapi.ShowContactsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	if _, err := h.office.ShowContacts(ctx, agent, r.Body.Shown, r.Body.Version); err != nil {
		return nil, err
	}
	all, err := h.privacy(ctx)
	return privacyapi.ShowContacts200JSONResponse(all), err
}

// SaveRetention also deletes data that is now due, as far as one call reaches; the sweep goes on.
func (h handler) SaveRetention(
	ctx context.Context, r privacyapi.SaveRetentionRequestObject,
) (privacyapi.SaveRetentionResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	_, err := h.office.SaveRetention(ctx, agent, r.Body.Retention, r.Body.Version)
	if err == nil {
		err = h.worker.ScheduleRetention(ctx, agent.Tenant)
	}
	if err != nil {
		return nil, err
	}
	all, err := h.privacy(ctx)
	return privacyapi.SaveRetention200JSONResponse(all), err
}

// run files a job and does its first slice at once, as far as one call reaches. The sweep goes
// on with it.
func (h handler) run(
	ctx context.Context, file func(context.Context, chat.Agent) (lifecycle.Job, error),
) (lifecycle.Job, error) {
	agent, _ := httpapi.Caller(ctx)
	j, err := file(ctx, agent)
	if err != nil {
		return j, err
	}
	return h.worker.RunJob(ctx, j.Key())
}

// job is a job as people see it, without the person that it is about.
func job(j lifecycle.Job) wire.Job {
	row := wire.Job{
		Id: j.ID, Kind: wire.JobKind(j.Kind), State: wire.JobState(j.State), Made: j.Made, By: httpapi.Some(string(j.By)),
		Name: httpapi.Some(j.Name), Failure: httpapi.Some(j.Failure),
	}
	if !j.Ended.IsZero() {
		row.Ended = &j.Ended
	}
	if j.Counts != nil {
		row.Counts = &j.Counts
	}
	if len(j.Files) == 0 {
		return row
	}
	files := make([]struct {
		Done bool   `json:"done"`
		Kind string `json:"kind"`
		Rows int    `json:"rows"`
	}, len(j.Files))
	for i, f := range j.Files {
		files[i].Kind, files[i].Rows, files[i].Done = f.Kind, f.Rows, f.Done
	}
	row.Files = &files
	return row
}

func jobs(all []lifecycle.Job) wire.JobList {
	rows := []wire.Job{}
	for _, j := range all {
		rows = append(rows, job(j))
	}
	return wire.JobList{Rows: rows}
}

func (h handler) ListExports(
	ctx context.Context, _ privacyapi.ListExportsRequestObject,
) (privacyapi.ListExportsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, err := h.worker.Jobs(ctx, agent, lifecycle.JobExportVisitor, lifecycle.JobExportTenant)
	return privacyapi.ListExports200JSONResponse(jobs(all)), err
}

func (h handler) StartExport(
	ctx context.Context, r privacyapi.StartExportRequestObject,
) (privacyapi.StartExportResponseObject, error) {
	if r.Body.Kind == wire.NewExportKindTenant {
		j, err := h.run(ctx, h.worker.ExportTenant)
		return privacyapi.StartExport201JSONResponse(job(j)), err
	}
	id := chat.VisitorID(httpapi.Or(r.Body.Visitor))
	if id == "" {
		return nil, chat.Errorf(chat.Invalid, "visitor_needed", "Say which visitor to export.")
	}
	j, err := h.run(ctx, func(ctx context.Context, a chat.Agent) (lifecycle.Job, error) {
		return h.worker.ExportVisitor(ctx, a, id)
	})
	return privacyapi.StartExport201JSONResponse(job(j)), err
}

func (h handler) GetExportFile(
	ctx context.Context, r privacyapi.GetExportFileRequestObject,
) (privacyapi.GetExportFileResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	address, err := h.worker.ExportAddress(ctx, agent, r.Job, r.File)
	return privacyapi.GetExportFile200JSONResponse{Url: address}, err
}

func (h handler) ListErasures(
	ctx context.Context, _ privacyapi.ListErasuresRequestObject,
) (privacyapi.ListErasuresResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, err := h.worker.Jobs(ctx, agent, lifecycle.JobErase)
	return privacyapi.ListErasures200JSONResponse(jobs(all)), err
}

func (h handler) EraseVisitor(
	ctx context.Context, r privacyapi.EraseVisitorRequestObject,
) (privacyapi.EraseVisitorResponseObject, error) {
	j, err := h.run(ctx, func(ctx context.Context, a chat.Agent) (lifecycle.Job, error) {
		return h.worker.Erase(ctx, a, chat.VisitorID(r.Body.Visitor))
	})
	return privacyapi.EraseVisitor201JSONResponse(job(j)), err
}
