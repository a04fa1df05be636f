package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Accounts is where people sign in.
type Accounts interface {
	// Invite sees to it that somebody can sign in with an address: without an account one
	// of no team is made, and its first password is mailed. The mail is sent anew while
	// nobody has used it.
	Invite(ctx context.Context, email string) error

	// Withdraw ends an account of no team that nobody has used; others stay as they are.
	Withdraw(ctx context.Context, email string) error

	// Join makes an account that is in no team, or in the one they leave, one of the agent's
	// team, with their name and role. ErrNotFound if the address has no such account.
	Join(ctx context.Context, to chat.Agent, email string, from chat.TenantID) error

	// SetRole makes this the one role of an account of the tenant; Remove ends it, and is
	// no error if there is none. Both refuse an account of another tenant: ErrNotFound.
	SetRole(ctx context.Context, tenant chat.TenantID, email string, role chat.Role) error
	Remove(ctx context.Context, tenant chat.TenantID, email string) error

	// Rename keeps the account's name in step with the roster's, and is no error if there
	// is none.
	Rename(ctx context.Context, tenant chat.TenantID, email, name string) error
}
