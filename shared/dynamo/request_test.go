package dynamo_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/trace"
)

// A message's row names the call that wrote it, so that the log of relay goes on with it.
func TestAMessageNamesItsCall(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	store := dynamo.New(engine.DB, dynamotest.Table)
	key := chat.ConversationKey{Tenant: "t_1", ID: "c_1"}
	said := []chat.Bubble{{Body: chat.Text("hi")}}
	m := chat.Message{ID: "01KAN7B1M0000000000000000A", At: time.Now().UTC(), Bubbles: said}
	if _, err := store.Append(trace.With(t.Context(), "conn/req", "message"), key, m); err != nil {
		t.Fatal(err)
	}
	raw, err := store.Batch(t.Context(), chat.Poison{Partition: "T#t_1#C#c_1", Sort: "M#" + string(m.ID)})
	if err != nil {
		t.Fatal(err)
	}
	var batch events.DynamoDBEvent
	if err := json.Unmarshal(raw, &batch); err != nil || dynamo.RequestOf(batch.Records[0]) != "conn/req" {
		t.Errorf("%v in %s", err, raw)
	}
}
