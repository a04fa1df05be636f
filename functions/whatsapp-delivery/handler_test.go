package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/queue"
)

// drawer has the bytes of deliveries by their names.
type drawer map[deliveries.Name]string

func (d drawer) Read(_ context.Context, n deliveries.Name) ([]byte, error) {
	if body, is := d[n]; is {
		return []byte(body), nil
	}
	return nil, chat.ErrNotFound
}

func (d drawer) Done(_ context.Context, n deliveries.Name) error {
	delete(d, n)
	return nil
}

// works works a task off, and returns the lines of the log, and the error.
func works(t *testing.T, d drawer, task any) (string, error) {
	t.Helper()
	store := memory.New()
	if err := store.PutApp(t.Context(), chat.App{Key: "app", Tenant: "t_1"}); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(task)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, nil)))
	defer slog.SetDefault(was)
	h := handler{chat.NewCourier(chat.New(store), store), d, queue.Tasks{}}
	err = h.one(t.Context(), events.SQSMessage{Body: string(raw)})
	return log.String(), err
}

var name = deliveries.Name{Tenant: "t_1", App: "app", Hash: "h"}

// Meta was told that a delivery arrived, so it does not repeat it: one that we cannot read is not deleted, and its task
// becomes a dead letter.
func TestAnUnreadableDeliveryIsKept(t *testing.T) {
	for _, body := range []string{`{"object":"of another kind"}`, `{"object":"whatsapp_business_account","entry":7}`} {
		d := drawer{name: body}
		if _, err := works(t, d, deliveries.Task{Name: name}); err == nil || d[name] == "" {
			t.Errorf("%s: it is kept as %q, %v", body, d[name], err)
		}
	}
	d := drawer{name: `{"object":"whatsapp_business_account","entry":[]}`}
	if _, err := works(t, d, name); err != nil || len(d) > 0 { // the name alone is the task of an older release
		t.Errorf("one without updates is kept as %q, %v", d[name], err)
	}
}

// An erasure does not wait for good for bytes that nobody can read: their last task drops them, and says so. A delivery
// that can be read is never dropped.
func TestAnUnreadableDeliveryIsDroppedForAnErasure(t *testing.T) {
	d := drawer{name: `{"object":"of another kind"}`}
	log, err := works(t, d, deliveries.Task{Name: name, Last: true})
	if err != nil || len(d) > 0 || !strings.Contains(log, `"ERROR"`) || !strings.Contains(log, name.Hash) {
		t.Errorf("it is kept as %q, %v, %s", d[name], err, log)
	}
	d = drawer{name: `{"object":"whatsapp_business_account","entry":[]}`}
	if log, err := works(t, d, deliveries.Task{Name: name, Last: true}); err != nil || strings.Contains(log, "ERROR") {
		t.Errorf("one that can be read: %v, %s", err, log)
	}
}

// A task without its file was worked off before. One that is older than a file is kept may have lost it.
func TestADeliveryThatExpiredIsAnError(t *testing.T) {
	const day = 24 * time.Hour
	for age, lost := range map[time.Duration]bool{time.Minute: false, 13 * day: false, 15 * day: true} {
		log, err := works(t, drawer{}, deliveries.Task{Name: name, Stored: time.Now().Add(-age)})
		if told := strings.Contains(log, `"ERROR"`) && strings.Contains(log, "t_1"); err != nil || told != lost {
			t.Errorf("of %s: %v, %s", age, err, log)
		}
	}
}
