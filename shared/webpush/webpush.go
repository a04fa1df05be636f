// Package webpush hands messages to the push services of browsers, encrypted for one browser (RFC 8291) and signed with
// the key of a tenant (RFC 8292).
package webpush

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	push "github.com/SherClockHolmes/webpush-go"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/egress"
)

// Sender hands messages over.
type Sender struct {
	Client  *http.Client // reaches public addresses only
	Subject string       // the address of mail at which a service can reach us, "" for a stage that sends none
	Open    Open
}

// nobody stands in for the address of a stage that has none, without which some services take nothing.
const nobody = "nobody@example.com"

// Open decrypts a secret that was sealed for a tenant, purpose and row.
type Open = func(ctx context.Context, tenant chat.TenantID, purpose, row string, sealed []byte) ([]byte, error)

// patience is how long a service has for its answer, maxAnswer how much is read of it: its status says all.
const (
	patience  = 8 * time.Second
	maxAnswer = 4 << 10
)

// Send hands a message over. egress.ErrGone says that the subscription has ended and is to be forgotten,
// *egress.Refused that it was not handed over, and any other error that it may have been; others than *egress.Unsure
// are faults of ours. No error names the subscription.
func (s Sender) Send(by context.Context, from chat.Tenant, to chat.Subscription, m chat.WebPush) error {
	if len(m.Body) > chat.MaxWebPush {
		return fmt.Errorf("webpush: a message of %d bytes", len(m.Body))
	}
	private, err := s.Open(by, from.ID, chat.PushKey, string(from.ID), from.Push.Sealed)
	if err != nil {
		return err
	}
	ctx, call, end := egress.Begin(by, patience)
	defer end()
	called := &calling{Client: s.Client}
	answer, err := push.SendNotificationWithContext(ctx, m.Body,
		&push.Subscription{Endpoint: to.Endpoint, Keys: push.Keys{Auth: to.Auth, P256dh: to.P256DH}},
		&push.Options{
			HTTPClient: called, Subscriber: cmp.Or(s.Subject, nobody),
			Topic: m.Topic, TTL: int(m.TTL.Seconds()), Urgency: urgency(m),
			VAPIDPublicKey: from.Push.Public, VAPIDPrivateKey: string(private),
		})
	switch {
	case !called.at: // its words may have the address
		return errors.New("webpush: the message cannot be encrypted for the subscription, or not be signed")
	case err != nil:
		return call.Failed(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	return egress.Outcome(answer)
}

func urgency(m chat.WebPush) push.Urgency {
	if m.Urgent {
		return push.UrgencyHigh
	}
	return push.UrgencyNormal
}

// calling notes that a call was made, before which nothing can have been handed over.
type calling struct {
	*http.Client
	at bool
}

func (c *calling) Do(r *http.Request) (*http.Response, error) {
	c.at = true
	return c.Client.Do(r)
}
