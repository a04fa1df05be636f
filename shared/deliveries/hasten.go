package deliveries

import (
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/botifire/livechat/shared/chat"
)

const (
	// taskLife is longer than a task lives until it is a dead letter, also one whose function dies in each of its tries.
	taskLife = 3 * time.Hour

	// hastened is how many deliveries are looked at in one call: of more, any may come in the next one.
	hastened = 100
)

// Hasten returns how many deliveries of a tenant wait that were stored before a time, and names those on the queue once
// more whose task has ended without success. One that was named within the life of a task is only counted: each caller
// asks again and again, and a task for each time would be tried for hours beside the others.
func (s *Store) Hasten(ctx context.Context, tenant chat.TenantID, before time.Time) (n int, err error) {
	prefix := Waiting + string(tenant) + "/"
	pages := s3.NewListObjectsV2Paginator(s.client, &s3.ListObjectsV2Input{Bucket: &s.bucket, Prefix: &prefix})
	var old []Name
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return n, wrap(err)
		}
		for _, object := range page.Contents {
			name, is := named(object)
			if !is || !aws.ToTime(object.LastModified).Before(before) {
				continue
			}
			if n++; ended(aws.ToTime(object.LastModified)) {
				old = append(old, name)
			}
		}
	}
	rand.Shuffle(len(old), func(i, j int) { old[i], old[j] = old[j], old[i] })
	for _, name := range old[:min(hastened, len(old))] {
		if err := s.again(ctx, name); err != nil {
			return n, err
		}
	}
	return n, nil
}

// ended tells whether a task that was put on the queue at a time has ended by now.
func ended(at time.Time) bool { return time.Since(at) > taskLife }

// again names a delivery on the queue once more, unless it was named lately: its empty file tells when.
func (s *Store) again(ctx context.Context, n Name) error {
	at, err := s.namedAt(ctx, n)
	if err != nil || !ended(at) {
		return err
	}
	return s.name(ctx, n)
}

// named is the name of the delivery in a file that waits.
func named(object types.Object) (Name, bool) {
	parts := strings.Split(strings.TrimPrefix(aws.ToString(object.Key), Waiting), "/")
	if len(parts) != 3 {
		return Name{}, false
	}
	return Name{chat.TenantID(parts[0]), parts[1], parts[2]}, true
}
