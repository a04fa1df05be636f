package main

import (
	"context"
	"slices"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/queue"
)

// Tasks and SES's events come over one queue: each goes where it belongs, and a failed one comes again.
func TestTasksAndEventsShareAQueue(t *testing.T) {
	store := memory.New()
	if err := store.PutTenant(t.Context(), chat.Tenant{ID: "t_1", Name: "Kettle"}); err != nil {
		t.Fatal(err)
	}
	h := handler{mail.New(chat.New(store), store, "chat@stage.test"), queue.Tasks{}}
	var done []chat.Task
	h.tasks.Do = func(_ context.Context, task chat.Task, _ int) error {
		done = append(done, task)
		return nil
	}
	bounce := `{"eventType":"Bounce","bounce":{"bounceType":"Permanent",` +
		`"bouncedRecipients":[{"emailAddress":"a@b.test"}]},"mail":{"tags":{"tenant":["t_1"],"conversation":["c_1"]}}}`
	said, err := h.take(t.Context(), events.SQSEvent{Records: []events.SQSMessage{
		{MessageId: "task", Body: `{"tenant":"t_1","conversation":"c_1","message":"m_1"}`},
		{MessageId: "greeting", Body: "Successfully validated SNS topic for Amazon SES event publishing."},
		{MessageId: "bounce", Body: bounce}, // nobody can read the tenant's key here
		{MessageId: "torn", Body: `{"tenant":`},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if len(done) != 1 || done[0].Message != "m_1" {
		t.Errorf("tasks that were done: %+v", done)
	}
	var failed []string
	for _, f := range said.BatchItemFailures {
		failed = append(failed, f.ItemIdentifier)
	}
	if !slices.Equal(failed, []string{"bounce", "torn"}) {
		t.Errorf("what comes again: %v", failed)
	}
}
