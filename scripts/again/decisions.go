package again

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/sitefile"
)

// Receipts is where the bucket of files has what was deleted of tenants.
const Receipts = "receipts/"

// Tenants calls do for every tenant of a table.
func Tenants(ctx context.Context, store *dynamo.Store, do func(chat.Tenant) error) error {
	for position := ""; ; {
		page, next, err := store.Tenants(ctx, position, 50)
		if err != nil {
			return err
		}
		for _, t := range page {
			if err := do(t); err != nil {
				return err
			}
		}
		if position = next; next == "" {
			return nil
		}
	}
}

// A Decision is one that the table before knows and a restored one does not. A person says whether it was right or
// is the accident that the restore mends.
type Decision struct {
	What   string
	Repeat func(context.Context) error
}

// Decisions compares the tenants of a restored table with the table before: those that were suspended or deleted
// meanwhile, API keys that were revoked or rotated, and people who were removed from a team. A deleted tenant is
// suspended, because only scripts/tenant deletes one. None is repeated here; each may be, any number of times.
func Decisions(ctx context.Context, found map[string]string, table, before string) (all []Decision, err error) {
	cfg := config.AWS()
	db, files := dynamodb.NewFromConfig(cfg), s3.NewFromConfig(cfg, media.PathStyle)
	c := comparison{back: dynamo.New(db, table), before: dynamo.New(db, before)}
	c.office = office.New(chat.New(c.back), c.back)
	c.office.SiteFiles = sitefile.New(files, found["Web"])
	deleted, err := deletedTenants(ctx, files, found["Media"])
	if err != nil {
		return nil, err
	}
	err = Tenants(ctx, c.back, func(t chat.Tenant) error {
		some, err := c.of(ctx, t, deleted[t.ID])
		all = append(all, some...)
		return err
	})
	return all, err
}

type comparison struct {
	back, before *dynamo.Store
	office       *office.Office
}

// of compares one tenant.
func (c comparison) of(ctx context.Context, t chat.Tenant, deleted bool) ([]Decision, error) {
	was, err := c.before.Tenant(ctx, t.ID)
	if errors.Is(err, chat.ErrNotFound) {
		if deleted && t.Suspended.IsZero() {
			return []Decision{c.suspend(t.ID, "%s was deleted: suspend it until scripts/tenant has deleted it again")}, nil
		}
		return nil, nil // its row is among those that were lost
	}
	if err != nil {
		return nil, err
	}
	var all []Decision
	if !was.Suspended.IsZero() && t.Suspended.IsZero() {
		all = append(all, c.suspend(t.ID, "%s was suspended"))
	}
	keys, err := c.keys(ctx, t.ID)
	people, failed := c.people(ctx, t.ID)
	return slices.Concat(all, keys, people), errors.Join(err, failed)
}

func operator(t chat.TenantID) chat.Agent { return chat.Agent{Tenant: t, Name: "After a restore"} }

func (c comparison) suspend(t chat.TenantID, what string) Decision {
	return Decision{fmt.Sprintf(what, t), func(ctx context.Context) error {
		_, err := c.office.Suspend(ctx, operator(t), true)
		return err
	}}
}

// keys are the API keys that were revoked or rotated. The new secret of a rotated one is in its owner's hands, so
// the row that knows it is copied.
func (c comparison) keys(ctx context.Context, t chat.TenantID) (all []Decision, err error) {
	keys, err := c.back.APIKeys(ctx, t)
	for _, key := range keys {
		now, failed := c.before.APIKey(ctx, key.ID)
		switch {
		case errors.Is(failed, chat.ErrNotFound):
			all = append(all, Decision{
				fmt.Sprintf("%s: the API key %s was revoked", t, key.ID), func(ctx context.Context) error {
					_, err := c.office.DeleteAPIKey(ctx, operator(t), key.ID)
					return err
				},
			})
		case failed != nil:
			err = errors.Join(err, failed)
		case now.Rotated.After(key.Rotated):
			now.Version = key.Version
			all = append(all, Decision{
				fmt.Sprintf("%s: the API key %s was rotated", t, key.ID),
				func(ctx context.Context) error { return c.back.PutAPIKey(ctx, now) },
			})
		}
	}
	return all, err
}

// people are the members who were removed. Their accounts are gone; on the roster they would get new ones.
func (c comparison) people(ctx context.Context, t chat.TenantID) (all []Decision, err error) {
	had, err := c.back.Roster(ctx, t)
	now, failed := c.before.Roster(ctx, t)
	if err = errors.Join(err, failed); err != nil {
		return nil, err
	}
	for _, m := range had.Members {
		if now.Find(m.ID) != nil {
			continue
		}
		all = append(all, Decision{
			fmt.Sprintf("%s: the member %s was removed", t, m.ID), func(ctx context.Context) error {
				return c.back.UpdateRoster(ctx, t, func(r *chat.Roster) error {
					r.Members = slices.DeleteFunc(r.Members, func(other chat.Member) bool { return other.ID == m.ID })
					return nil
				})
			},
		})
	}
	return all, nil
}

// deletedTenants are those of which the bucket has a receipt.
func deletedTenants(ctx context.Context, files *s3.Client, bucket string) (map[chat.TenantID]bool, error) {
	prefix, all := Receipts, map[chat.TenantID]bool{}
	pages := s3.NewListObjectsV2Paginator(files, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, object := range page.Contents {
			if parts := strings.Split(*object.Key, "/"); len(parts) == 3 {
				all[chat.TenantID(parts[1])] = true
			}
		}
	}
	return all, nil
}
