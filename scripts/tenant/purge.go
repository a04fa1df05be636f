package main

import (
	"context"
	"errors"
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
		files, markers := []types.ObjectIdentifier{}, []types.ObjectIdentifier{}
		for _, v := range page.Versions {
			files = append(files, types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
		}
		for _, marker := range page.DeleteMarkers {
			markers = append(markers, types.ObjectIdentifier{Key: marker.Key, VersionId: marker.VersionId})
		}
		gone, err := p.deleteVersions(ctx, bucket, files)
		n += gone
		if _, failed := p.deleteVersions(ctx, bucket, markers); err != nil || failed != nil {
			return n, errors.Join(err, failed)
		}
	}
	return n, nil
}

// deleteVersions returns how many are gone.
func (p parts) deleteVersions(ctx context.Context, bucket string, all []types.ObjectIdentifier) (int, error) {
	if len(all) == 0 {
		return 0, nil
	}
	out, err := p.files.DeleteObjects(ctx, &s3.DeleteObjectsInput{
		Bucket: &bucket, Delete: &types.Delete{Objects: all, Quiet: aws.Bool(true)},
	})
	if err != nil {
		return 0, fmt.Errorf("delete versions: %w", err)
	}
	if stay := len(out.Errors); stay > 0 {
		return len(all) - stay, fmt.Errorf("%d versions are not deleted: %s", stay, aws.ToString(out.Errors[0].Message))
	}
	return len(all), nil
}
