package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/portrait"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/sitefile"
	"github.com/botifire/livechat/shared/vault"
)

// parts are the parts of a deployed stack that the commands use.
type parts struct {
	outputs  map[string]string
	db       *dynamodb.Client
	files    *s3.Client
	store    *dynamo.Store
	make     *setup.Provisioner
	accounts *accounts.Accounts
	desk     *chat.Desk
	office   *office.Office
	vault    *vault.Vault
}

func open(ctx context.Context, place stack.Place) (parts, error) {
	found, err := place.Outputs(ctx)
	if err != nil {
		return parts{}, err
	}
	cfg := stack.AWS()
	p := parts{outputs: found, db: dynamodb.NewFromConfig(cfg), files: s3.NewFromConfig(cfg, media.PathStyle)}
	p.store, p.accounts = dynamo.New(p.db, found["Table"]), accounts.New(cfg, found["Pool"])
	sites := sitefile.New(p.files, found["Web"])
	p.make = &setup.Provisioner{
		Store: p.store, Sealer: seal.New(cfg, found["SealKey"]), Accounts: p.accounts, Files: sites,
	}
	p.desk = chat.New(p.store)
	p.desk.Disconnector = push.New(cfg, found["VisitorPosts"], found["AgentPosts"])
	p.office = office.New(p.desk, p.store)
	p.office.SiteFiles, p.office.Accounts, p.office.Portraits = sites, p.accounts, portrait.New(p.files, found["Web"])
	p.vault = vault.New(p.files, found["Media"], found["Failures"], sqs.NewFromConfig(cfg), found["AnswerDead"],
		found["SendDead"], found["MediaDead"], found["DeliveryDead"], found["MailDead"])
	return p, nil
}

// of opens the stack and finds the tenant that the flags name.
func of(ctx context.Context, o options) (parts, chat.Tenant, error) {
	if o.tenant == "" {
		return parts{}, chat.Tenant{}, errors.New("-tenant is needed: list shows the ids")
	}
	p, err := open(ctx, o.place)
	if err != nil {
		return p, chat.Tenant{}, err
	}
	t, err := p.store.Tenant(ctx, chat.TenantID(o.tenant))
	if errors.Is(err, chat.ErrNotFound) {
		err = fmt.Errorf("there is no tenant %s: list shows the ids", o.tenant)
	}
	return p, t, err
}

// operator is the author of acts, in the tenant's audit.
func operator(t chat.TenantID) chat.Agent { return chat.Agent{Tenant: t, Name: "the operator"} }
