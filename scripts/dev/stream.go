package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/e2e/mapping"
)

// follow finds the stream mapping of the deployed stack and follows the database's
// stream in its place.
func (c *cloud) follow(ctx context.Context) error {
	client := lambda.NewFromConfig(c.aws)
	deployed, err := mapping.Deployed(ctx, client)
	if err != nil {
		return err
	}
	m, err := mapping.Of(client, deployed)
	if err != nil {
		return err
	}
	m.Database, m.Mark, m.GiveUp = c.database(), filepath.Join(c.dir, "stream.mark"), c.giveUp
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
