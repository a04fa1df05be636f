package office

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// The most canned replies that a team shares, and that a person has for themselves: all are read at once.
const maxCanned, maxOwnCanned = 200, 50

// SaveCannedReply stores a text that agents send often: a new one without an id, else the next version of one. Owner
// is the caller, or nobody for a reply of the whole team, which only leads change. Of files the upload and the name are
// told; without any list of them the reply keeps those that it has.
func (o *Office) SaveCannedReply(ctx context.Context, a chat.Agent, r chat.CannedReply) (chat.CannedReply, error) {
	if err := mayKeep(a, r.Owner); err != nil {
		return r, err
	}
	r.Title = chat.Titled(r.Title)
	if err := r.Check(); err != nil {
		return r, err
	}
	had, err := o.store.CannedReplies(ctx, a.Tenant, r.Owner)
	if err != nil {
		return r, err
	}
	at := slices.IndexFunc(had, func(c chat.CannedReply) bool { return c.ID == r.ID })
	if r.ID != "" && at < 0 {
		return r, chat.Errorf(chat.NotFound, "no_reply", "This reply was deleted meanwhile. Copy what you need of it.")
	}
	if most := cannedOf(r.Owner); r.ID == "" && len(had) >= most {
		return r, chat.Errorf(chat.Invalid, "too_many_replies",
			"There may be %d canned replies here. Delete one that is not used.", most)
	}
	before := chat.CannedReply{}
	if at >= 0 {
		before = had[at]
	}
	if r.Files, err = o.enclosed(ctx, a, before, r); err != nil {
		return r, err
	}
	if r.ID == "" {
		r.ID, r.Version = o.desk.NewID(o.desk.Now()), 0
	}
	if err := saved(o.store.PutCannedReply(ctx, a.Tenant, r)); err != nil {
		return r, err
	}
	o.dropFiles(ctx, a.Tenant, before, append(others(had, r.ID), r))
	r.Version++
	return r, nil
}

// enclosed are the files of a reply. Those that it had are there; others are judged and kept.
func (o *Office) enclosed(
	ctx context.Context, a chat.Agent, before, r chat.CannedReply,
) ([]chat.CannedFile, error) {
	if r.Files == nil {
		return before.Files, nil
	}
	files := []chat.CannedFile{}
	for _, f := range r.Files {
		if slices.ContainsFunc(files, func(twice chat.CannedFile) bool { return twice.Upload == f.Upload }) {
			continue
		}
		at := slices.IndexFunc(before.Files, func(b chat.CannedFile) bool { return b.Upload == f.Upload })
		if at >= 0 {
			files = append(files, before.Files[at])
			continue
		}
		kept, err := o.Enclosures.KeepFile(ctx, a, r.Owner, f.Upload, f.Name)
		if err != nil {
			return nil, atFiles(f.Name, err)
		}
		files = append(files, kept)
	}
	return files, nil
}

// atFiles puts what is wrong with an upload at its field, with the file's name: there may be several. An upload that is
// not there any more is a fault of the field as well.
func atFiles(name string, err error) error {
	wrong, ok := errors.AsType[*chat.Error](err)
	if !ok || wrong.Kind != chat.Invalid && wrong.Kind != chat.NotFound {
		return err
	}
	return chat.WrongField("files", wrong.Code, name+": "+wrong.Text)
}

func others(all []chat.CannedReply, id string) []chat.CannedReply {
	return slices.DeleteFunc(slices.Clone(all), func(c chat.CannedReply) bool { return c.ID == id })
}

// dropFiles deletes the files of a reply that no reply of its owner has any more. If that fails, the daily walk deletes
// them.
func (o *Office) dropFiles(
	ctx context.Context, tenant chat.TenantID, before chat.CannedReply, left []chat.CannedReply,
) {
	for _, f := range before.Files {
		if slices.ContainsFunc(left, func(c chat.CannedReply) bool { return c.Has(f.Upload) }) {
			continue
		}
		if err := o.Enclosures.DropFile(ctx, tenant, before.Owner, f.Upload); err != nil {
			slog.WarnContext(ctx, "a file of a canned reply waits for the daily walk", "error", err.Error())
		}
	}
}

func cannedOf(owner chat.AgentID) int {
	if owner == "" {
		return maxCanned
	}
	return maxOwnCanned
}

// mayKeep refuses replies that belong to somebody else, and to agents those of the team.
func mayKeep(a chat.Agent, owner chat.AgentID) error {
	if owner == a.ID || owner == "" && a.Role.Includes(chat.RoleLead) {
		return nil
	}
	return chat.Errorf(chat.Forbidden, "lead_needed", "A lead of your team can change what the whole team has.")
}

// CannedReplies lists the team's canned replies and the caller's own.
func (o *Office) CannedReplies(ctx context.Context, a chat.Agent) ([]chat.CannedReply, error) {
	shared, err := o.store.CannedReplies(ctx, a.Tenant, "")
	if err != nil {
		return nil, err
	}
	own, err := o.store.CannedReplies(ctx, a.Tenant, a.ID)
	return append(shared, own...), err
}

// DeleteCannedReply deletes one of the team's or of the owner's, with its files.
func (o *Office) DeleteCannedReply(ctx context.Context, a chat.Agent, owner chat.AgentID, id string) error {
	if err := mayKeep(a, owner); err != nil {
		return err
	}
	had, err := o.store.CannedReplies(ctx, a.Tenant, owner)
	if err != nil {
		return err
	}
	if err := o.store.DeleteCannedReply(ctx, a.Tenant, owner, id); err != nil {
		return err
	}
	if at := slices.IndexFunc(had, func(c chat.CannedReply) bool { return c.ID == id }); at >= 0 {
		o.dropFiles(ctx, a.Tenant, had[at], others(had, id))
	}
	return nil
}

// forgetOwn deletes the canned replies, the views and the devices that a leaving member had for themselves. The files
// of the replies go with the daily walk.
func (o *Office) forgetOwn(ctx context.Context, tenant chat.TenantID, id chat.AgentID) error {
	own, err := o.store.CannedReplies(ctx, tenant, id)
	for _, r := range own {
		if err == nil {
			err = o.store.DeleteCannedReply(ctx, tenant, id, r.ID)
		}
	}
	if err != nil {
		return err
	}
	if err := o.store.DeleteViews(ctx, tenant, id); err != nil {
		return err
	}
	return o.store.DropDevices(ctx, tenant, id)
}
