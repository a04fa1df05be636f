package again

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
)

// Receipts is where the bucket of files has the receipts of deleted tenants.
const Receipts = "receipts/"

// deletion is how far the latest deletion of a tenant came.
type deletion int

const (
	none deletion = iota
	begun
	ended
)

// deletions are those of which the bucket has a receipt. Of several receipts of a tenant the last one counts: a
// restore may have brought it back.
func deletions(ctx context.Context, files *s3.Client, bucket string) (map[chat.TenantID]deletion, error) {
	prefix, last := Receipts, map[chat.TenantID]string{}
	pages := s3.NewListObjectsV2Paginator(files, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("receipts: %w", err)
		}
		for _, object := range page.Contents {
			key := aws.ToString(object.Key)
			if parts := strings.Split(key, "/"); len(parts) == 3 {
				last[chat.TenantID(parts[1])] = max(key, last[chat.TenantID(parts[1])])
			}
		}
	}
	all := map[chat.TenantID]deletion{}
	for tenant, key := range last {
		var err error
		if all[tenant], err = deletionOf(ctx, files, bucket, key); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	return all, nil
}

// deletionOf reads a receipt.
func deletionOf(ctx context.Context, files *s3.Client, bucket, key string) (deletion, error) {
	out, err := files.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return none, err
	}
	defer out.Body.Close()
	var receipt struct{ Ended time.Time }
	if err := json.NewDecoder(out.Body).Decode(&receipt); err != nil {
		return none, err
	}
	if receipt.Ended.IsZero() {
		return begun, nil
	}
	return ended, nil
}
