package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/office"
)

func (h handler) WithdrawInvitation(
	ctx context.Context, r settingsapi.WithdrawInvitationRequestObject,
) (settingsapi.WithdrawInvitationResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	_, err := h.office.Withdraw(ctx, agent, r.Invitation)
	return settingsapi.WithdrawInvitation204Response{}, err
}

func (h handler) ListInvitations(
	ctx context.Context, _ settingsapi.ListInvitationsRequestObject,
) (settingsapi.ListInvitationsResponseObject, error) {
	rows, err := h.office.Invitations(ctx, httpapi.Address(ctx))
	return settingsapi.ListInvitations200JSONResponse{Rows: rows}, err
}

func (h handler) AcceptInvitation(
	ctx context.Context, r settingsapi.AcceptInvitationRequestObject,
) (settingsapi.AcceptInvitationResponseObject, error) {
	was, _ := httpapi.Caller(ctx)
	_, err := h.office.Accept(ctx, was, office.Acceptance{
		Invitation: r.Invitation, Email: httpapi.Address(ctx), Name: r.Body.Name, Leave: httpapi.Or(r.Body.Leave),
	})
	return settingsapi.AcceptInvitation204Response{}, err
}

func (h handler) DeclineInvitation(
	ctx context.Context, r settingsapi.DeclineInvitationRequestObject,
) (settingsapi.DeclineInvitationResponseObject, error) {
	return settingsapi.DeclineInvitation204Response{}, h.office.Decline(ctx, httpapi.Address(ctx), r.Invitation)
}
