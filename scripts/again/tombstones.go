package again

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

// asking is one person's erasure, and where it was found.
type asking struct {
	tenant chat.TenantID
	whom   chat.Subject
	from   string
}

func (a asking) key() chat.VisitorKey { return chat.VisitorKey{Tenant: a.tenant, ID: a.whom.Visitor} }

// tombstones are the erasures whose copies lie in the bucket of files.
func (e eraser) tombstones(ctx context.Context) ([]asking, error) {
	var all []asking
	prefix := lifecycle.Tombstones
	pages := s3.NewListObjectsV2Paginator(e.files, &s3.ListObjectsV2Input{Bucket: &e.bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, object := range page.Contents {
			one, err := e.tombstone(ctx, aws.ToString(object.Key))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", aws.ToString(object.Key), err)
			}
			all = append(all, one)
		}
	}
	return all, nil
}

func (e eraser) tombstone(ctx context.Context, key string) (asking, error) {
	parts := strings.Split(key, "/") // tombstones, tenant, job
	if len(parts) != 3 {
		return asking{}, errors.New("no tombstone")
	}
	out, err := e.files.GetObject(ctx, &s3.GetObjectInput{Bucket: &e.bucket, Key: &key})
	if err != nil {
		return asking{}, err
	}
	defer out.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(out.Body, 1<<20))
	if err != nil {
		return asking{}, err
	}
	one := asking{tenant: chat.TenantID(parts[1]), from: key}
	return one, json.Unmarshal(raw, &one.whom)
}
