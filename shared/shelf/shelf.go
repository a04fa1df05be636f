// Package shelf keeps editions of knowledge, and the files of imports, in the bucket of people's files.
package shelf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// Shelf is the bucket.
type Shelf struct {
	client *s3.Client
	bucket string
}

var _ knowledge.Shelf = (*Shelf)(nil)

// New makes a shelf in a bucket.
func New(client *s3.Client, bucket string) *Shelf { return &Shelf{client, bucket} }

// Reader reads the editions that are in force.
func Reader(store knowledge.Lives, client *s3.Client, bucket string) *knowledge.Reader {
	return knowledge.NewReader(store, New(client, bucket))
}

// Edition reads an edition. A caller that asks for one that may be gone needs the right to list the bucket: without it
// S3 refuses to say so, and the refusal is an error like any other.
func (s *Shelf) Edition(ctx context.Context, tenant chat.TenantID, number int) (knowledge.Edition, error) {
	var e knowledge.Edition
	tag, err := s.unpack(ctx, aws.String(knowledge.Place(tenant, number)), &e)
	e.File = tag
	return e, err
}

// maxEdition is more than the bytes of as many entries as there may be, each as large as it may be.
const maxEdition = knowledge.MaxEntries * (knowledge.MaxContent + knowledge.MaxLesson + 1000)

// Keep stores an edition over the file of which it has the mark, or where there is none.
func (s *Shelf) Keep(ctx context.Context, e knowledge.Edition) error {
	return s.pack(ctx, aws.String(knowledge.Place(e.Tenant, e.Number)), e, func(in *s3.PutObjectInput) {
		if e.File == "" {
			in.IfNoneMatch = aws.String("*")
		} else {
			in.IfMatch = &e.File
		}
	})
}

// Drop deletes an edition with its index and its rehearsal.
func (s *Shelf) Drop(ctx context.Context, tenant chat.TenantID, number int) error {
	return errors.Join(s.drop(ctx, knowledge.Place(tenant, number)), s.drop(ctx, indexOf(tenant, number, false)),
		s.drop(ctx, indexOf(tenant, number, true)), s.DropRehearsal(ctx, tenant, number))
}

// Rehearsal reads the rehearsal of an edition.
func (s *Shelf) Rehearsal(ctx context.Context, tenant chat.TenantID, number int) (knowledge.Rehearsal, error) {
	var r knowledge.Rehearsal
	_, err := s.unpack(ctx, rehearsalOf(tenant, number), &r)
	return r, err
}

// KeepRehearsal stores the rehearsal of an edition.
func (s *Shelf) KeepRehearsal(
	ctx context.Context, tenant chat.TenantID, number int, r knowledge.Rehearsal,
) error {
	return s.pack(ctx, rehearsalOf(tenant, number), r)
}

// DropRehearsal deletes the rehearsal of an edition.
func (s *Shelf) DropRehearsal(ctx context.Context, tenant chat.TenantID, number int) error {
	return s.drop(ctx, *rehearsalOf(tenant, number))
}

func rehearsalOf(tenant chat.TenantID, number int) *string {
	return aws.String(knowledge.Place(tenant, number) + ".asked")
}

func (s *Shelf) drop(ctx context.Context, key string) error {
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: &key})
	return wrap(err)
}

func gone(err error) bool { return status(err) == http.StatusNotFound }

// changed tells whether a conditional write found another file, or none any more, or one that changes at this moment.
func changed(err error) bool {
	at := status(err)
	return at == http.StatusPreconditionFailed || at == http.StatusConflict || at == http.StatusNotFound
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
	return fmt.Errorf("shelf: %w", err)
}

// ReadIndex reads the index of an edition, or the part of it that was made until the time was over.
func (s *Shelf) ReadIndex(ctx context.Context, tenant chat.TenantID, number int, part bool) ([]byte, error) {
	key := indexOf(tenant, number, part)
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: &key})
	if gone(err) {
		return nil, chat.ErrNotFound
	}
	if err != nil {
		return nil, wrap(err)
	}
	defer out.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(out.Body, maxIndex+1))
	if err == nil && len(raw) > maxIndex {
		err = errors.New("an index is larger than one may be")
	}
	return raw, wrap(err)
}

// maxIndex is more than the index of the largest edition.
const maxIndex = 512 << 20

// KeepIndex stores an index. A whole one replaces its parts.
func (s *Shelf) KeepIndex(ctx context.Context, tenant chat.TenantID, number int, part bool, raw []byte) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: aws.String(indexOf(tenant, number, part)), Body: bytes.NewReader(raw),
		ContentType: aws.String("application/octet-stream"),
	})
	if err == nil && !part {
		return s.drop(ctx, indexOf(tenant, number, true))
	}
	return wrap(err)
}

func indexOf(tenant chat.TenantID, number int, part bool) string {
	name := knowledge.Place(tenant, number) + ".index"
	if part {
		name += ".part"
	}
	return name
}
