package main

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/api/gen/privacyapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/vault"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk   *chat.Desk
	office *office.Office
	worker *lifecycle.Worker
	files  *vault.Vault
}

func (h handler) privacy(ctx context.Context) (wire.Privacy, error) {
	agent, _ := httpapi.Caller(ctx)
	t, walk, err := h.worker.Retained(ctx, agent)
	all := wire.Privacy{
		Version: t.Version, Retention: t.Kept(), Standard: chat.StandardRetention,
		Modes: chat.ModeRules, Records: lifecycle.Records(t.Kept()), Own: lifecycle.OwnRecords(),
	}
	if !walk.Ended.IsZero() {
		all.Walked = &walk.Ended
		all.Oldest, all.Deleted = &walk.LastOldest, &walk.LastDeleted
	}
	return all, err
}

func (h handler) GetPrivacy(ctx context.Context, _ privacyapi.GetPrivacyRequestObject) (privacyapi.GetPrivacyResponseObject, error) {
	all, err := h.privacy(ctx)
	return privacyapi.GetPrivacy200JSONResponse(all), err
}

// SaveRetention has what is due deleted at once, as far as one call reaches; the sweep
// goes on.
func (h handler) SaveRetention(ctx context.Context, r privacyapi.SaveRetentionRequestObject) (privacyapi.SaveRetentionResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	to := r.Body.Retention
	_, err := h.office.SaveRetention(ctx, agent, to, r.Body.Version)
	if err == nil {
		err = h.worker.ScheduleRetention(ctx, agent.Tenant)
	}
	said := fmt.Sprintf("messages %d, media %d, visits %d, profiles %d, raw %d days", to.Messages, to.Media, to.Sessions, to.Profiles, to.Raw)
	if err := httpapi.Audited(ctx, h.desk, err, "retention.changed", "", said); err != nil {
		return nil, err
	}
	all, err := h.privacy(ctx)
	return privacyapi.SaveRetention200JSONResponse(all), err
}

// run files a job and does its first slice at once, as far as one call reaches. The sweep goes
// on with it.
func (h handler) run(ctx context.Context, file func(context.Context, chat.Agent) (lifecycle.Job, error)) (lifecycle.Job, error) {
	agent, _ := httpapi.Caller(ctx)
	j, err := file(ctx, agent)
	if err != nil {
		return j, err
	}
	return h.worker.RunJob(ctx, j.Key())
}

// job is a job as people see it: not whom it is about.
func job(j lifecycle.Job) wire.Job {
	row := wire.Job{Id: j.ID, Kind: wire.JobKind(j.Kind), State: wire.JobState(j.State), Made: j.Made, By: httpapi.Some(string(j.By)), Name: httpapi.Some(j.Name), Failure: httpapi.Some(j.Failure)}
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

func (h handler) ListExports(ctx context.Context, _ privacyapi.ListExportsRequestObject) (privacyapi.ListExportsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, err := h.worker.Jobs(ctx, agent, lifecycle.JobExportVisitor, lifecycle.JobExportTenant)
	return privacyapi.ListExports200JSONResponse(jobs(all)), err
}

func (h handler) StartExport(ctx context.Context, r privacyapi.StartExportRequestObject) (privacyapi.StartExportResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	if r.Body.Kind == wire.NewExportKindTenant {
		if !agent.Role.Includes(chat.RoleOwner) {
			return nil, chat.Errorf(chat.Forbidden, "role_needed", "Only an owner exports everything.")
		}
		j, err := h.run(ctx, h.worker.ExportTenant)
		return privacyapi.StartExport201JSONResponse(job(j)), httpapi.Audited(ctx, h.desk, err, "tenant.exported", j.ID, "")
	}
	id := chat.VisitorID(httpapi.Or(r.Body.Visitor))
	if id == "" {
		return nil, chat.Errorf(chat.Invalid, "visitor_needed", "Say which visitor to export.")
	}
	alias, err := h.desk.AliasOf(ctx, chat.VisitorKey{Tenant: agent.Tenant, ID: id})
	if err != nil {
		return nil, err
	}
	j, err := h.run(ctx, func(ctx context.Context, a chat.Agent) (lifecycle.Job, error) {
		return h.worker.ExportVisitor(ctx, a, id)
	})
	return privacyapi.StartExport201JSONResponse(job(j)), httpapi.Audited(ctx, h.desk, err, "visitor.exported", alias, j.ID)
}

func (h handler) GetExportFile(ctx context.Context, r privacyapi.GetExportFileRequestObject) (privacyapi.GetExportFileResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	j, err := h.worker.Job(ctx, agent, r.Job)
	if err != nil {
		return nil, err
	}
	if j.Kind == lifecycle.JobExportTenant && !agent.Role.Includes(chat.RoleOwner) {
		return nil, chat.Errorf(chat.Forbidden, "role_needed", "Only an owner fetches an export of everything.")
	}
	for _, f := range j.Files {
		if f.Kind != r.File || !f.Done {
			continue
		}
		if h.desk.Now().After(j.Made.Add(lifecycle.ExportKeep)) {
			return nil, chat.Errorf(chat.Gone, "export_over", "This export was deleted after a week. Start another one.")
		}
		address, err := h.files.Address(ctx, f.Path)
		return privacyapi.GetExportFile200JSONResponse{Url: address}, httpapi.Audited(ctx, h.desk, err, "export.fetched", j.ID, f.Kind)
	}
	return nil, chat.Errorf(chat.NotFound, "no_file", "This file is not there, or not yet.")
}

func (h handler) ListErasures(ctx context.Context, _ privacyapi.ListErasuresRequestObject) (privacyapi.ListErasuresResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, err := h.worker.Jobs(ctx, agent, lifecycle.JobErase)
	return privacyapi.ListErasures200JSONResponse(jobs(all)), err
}

func (h handler) EraseVisitor(ctx context.Context, r privacyapi.EraseVisitorRequestObject) (privacyapi.EraseVisitorResponseObject, error) {
	j, err := h.run(ctx, func(ctx context.Context, a chat.Agent) (lifecycle.Job, error) {
		return h.worker.Erase(ctx, a, chat.VisitorID(r.Body.Visitor))
	})
	return privacyapi.EraseVisitor201JSONResponse(job(j)), httpapi.Audited(ctx, h.desk, err, "visitor.erased", j.ID, "")
}
