package main

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/search"
)

// failing is an index that one tenant's messages do not reach.
type failing struct {
	*chattest.Index
	tenant chat.TenantID
	notes  int
}

func (f *failing) Note(ctx context.Context, t chat.TenantID, refs []search.Ref) error {
	if f.notes++; t == f.tenant {
		return errors.New("no bucket")
	}
	return f.Index.Note(ctx, t, refs)
}

// The messages of each tenant are noted at once, and only the tasks that were not done come again.
func TestTasksOfATenantAreOneChange(t *testing.T) {
	index := &failing{Index: &chattest.Index{}, tenant: "t_2"}
	answer, err := handler{index}.take(t.Context(), events.SQSEvent{Records: []events.SQSMessage{
		{MessageId: "1", Body: `{"tenant":"t_1","refs":[{"c":"c_1","m":"01KAN7B1M0000000000000000A"}]}`},
		{MessageId: "2", Body: `{"tenant":"t_2","refs":[{"c":"c_2","m":"01KAN7B1M0000000000000000B"}]}`},
		{MessageId: "3", Body: `{"tenant":"t_1","refs":[{"c":"c_1","m":"01KAN7B1M0000000000000000A#r"}]}`},
		{MessageId: "4", Body: `no task`},
	}})
	if err != nil {
		t.Fatal(err)
	}
	again := []string{}
	for _, failed := range answer.BatchItemFailures {
		again = append(again, failed.ItemIdentifier)
	}
	slices.Sort(again)
	if !slices.Equal(again, []string{"2", "4"}) || index.notes != 2 {
		t.Errorf("%v come again after %d changes", again, index.notes)
	}
	found, err := index.Find(t.Context(), "t_1", search.Plan{}, search.Part{Limit: 10})
	if err != nil || len(found.Refs) != 2 {
		t.Errorf("it found %v, %v", found.Refs, err)
	}
}
