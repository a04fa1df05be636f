package again

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/sitefile"
)

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
	ID     string // of the tenant, key or member; names the decision to the command
	What   string
	Repeat func(context.Context) error // nil if nothing is left to repeat here
	Delete *chat.Tenant                // is to be deleted again, by scripts/tenant
}

// Decisions compares the tenants of a restored table with the table before: those that were suspended or deleted
// meanwhile, API keys that were revoked or rotated, and people who were removed from a team. A deleted tenant is
// suspended, because only scripts/tenant deletes one, and is listed until that is done. None is repeated here; each
// may be, any number of times.
func Decisions(ctx context.Context, found map[string]string, table, before string) (all []Decision, err error) {
	cfg := stack.AWS()
	db, files := dynamodb.NewFromConfig(cfg), s3.NewFromConfig(cfg, media.PathStyle)
	c := comparison{back: dynamo.New(db, table), before: dynamo.New(db, before)}
	c.office = office.New(chat.New(c.back), c.back)
	c.office.SiteFiles = sitefile.New(files, found["Web"])
	deleted, err := deletions(ctx, files, found["Media"])
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

// of compares one tenant. A row that is not in the table before, and was not deleted, is among those that were lost.
func (c comparison) of(ctx context.Context, t chat.Tenant, d deletion) ([]Decision, error) {
	was, err := c.before.Tenant(ctx, t.ID)
	switch {
	case errors.Is(err, chat.ErrNotFound) && d == none:
		return nil, nil
	case errors.Is(err, chat.ErrNotFound):
		return []Decision{c.deleted(t, "was deleted")}, nil
	case err != nil:
		return nil, err
	case d == begun && !was.Suspended.IsZero():
		return []Decision{c.deleted(t, "was being deleted")}, nil
	}
	var all []Decision
	if !was.Suspended.IsZero() && t.Suspended.IsZero() {
		all = append(all, Decision{ID: string(t.ID), What: string(t.ID) + " was suspended", Repeat: c.suspend(t)})
	}
	keys, err := c.keys(ctx, t.ID)
	people, failed := c.people(ctx, t.ID)
	return slices.Concat(all, keys, people), errors.Join(err, failed)
}

func operator(t chat.TenantID) chat.Agent { return chat.Agent{Tenant: t, Name: "After a restore"} }

// deleted is a tenant that is to be deleted again.
func (c comparison) deleted(t chat.Tenant, how string) Decision {
	return Decision{ID: string(t.ID), What: string(t.ID) + " " + how, Repeat: c.suspend(t), Delete: &t}
}

// suspend suspends a tenant; nil if it is.
func (c comparison) suspend(t chat.Tenant) func(context.Context) error {
	if !t.Suspended.IsZero() {
		return nil
	}
	return func(ctx context.Context) error {
		_, err := c.office.Suspend(ctx, operator(t.ID), true)
		return err
	}
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
				ID: key.ID, What: fmt.Sprintf("%s: the API key %s was revoked", t, key.ID),
				Repeat: func(ctx context.Context) error {
					_, err := c.office.DeleteAPIKey(ctx, operator(t), key.ID)
					return err
				},
			})
		case failed != nil:
			err = errors.Join(err, failed)
		case now.Rotated.After(key.Rotated):
			now.Version = key.Version
			all = append(all, Decision{
				ID: key.ID, What: fmt.Sprintf("%s: the API key %s was rotated", t, key.ID),
				Repeat: func(ctx context.Context) error { return c.back.PutAPIKey(ctx, now) },
			})
		}
	}
	return all, err
}

// people are the members who were removed. Their accounts are gone; on the roster they would get new ones. A member is
// known by the address: an account that was made anew has another id.
func (c comparison) people(ctx context.Context, t chat.TenantID) (all []Decision, err error) {
	had, err := c.back.Roster(ctx, t)
	now, failed := c.before.Roster(ctx, t)
	if err = errors.Join(err, failed); err != nil {
		return nil, err
	}
	for _, m := range had.Members {
		same := func(other chat.Member) bool { return strings.EqualFold(other.Email, m.Email) }
		if slices.ContainsFunc(now.Members, same) {
			continue
		}
		all = append(all, Decision{
			ID: string(m.ID), What: fmt.Sprintf("%s: the member %s was removed", t, m.ID),
			Repeat: func(ctx context.Context) error {
				return c.back.UpdateRoster(ctx, t, func(r *chat.Roster) error {
					r.Members = slices.DeleteFunc(r.Members, same)
					return nil
				})
			},
		})
	}
	return all, nil
}
