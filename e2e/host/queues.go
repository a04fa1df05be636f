package host

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// task is a message in a queue.
type task struct {
	id, body, group string
	tries           int
	attributes      map[string]events.SQSMessageAttribute
	hidden          time.Duration // its visibility timeout
}

// queue is SQS, to the extent that functions use it.
func (o *Outside) queue(op string, body []byte) (int, []byte) {
	var in struct {
		QueueUrl, MessageBody, MessageGroupId, ReceiptHandle string
		MessageAttributes                                    map[string]events.SQSMessageAttribute
		VisibilityTimeout, DelaySeconds                      int
	}
	if err := json.Unmarshal(body, &in); err != nil || in.QueueUrl == "" {
		return http.StatusBadRequest, nil
	}
	if op == "ChangeMessageVisibility" {
		o.mu.Lock()
		defer o.mu.Unlock()
		// A bot is asked again within seconds, and a delivery worked off, for which the tests do not wait.
		soon := strings.HasSuffix(in.QueueUrl, "/answer") || strings.HasSuffix(in.QueueUrl, "/delivery")
		for _, t := range o.handed {
			if t.id == in.ReceiptHandle && !soon {
				t.hidden = time.Duration(in.VisibilityTimeout) * time.Second
			}
		}
		return http.StatusOK, []byte("{}")
	}
	name := in.QueueUrl[strings.LastIndex(in.QueueUrl, "/")+1:]
	switch op {
	case "ReceiveMessage":
		return http.StatusOK, o.receive(name)
	case "DeleteMessage":
		o.mu.Lock()
		defer o.mu.Unlock()
		o.queues[name] = slices.DeleteFunc(o.queues[name], func(t *task) bool { return t.id == in.ReceiptHandle })
		return http.StatusOK, []byte("{}")
	}
	t := &task{id: newID(), body: in.MessageBody, group: in.MessageGroupId, attributes: in.MessageAttributes}
	if name == "end" {
		t.hidden = time.Duration(in.DelaySeconds) * time.Second
	}
	o.mu.Lock()
	o.queues[name] = append(o.queues[name], t)
	o.mu.Unlock()
	sum := md5.Sum([]byte(in.MessageBody))
	return http.StatusOK, []byte(fmt.Sprintf(`{"MessageId":%q,"MD5OfMessageBody":%q}`, t.id, hex.EncodeToString(sum[:])))
}

// receive returns the dead letters of a queue that were not received yet.
func (o *Outside) receive(name string) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	letters := []map[string]string{}
	for _, t := range o.queues[name] {
		if t.tries == 0 {
			t.tries++
			sum := md5.Sum([]byte(t.body))
			letters = append(letters, map[string]string{
				"MessageId": t.id, "ReceiptHandle": t.id, "Body": t.body,
				"MD5OfBody": hex.EncodeToString(sum[:]),
			})
		}
	}
	raw, _ := json.Marshal(map[string]any{"Messages": letters})
	return raw
}

// Dead puts a letter into a queue of dead letters.
func (o *Outside) Dead(queue, body string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queues[queue] = append(o.queues[queue], &task{id: newID(), body: body})
}

// GiveUp takes all tasks off a queue, as those that were tried too often.
func (o *Outside) GiveUp(queue string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.queues, queue)
}

// Letters is every letter in any queue.
func (o *Outside) Letters() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := []string{}
	for _, tasks := range o.queues {
		for _, t := range tasks {
			all = append(all, t.body)
		}
	}
	return all
}

// readers says which function reads which queue, and how often a task is delivered at most.
var readers = map[string]struct {
	function string
	tries    int
}{
	"answer": {"answer", 6}, "send": {"whatsapp-send", 60}, "media": {"whatsapp-media", 70}, "end": {"visit-end", 100},
	"delivery": {"whatsapp-delivery", 30}, "knowledge": {"knowledge-work", 10},
	"search": {"search-work", 20}, "mail": {"mail-work", 10},
}

// Work delivers tasks until the queues are empty, and leaves the stream alone.
func (h *Host) Work(ctx context.Context) {
	for ctx.Err() == nil && h.work(ctx) > 0 {
	}
}

// work delivers each visible task of the queues once, the ends of visits all together. A task that fails goes back.
func (h *Host) work(ctx context.Context) int {
	h.Outside.mu.Lock()
	waiting := map[string][]*task{}
	for name := range readers {
		waiting[name] = h.queues[name]
		delete(h.queues, name)
	}
	h.Outside.mu.Unlock()
	n := 0
	for name, tasks := range waiting {
		var visible [][]*task
		for _, t := range tasks {
			switch {
			case t.hidden > 0:
				h.giveBack(name, t)
			case name == "end" && len(visible) > 0:
				visible[0] = append(visible[0], t)
			default:
				visible = append(visible, []*task{t})
			}
		}
		for _, batch := range visible {
			n += len(batch)
			failed := h.hand(ctx, readers[name].function, batch)
			for _, t := range batch {
				if t.tries++; failed[t.id] && t.tries < readers[name].tries {
					h.giveBack(name, t)
				}
			}
		}
	}
	return n
}

func (h *Host) giveBack(name string, t *task) {
	h.Outside.mu.Lock()
	defer h.Outside.mu.Unlock()
	h.queues[name] = append(h.queues[name], t)
}

// Pass lets time pass for the tasks that are hidden by a visibility timeout.
func (h *Host) Pass(d time.Duration) {
	h.Outside.mu.Lock()
	defer h.Outside.mu.Unlock()
	for _, tasks := range h.queues {
		for _, t := range tasks {
			t.hidden = max(t.hidden-d, 0)
		}
	}
}

// hand gives tasks to a function, and returns those that it did not do.
func (h *Host) hand(ctx context.Context, function string, batch []*task) map[string]bool {
	h.Outside.mu.Lock()
	h.handed = batch
	h.Outside.mu.Unlock()
	event, failed := events.SQSEvent{}, map[string]bool{}
	for _, t := range batch {
		event.Records = append(event.Records, events.SQSMessage{
			MessageId: t.id, ReceiptHandle: t.id, Body: t.body, EventSource: "aws:sqs",
			Attributes:        map[string]string{"ApproximateReceiveCount": fmt.Sprint(t.tries + 1), "MessageGroupId": t.group},
			MessageAttributes: t.attributes,
		})
		failed[t.id] = true
	}
	var answer events.SQSEventResponse
	if h.Invoke(ctx, function, event, &answer) == nil {
		clear(failed)
	}
	for _, one := range answer.BatchItemFailures {
		failed[one.ItemIdentifier] = true
	}
	return failed
}
