package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Accounts is the service that people sign in with.
type Accounts interface {
	// Invite makes sure that somebody can sign in with an address: if it has no account, one
	// without a team is made, and its first password is mailed. The mail is sent again while nobody
	// has used the account.
	Invite(ctx context.Context, email string) error

	// Withdraw deletes an account without a team that nobody has used; others stay as they are.
	Withdraw(ctx context.Context, email string) error

	// Join puts an account that is in no team, or in the one that its person leaves, into the
	// agent's team, with their name and role. ErrNotFound if the address has no such account.
	Join(ctx context.Context, to chat.Agent, email string, from chat.TenantID) error

	// SetRole makes this the only role of an account of the tenant; Remove deletes the account, and
	// is no error if there is none. Both refuse an account of another tenant: ErrNotFound.
	SetRole(ctx context.Context, tenant chat.TenantID, email string, role chat.Role) error
	Remove(ctx context.Context, tenant chat.TenantID, email string) error

	// Rename keeps the account's name equal to the roster's, and is no error if there is no account.
	Rename(ctx context.Context, tenant chat.TenantID, email, name string) error
}
