package main

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"path"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// bucket is where the door reads pages.
type bucket struct {
	*s3.Client
	name string
}

func (b bucket) put(ctx context.Context, name string, raw []byte) error {
	kind, keep := mime.TypeByExtension(path.Ext(name)), cacheOf(name)
	_, err := b.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &b.name, Key: &name, Body: bytes.NewReader(raw),
		ContentType: &kind, CacheControl: &keep,
	})
	return err
}

// retire tags the files with a hash that are not part of the release any more. Pages that are open
// still load them, so the bucket keeps tagged files for a month. The month begins here: a file is
// copied onto itself, because the bucket counts from the day when a file was written.
func (b bucket) retire(ctx context.Context, release map[string]bool) error {
	pages := s3.NewListObjectsV2Paginator(b.Client, &s3.ListObjectsV2Input{Bucket: &b.name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, object := range page.Contents {
			name := aws.ToString(object.Key)
			if release[name] || !hashed.MatchString(name) || uploaded.MatchString(name) {
				continue
			}
			if err := b.tag(ctx, name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func (b bucket) tag(ctx context.Context, name string) error {
	has, err := b.GetObjectTagging(ctx, &s3.GetObjectTaggingInput{Bucket: &b.name, Key: &name})
	if err != nil || len(has.TagSet) > 0 {
		return err
	}
	is, err := b.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.name, Key: &name})
	if err != nil {
		return err
	}
	_, err = b.CopyObject(ctx, b.anew(name, is))
	return err
}

// anew copies a file onto itself with the tag. S3 refuses such a copy unless it replaces the headers,
// and one that replaces them has to name all that the file shall keep.
func (b bucket) anew(name string, is *s3.HeadObjectOutput) *s3.CopyObjectInput {
	return &s3.CopyObjectInput{
		Bucket: &b.name, Key: &name, CopySource: aws.String(b.name + "/" + name),
		TaggingDirective: types.TaggingDirectiveReplace, Tagging: aws.String("release=old"),
		MetadataDirective: types.MetadataDirectiveReplace, Metadata: is.Metadata,
		ContentType: is.ContentType, CacheControl: is.CacheControl, ContentEncoding: is.ContentEncoding,
		ContentDisposition: is.ContentDisposition, ContentLanguage: is.ContentLanguage,
	}
}
