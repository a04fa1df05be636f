package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/scripts/again"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/office"
)

// users makes the missing accounts of a team, or of all teams for "". Cognito gives each a new id, which takes the
// place of the old one on the roster, and mails a one-time password. An account that exists stays as it is and gets
// no mail, so the command can be repeated.
func users(ctx context.Context, place stack.Place, tenant chat.TenantID) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	cfg := stack.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"])
	c := crew{accounts.New(cfg, found["Pool"]), store, office.New(chat.New(store), store), &made{}}
	if tenant == "" {
		err = again.Tenants(ctx, store, func(t chat.Tenant) error { return c.team(ctx, t.ID) })
	} else if _, err = store.Tenant(ctx, tenant); err == nil {
		err = c.team(ctx, tenant)
	}
	fmt.Println(c.made)
	if err == nil && c.made.failed > 0 {
		err = fmt.Errorf("%d people have no account yet: repeat the command, for example when the mail quota of the "+
			"day is whole again", c.made.failed)
	}
	return err
}

// crew makes accounts, and counts them.
type crew struct {
	pool   pool
	store  rosters
	office enroller
	made   *made
}

type (
	pool interface {
		Make(ctx context.Context, to chat.Agent, email, password string) (chat.AgentID, error)
		InviteNew(ctx context.Context, email string) (bool, error)
	}
	rosters interface {
		Roster(ctx context.Context, t chat.TenantID) (chat.Roster, error)
	}
	enroller interface {
		Enrol(ctx context.Context, t chat.TenantID, m chat.Member) error
	}
)

// made is the result of a run.
type made struct{ members, missing, invited, mailed, failed int }

func (m made) String() string {
	return fmt.Sprintf("%d of %d accounts were missing and are made; %d of %d invitations are mailed",
		m.missing, m.members, m.mailed, m.invited)
}

// team makes the accounts of one team. A person whose account cannot be made keeps nobody else waiting; a pool that
// is gone, or a command that is ended, stops all.
func (c crew) team(ctx context.Context, tenant chat.TenantID) error {
	roster, err := c.store.Roster(ctx, tenant)
	if err != nil {
		return err
	}
	for _, m := range roster.Members {
		if m.Leaving {
			continue
		}
		c.made.members++
		anew, err := c.account(ctx, tenant, m)
		if err := c.note(ctx, &c.made.missing, anew, err, tenant, string(m.ID)); err != nil {
			return err
		}
	}
	for _, in := range roster.Invited {
		c.made.invited++
		mailed, err := c.pool.InviteNew(ctx, in.Email)
		if err := c.note(ctx, &c.made.mailed, mailed, err, tenant, in.ID); err != nil {
			return err
		}
	}
	return nil
}

// note counts a person whose step succeeded, and names one whose step failed by their id. Its error stops the command.
func (c crew) note(ctx context.Context, n *int, did bool, err error, tenant chat.TenantID, id string) error {
	if did {
		*n++
	}
	if err != nil {
		c.made.failed++
		fmt.Printf("%s, %s: %v\n", tenant, id, err)
	}
	if errors.Is(err, accounts.ErrNoPool) {
		return fmt.Errorf("%w: this command makes accounts, and no pool; docs/recover.md says more", err)
	}
	return ctx.Err()
}

// account makes the account of a member unless it is there.
func (c crew) account(ctx context.Context, tenant chat.TenantID, m chat.Member) (anew bool, err error) {
	was := m.ID
	as := chat.Agent{Tenant: tenant, Name: m.Name, Role: m.Role}
	if m.ID, err = c.pool.Make(ctx, as, m.Email, ""); err != nil || m.ID == was {
		return false, err
	}
	return true, c.office.Enrol(ctx, tenant, m)
}
