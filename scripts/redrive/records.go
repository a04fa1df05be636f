package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// failures handles the records that Lambda gave up on and put into the bucket.
func (d *driver) failures(ctx context.Context) error {
	bucket := d.found["Failures"]
	pages := s3.NewListObjectsV2Paginator(d.s3, &s3.ListObjectsV2Input{Bucket: &bucket})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, object := range page.Contents {
			err := error(nil)
			if d.again {
				err = d.relayObject(ctx, bucket, aws.ToString(object.Key))
			}
			if d.tell("failed record", aws.ToString(object.Key), err) {
				if _, err := d.s3.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: object.Key}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (d *driver) relayObject(ctx context.Context, bucket, key string) error {
	object, err := d.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return err
	}
	defer object.Body.Close()
	raw, err := io.ReadAll(object.Body)
	if err != nil {
		return err
	}
	batch, err := payload(raw)
	if err != nil {
		return err
	}
	batch, dropped, err := d.live(ctx, batch)
	if err != nil {
		return err
	}
	if dropped > 0 {
		fmt.Printf("%s: %d records are dropped, because the table does not have their rows\n", key, dropped)
	}
	if batch == nil {
		return nil
	}
	return d.relay(ctx, batch)
}

// payload is the batch in Lambda's record of a failed invocation: the whole event, as text or as
// JSON.
func payload(raw []byte) ([]byte, error) {
	var kept struct{ Payload json.RawMessage }
	if err := json.Unmarshal(raw, &kept); err != nil || len(kept.Payload) == 0 {
		return nil, errors.New("this is not a record of an invocation with its payload")
	}
	var text string
	if json.Unmarshal(kept.Payload, &text) == nil {
		return []byte(text), nil
	}
	return kept.Payload, nil
}

// live is a batch without the records of rows that the table does not have: nil if none is left. After a restore the
// bucket has records of rows that were written later, and relay would answer people a second time from their images.
// The removal of a row has none, and is kept.
func (d *driver) live(ctx context.Context, batch []byte) (left []byte, dropped int, err error) {
	var all struct{ Records []json.RawMessage }
	if err := json.Unmarshal(batch, &all); err != nil {
		return nil, 0, fmt.Errorf("the payload is no batch of records: %w", err)
	}
	kept := []json.RawMessage{}
	for _, raw := range all.Records {
		var record events.DynamoDBEventRecord
		if err := json.Unmarshal(raw, &record); err != nil {
			return nil, 0, fmt.Errorf("a record cannot be read: %w", err)
		}
		has := record.EventName == string(events.DynamoDBOperationTypeRemove)
		if !has {
			if has, err = d.store.Has(ctx, record); err != nil {
				return nil, 0, err
			}
		}
		if has {
			kept = append(kept, raw)
		}
	}
	dropped = len(all.Records) - len(kept)
	if len(kept) == 0 {
		return nil, dropped, nil
	}
	left, err = json.Marshal(map[string]any{"Records": kept})
	return left, dropped, err
}
