package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// mapping is the stream mapping of the deployed stack, followed on the database's
// stream by Lambda's rules: filters, batches, partial failures by sequence number,
// bisection, bounded tries, and a bucket for what is given up.
type mapping struct {
	c        *cloud
	lambda   *lambda.Client
	s3       *s3.Client
	function string
	batch    int
	tries    int
	filters  []map[string]any
	bucket   string
	stream   string
	mark     string // file with the sequence number that was reached
}

// pollEvery is how often a shard is asked: as often as Lambda does.
const pollEvery = 250 * time.Millisecond

// record is a stream record, as the database gives it and as Lambda hands it on.
type record = map[string]any

// follow finds the mapping and starts to follow the stream.
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

func (c *cloud) followOne(ctx context.Context, client *lambda.Client, m types.EventSourceMappingConfiguration) error {
	f := &mapping{c: c, lambda: client, function: *m.FunctionArn, batch: 100, tries: 8, bucket: c.stack["Failures"], mark: filepath.Join(c.dir, "stream.mark")}
	f.s3 = s3.NewFromConfig(c.aws, func(o *s3.Options) { o.UsePathStyle = true })
	if m.BatchSize != nil {
		f.batch = int(*m.BatchSize)
	}
	if m.MaximumRetryAttempts != nil && *m.MaximumRetryAttempts > 0 {
		f.tries = int(*m.MaximumRetryAttempts)
	}
	if m.FilterCriteria != nil {
		for _, filter := range m.FilterCriteria.Filters {
			var pattern map[string]any
			if err := json.Unmarshal([]byte(*filter.Pattern), &pattern); err != nil {
				return err
			}
			f.filters = append(f.filters, pattern)
		}
	}
	name := c.stack["Table"]
	table, err := c.tables().DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	if err != nil {
		return err
	}
	f.stream = aws.ToString(table.Table.LatestStreamArn)
	// Functions that were held by this run's predecessor must not be turned away:
	// the emulator's own reader, which knows no partial failure, is switched off.
	_, err = client.UpdateEventSourceMapping(ctx, &lambda.UpdateEventSourceMappingInput{UUID: m.UUID, Enabled: aws.Bool(false)})
	if err != nil {
		return err
	}
	go f.run(ctx)
	return nil
}

func (f *mapping) run(ctx context.Context) {
	iterator := ""
	for ctx.Err() == nil {
		if iterator == "" {
			iterator = f.begin(ctx)
		}
		records, next, err := f.read(ctx, iterator)
		if iterator = next; err != nil {
			iterator = ""
		}
		for len(records) > 0 && ctx.Err() == nil {
			n := min(len(records), f.batch)
			f.deliver(ctx, f.wanted(records[:n]), 0)
			_ = os.WriteFile(f.mark, []byte(sequence(records[n-1])), 0o644)
			records = records[n:]
		}
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		}
	}
}

// call asks the database's streams API.
func (f *mapping) call(ctx context.Context, target string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, f.c.database(), bytes.NewReader(raw))
	if err != nil {
		return err
	}
	request.Header.Set("X-Amz-Target", "DynamoDBStreams_20120810."+target)
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
	request.Header.Set("X-Amz-Date", time.Now().UTC().Format("20060102T150405Z"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", target, body)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return decoder.Decode(out)
}

// begin finds where to read on: after the mark, or at the stream's beginning.
func (f *mapping) begin(ctx context.Context) string {
	var stream struct {
		StreamDescription struct{ Shards []struct{ ShardId string } }
	}
	if err := f.call(ctx, "DescribeStream", map[string]any{"StreamArn": f.stream}, &stream); err != nil || len(stream.StreamDescription.Shards) == 0 {
		return ""
	}
	shards := stream.StreamDescription.Shards
	in := map[string]any{"StreamArn": f.stream, "ShardId": shards[len(shards)-1].ShardId, "ShardIteratorType": "TRIM_HORIZON"}
	if mark, err := os.ReadFile(f.mark); err == nil && len(mark) > 0 {
		in["ShardIteratorType"], in["SequenceNumber"] = "AFTER_SEQUENCE_NUMBER", string(mark)
	}
	var out struct{ ShardIterator string }
	if err := f.call(ctx, "GetShardIterator", in, &out); err != nil {
		os.Remove(f.mark) // the mark is older than the stream's memory
		return ""
	}
	return out.ShardIterator
}

func (f *mapping) read(ctx context.Context, iterator string) ([]record, string, error) {
	if iterator == "" {
		return nil, "", nil
	}
	var out struct {
		Records           []record
		NextShardIterator string
	}
	err := f.call(ctx, "GetRecords", map[string]any{"ShardIterator": iterator, "Limit": 1000}, &out)
	return out.Records, out.NextShardIterator, err
}

func sequence(r record) string {
	inner, _ := r["dynamodb"].(map[string]any)
	number, _ := inner["SequenceNumber"].(string)
	return number
}

// wanted is the records that one of the filters lets through.
func (f *mapping) wanted(records []record) []record {
	var kept []record
	for _, r := range records {
		for _, pattern := range f.filters {
			if matches(pattern, r) {
				r["eventSource"], r["eventSourceARN"], r["awsRegion"] = "aws:dynamodb", f.stream, region
				kept = append(kept, r)
				break
			}
		}
	}
	return kept
}

// matches is Lambda's filter rule for what our patterns use: nested objects down to
// lists of texts, one of which must be equal.
func matches(pattern map[string]any, value map[string]any) bool {
	for name, want := range pattern {
		switch want := want.(type) {
		case map[string]any:
			inner, ok := value[name].(map[string]any)
			if !ok || !matches(want, inner) {
				return false
			}
		case []any:
			found := false
			for _, one := range want {
				found = found || one == value[name]
			}
			if !found {
				return false
			}
		}
	}
	return true
}

// deliver hands records to the function until they are done or given up. What
// fails is tried alone, so that its neighbours go on.
func (f *mapping) deliver(ctx context.Context, records []record, tried int) {
	for len(records) > 0 && ctx.Err() == nil {
		failed, err := f.invoke(ctx, records)
		if err == nil && failed < 0 {
			return
		}
		if err != nil && len(records) > 1 {
			half := len(records) / 2
			f.deliver(ctx, records[:half], tried)
			f.deliver(ctx, records[half:], tried)
			return
		}
		at := max(failed, 0)
		f.alone(ctx, records[at], tried)
		records = records[at+1:]
	}
}

func (f *mapping) alone(ctx context.Context, r record, tried int) {
	for ; tried < f.tries && ctx.Err() == nil; tried++ {
		if failed, err := f.invoke(ctx, []record{r}); err == nil && failed < 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Duration(100<<min(tried, 6)) * time.Millisecond):
		}
	}
	f.giveUp(ctx, r)
}

// invoke calls the function. The index of the first record that failed, or -1.
func (f *mapping) invoke(ctx context.Context, records []record) (int, error) {
	payload, err := json.Marshal(map[string]any{"Records": records})
	if err != nil {
		return 0, err
	}
	out, err := f.lambda.Invoke(ctx, &lambda.InvokeInput{FunctionName: &f.function, Payload: payload})
	if err != nil {
		return 0, err
	}
	if out.FunctionError != nil {
		return 0, fmt.Errorf("relay: %s", out.Payload)
	}
	var answer struct {
		BatchItemFailures []struct {
			ItemIdentifier string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if err := json.Unmarshal(out.Payload, &answer); err != nil {
		return 0, err
	}
	for i, r := range records {
		for _, failure := range answer.BatchItemFailures {
			if failure.ItemIdentifier == sequence(r) {
				return i, nil
			}
		}
	}
	return -1, nil
}

// giveUp puts a record, whole, where a person finds it and redrive takes it up.
func (f *mapping) giveUp(ctx context.Context, r record) {
	payload, err := json.Marshal(map[string]any{"Records": []record{r}})
	if err != nil {
		return
	}
	key := "relay/" + sequence(r) + ".json"
	if _, err := f.s3.PutObject(ctx, &s3.PutObjectInput{Bucket: &f.bucket, Key: &key, Body: bytes.NewReader(payload)}); err != nil {
		fmt.Fprintln(os.Stderr, "a record could be neither relayed nor kept:", err)
	}
}
