package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/sitefile"
)

// receipt says what was deleted, and when.
type receipt struct {
	Tenant   chat.TenantID `json:"tenant"`
	Name     string        `json:"name"`
	Began    time.Time     `json:"began"`
	Ended    time.Time     `json:"ended"`
	Accounts int           `json:"accounts"`
	Sites    int           `json:"sites"`
	Files    int           `json:"files"`
	Failures int           `json:"failures"` // in what the stream and the queues had given up
	Rows     int           `json:"rows"`
}

// remove deletes a tenant with everything. It is suspended first, so that nothing new comes in, and its
// own row goes last: until then the command can be repeated.
func remove(ctx context.Context, o options) (any, error) {
	p, t, err := of(ctx, o)
	if err != nil {
		return nil, err
	}
	if o.confirm != t.Name {
		return nil, fmt.Errorf("this deletes all of %q for good: repeat it with -confirm %q", t.Name, t.Name)
	}
	r := receipt{Tenant: t.ID, Name: t.Name, Began: time.Now().UTC()}
	if _, err := p.office.Suspend(ctx, operator(t.ID), true); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, *receipt) error{
		p.removeTeam, p.removeSites, p.removeFiles, p.removeRows,
	} {
		if err := step(ctx, &r); err != nil {
			return nil, err
		}
	}
	r.Ended = time.Now().UTC()
	return r, nil
}

// removeTeam ends the accounts of the team and of those who were invited.
func (p parts) removeTeam(ctx context.Context, r *receipt) error {
	roster, err := p.store.Roster(ctx, r.Tenant)
	for _, m := range roster.Members {
		err = errors.Join(err, p.accounts.Remove(ctx, r.Tenant, m.Email), p.office.Portraits.Drop(ctx, m.Picture))
		r.Accounts++
	}
	for _, in := range roster.Invited {
		_, failed := p.office.Withdraw(ctx, operator(r.Tenant), in.ID)
		err = errors.Join(err, failed)
	}
	return err
}

// removeSites takes away what widgets read.
func (p parts) removeSites(ctx context.Context, r *receipt) error {
	sites, err := p.store.Sites(ctx, r.Tenant)
	bucket := p.outputs["Web"]
	for _, site := range sites {
		_, failed := p.files.DeleteObject(ctx, &s3.DeleteObjectInput{
			Bucket: &bucket, Key: aws.String(sitefile.Prefix + site.Key + ".json"),
		})
		err = errors.Join(err, failed)
		r.Sites++
	}
	return err
}

// removeFiles deletes every file of the tenant, and its rows in what was given up.
func (p parts) removeFiles(ctx context.Context, r *receipt) error {
	for _, kind := range []string{"kept", "quarantine", "exports", "tombstones"} {
		n, err := p.vault.Forget(ctx, kind+"/"+string(r.Tenant)+"/")
		if err != nil {
			return err
		}
		r.Files += n
	}
	n, err := p.vault.Scrub(ctx, []string{string(r.Tenant)})
	r.Failures = n
	return err
}

// removeRows reads the whole table for rows of the tenant, wherever they lie, until none is left: a
// function may still have been writing. Functions never scan; an operator does here, because no list
// of the kinds of rows could forget none. The tenant's own row is the last one.
func (p parts) removeRows(ctx context.Context, r *receipt) error {
	own := dynamo.TenantRow(r.Tenant)
	for range 10 {
		n, err := p.sweepRows(ctx, r.Tenant, own)
		if err != nil {
			return err
		}
		if r.Rows += n; n == 0 {
			r.Rows++
			return p.drop(ctx, own)
		}
	}
	return errors.New("rows of the tenant still come in: repeat this in a minute")
}

// sweepRows deletes the rows of one scan, but for the tenant's own.
func (p parts) sweepRows(ctx context.Context, t chat.TenantID, own map[string]types.AttributeValue) (int, error) {
	table := p.outputs["Table"]
	filter, values := dynamo.RowsOf(t)
	pages := dynamodb.NewScanPaginator(p.db, &dynamodb.ScanInput{
		TableName: &table, ConsistentRead: aws.Bool(true), FilterExpression: &filter, ExpressionAttributeValues: values,
		ProjectionExpression: aws.String(strings.Join([]string{dynamo.Partition, dynamo.Sort}, ", ")),
	})
	n := 0
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return n, err
		}
		for _, key := range page.Items {
			if dynamo.SameKey(key, own) {
				continue
			}
			if err := p.drop(ctx, key); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func (p parts) drop(ctx context.Context, key map[string]types.AttributeValue) error {
	table := p.outputs["Table"]
	_, err := p.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &table, Key: key})
	return err
}
