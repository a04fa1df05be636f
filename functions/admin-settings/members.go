package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/wire"
)

func (h handler) GetMe(ctx context.Context, _ settingsapi.GetMeRequestObject) (settingsapi.GetMeResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	m, err := h.office.Self(ctx, agent)
	return settingsapi.GetMe200JSONResponse(m), err
}

func (h handler) RenameMe(
	ctx context.Context, r settingsapi.RenameMeRequestObject,
) (settingsapi.RenameMeResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	m, err := h.office.RenameMember(ctx, agent, agent.ID, r.Body.Name)
	return settingsapi.RenameMe200JSONResponse(m), err
}

func (h handler) ChooseMyDigest(
	ctx context.Context, r settingsapi.ChooseMyDigestRequestObject,
) (settingsapi.ChooseMyDigestResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	m, err := h.office.ChooseDigest(ctx, agent, r.Body.Wants)
	return settingsapi.ChooseMyDigest200JSONResponse(m), err
}

func (h handler) GetMyDigest(
	ctx context.Context, _ settingsapi.GetMyDigestRequestObject,
) (settingsapi.GetMyDigestResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	d, err := h.digest(ctx, agent)
	return settingsapi.GetMyDigest200JSONResponse(d), err
}

// digest is an owner's weekly mail, and why it does not reach them.
func (h handler) digest(ctx context.Context, a chat.Agent) (wire.MyDigest, error) {
	m, err := h.office.Self(ctx, a)
	d := wire.MyDigest{Wants: !m.NoDigest}
	if err != nil || m.Email == "" {
		return d, err
	}
	silence, err := h.post.Silence(ctx, a.Tenant, m.Email)
	if why, since := silence.Why(); why != "" {
		d.Silent = &wire.SilentAddress{Why: wire.SilentAddressWhy(why), Since: since}
	}
	return d, err
}

func (h handler) PortrayMe(
	ctx context.Context, r settingsapi.PortrayMeRequestObject,
) (settingsapi.PortrayMeResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	m, err := h.office.Portray(ctx, agent, r.Body.Picture)
	return settingsapi.PortrayMe200JSONResponse(m), err
}

func (h handler) DropMyPicture(
	ctx context.Context, _ settingsapi.DropMyPictureRequestObject,
) (settingsapi.DropMyPictureResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	m, err := h.office.Portray(ctx, agent, nil)
	return settingsapi.DropMyPicture200JSONResponse(m), err
}

func (h handler) ListMembers(
	ctx context.Context, _ settingsapi.ListMembersRequestObject,
) (settingsapi.ListMembersResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	team, err := h.office.Team(ctx, agent)
	return settingsapi.ListMembers200JSONResponse{
		Rows: append([]chat.Member{}, team.Members...), Invited: append([]chat.Invitation{}, team.Invited...),
	}, err
}

func (h handler) InviteMember(
	ctx context.Context, r settingsapi.InviteMemberRequestObject,
) (settingsapi.InviteMemberResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	in, err := h.office.Invite(ctx, agent, r.Body.Email, httpapi.Or(r.Body.Name), r.Body.Role)
	return settingsapi.InviteMember201JSONResponse(in), err
}

func (h handler) ChangeMember(
	ctx context.Context, r settingsapi.ChangeMemberRequestObject,
) (settingsapi.ChangeMemberResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	m, err := h.office.ChangeMember(ctx, agent, chat.AgentID(r.Member),
		office.MemberChange{Name: r.Body.Name, Role: r.Body.Role})
	return settingsapi.ChangeMember200JSONResponse(m), err
}

func (h handler) RemoveMember(
	ctx context.Context, r settingsapi.RemoveMemberRequestObject,
) (settingsapi.RemoveMemberResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	_, err := h.office.RemoveMember(ctx, agent, chat.AgentID(r.Member))
	return settingsapi.RemoveMember204Response{}, err
}
