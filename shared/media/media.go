// Package media says where files are put: under a key that the server chose, in a
// quarantine that expires, of one exact type and size, for five minutes.
package media

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
)

// Quarantine is the prefix of files that nobody has looked at. The bucket deletes
// what stays there.
const Quarantine = "quarantine/"

const uploadTime = 5 * time.Minute

// types that may be uploaded, and their sizes in bytes. They are WhatsApp's limits,
// so that what a visitor sends can be passed on.
var limits = map[string]int64{
	"image/jpeg": 5 << 20, "image/png": 5 << 20, "image/webp": 5 << 20, "image/gif": 5 << 20,
	"audio/mpeg": 16 << 20, "audio/ogg": 16 << 20, "audio/mp4": 16 << 20, "audio/webm": 16 << 20,
	"video/mp4": 16 << 20, "video/webm": 16 << 20,
	"application/pdf": 16 << 20, "text/plain": 16 << 20,
}

// Store is the bucket of files.
type Store struct {
	presign *s3.PresignClient
	bucket  string
}

// PathStyle makes addresses that work for the local cloud as well.
func PathStyle(o *s3.Options) { o.UsePathStyle = true }

// New makes a store on a bucket.
func New(client *s3.Client, bucket string) *Store { return &Store{s3.NewPresignClient(client), bucket} }

// Place is where a file is to be put, and with which headers.
type Place struct {
	ID      string
	URL     string
	Headers map[string]string
}

// Upload makes a place for one file. The name is only checked: it is data, and
// never part of a key.
func (s *Store) Upload(ctx context.Context, tenant chat.TenantID, id, name, kind string, size int64) (Place, error) {
	limit, ok := limits[kind]
	if !ok {
		return Place{}, chat.Errorf(chat.Invalid, "type_not_allowed", "Files of this type cannot be sent. Allowed are %s.", allowed())
	}
	if size > limit {
		return Place{}, chat.Errorf(chat.Invalid, "file_too_large", "A file of this type has at most %d MB.", limit>>20)
	}
	if strings.ContainsAny(name, "/\\\x00\r\n") {
		return Place{}, chat.Errorf(chat.Invalid, "bad_name", "The file's name holds characters that no name has.")
	}
	key := fmt.Sprintf("%s%s/%s", Quarantine, tenant, id)
	signed, err := s.presign.PresignPutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: &key, ContentType: &kind, ContentLength: &size,
	}, s3.WithPresignExpires(uploadTime))
	if err != nil {
		return Place{}, fmt.Errorf("media: %w", err)
	}
	return Place{ID: id, URL: signed.URL, Headers: map[string]string{"Content-Type": kind}}, nil
}

func allowed() string {
	names := make([]string, 0, len(limits))
	for name := range limits {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
