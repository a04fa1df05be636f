package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// made is the state of a multipart upload.
type made struct {
	Upload string   `json:"u"`
	Tags   []string `json:"t"` // the parts' ETags, in order
}

// AddPart adds a part by its number, so that a repeated part replaces itself.
func (v *Vault) AddPart(ctx context.Context, key, kind, note string, raw []byte, last bool) (string, error) {
	var m made
	if note != "" {
		if err := json.Unmarshal([]byte(note), &m); err != nil {
			return "", fmt.Errorf("vault: parts: %w", err)
		}
	} else if last { // it is one part
		return `{"u":"whole"}`, v.Put(ctx, key, kind, raw)
	} else {
		out, err := v.client.CreateMultipartUpload(ctx,
			&s3.CreateMultipartUploadInput{Bucket: &v.bucket, Key: &key, ContentType: &kind})
		if err != nil {
			return "", fmt.Errorf("vault: parts: %w", err)
		}
		m.Upload = aws.ToString(out.UploadId)
	}
	number := int32(len(m.Tags) + 1)
	part, err := v.client.UploadPart(ctx, &s3.UploadPartInput{
		Bucket: &v.bucket, Key: &key, UploadId: &m.Upload, PartNumber: &number, Body: bytes.NewReader(raw),
	})
	if err != nil {
		return "", fmt.Errorf("vault: part %d: %w", number, err)
	}
	m.Tags = append(m.Tags, aws.ToString(part.ETag))
	if last {
		if err := v.complete(ctx, key, m); err != nil {
			return "", err
		}
	}
	noted, err := json.Marshal(m)
	return string(noted), err
}

func (v *Vault) complete(ctx context.Context, key string, m made) error {
	parts := []types.CompletedPart{}
	for i, tag := range m.Tags {
		parts = append(parts, types.CompletedPart{ETag: aws.String(tag), PartNumber: aws.Int32(int32(i + 1))})
	}
	_, err := v.client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
		Bucket: &v.bucket, Key: &key, UploadId: &m.Upload, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	})
	if err != nil {
		return fmt.Errorf("vault: complete: %w", err)
	}
	return nil
}

// missing tells whether the object does not exist. Without the right to list a bucket S3 says
// "forbidden" instead.
func missing(err error) bool {
	var answer interface{ HTTPStatusCode() int }
	return errors.As(err, &answer) &&
		(answer.HTTPStatusCode() == http.StatusNotFound || answer.HTTPStatusCode() == http.StatusForbidden)
}
