package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/office"
)

// users makes the missing accounts of a team. Cognito gives each a new id, which takes the place of the old one on the
// roster, and mails a one-time password. An account that exists stays as it is.
func users(ctx context.Context, place stack.Place, tenant chat.TenantID) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	cfg := config.AWS()
	pool := accounts.New(cfg, found["Pool"])
	store := dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"])
	if _, err := store.Tenant(ctx, tenant); err != nil {
		return fmt.Errorf("%s: %w", tenant, err)
	}
	roster, err := store.Roster(ctx, tenant)
	if err != nil {
		return err
	}
	team := office.New(chat.New(store), store)
	made := 0
	for _, member := range roster.Members {
		if member.Leaving {
			continue
		}
		anew, err := account(ctx, pool, team, tenant, member)
		if err != nil {
			return fmt.Errorf("%s: %w", member.ID, err)
		}
		if anew {
			made++
		}
	}
	for _, asked := range roster.Invited {
		if err := pool.Invite(ctx, asked.Email); err != nil {
			return fmt.Errorf("an invitation: %w", err)
		}
	}
	fmt.Printf("%d of %d accounts were missing and are made; %d invitations stand\n",
		made, len(roster.Members), len(roster.Invited))
	return nil
}

// account makes the account of a member unless it is there.
func account(
	ctx context.Context, pool *accounts.Accounts, team *office.Office, tenant chat.TenantID, member chat.Member,
) (anew bool, err error) {
	was := member.ID
	as := chat.Agent{Tenant: tenant, Name: member.Name, Role: member.Role}
	if member.ID, err = pool.Make(ctx, as, member.Email, ""); err != nil || member.ID == was {
		return false, err
	}
	return true, team.Enrol(ctx, tenant, member)
}
