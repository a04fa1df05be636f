// Package media stores people's files, each under a key that the server chose: first in a quarantine
// that expires, then, after it was judged, with its conversation.
package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/botifire/livechat/shared/chat"
	"github.com/oklog/ulid/v2"
)

// Quarantine is the prefix of files that are not judged yet. The bucket expires them. Kept is the
// prefix of stored files, and Enclosed of those that lie with canned replies.
const (
	Quarantine = "quarantine/"
	Kept       = "kept/"
	Enclosed   = "canned/"
)

const (
	uploadTime  = 5 * time.Minute
	addressTime = 15 * time.Minute
)

// Store is the bucket of files.
type Store struct {
	client  *s3.Client
	presign *s3.PresignClient
	bucket  string
	stored  string // the prefix of files that were judged
}

// PathStyle makes addresses that the local cloud understands, if they lead there.
func PathStyle(o *s3.Options) { o.UsePathStyle = o.BaseEndpoint != nil }

// New makes a store on a bucket.
func New(client *s3.Client, bucket string) *Store {
	return &Store{client, s3.NewPresignClient(client), bucket, Kept}
}

// Place is the address for an upload, with the headers to send.
type Place struct {
	ID      string
	URL     string
	Headers map[string]string
}

// at is the key of a file. It contains the conversation, so that an id from another conversation
// leads nowhere.
func at(prefix string, key chat.ConversationKey, id string) *string {
	path := fmt.Sprintf("%s%s/%s/%s", prefix, key.Tenant, key.ID, id)
	return &path
}

// Upload makes a place for one file of a conversation. The name is only checked: it is data, and
// never part of a key.
func (s *Store) Upload(
	ctx context.Context, key chat.ConversationKey, id, name, kind string, size int64,
) (Place, error) {
	if err := check(kind, size); err != nil {
		return Place{}, err
	}
	if strings.ContainsAny(name, "/\\\x00\r\n") {
		return Place{}, chat.Errorf(chat.Invalid, "bad_name", "The file's name holds characters that no name has.")
	}
	signed, err := s.presign.PresignPutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: at(Quarantine, key, id), ContentType: &kind, ContentLength: &size,
	}, s3.WithPresignExpires(uploadTime))
	if err != nil {
		return Place{}, fmt.Errorf("media: %w", err)
	}
	return Place{ID: id, URL: signed.URL, Headers: map[string]string{"Content-Type": kind}}, nil
}

// Address is a presigned address of a stored file of the conversation. Gone if the file is no longer
// stored.
func (s *Store) Address(ctx context.Context, key chat.ConversationKey, id string) (string, error) {
	if _, err := ulid.ParseStrict(id); err != nil {
		return "", noUpload
	}
	_, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.bucket, Key: at(s.stored, key, id)})
	if missing(err) {
		return "", chat.Errorf(chat.Gone, "file_gone", "This file is no longer kept.")
	}
	if err != nil {
		return "", fmt.Errorf("media: %w", err)
	}
	signed, err := s.presign.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: at(s.stored, key, id)},
		s3.WithPresignExpires(addressTime))
	if err != nil {
		return "", fmt.Errorf("media: %w", err)
	}
	return signed.URL, nil
}

// missing tells whether the object does not exist. Without the right to list a bucket S3 says
// "forbidden" instead.
func missing(err error) bool {
	var answer interface{ HTTPStatusCode() int }
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode() == http.StatusNotFound || answer.HTTPStatusCode() == http.StatusForbidden
	}
	refused, ok := errors.AsType[smithy.APIError](err)
	return ok && slices.Contains([]string{"NoSuchKey", "NotFound", "AccessDenied"}, refused.ErrorCode())
}

// whole is the size of the whole file, from the answer to a ranged read.
func whole(file *s3.GetObjectOutput) int64 {
	var from, to, size int64
	if _, err := fmt.Sscanf(value(file.ContentRange), "bytes %d-%d/%d", &from, &to, &size); err == nil {
		return size
	}
	if file.ContentLength != nil {
		return *file.ContentLength
	}
	return 0
}

// value is the value of a pointer, or the zero value.
func value[T any](there *T) (v T) {
	if there != nil {
		v = *there
	}
	return v
}

// Drop deletes a stored file: its message was taken back.
func (s *Store) Drop(ctx context.Context, key chat.ConversationKey, id string) error {
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: at(s.stored, key, id)})
	if err != nil {
		return fmt.Errorf("media: %w", err)
	}
	return nil
}

// Open reads a stored file of the conversation. NotFound if it is no longer stored.
func (s *Store) Open(ctx context.Context, key chat.ConversationKey, id string) (io.ReadCloser, error) {
	file, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: at(s.stored, key, id)})
	if missing(err) {
		return nil, chat.Errorf(chat.Gone, "file_gone", "This file is no longer kept.")
	}
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	return file.Body, nil
}
