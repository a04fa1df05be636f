package office

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// PushKey is the public half of the team's key for the push services of browsers, with which a browser subscribes. It
// is made at its first use, and stays: all who are subscribed hold to it.
func (o *Office) PushKey(ctx context.Context, tenant chat.TenantID) (string, error) {
	for range pushKeyTries {
		t, err := o.store.Tenant(ctx, tenant)
		if err != nil || t.Push.Public != "" {
			return t.Push.Public, err
		}
		public, private, err := chat.NewPushKeys()
		if err != nil {
			return "", err
		}
		sealed, err := o.Sealer.Seal(ctx, t.ID, chat.PushKey, string(t.ID), []byte(private))
		if err != nil {
			return "", err
		}
		t.Push = chat.PushKeys{Public: public, Sealed: sealed}
		if err = o.store.PutTenant(ctx, t); !errors.Is(err, chat.ErrConflict) {
			return public, err
		}
	}
	return "", chat.ErrConflict
}

const pushKeyTries = 3
