package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/letters"
)

// most is how many parked rows one run takes.
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

func (d *driver) answers(ctx context.Context) error {
	return d.dead(ctx, "question", d.found["AnswerDead"], d.found["AnswerQueue"])
}

func (d *driver) sends(ctx context.Context) error {
	return d.dead(ctx, "message to WhatsApp", d.found["SendDead"], d.found["SendQueue"])
}

func (d *driver) fetches(ctx context.Context) error {
	return d.dead(ctx, "file from WhatsApp", d.found["MediaDead"], d.found["MediaQueue"])
}

func (d *driver) deliveries(ctx context.Context) error {
	return d.letters(ctx, "delivery from WhatsApp", d.found["DeliveryDead"], d.found["DeliveryQueue"], whole)
}

func (d *driver) editions(ctx context.Context) error {
	return d.dead(ctx, "edition of knowledge", d.found["KnowledgeDead"], d.found["KnowledgeQueue"])
}

func (d *driver) searches(ctx context.Context) error {
	return d.dead(ctx, "message to be found", d.found["SearchDead"], d.found["SearchQueue"])
}

func (d *driver) mails(ctx context.Context) error {
	return d.dead(ctx, "e-mail or its bounce", d.found["MailDead"], d.found["MailQueue"])
}

var errGone = errors.New("its file has expired, and what it had is lost")

// whole refuses the task of a delivery whose file has expired: its function would find nothing and call it done.
func whole(m types.Message) error {
	var task deliveries.Task
	if err := json.Unmarshal([]byte(aws.ToString(m.Body)), &task); err != nil {
		return err
	}
	if task.Over() {
		return errGone
	}
	return nil
}

func (d *driver) dead(ctx context.Context, kind, from, to string) error {
	return d.letters(ctx, kind, from, to, func(types.Message) error { return nil })
}

// letters puts the tasks of a dead-letter queue back into the queue that they came from, unless they are refused. A
// list leaves them visible, so that a run right after it finds them.
func (d *driver) letters(
	ctx context.Context, kind, from, to string, refuses func(types.Message) error,
) error {
	var shown []types.Message
	err := letters.Each(ctx, d.sqs, from, func(m types.Message) error {
		err := refuses(m)
		switch {
		case !d.again:
			shown = append(shown, m)
		case err == nil:
			err = d.requeue(ctx, m, to)
		}
		if d.tell(kind, aws.ToString(m.Body), err) {
			return letters.Delete(ctx, d.sqs, from, m)
		}
		return nil
	})
	return errors.Join(err, letters.Show(ctx, d.sqs, from, shown))
}

func (d *driver) requeue(ctx context.Context, m types.Message, to string) error {
	in := &sqs.SendMessageInput{QueueUrl: &to, MessageBody: m.Body}
	if group := m.Attributes["MessageGroupId"]; group != "" {
		in.MessageGroupId = &group
	}
	_, err := d.sqs.SendMessage(ctx, in)
	return err
}
