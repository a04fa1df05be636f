package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/botifire/livechat/shared/chat"
)

// most is how many of each kind one run takes.
const most = 1000

// parked handles the rows that relay could not process in any of its attempts.
func (d *driver) parked(ctx context.Context) error {
	rows, err := d.store.Poisoned(ctx, most)
	if err != nil {
		return err
	}
	for _, p := range rows {
		name := fmt.Sprintf("%s %s (%s, %s)", p.Partition, p.Sort, p.Reason, p.At.Format("2006-01-02 15:04"))
		err := error(nil)
		if d.again {
			err = d.relayRow(ctx, p)
		}
		if d.tell("parked row", name, err) {
			if err := d.store.Unpark(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// relayRow has relay process a row as it is now. A deleted row needs nothing more. A row that relay
// parks again gets a new entry on the list, so the old entry is deleted in any case.
func (d *driver) relayRow(ctx context.Context, p chat.Poison) error {
	batch, err := d.store.Batch(ctx, p)
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.relay(ctx, batch)
}

// relay invokes the function with a batch, as the stream would.
func (d *driver) relay(ctx context.Context, batch []byte) error {
	name := d.found["Relay"]
	out, err := d.lambda.Invoke(ctx, &lambda.InvokeInput{FunctionName: &name, Payload: batch})
	if err != nil {
		return err
	}
	var answer struct {
		BatchItemFailures []any `json:"batchItemFailures"`
	}
	if out.FunctionError != nil || json.Unmarshal(out.Payload, &answer) != nil || len(answer.BatchItemFailures) > 0 {
		return errRefused
	}
	return nil
}

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

func (d *driver) answers(ctx context.Context) error {
	return d.dead(ctx, "question", d.found["AnswerDead"], d.found["AnswerQueue"])
}

func (d *driver) sends(ctx context.Context) error {
	return d.dead(ctx, "message to WhatsApp", d.found["SendDead"], d.found["SendQueue"])
}

func (d *driver) fetches(ctx context.Context) error {
	return d.dead(ctx, "file from WhatsApp", d.found["MediaDead"], d.found["MediaQueue"])
}

// dead puts the tasks of a dead-letter queue back into the queue that they came from.
func (d *driver) dead(ctx context.Context, kind, from, to string) error {
	for seen := 0; seen < most; {
		out, err := d.sqs.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
			QueueUrl: &from, MaxNumberOfMessages: 10, VisibilityTimeout: 30,
			MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameMessageGroupId},
		})
		if err != nil {
			return err
		}
		if len(out.Messages) == 0 {
			return nil
		}
		for _, m := range out.Messages {
			seen++
			err := error(nil)
			if d.again {
				err = d.requeue(ctx, m, to)
			}
			if d.tell(kind, aws.ToString(m.Body), err) {
				if _, err := d.sqs.DeleteMessage(ctx, &sqs.DeleteMessageInput{
					QueueUrl: &from, ReceiptHandle: m.ReceiptHandle,
				}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (d *driver) requeue(ctx context.Context, m types.Message, to string) error {
	in := &sqs.SendMessageInput{QueueUrl: &to, MessageBody: m.Body}
	if group := m.Attributes["MessageGroupId"]; group != "" {
		in.MessageGroupId = &group
	}
	_, err := d.sqs.SendMessage(ctx, in)
	return err
}
