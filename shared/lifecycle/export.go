package lifecycle

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/sheet"
)

// ExportFile is one file of an export, with its progress.
type ExportFile struct {
	Kind     string `json:"kind"` // visitor, or one of exportKinds
	Path     string `json:"path"`
	Rows     int    `json:"rows"`
	Done     bool   `json:"done,omitempty"`
	Stage    int    `json:"stage,omitempty"`    // which of its lists is being read
	Position string `json:"position,omitempty"` // the position in that list
	Made     string `json:"made,omitempty"`     // the vault's own state of the uploaded parts
}

// ExportKeep is how long exports can be downloaded: as long as their bucket keeps them.
const ExportKeep = 7 * 24 * time.Hour

func exportPrefix(tenant chat.TenantID) string { return "exports/" + string(tenant) + "/" }

// Archive is all data of a visitor. It answers a request under GDPR articles 15 and 20.
type Archive struct {
	Made          time.Time              `json:"made"`
	Visitor       chat.Visitor           `json:"visitor"`
	Visits        []ArchivedVisit        `json:"visits"`
	Conversations []ArchivedConversation `json:"conversations"`
	Notes         []chat.Note            `json:"notes"`
	Linked        []chat.Visitor         `json:"linked,omitempty"` // who are the same person; all of theirs is here too
	Leads         []chat.Lead            `json:"leads"`
}

// ArchivedVisit is a visit with its log.
type ArchivedVisit struct {
	chat.Visit
	Log []chat.VisitEvent `json:"log"`
}

// ArchivedConversation is a conversation with its messages, oldest first, and the visitor's
// progress in its Flows.
type ArchivedConversation struct {
	chat.Head
	LabelNames []string       `json:"labelNames"`
	Messages   []chat.Message `json:"messages"`
	Flows      []chat.FlowRow `json:"flows,omitempty"`
	Mail       *LeftAddress   `json:"mail,omitempty"`
}

// LeftAddress is the e-mail address that a visitor left in a conversation, as they wrote it. Proved is when they used a
// link that went there.
type LeftAddress struct {
	Address string    `json:"address"`
	Left    time.Time `json:"left"`
	Proved  time.Time `json:"proved,omitzero"`
}

// dossier reads all data of a person: of a visitor, and of all who are joined with them.
func (w *Worker) dossier(ctx context.Context, key chat.VisitorKey) (Archive, error) {
	all := Archive{
		Made: w.desk.Now(), Visits: []ArchivedVisit{}, Conversations: []ArchivedConversation{}, Notes: []chat.Note{},
		Leads: []chat.Lead{},
	}
	var err error
	if all.Visitor, err = w.store.Visitor(ctx, key); err != nil {
		return all, err
	}
	if all.Linked, err = chat.LinkedWith(ctx, w.store, all.Visitor); err != nil {
		return all, err
	}
	if err := w.addVisitor(ctx, &all, key); err != nil {
		return all, err
	}
	all.Visitor = all.Visitor.WithoutSecrets()
	for i := range all.Linked {
		all.Linked[i] = all.Linked[i].WithoutSecrets()
		if err := w.addVisitor(ctx, &all, all.Linked[i].Key()); err != nil {
			return all, err
		}
	}
	return all, nil
}

// addVisitor adds all data of one visitor but the profile.
func (w *Worker) addVisitor(ctx context.Context, all *Archive, key chat.VisitorKey) error {
	notes, err := w.store.Notes(ctx, key, chat.MaxLookback)
	if err != nil {
		return err
	}
	all.Notes = append(all.Notes, notes...)
	visits, err := w.store.VisitsOf(ctx, key, chat.MaxLookback)
	if err != nil {
		return err
	}
	for _, s := range visits {
		log, err := chat.Log(ctx, w.store, &s, chat.MaxLog)
		if err != nil {
			return err
		}
		all.Visits = append(all.Visits, ArchivedVisit{s.ForAgent(), log})
	}
	ids := []chat.VisitID{}
	for _, s := range visits {
		ids = append(ids, s.ID)
	}
	leads, err := w.store.LeadsOf(ctx, key.Tenant, ids)
	if err != nil {
		return err
	}
	all.Leads = append(all.Leads, leads...)
	heads, err := w.store.ConversationsOf(ctx, key)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if err := w.addConversation(ctx, all, h); err != nil {
			return err
		}
	}
	return nil
}

func (w *Worker) addConversation(ctx context.Context, all *Archive, h chat.Head) error {
	tenant, err := w.desk.Tenant(ctx, h.Tenant)
	if err != nil {
		return err
	}
	messages, err := chat.WholeLog(ctx, w.store, h.Key())
	if err != nil {
		return err
	}
	for i := range messages {
		messages[i] = messages[i].ForAgent()
	}
	flows, err := w.store.FlowRowsOf(ctx, h.Key(), chat.MaxLookback)
	if err != nil {
		return err
	}
	left, err := w.store.LeftAddress(ctx, h.Key())
	if err == nil {
		all.Conversations = append(all.Conversations,
			ArchivedConversation{h.ForAgent(), tenant.LabelNames(&h), messages, flows, left})
	}
	return err
}

// ExportVisitor starts an export of all data of a visitor, as one file.
func (r *Requests) ExportVisitor(ctx context.Context, a chat.Agent, id chat.VisitorID) (Job, error) {
	if _, err := r.store.Visitor(ctx, chat.VisitorKey{Tenant: a.Tenant, ID: id}); err != nil {
		return Job{}, err
	}
	alias, err := r.desk.AliasOf(ctx, chat.VisitorKey{Tenant: a.Tenant, ID: id})
	if err != nil {
		return Job{}, err
	}
	j := r.newJob(a, JobExportVisitor)
	j.Subject = &chat.Subject{Visitor: id, At: j.Made}
	j.Files = []ExportFile{{Kind: "visitor", Path: exportPrefix(a.Tenant) + j.ID + "/visitor.zip"}}
	j, err = r.file(ctx, j)
	return j, r.desk.Audited(ctx, a, err, "visitor.exported", alias, j.ID)
}

// ExportTenant starts an export of all data of the tenant, with a file for each kind.
func (r *Requests) ExportTenant(ctx context.Context, a chat.Agent) (Job, error) {
	if !a.Role.Includes(chat.RoleOwner) {
		return Job{}, chat.Errorf(chat.Forbidden, "role_needed", "Only an owner exports everything.")
	}
	j := r.newJob(a, JobExportTenant)
	for _, kind := range exportKinds {
		j.Files = append(j.Files, ExportFile{Kind: kind.name, Path: exportPrefix(a.Tenant) + j.ID + "/" + kind.name + ".csv"})
	}
	j, err := r.file(ctx, j)
	return j, r.desk.Audited(ctx, a, err, "tenant.exported", j.ID, "")
}

func (r *Requests) file(ctx context.Context, j Job) (Job, error) {
	err := r.store.PutJob(ctx, j)
	j.Version++
	return j, err
}

// ExportAddress returns a short-lived address from which the caller's browser downloads a file of an export.
func (w *Worker) ExportAddress(ctx context.Context, a chat.Agent, job, file string) (string, error) {
	j, err := w.store.Job(ctx, JobKey{Tenant: a.Tenant, ID: job})
	if err != nil {
		return "", err
	}
	if j.Kind == JobExportTenant && !a.Role.Includes(chat.RoleOwner) {
		return "", chat.Errorf(chat.Forbidden, "role_needed", "Only an owner fetches an export of everything.")
	}
	i := slices.IndexFunc(j.Files, func(f ExportFile) bool { return f.Kind == file && f.Done })
	if i < 0 {
		return "", chat.Errorf(chat.NotFound, "no_file", "This file does not exist, or is not ready yet.")
	}
	if w.desk.Now().After(j.Made.Add(ExportKeep)) {
		return "", chat.Errorf(chat.Gone, "export_over", "This export was deleted after a week. Start another one.")
	}
	address, err := w.Vault.Address(ctx, j.Files[i].Path)
	return address, w.desk.Audited(ctx, a, err, "export.fetched", j.ID, file)
}

// export continues an export of either kind.
func (w *Worker) export(ctx context.Context, j *Job) error {
	if early, err := w.early(ctx, j); err != nil || early {
		return err
	}
	if j.Kind == JobExportVisitor {
		return w.exportVisitor(ctx, j)
	}
	return w.exportSlice(ctx, j)
}

func (w *Worker) exportVisitor(ctx context.Context, j *Job) error {
	all, err := w.dossier(ctx, chat.VisitorKey{Tenant: j.Tenant, ID: j.Subject.Visitor})
	if err != nil {
		return err
	}
	if err := w.Archives.Write(ctx, j.Files[0].Path, all); err != nil {
		return err
	}
	j.Files[0].Done, j.Files[0].Rows = true, len(all.Visits)
	for _, c := range all.Conversations {
		j.Files[0].Rows += len(c.Messages)
	}
	w.done(j)
	return nil
}

// exportSlice continues a tenant's export: it gathers rows until they fill a part, and never reads
// the rows of an uploaded part again.
func (w *Worker) exportSlice(ctx context.Context, j *Job) error {
	for i := range j.Files {
		f := &j.Files[i]
		for !f.Done {
			if err := w.exportPart(ctx, j.Tenant, f, exportKinds[i]); err != nil {
				return err
			}
			if err := w.store.PutJob(ctx, *j); err != nil { // progress is stored, as the next part may be cut off
				return err
			}
			j.Version++
		}
	}
	w.done(j)
	return nil
}

func (w *Worker) exportPart(ctx context.Context, tenant chat.TenantID, f *ExportFile, kind exportKind) error {
	next := *f
	var part []byte
	if next.Made == "" {
		part = sheet.CSV([][]string{kind.columns})
	}
	for len(part) < MinPart && next.Stage < len(kind.lists) {
		rows, position, err := kind.lists[next.Stage](ctx, w, tenant, next.Position)
		if err != nil {
			return err
		}
		part = append(part, sheet.Rows(rows)...)
		next.Rows += len(rows)
		if next.Position = position; position == "" {
			next.Stage++
		}
	}
	next.Done = next.Stage == len(kind.lists)
	var err error
	if next.Made, err = w.Vault.AddPart(ctx, next.Path, "text/csv; charset=utf-8", f.Made, part, next.Done); err == nil {
		*f = next
	}
	return err
}
