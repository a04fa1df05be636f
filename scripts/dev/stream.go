package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/e2e/mapping"
)

// follow finds the stream mapping of the deployed stack and follows the database's
// stream in its place.
func (c *cloud) follow(ctx context.Context) error {
	client := lambda.NewFromConfig(c.aws)
	list, err := client.ListEventSourceMappings(ctx, &lambda.ListEventSourceMappingsInput{})
	if err != nil {
		return err
	}
	for _, m := range list.EventSourceMappings {
		if m.EventSourceArn != nil && strings.Contains(*m.EventSourceArn, ":dynamodb:") {
			return c.followOne(ctx, client, m)
		}
	}
	return fmt.Errorf("the stack has no stream mapping")
}

func (c *cloud) followOne(
	ctx context.Context, client *lambda.Client, deployed types.EventSourceMappingConfiguration,
) error {
	m := &mapping.Mapping{Database: c.database(), Batch: 100, Tries: 8, Mark: filepath.Join(c.dir, "stream.mark")}
	if deployed.BatchSize != nil {
		m.Batch = int(*deployed.BatchSize)
	}
	if deployed.MaximumRetryAttempts != nil && *deployed.MaximumRetryAttempts > 0 {
		m.Tries = int(*deployed.MaximumRetryAttempts)
	}
	if deployed.FilterCriteria != nil {
		for _, filter := range deployed.FilterCriteria.Filters {
			var pattern map[string]any
			if err := json.Unmarshal([]byte(*filter.Pattern), &pattern); err != nil {
				return err
			}
			m.Filters = append(m.Filters, pattern)
		}
	}
	name := c.stack["Table"]
	table, err := c.tables().DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	if err != nil {
		return err
	}
	m.Stream = aws.ToString(table.Table.LatestStreamArn)
	// The emulator's own stream reader is switched off: it knows no partial failure.
	_, err = client.UpdateEventSourceMapping(ctx, &lambda.UpdateEventSourceMappingInput{
		UUID: deployed.UUID, Enabled: aws.Bool(false),
	})
	if err != nil {
		return err
	}
	m.Invoke = func(ctx context.Context, batch []byte) ([]byte, error) {
		out, err := client.Invoke(ctx, &lambda.InvokeInput{FunctionName: deployed.FunctionArn, Payload: batch})
		if err == nil && out.FunctionError != nil {
			err = fmt.Errorf("relay: %s", out.Payload)
		}
		if err != nil {
			return nil, err
		}
		return out.Payload, nil
	}
	m.GiveUp = c.giveUp
	go m.Run(ctx)
	return nil
}

// giveUp writes a whole record to the bucket of failures, in the form in which Lambda does: people
// find it there, and redrive tries it again.
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
func (c *cloud) giveUp(ctx context.Context, name string, batch []byte) {
	batch, _ = json.Marshal(map[string]any{"version": "1.0", "timestamp": time.Now().UTC(), "payload": string(batch)})
	bucket, key := c.stack["Failures"], "relay/"+name+".json"
	store := s3.NewFromConfig(c.aws, func(o *s3.Options) { o.UsePathStyle = true })
	if _, err := store.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &bucket, Key: &key,
		Body: bytes.NewReader(batch),
	}); err != nil {
		fmt.Fprintln(os.Stderr, "a record could be neither relayed nor saved:", err)
	}
}
