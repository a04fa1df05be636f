package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// purge deletes every file under a prefix with all versions and delete markers, and returns the number of
// versions. A bucket without versions has one of each file, which is called null.
func (p parts) purge(ctx context.Context, bucket, prefix string) (n int, err error) {
	pages := s3.NewListObjectVersionsPaginator(p.files, &s3.ListObjectVersionsInput{Bucket: &bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return n, fmt.Errorf("list versions: %w", err)
		}
		all := []types.ObjectIdentifier{}
		for _, v := range page.Versions {
			all = append(all, types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
		}
		n += len(all)
		for _, marker := range page.DeleteMarkers {
			all = append(all, types.ObjectIdentifier{Key: marker.Key, VersionId: marker.VersionId})
		}
		if err := p.deleteVersions(ctx, bucket, all); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (p parts) deleteVersions(ctx context.Context, bucket string, all []types.ObjectIdentifier) error {
	if len(all) == 0 {
		return nil
	}
	out, err := p.files.DeleteObjects(ctx, &s3.DeleteObjectsInput{
		Bucket: &bucket, Delete: &types.Delete{Objects: all, Quiet: aws.Bool(true)},
	})
	if err != nil {
		return fmt.Errorf("delete versions: %w", err)
	}
	if len(out.Errors) > 0 {
		return fmt.Errorf("%d versions are not deleted: %s", len(out.Errors), aws.ToString(out.Errors[0].Message))
	}
	return nil
}
