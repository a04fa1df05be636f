package chat

import (
	"context"
	"slices"
	"time"
)

// ExportFile is one file of an export, and how far it has come.
type ExportFile struct {
	Kind     string `json:"kind"` // visitor, or one of exportKinds
	Path     string `json:"path"`
	Rows     int    `json:"rows"`
	Done     bool   `json:"done,omitempty"`
	Stage    int    `json:"stage,omitempty"`    // which of its lists is read
	Position string `json:"position,omitempty"` // where in it
	Made     string `json:"made,omitempty"`     // the Vault's own note about the parts
}

// ExportKeep is for how long exports can be fetched: as long as their bucket keeps them.
const ExportKeep = 7 * 24 * time.Hour

func exportPrefix(tenant TenantID) string { return "exports/" + string(tenant) + "/" }

// Dossier is all that is kept about a visitor.
type Dossier struct {
	Made          time.Time             `json:"made"`
	Visitor       Visitor               `json:"visitor"`
	Visits        []DossierVisit        `json:"visits"`
	Conversations []DossierConversation `json:"conversations"`
	Notes         []Note                `json:"notes"`
}

// DossierVisit is a visit with its log.
type DossierVisit struct {
	Session
	Log []SessionEvent `json:"log"`
}

// DossierConversation is a conversation with its messages, oldest first, and how far the
// visitor came in the Flows in it.
type DossierConversation struct {
	Head
	Messages []Message `json:"messages"`
	Flows    []FlowRow `json:"flows,omitempty"`
}

// dossier reads all that is kept about a visitor.
func (d *Desk) dossier(ctx context.Context, key VisitorKey) (Dossier, error) {
	all := Dossier{Made: d.Now(), Visits: []DossierVisit{}, Conversations: []DossierConversation{}}
	var err error
	if all.Visitor, err = d.Store.Visitor(ctx, key); err != nil {
		return all, err
	}
	if all.Notes, err = d.Store.Notes(ctx, key, MaxLookback); err != nil {
		return all, err
	}
	visits, err := d.Store.SessionsOf(ctx, key, MaxLookback)
	if err != nil {
		return all, err
	}
	for _, s := range visits {
		log, err := d.Store.Events(ctx, s.Key(), MaxPages+MaxLookback)
		if err != nil {
			return all, err
		}
		all.Visits = append(all.Visits, DossierVisit{s.ForAgent(), log})
	}
	heads, err := d.Store.ConversationsOf(ctx, key)
	if err != nil {
		return all, err
	}
	for _, h := range heads {
		messages, err := d.wholeLog(ctx, h.Key())
		if err != nil {
			return all, err
		}
		for i := range messages {
			messages[i] = messages[i].ForAgent()
		}
		flows, err := d.Store.FlowRowsOf(ctx, h.Key(), MaxLookback)
		if err != nil {
			return all, err
		}
		all.Conversations = append(all.Conversations, DossierConversation{h.ForAgent(), messages, flows})
	}
	return all, nil
}

// wholeLog is a conversation's messages, oldest first.
func (d *Desk) wholeLog(ctx context.Context, key ConversationKey) ([]Message, error) {
	var log []Message
	for before := MessageID(""); ; {
		page, err := d.Store.History(ctx, key, before, MaxPageSize)
		if err != nil {
			return nil, err
		}
		log = append(log, page...)
		if len(page) < MaxPageSize {
			slices.Reverse(log)
			return log, nil
		}
		before = page[len(page)-1].ID
	}
}

// ExportVisitor makes a file of all that is kept about a visitor.
func (d *Desk) ExportVisitor(ctx context.Context, a Agent, id VisitorID) (Job, error) {
	if _, err := d.Store.Visitor(ctx, VisitorKey{a.Tenant, id}); err != nil {
		return Job{}, err
	}
	j := d.newJob(a, JobExportVisitor)
	j.Whom = &Whom{Visitor: id, At: j.Made}
	j.Files = []ExportFile{{Kind: "visitor", Path: exportPrefix(a.Tenant) + j.ID + "/visitor.zip"}}
	return d.start(ctx, j)
}

// ExportTenant makes a file of each kind of all that the tenant has.
func (d *Desk) ExportTenant(ctx context.Context, a Agent) (Job, error) {
	j := d.newJob(a, JobExportTenant)
	for _, kind := range exportKinds {
		j.Files = append(j.Files, ExportFile{Kind: kind.name, Path: exportPrefix(a.Tenant) + j.ID + "/" + kind.name + ".csv"})
	}
	return d.start(ctx, j)
}

func (d *Desk) start(ctx context.Context, j Job) (Job, error) {
	if err := d.Store.PutJob(ctx, j); err != nil {
		return j, err
	}
	return d.Work(ctx, j.Key())
}

func (d *Desk) exportVisitor(ctx context.Context, j *Job) error {
	all, err := d.dossier(ctx, VisitorKey{j.Tenant, j.Whom.Visitor})
	if err != nil {
		return err
	}
	if err := d.Binder.Bind(ctx, j.Files[0].Path, all); err != nil {
		return err
	}
	j.Files[0].Done, j.Files[0].Rows = true, len(all.Visits)
	for _, c := range all.Conversations {
		j.Files[0].Rows += len(c.Messages)
	}
	d.done(j)
	return nil
}

// exportSlice goes on with a tenant's export: rows are gathered until they make a part,
// and what has become a part is never read again.
func (d *Desk) exportSlice(ctx context.Context, j *Job) error {
	for i := range j.Files {
		f := &j.Files[i]
		for !f.Done {
			if err := d.exportPart(ctx, j.Tenant, f, exportKinds[i]); err != nil {
				return err
			}
			if err := d.Store.PutJob(ctx, *j); err != nil { // what follows may be cut off
				return err
			}
			j.Version++
		}
	}
	d.done(j)
	return nil
}

func (d *Desk) exportPart(ctx context.Context, tenant TenantID, f *ExportFile, kind exportKind) error {
	next := *f
	var part []byte
	if next.Made == "" {
		part = Sheet([][]string{kind.columns})
	}
	for len(part) < MinPart && next.Stage < len(kind.lists) {
		rows, position, err := kind.lists[next.Stage](ctx, d, tenant, next.Position)
		if err != nil {
			return err
		}
		part = append(part, sheetRows(rows)...)
		next.Rows += len(rows)
		if next.Position = position; position == "" {
			next.Stage++
		}
	}
	next.Done = next.Stage == len(kind.lists)
	var err error
	if next.Made, err = d.Vault.AddPart(ctx, next.Path, "text/csv; charset=utf-8", f.Made, part, next.Done); err == nil {
		*f = next
	}
	return err
}
