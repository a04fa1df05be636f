package main

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/socket"
)

func connectFrom(id int, address string) socket.Event {
	return socket.Event{
		QueryStringParameters: map[string]string{"site": "shop"},
		Headers: map[string]string{
			"Origin": "https://shop.test", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36",
			"CloudFront-Viewer-Address": address,
		},
		RequestContext: events.APIGatewayWebsocketProxyRequestContext{ConnectionID: fmt.Sprint("c", id)},
	}
}

// All addresses of an IPv6 line count as one, since one subscriber has them all; another line is let in.
func TestAFloodFromOneIPv6LineIsRefused(t *testing.T) {
	store := memory.New()
	site := chat.Site{Key: "shop", Tenant: "t_1", Bot: "b_1", Origins: []string{"https://shop.test"}}
	if err := store.PutSite(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	slog.SetDefault(slog.New(slog.DiscardHandler))
	desk, now := chat.New(store), time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	desk.Now = func() time.Time { return now }
	h := handler{chat.NewWebChannel(desk), edge.NewGuard(config.Local, ""), metrics.New("test")}
	refused := 0
	for i := range 5_000 {
		now = now.Add(50 * time.Millisecond) // slower than the limit of the site
		answer, err := h.connect(t.Context(), connectFrom(i, fmt.Sprintf("2001:db8:1:2::%x:46532", i+1)))
		if err != nil || (answer.StatusCode != 200 && answer.StatusCode != 429) {
			t.Fatal(answer, err)
		}
		if answer.StatusCode == 429 {
			refused++
		}
	}
	if refused < 500 { // connects are counted by samples
		t.Errorf("of 5000 connects from one line %d were refused", refused)
	}
	if answer, _ := h.connect(t.Context(), connectFrom(9_999, "2001:db8:1:3::1:46532")); answer.StatusCode != 200 {
		t.Errorf("a neighbour's line is refused with %d", answer.StatusCode)
	}
}

// While the stage is closed every page is let in: only the answer to a frame can say that we are back soon.
func TestAClosedStageLetsPagesInToBeTold(t *testing.T) {
	desk := chat.New(dynamo.New(dynamodb.New(dynamodb.Options{Region: "us-east-1"}), dynamo.Closed))
	h := handler{chat.NewWebChannel(desk), edge.NewGuard(config.Local, ""), metrics.New("test")}
	if answer, err := h.connect(t.Context(), connectFrom(1, "192.0.2.1:46532")); err != nil || answer.StatusCode != 200 {
		t.Errorf("a page is answered %d, %v", answer.StatusCode, err)
	}
}
