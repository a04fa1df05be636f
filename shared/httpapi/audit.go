package httpapi

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Audited writes down what the caller did, if it was done: err is how it went, and what
// comes back.
func Audited(ctx context.Context, desk *chat.Desk, err error, action, object, details string) error {
	if err != nil {
		return err
	}
	agent, _ := Caller(ctx)
	return desk.Audit(ctx, agent, Network(ctx), action, object, details)
}
