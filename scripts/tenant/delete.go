package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/sitefile"
)

// remove deletes a tenant with everything. It is suspended first, so that nothing new comes in, and its
// own row goes last: until then the command can be repeated, and goes on where it was cut off. Files go
// before the rows that name them, and once more after them, for uploads that were on their way.
func remove(ctx context.Context, o options) (any, error) {
	p, t, err := of(ctx, o)
	if err != nil {
		return nil, err
	}
	if o.confirm != t.Name {
		return nil, fmt.Errorf("this deletes all of %q for good: repeat it with -confirm %q", t.Name, t.Name)
	}
	r, err := p.begun(ctx, t)
	if err != nil {
		return nil, err
	}
	if _, err := p.office.Suspend(ctx, operator(t.ID), true); err != nil {
		return nil, err
	}
	for _, step := range []struct {
		what string
		do   func(context.Context, *receipt) error
	}{
		{"the visitors' sockets", p.closeVisits},
		{"the team's accounts", p.removeTeam},
		{"the sites", p.removeSites},
		{"the files", p.removeFiles},
		{"the rows", p.removeRows},
		{"late files", p.removeFiles},
	} {
		p.say("%s of %s", step.what, t.ID)
		if err := errors.Join(step.do(ctx, r), p.keep(ctx, r)); err != nil {
			return nil, fmt.Errorf("%s: %w (repeat the command: it goes on)", step.what, err)
		}
	}
	r.Ended = time.Now().UTC()
	if err := p.keep(ctx, r); err != nil {
		return nil, err
	}
	return r, p.dropOwn(ctx, t.ID)
}

// closeVisits ends the sockets of the visitors who are there, so that their pages write nothing more.
func (p parts) closeVisits(ctx context.Context, r *receipt) error {
	for position := ""; ; {
		visits, next, err := p.store.ListVisits(ctx, r.Tenant, true, position, chat.MaxPageSize)
		for _, visit := range visits {
			key := chat.VisitorKey{Tenant: r.Tenant, ID: visit.Visitor}
			err = errors.Join(err, p.desk.DisconnectVisitor(ctx, key))
		}
		if position = next; err != nil || next == "" {
			return err
		}
	}
}

// removeTeam ends the accounts of the team and of those who were invited. The pool is read whole: an account may
// be in a team whose roster never named it.
func (p parts) removeTeam(ctx context.Context, r *receipt) error {
	roster, err := p.store.Roster(ctx, r.Tenant)
	for _, m := range roster.Members {
		err = errors.Join(err, p.removePicture(ctx, m.Picture))
	}
	for _, in := range roster.Invited {
		_, failed := p.office.Withdraw(ctx, operator(r.Tenant), in.ID)
		err = errors.Join(err, failed)
	}
	if err != nil {
		return err
	}
	return p.removeAccounts(ctx, r)
}

func (p parts) removeAccounts(ctx context.Context, r *receipt) error {
	var own []string
	err := p.accounts.Each(ctx, func(is accounts.Account) error {
		if is.Tenant == r.Tenant {
			own = append(own, is.Email)
		}
		return nil
	})
	for _, email := range own {
		if failed := p.accounts.Remove(ctx, r.Tenant, email); failed != nil {
			err = errors.Join(err, failed)
		} else {
			r.Accounts++
		}
	}
	return err
}

func (p parts) removePicture(ctx context.Context, path string) error {
	key := strings.TrimPrefix(path, "/")
	if key == "" {
		return nil
	}
	_, err := p.purge(ctx, p.outputs["Web"], key)
	return err
}

// removeSites takes away the files that widgets read, with the versions before.
func (p parts) removeSites(ctx context.Context, r *receipt) error {
	sites, err := p.store.Sites(ctx, r.Tenant)
	for _, site := range sites {
		n, failed := p.purge(ctx, p.outputs["Web"], sitefile.Prefix+site.Key+".json")
		err = errors.Join(err, failed)
		if n > 0 {
			r.Sites++
		}
	}
	return err
}

// kinds are the folders of the bucket of files that have one of each tenant. The receipts of deletions stay.
var kinds = []string{
	"kept", "quarantine", "exports", "tombstones", "deliveries", "delivered", "knowledge", "imports", "search", "ledger",
	"canned",
}

// removeFiles deletes every file of the tenant, and its rows among those that were given up.
func (p parts) removeFiles(ctx context.Context, r *receipt) error {
	for _, kind := range kinds {
		n, err := p.purge(ctx, p.outputs["Media"], kind+"/"+string(r.Tenant)+"/")
		r.Files += n
		if err != nil {
			return err
		}
	}
	n, _, err := p.vault.Scrub(ctx, []string{string(r.Tenant)}, "")
	r.Failures += n
	return err
}
