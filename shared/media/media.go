// Package media keeps people's files: each under a key that the server chose, first in a
// quarantine that expires, then, once it was looked at, with its conversation.
package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/botifire/livechat/shared/chat"
	"github.com/oklog/ulid/v2"
)

// Quarantine is the prefix of files that nobody has looked at. The bucket deletes
// what stays there. Kept is the prefix of those that were.
const (
	Quarantine = "quarantine/"
	Kept       = "kept/"
)

const (
	uploadTime  = 5 * time.Minute
	addressTime = 15 * time.Minute
	maxName     = 120 // characters of a file's name
)

// Store is the bucket of files.
type Store struct {
	client  *s3.Client
	presign *s3.PresignClient
	bucket  string
}

// PathStyle makes addresses that the local cloud understands, if that is where they go.
func PathStyle(o *s3.Options) { o.UsePathStyle = o.BaseEndpoint != nil }

// New makes a store on a bucket.
func New(client *s3.Client, bucket string) *Store {
	return &Store{client, s3.NewPresignClient(client), bucket}
}

// Place is where a file is to be put, and with which headers.
type Place struct {
	ID      string
	URL     string
	Headers map[string]string
}

// at is where a file lies. The conversation is part of the key, so that an id from
// elsewhere leads nowhere.
func at(prefix string, key chat.ConversationKey, id string) *string {
	path := fmt.Sprintf("%s%s/%s/%s", prefix, key.Tenant, key.ID, id)
	return &path
}

// Upload makes a place for one file of a conversation. The name is only checked: it is
// data, and never part of a key.
func (s *Store) Upload(ctx context.Context, key chat.ConversationKey, id, name, kind string, size int64) (Place, error) {
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

var noUpload = chat.Errorf(chat.NotFound, "no_upload", "The file is not there. Upload it again.")

// Keep looks at what was uploaded, and keeps it with its conversation if it is what it
// claimed to be. Doing it twice is no harm. The body says what was kept.
func (s *Store) Keep(ctx context.Context, key chat.ConversationKey, id, name string) (chat.Body, error) {
	if _, err := ulid.ParseStrict(id); err != nil {
		return chat.Body{}, noUpload
	}
	head := fmt.Sprintf("bytes=0-%d", sniffed-1)
	file, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: at(Quarantine, key, id), Range: &head})
	if missing(err) {
		return chat.Body{}, noUpload
	}
	if err != nil {
		return chat.Body{}, fmt.Errorf("media: %w", err)
	}
	defer file.Body.Close()
	first, err := io.ReadAll(io.LimitReader(file.Body, sniffed))
	if err != nil {
		return chat.Body{}, fmt.Errorf("media: %w", err)
	}
	kind, size := value(file.ContentType), whole(file)
	if err := check(kind, size); err != nil {
		return chat.Body{}, err
	}
	if !is(kind, first) {
		return chat.Body{}, chat.Errorf(chat.Invalid, "not_what_it_says", "The file is not of the type that its name says.")
	}
	name = cleanName(name)
	disposition, source := "inline", s.bucket+"/"+*at(Quarantine, key, id)
	body := chat.Body{Kind: shownAs(kind), Media: &chat.Media{Upload: id, Name: name, Type: kind, Size: size}}
	if body.Kind == chat.KindDocument {
		disposition = mime.FormatMediaType("attachment", map[string]string{"filename": name})
	}
	_, err = s.client.CopyObject(ctx, &s3.CopyObjectInput{
		Bucket: &s.bucket, Key: at(Kept, key, id), CopySource: &source, ContentType: &kind, ContentDisposition: &disposition, MetadataDirective: "REPLACE",
	})
	if err != nil {
		return chat.Body{}, fmt.Errorf("media: %w", err)
	}
	return body, nil
}

// Address is where a kept file of the conversation can be read, for some minutes. Gone if
// it is kept no more.
func (s *Store) Address(ctx context.Context, key chat.ConversationKey, id string) (string, error) {
	if _, err := ulid.ParseStrict(id); err != nil {
		return "", noUpload
	}
	_, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.bucket, Key: at(Kept, key, id)})
	if missing(err) {
		return "", chat.Errorf(chat.Gone, "file_gone", "This file is no longer kept.")
	}
	if err != nil {
		return "", fmt.Errorf("media: %w", err)
	}
	signed, err := s.presign.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: at(Kept, key, id)}, s3.WithPresignExpires(addressTime))
	if err != nil {
		return "", fmt.Errorf("media: %w", err)
	}
	return signed.URL, nil
}

// missing tells whether there is no such object. Without the right to list a bucket S3
// says "forbidden" instead.
func missing(err error) bool {
	var answer interface{ HTTPStatusCode() int }
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode() == http.StatusNotFound || answer.HTTPStatusCode() == http.StatusForbidden
	}
	refused, ok := errors.AsType[smithy.APIError](err)
	return ok && slices.Contains([]string{"NoSuchKey", "NotFound", "AccessDenied"}, refused.ErrorCode())
}

// whole is the size of a file of which a part was read.
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

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// cleanName is a file's name as it may be shown: no path, nothing invisible.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`/\`, r) {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[len(runes)-maxName:]) // the end tells the type
	}
	if name = strings.TrimSpace(name); name == "" {
		return "file"
	}
	return name
}

// Open reads a kept file of the conversation. NotFound if it is kept no more.
func (s *Store) Open(ctx context.Context, key chat.ConversationKey, id string) (io.ReadCloser, error) {
	file, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: at(Kept, key, id)})
	if missing(err) {
		return nil, chat.Errorf(chat.Gone, "file_gone", "This file is no longer kept.")
	}
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	return file.Body, nil
}
