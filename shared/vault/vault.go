// Package vault manages stored files: it deletes people's files when they are due, stores exports,
// and removes people from failed stream batches and dead letters.
package vault

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"path"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

// Vault has the bucket of files, the bucket of failures, and the dead-letter queues.
type Vault struct {
	client   *s3.Client
	presign  *s3.PresignClient
	bucket   string
	failures string
	sqs      *sqs.Client
	dead     []string
}

var _ lifecycle.Vault = (*Vault)(nil)

// New makes a vault. Only erasures need failures and dead.
func New(client *s3.Client, bucket, failures string, queues *sqs.Client, dead ...string) *Vault {
	return &Vault{client, s3.NewPresignClient(client), bucket, failures, queues, dead}
}

// addressTime is the time for which a presigned address is valid.
const addressTime = 15 * time.Minute

// Address is a presigned address at which a file can be downloaded under a name.
func (v *Vault) Address(ctx context.Context, key string) (string, error) {
	as := mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(key)})
	signed, err := v.presign.PresignGetObject(ctx,
		&s3.GetObjectInput{Bucket: &v.bucket, Key: &key, ResponseContentDisposition: &as}, s3.WithPresignExpires(addressTime))
	if err != nil {
		return "", fmt.Errorf("vault: %w", err)
	}
	return signed.URL, nil
}

// Put stores a small file.
func (v *Vault) Put(ctx context.Context, key, kind string, raw []byte) error {
	return v.PutFrom(ctx, key, kind, bytes.NewReader(raw))
}

// PutFrom stores a file as it is read.
func (v *Vault) PutFrom(ctx context.Context, key, kind string, from io.ReadSeeker) error {
	_, err := v.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &v.bucket, Key: &key, ContentType: &kind, Body: from})
	if err != nil {
		return fmt.Errorf("vault: put: %w", err)
	}
	return nil
}

// Get reads a file; chat.ErrNotFound if there is none.
func (v *Vault) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	out, err := v.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &v.bucket, Key: &key})
	if missing(err) {
		return nil, chat.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("vault: get: %w", err)
	}
	return out.Body, nil
}

// Names lists the files under a prefix, the first 1000 in their alphabetical order.
func (v *Vault) Names(ctx context.Context, prefix string) ([]string, error) {
	page, err := v.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &v.bucket, Prefix: &prefix})
	if err != nil {
		return nil, fmt.Errorf("vault: list: %w", err)
	}
	names := []string{}
	for _, object := range page.Contents {
		names = append(names, aws.ToString(object.Key))
	}
	return names, nil
}

// Forget deletes everything under a prefix.
func (v *Vault) Forget(ctx context.Context, prefix string) (int, error) {
	n, _, err := v.ForgetBefore(ctx, prefix, time.Now().Add(24*time.Hour))
	return n, err
}

// ForgetBefore deletes files that are older than a time.
func (v *Vault) ForgetBefore(
	ctx context.Context, prefix string, before time.Time,
) (n int, oldest time.Time, err error) {
	n, err = v.forget(ctx, prefix, func(_ string, at time.Time) (bool, error) {
		if at.Before(before) {
			return true, nil
		}
		if oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
		return false, nil
	})
	return n, oldest, err
}

// ForgetUnused deletes files that are older than a time and that nothing uses any more.
func (v *Vault) ForgetUnused(
	ctx context.Context, prefix string, before time.Time, used func(path string) (bool, error),
) (int, error) {
	return v.forget(ctx, prefix, func(key string, at time.Time) (bool, error) {
		if !at.Before(before) {
			return false, nil
		}
		is, err := used(key)
		return !is, err
	})
}

// forget deletes the files that are due, page by page.
func (v *Vault) forget(
	ctx context.Context, prefix string, isDue func(key string, at time.Time) (bool, error),
) (n int, err error) {
	pages := s3.NewListObjectsV2Paginator(v.client, &s3.ListObjectsV2Input{Bucket: &v.bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return n, fmt.Errorf("vault: list: %w", err)
		}
		due := []types.ObjectIdentifier{}
		for _, object := range page.Contents {
			is, err := isDue(aws.ToString(object.Key), aws.ToTime(object.LastModified))
			if err != nil {
				return n, err
			}
			if is {
				due = append(due, types.ObjectIdentifier{Key: object.Key})
			}
		}
		if err := v.delete(ctx, due); err != nil {
			return n, err
		}
		n += len(due)
	}
	return n, nil
}

func (v *Vault) delete(ctx context.Context, objects []types.ObjectIdentifier) error {
	if len(objects) == 0 {
		return nil
	}
	out, err := v.client.DeleteObjects(ctx, &s3.DeleteObjectsInput{
		Bucket: &v.bucket, Delete: &types.Delete{Objects: objects, Quiet: aws.Bool(true)},
	})
	if err != nil {
		return fmt.Errorf("vault: delete: %w", err)
	}
	if len(out.Errors) > 0 {
		return fmt.Errorf("vault: %d of %d files could not be deleted: %s", len(out.Errors), len(objects),
			aws.ToString(out.Errors[0].Code))
	}
	return nil
}
