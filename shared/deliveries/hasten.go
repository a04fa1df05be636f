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
// asks again and again, and a task for each time would be tried for hours beside the others. For an erasure such
// a task is the last one of a delivery that cannot be read: nobody can take one person out of unknown bytes.
func (s *Store) Hasten(
	ctx context.Context, tenant chat.TenantID, before time.Time, erases bool,
) (n int, err error) {
	prefix := Waiting + string(tenant) + "/"
	pages := s3.NewListObjectsV2Paginator(s.client, &s3.ListObjectsV2Input{Bucket: &s.bucket, Prefix: &prefix})
	var old []Task
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return n, wrap(err)
		}
		for _, object := range page.Contents {
			task, is := taskOf(object)
			if !is || !task.Stored.Before(before) {
				continue
			}
			if n++; ended(task.Stored) {
				old = append(old, task)
			}
		}
	}
	rand.Shuffle(len(old), func(i, j int) { old[i], old[j] = old[j], old[i] })
	for _, task := range old[:min(hastened, len(old))] {
		if err := s.again(ctx, task, erases); err != nil {
			return n, err
		}
	}
	return n, nil
}

// ended tells whether a task that was put on the queue at a time has ended by now.
func ended(at time.Time) bool { return time.Since(at) > taskLife }

// again names a delivery on the queue once more, unless it was named lately: its empty file tells when.
func (s *Store) again(ctx context.Context, t Task, erases bool) error {
	at, err := s.namedAt(ctx, t.Name)
	if err != nil || !ended(at) {
		return err
	}
	t.Last = erases && !at.IsZero() // else nobody has tried it yet
	return s.name(ctx, t)
}

// taskOf is the task of the delivery in a file that waits.
func taskOf(object types.Object) (Task, bool) {
	parts := strings.Split(strings.TrimPrefix(aws.ToString(object.Key), Waiting), "/")
	if len(parts) != 3 {
		return Task{}, false
	}
	name := Name{chat.TenantID(parts[0]), parts[1], parts[2]}
	return Task{Name: name, Stored: aws.ToTime(object.LastModified)}, true
}
