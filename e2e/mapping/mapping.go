// Package mapping is Lambda's stream mapping for a database that has none: it follows a DynamoDB
// stream by Lambda's rules. Records are filtered and delivered in batches, in order only within an
// item. A record that fails is retried alone, a bounded number of times, and then given up and kept
// whole.
package mapping

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"time"
)

// Record is a stream record, as the database gives it and as Lambda hands it on.
type Record = map[string]any

// Mapping follows one stream.
type Mapping struct {
	Database string           // address of the database
	Stream   string           // ARN of its stream
	Batch    int              // the most records of one invocation
	Tries    int              // attempts for a record that fails
	Pause    time.Duration    // between the first two of them; the later pauses are longer
	Filters  []map[string]any // Lambda's event patterns: one must match
	Mark     string           // the file that remembers how far the stream was read, or ""

	// Invoke calls the function with a batch and returns its answer.
	Invoke func(ctx context.Context, batch []byte) ([]byte, error)
	// GiveUp keeps a batch of one record that failed every time.
	GiveUp func(ctx context.Context, name string, batch []byte)
	// Disturb changes a batch on its way, as AWS may; nil changes nothing.
	Disturb func([]Record) []Record

	iterator string
	reached  string
}

// pollEvery is how often a shard is asked: as often as Lambda does.
const pollEvery = 250 * time.Millisecond

// Run follows the stream until the context ends.
func (m *Mapping) Run(ctx context.Context) {
	for ctx.Err() == nil {
		m.Poll(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		}
	}
}

// Poll reads once, delivers the records, and returns how many there were.
func (m *Mapping) Poll(ctx context.Context) int {
	if m.iterator == "" {
		m.iterator = m.begin(ctx)
	}
	records, next, err := m.read(ctx)
	if m.iterator = next; err != nil {
		m.iterator = ""
	}
	for rest := records; len(rest) > 0 && ctx.Err() == nil; {
		n := min(len(rest), m.Batch)
		batch := m.wanted(rest[:n])
		if m.Disturb != nil {
			batch = m.Disturb(batch)
		}
		m.deliver(ctx, batch)
		m.reached = sequence(rest[n-1])
		if m.Mark != "" {
			_ = os.WriteFile(m.Mark, []byte(m.reached), 0o644)
		}
		rest = rest[n:]
	}
	return len(records)
}

// call asks the database's streams API.
func (m *Mapping) call(ctx context.Context, target string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, m.Database, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	sign(request.Header, target)
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

// sign adds the headers of a call; the database does not check the signature.
func sign(h http.Header, target string) {
	h.Set("X-Amz-Target", "DynamoDBStreams_20120810."+target)
	h.Set("Content-Type", "application/x-amz-json-1.0")
	h.Set("Authorization",
		"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
	h.Set("X-Amz-Date", time.Now().UTC().Format("20060102T150405Z"))
}

// begin makes an iterator after the mark, or at the stream's beginning.
func (m *Mapping) begin(ctx context.Context) string {
	var stream struct {
		StreamDescription struct{ Shards []struct{ ShardId string } }
	}
	if err := m.call(ctx, "DescribeStream", map[string]any{"StreamArn": m.Stream}, &stream); err != nil ||
		len(stream.StreamDescription.Shards) == 0 {
		return ""
	}
	if m.reached == "" && m.Mark != "" {
		mark, _ := os.ReadFile(m.Mark)
		m.reached = string(mark)
	}
	shards := stream.StreamDescription.Shards
	in := map[string]any{
		"StreamArn": m.Stream, "ShardId": shards[len(shards)-1].ShardId,
		"ShardIteratorType": "TRIM_HORIZON",
	}
	if m.reached != "" {
		in["ShardIteratorType"], in["SequenceNumber"] = "AFTER_SEQUENCE_NUMBER", m.reached
	}
	var out struct{ ShardIterator string }
	if err := m.call(ctx, "GetShardIterator", in, &out); err != nil {
		m.reached = "" // the stream no longer holds the record of the mark
		if m.Mark != "" {
			os.Remove(m.Mark)
		}
		return ""
	}
	return out.ShardIterator
}

func (m *Mapping) read(ctx context.Context) ([]Record, string, error) {
	if m.iterator == "" {
		return nil, "", nil
	}
	var out struct {
		Records           []Record
		NextShardIterator string
	}
	err := m.call(ctx, "GetRecords", map[string]any{"ShardIterator": m.iterator, "Limit": 1000}, &out)
	return out.Records, out.NextShardIterator, err
}

func sequence(r Record) string {
	inner, _ := r["dynamodb"].(map[string]any)
	number, _ := inner["SequenceNumber"].(string)
	return number
}

// wanted are the records that one of the filters lets through.
func (m *Mapping) wanted(records []Record) []Record {
	var kept []Record
	for _, r := range records {
		for _, pattern := range m.Filters {
			if matches(pattern, r) {
				r["eventSource"], r["eventSourceARN"], r["awsRegion"] = "aws:dynamodb", m.Stream, "us-east-1"
				kept = append(kept, r)
				break
			}
		}
	}
	return kept
}

// matches is Lambda's filter rule for the patterns that we use: nested objects down to lists of texts, one of which
// must be equal, or of a demand that the value exists or not.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
func matches(pattern map[string]any, value map[string]any) bool {
	for name, want := range pattern {
		switch want := want.(type) {
		case map[string]any:
			inner, _ := value[name].(map[string]any)
			if !matches(want, inner) {
				return false
			}
		case []any:
			got, there := value[name]
			if !slices.ContainsFunc(want, func(one any) bool {
				if demand, is := one.(map[string]any); is {
					return demand["exists"] == there
				}
				return there && one == got
			}) {
				return false
			}
		}
	}
	return true
}
