package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/segments"
)

// reindex makes the index of a tenant's messages anew, and returns their number.
func reindex(ctx context.Context, place stack.Place, tenant chat.TenantID) (n int, err error) {
	found, err := place.Outputs(ctx)
	if err != nil {
		return 0, err
	}
	cfg := stack.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"])
	if _, err := store.Tenant(ctx, tenant); err != nil {
		return 0, fmt.Errorf("%s: %w", tenant, err)
	}
	files := segments.InBucket(s3.NewFromConfig(cfg, media.PathStyle), found["Media"])
	index := segments.New(files, search.NewReader(store.UpToDate()))
	return n, index.Rebuild(ctx, tenant, func(page func([]search.Ref) error) error {
		return search.Each(ctx, store, tenant, func(refs []search.Ref) error {
			n += len(refs)
			return page(refs)
		})
	})
}
