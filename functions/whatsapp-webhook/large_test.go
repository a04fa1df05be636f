package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/deliveries"
)

// drawer keeps deliveries by their names; full refuses them.
type drawer struct {
	kept map[deliveries.Name]string
	full bool
}

func (d *drawer) Keep(_ context.Context, n deliveries.Name, body []byte) error {
	if d.full {
		return errors.New("no room")
	}
	d.kept[n] = string(body)
	return nil
}

// messages is a delivery of so many messages, each with so many bytes that are not read.
func messages(n, bytes int) []byte {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"from":"55119%04d","id":"wamid.%d","timestamp":"1790000000","type":"text",`+
			`"text":{"body":"hi","pad":%q}}`, i, i, strings.Repeat("x", bytes)))
	}
	return []byte(`{"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[` +
		`{"field":"messages","value":{"metadata":{"phone_number_id":"100000000000001"},"messages":[` +
		strings.Join(all, ",") + `]}}]}]}`)
}

// A large delivery is kept as it was signed, under its app and its hash, and stored by nobody yet. Nothing that was not
// signed is kept, and nothing that is no JSON.
func TestALargeDeliveryIsKeptForLater(t *testing.T) {
	many, long := messages(mostUpdates+1, 0), messages(1, mostBytes)
	for _, c := range []struct {
		name         string
		body         []byte
		secret       string
		status       int
		kept, stored int
	}{
		{"as many updates as are taken at once", messages(mostUpdates, 0), "new", 200, 0, mostUpdates},
		{"one more", many, "new", 200, 1, 0},
		{"more bytes than are taken at once", long, "new", 200, 1, 0},
		{"many, signed with another secret", many, "wrong", 401, 0, 0},
		{"long, signed with another secret", long, "wrong", 401, 0, 0},
		{"long and no JSON", long[1:], "new", 400, 0, 0},
	} {
		h, store := newHandler(t)
		d := &drawer{kept: map[deliveries.Name]string{}}
		h.later = d
		for range 2 {
			if status := post(t, h, "app", c.body, c.secret); status != c.status || len(d.kept) != c.kept ||
				stored(store) != c.stored {
				t.Errorf("%s: %d, %d kept, %d stored", c.name, status, len(d.kept), stored(store))
			}
		}
		for name, body := range d.kept {
			if name.App != "app" || name.Tenant != "t_1" || body != string(c.body) {
				t.Errorf("%s: kept as %v, %d bytes", c.name, name, len(body))
			}
		}
	}
}

// A delivery that could not be kept is not answered with 200: Meta repeats it.
func TestALargeDeliveryThatIsNotKeptIsRepeated(t *testing.T) {
	h, _ := newHandler(t)
	h.later = &drawer{full: true}
	if status := post(t, h, "app", messages(mostUpdates+1, 0), "new"); status != 500 {
		t.Errorf("got %d: Meta would not send it again", status)
	}
}
