// Package portrait makes small pictures of the team's members from their uploads, and
// stores them among the public files.
package portrait

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

// Prefix is where pictures lie in the bucket of public files.
const Prefix = "widget/faces/"

// Store is the bucket of public files.
type Store struct {
	client *s3.Client
	bucket string
}

var _ office.Portraits = (*Store)(nil)

// New makes a store on a bucket.
func New(client *s3.Client, bucket string) *Store { return &Store{client, bucket} }

// Keep stores a picture under an address that is derived from its content and its owner. Caches hold it
// for an hour, so a deleted picture is seen for little longer than that.
func (s *Store) Keep(ctx context.Context, tenant chat.TenantID, id chat.AgentID, raw []byte) (string, error) {
	small, err := Square(raw)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\x00%s\x00", tenant, id)
	sum.Write(small)
	key := Prefix + hex.EncodeToString(sum.Sum(nil)[:16]) + ".jpg"
	_, err = s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: &key, Body: bytes.NewReader(small),
		ContentType: aws.String("image/jpeg"), CacheControl: aws.String("public, max-age=3600"),
	})
	if err != nil {
		return "", fmt.Errorf("portrait: %w", err)
	}
	return "/" + key, nil
}

// Drop deletes a picture.
func (s *Store) Drop(ctx context.Context, path string) error {
	key := strings.TrimPrefix(path, "/")
	if !strings.HasPrefix(key, Prefix) {
		return nil // not one of ours
	}
	if _, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: &key}); err != nil {
		return fmt.Errorf("portrait: %w", err)
	}
	return nil
}
