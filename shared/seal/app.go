package seal

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Opener opens sealed secrets.
type Opener interface {
	Open(ctx context.Context, tenant chat.TenantID, purpose, row string, sealed []byte) ([]byte, error)
}

// AppSecrets opens the secrets with which Meta may have signed: the current one, and the previous
// one during a rotation.
func AppSecrets(ctx context.Context, o Opener, app chat.App) ([][]byte, error) {
	secrets := [][]byte{}
	for _, sealed := range [][]byte{app.Secret, app.Previous} {
		if len(sealed) == 0 {
			continue
		}
		secret, err := o.Open(ctx, app.Tenant, chat.AppSecret, app.Key, sealed)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}
