// Package sitefile publishes the file about its site that a widget reads before anything else.
package sitefile

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
)

// Prefix is where the files lie in the bucket of public files.
const Prefix = "widget/sites/"

// Files is the bucket of public files.
type Files struct {
	client *s3.Client
	bucket string
}

// New makes files in a bucket.
func New(client *s3.Client, bucket string) *Files { return &Files{client, bucket} }

// Write publishes a site's file. Browsers see it within a minute.
func (f *Files) Write(ctx context.Context, site chat.Site) error {
	raw, err := json.Marshal(site.File())
	if err != nil {
		return fmt.Errorf("sitefile: %w", err)
	}
	_, err = f.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &f.bucket, Key: aws.String(Prefix + site.Key + ".json"), Body: bytes.NewReader(raw),
		ContentType: aws.String("application/json"), CacheControl: aws.String("public, max-age=60"),
	})
	if err != nil {
		return fmt.Errorf("sitefile: %w", err)
	}
	return nil
}
