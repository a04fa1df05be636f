package segments

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/botifire/livechat/shared/chat"
)

// Files is a store of whole files.
type Files interface {
	// Get reads a file with its tag, which changes with its contents. chat.ErrNotFound.
	Get(ctx context.Context, path string) (raw []byte, tag string, err error)

	// Put stores a file of which nobody else writes the same path.
	Put(ctx context.Context, path string, raw []byte) error

	// Swap stores a file in the place of the one with a tag, "" for none. chat.ErrConflict if there is another.
	Swap(ctx context.Context, path string, raw []byte, tag string) error

	// Drop deletes files. List returns those whose paths begin with a prefix.
	Drop(ctx context.Context, paths ...string) error
	List(ctx context.Context, prefix string) ([]File, error)
}

// File is a file with the time at which it was stored, by the clock of the store: those of writers may differ.
type File struct {
	Path string
	At   time.Time
}

// bucket is an S3 bucket.
type bucket struct {
	client *s3.Client
	name   string
}

// InBucket are files in an S3 bucket. A caller needs the right to list it: without it S3 refuses to say that a file
// does not exist.
func InBucket(client *s3.Client, name string) Files { return bucket{client, name} }

func (b bucket) Get(ctx context.Context, path string) ([]byte, string, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: &path})
	if status(err) == http.StatusNotFound {
		return nil, "", chat.ErrNotFound
	}
	if err != nil {
		return nil, "", wrap(err)
	}
	defer out.Body.Close()
	raw, err := io.ReadAll(out.Body)
	return raw, aws.ToString(out.ETag), wrap(err)
}

func (b bucket) Put(ctx context.Context, path string, raw []byte) error {
	_, err := b.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &b.name, Key: &path, Body: bytes.NewReader(raw)})
	return wrap(err)
}

func (b bucket) Swap(ctx context.Context, path string, raw []byte, tag string) error {
	in := &s3.PutObjectInput{Bucket: &b.name, Key: &path, Body: bytes.NewReader(raw), IfMatch: &tag}
	if tag == "" {
		in.IfMatch, in.IfNoneMatch = nil, aws.String("*")
	}
	_, err := b.client.PutObject(ctx, in)
	switch status(err) {
	// Gone meanwhile, changed meanwhile, or changed at this very moment:
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
	case http.StatusNotFound, http.StatusPreconditionFailed, http.StatusConflict:
		return chat.ErrConflict
	}
	return wrap(err)
}

// dropAtOnce is how many files S3 deletes in one call.
const dropAtOnce = 1000

func (b bucket) Drop(ctx context.Context, paths ...string) error {
	for len(paths) > 0 {
		n := min(len(paths), dropAtOnce)
		ids := make([]types.ObjectIdentifier, n)
		for i := range ids {
			ids[i].Key = &paths[i]
		}
		paths = paths[n:]
		out, err := b.client.DeleteObjects(ctx, &s3.DeleteObjectsInput{
			Bucket: &b.name, Delete: &types.Delete{Objects: ids, Quiet: aws.Bool(true)},
		})
		if err != nil {
			return wrap(err)
		}
		if len(out.Errors) > 0 {
			return fmt.Errorf("segments: %d files are not deleted: %s", len(out.Errors), aws.ToString(out.Errors[0].Code))
		}
	}
	return nil
}

func (b bucket) List(ctx context.Context, prefix string) ([]File, error) {
	var all []File
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{Bucket: &b.name, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, wrap(err)
		}
		for _, object := range page.Contents {
			all = append(all, File{aws.ToString(object.Key), aws.ToTime(object.LastModified)})
		}
	}
	return all, nil
}

func status(err error) int {
	var answer interface{ HTTPStatusCode() int }
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode()
	}
	return 0
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("segments: %w", err)
}
