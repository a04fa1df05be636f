// Package deliveries keeps large webhooks of Meta's as files until a function has worked them off: Meta wants an
// answer within a second, and delivers up to a thousand updates at once.
//
// A delivery is stored whole, then named on a queue, then noted as known; only then Meta gets its answer. If the
// webhook is cut off before, Meta repeats the delivery; one that is repeated later costs one read.
package deliveries

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
)

// Waiting is the prefix of deliveries that are not worked off yet, as Meta sent them; Known is that of empty files,
// which tell that a delivery is on the queue or was worked off, and when it was named there last. The bucket expires
// both.
const (
	Waiting = "deliveries/"
	Known   = "delivered/"
)

// Name identifies a delivery: the app that signed it, and the hash of its bytes.
type Name struct {
	Tenant chat.TenantID `json:"tenant"`
	App    string        `json:"app"`
	Hash   string        `json:"hash"`
}

// NameOf is the name of a delivery of an app.
func NameOf(app chat.App, body []byte) Name { return Name{app.Tenant, app.Key, hash(body)} }

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Days is for how many days a delivery is kept that is not worked off: as long as its dead letter.
const Days = 14

// Task names a delivery on the queue, and says when it was stored.
type Task struct {
	Name
	Stored time.Time `json:"stored,omitzero"`
	Last   bool      `json:"last,omitempty"` // see Hasten: an unreadable delivery is dropped
}

// Over tells whether the file of a delivery may have expired: if it is gone, that does not say that it was worked off.
func (t Task) Over() bool { return !t.Stored.IsZero() && time.Since(t.Stored) > Days*24*time.Hour }

func (n Name) path() string { return string(n.Tenant) + "/" + n.App + "/" + n.Hash }

// Store is the bucket of files, and the way to the queue.
type Store struct {
	client *s3.Client
	bucket string
	tell   func(ctx context.Context, tenant chat.TenantID, task any) error
}

// New makes a store on a bucket. tell puts a task on the queue.
func New(
	client *s3.Client, bucket string, tell func(ctx context.Context, tenant chat.TenantID, task any) error,
) *Store {
	return &Store{client, bucket, tell}
}

// Keep stores a delivery, unless it is known: then nothing of it is lost any more.
func (s *Store) Keep(ctx context.Context, n Name, body []byte) error {
	if at, err := s.namedAt(ctx, n); err != nil || !at.IsZero() {
		return err
	}
	if err := s.put(ctx, Waiting+n.path(), body); err != nil {
		return err
	}
	return s.name(ctx, Task{Name: n, Stored: time.Now()})
}

// name puts a delivery on the queue, and notes when.
func (s *Store) name(ctx context.Context, t Task) error {
	if err := s.tell(ctx, t.Tenant, t); err != nil {
		return err
	}
	return s.put(ctx, Known+t.path(), nil)
}

// namedAt is when a delivery was put on the queue last, zero for one that is not known.
func (s *Store) namedAt(ctx context.Context, n Name) (time.Time, error) {
	key := Known + n.path()
	out, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.bucket, Key: &key})
	if status(err) == http.StatusNotFound || status(err) == http.StatusForbidden {
		return time.Time{}, nil // without the right to list a bucket, S3 says "forbidden" of a file that does not exist
	}
	if err != nil {
		return time.Time{}, wrap(err)
	}
	return aws.ToTime(out.LastModified), nil
}

func (s *Store) put(ctx context.Context, key string, body []byte) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: &key, ContentType: aws.String("application/json"), Body: bytes.NewReader(body),
	})
	return wrap(err)
}

// ErrUnreadable says that no try will ever take a delivery in: it is no webhook that we know, or, for a stored file,
// not the bytes whose signature was verified.
var ErrUnreadable = errors.New("deliveries: the delivery cannot be read")

var errOther = fmt.Errorf("%w: the stored bytes are not those that were signed", ErrUnreadable)

// Read is the bytes of a delivery that waits; chat.ErrNotFound once it was worked off. A caller needs the right to list
// the bucket: a refusal must not look like a file that is gone, or a delivery would be lost.
func (s *Store) Read(ctx context.Context, n Name) ([]byte, error) {
	key := Waiting + n.path()
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: &key})
	if status(err) == http.StatusNotFound {
		return nil, chat.ErrNotFound
	}
	if err != nil {
		return nil, wrap(err)
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	if err == nil && hash(body) != n.Hash {
		err = errOther
	}
	return body, wrap(err)
}

// Done deletes a delivery that was worked off.
func (s *Store) Done(ctx context.Context, n Name) error {
	key := Waiting + n.path()
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: &key})
	return wrap(err)
}

// status is the HTTP status of an answer that is an error, 0 without one.
func status(err error) int {
	var answer interface{ HTTPStatusCode() int }
	if !errors.As(err, &answer) {
		return 0
	}
	return answer.HTTPStatusCode()
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("deliveries: %w", err)
}
