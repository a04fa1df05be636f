package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/botifire/livechat/shared/letters"
	"golang.org/x/sync/errgroup"
)

// Scrub removes everything that names one of these people from the failed stream batches, and from
// the dead letters. from and next are the last batch that was looked at: a call that is cut off says it, and the
// next goes on after it.
func (v *Vault) Scrub(ctx context.Context, names []string, from string) (n int, next string, err error) {
	n, next, err = v.scrubFailures(ctx, names, from)
	if err != nil {
		return n, next, err
	}
	var gone atomic.Int64
	var queues errgroup.Group // at once, because the end of each is seen by waiting
	for _, queue := range v.dead {
		queues.Go(func() error {
			more, err := v.scrubLetters(ctx, queue, names)
			gone.Add(int64(more))
			return err
		})
	}
	if err = queues.Wait(); err == nil {
		next = ""
	}
	return n + int(gone.Load()), next, err
}

func mentions(text []byte, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return name != "" && bytes.Contains(text, []byte(name)) })
}

func (v *Vault) scrubFailures(ctx context.Context, names []string, from string) (n int, last string, err error) {
	last = from
	in := &s3.ListObjectsV2Input{Bucket: &v.failures}
	if from != "" {
		in.StartAfter = &from
	}
	pages := s3.NewListObjectsV2Paginator(v.client, in)
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return n, last, fmt.Errorf("vault: failures: %w", err)
		}
		for _, object := range page.Contents {
			key := aws.ToString(object.Key)
			more, err := v.scrubFailure(ctx, key, names)
			if err != nil {
				return n, last, err
			}
			n, last = n+more, key
		}
	}
	return n, last, nil
}

// scrubFailure rewrites a batch without the records that name one of them, or deletes it if none is
// left or it cannot be read.
func (v *Vault) scrubFailure(ctx context.Context, key string, names []string) (int, error) {
	out, err := v.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &v.failures, Key: &key})
	if missing(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("vault: failures: %w", err)
	}
	raw, err := io.ReadAll(out.Body)
	out.Body.Close()
	if err != nil {
		return 0, fmt.Errorf("vault: failures: %w", err)
	}
	if !mentions(raw, names) {
		return 0, nil
	}
	cleaned, n := clean(raw, names)
	if cleaned == nil {
		_, err = v.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &v.failures, Key: &key})
	} else {
		_, err = v.client.PutObject(ctx, &s3.PutObjectInput{
			Bucket: &v.failures, Key: &key, Body: bytes.NewReader(cleaned), ContentType: out.ContentType,
		})
	}
	if err != nil {
		return 0, fmt.Errorf("vault: failures: %w", err)
	}
	return n, nil
}

// clean is a failed batch, as Lambda writes it, without the records that name one of these people,
// and the number of removed records; nil if none is left. The batch is the payload, as JSON or as
// text that contains JSON.
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
func clean(raw []byte, names []string) ([]byte, int) {
	var file map[string]json.RawMessage
	if json.Unmarshal(raw, &file) != nil {
		return nil, 1
	}
	payload, isText := file["payload"], false
	var inner string
	if json.Unmarshal(payload, &inner) == nil {
		payload, isText = json.RawMessage(inner), true
	}
	batch := payload
	if len(batch) == 0 {
		batch = raw
	}
	var records struct{ Records []json.RawMessage }
	if json.Unmarshal(batch, &records) != nil || len(records.Records) == 0 {
		return nil, 1
	}
	left := slices.DeleteFunc(slices.Clone(records.Records), func(r json.RawMessage) bool { return mentions(r, names) })
	if len(left) == 0 {
		return nil, len(records.Records)
	}
	again, _ := json.Marshal(map[string]any{"Records": left})
	if len(payload) == 0 {
		return again, len(records.Records) - len(left)
	}
	file["payload"] = again
	if isText {
		file["payload"], _ = json.Marshal(string(again))
	}
	cleaned, _ := json.Marshal(file)
	if mentions(cleaned, names) { // a place that we do not know
		return nil, len(records.Records)
	}
	return cleaned, len(records.Records) - len(left)
}

// scrubLetters deletes the dead letters of a queue that name one of them.
func (v *Vault) scrubLetters(ctx context.Context, queue string, names []string) (n int, err error) {
	err = letters.Each(ctx, v.sqs, queue, func(m types.Message) error {
		if !mentions([]byte(aws.ToString(m.Body)), names) {
			return nil
		}
		n++
		return letters.Delete(ctx, v.sqs, queue, m)
	})
	if err != nil {
		return n, fmt.Errorf("vault: %w", err)
	}
	return n, nil
}
