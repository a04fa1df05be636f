// Package accounts creates and deletes the accounts of teams in Cognito.
package accounts

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

// Accounts is one user pool. An account belongs to one tenant, or to none until its owner accepts an
// invitation. Other tenants' accounts are treated as if they did not exist.
type Accounts struct {
	client *cognitoidentityprovider.Client
	pool   string
}

var _ office.Accounts = (*Accounts)(nil)

// New makes accounts of a user pool.
func New(cfg aws.Config, pool string) *Accounts {
	return &Accounts{cognitoidentityprovider.NewFromConfig(cfg), pool}
}

// Address is an e-mail address as accounts have it. A pool that tells letters apart would else have two
// accounts of one person.
func Address(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// TenantOf is the tenant of an account, "" for none and for an address without an account.
func (a *Accounts) TenantOf(ctx context.Context, email string) (chat.TenantID, error) {
	is, err := a.account(ctx, Address(email))
	return is.tenant, none(err)
}

// account is the part of an account that we use.
type account struct {
	id     chat.AgentID
	tenant chat.TenantID // "" for none
	used   bool          // its owner has signed in and chosen a password
}

// ErrNoPool says that the pool itself is missing, and not only an account.
var ErrNoPool = errors.New("the user pool does not exist")

// account reads one. ErrNotFound if there is none.
func (a *Accounts) account(ctx context.Context, email string) (account, error) {
	user, err := a.client.AdminGetUser(ctx,
		&cognitoidentityprovider.AdminGetUserInput{UserPoolId: &a.pool, Username: &email})
	if _, missing := errors.AsType[*types.UserNotFoundException](err); missing {
		return account{}, chat.ErrNotFound
	}
	if _, missing := errors.AsType[*types.ResourceNotFoundException](err); missing {
		return account{}, fmt.Errorf("accounts: %s: %w", a.pool, ErrNoPool)
	}
	if err != nil {
		return account{}, fmt.Errorf("accounts: %w", err)
	}
	is := account{used: user.UserStatus != types.UserStatusTypeForceChangePassword}
	for _, attribute := range user.UserAttributes {
		switch aws.ToString(attribute.Name) {
		case "sub":
			is.id = chat.AgentID(aws.ToString(attribute.Value))
		case "custom:tenant":
			is.tenant = chat.TenantID(aws.ToString(attribute.Value))
		}
	}
	return is, nil
}

// own is the id of an account that is this tenant's.
func (a *Accounts) own(ctx context.Context, tenant chat.TenantID, email string) (chat.AgentID, error) {
	is, err := a.account(ctx, email)
	if err == nil && is.tenant != tenant {
		err = chat.ErrNotFound
	}
	return is.id, err
}

// Join puts an account into a team.
func (a *Accounts) Join(ctx context.Context, to chat.Agent, email string, from chat.TenantID) error {
	email = Address(email)
	is, err := a.account(ctx, email)
	if err != nil {
		return err
	}
	if is.id != to.ID || (is.tenant != from && is.tenant != to.Tenant) {
		return chat.ErrNotFound
	}
	if err := a.write(ctx, email, attribute("custom:tenant", string(to.Tenant)), attribute("name", to.Name)); err != nil {
		return err
	}
	return a.SetRole(ctx, to.Tenant, email, to.Role)
}

func (a *Accounts) write(ctx context.Context, email string, attributes ...types.AttributeType) error {
	_, err := a.client.AdminUpdateUserAttributes(ctx, &cognitoidentityprovider.AdminUpdateUserAttributesInput{
		UserPoolId: &a.pool, Username: &email, UserAttributes: attributes,
	})
	if err != nil {
		return fmt.Errorf("accounts: attributes: %w", err)
	}
	return nil
}

func attribute(name, value string) types.AttributeType {
	return types.AttributeType{Name: &name, Value: &value}
}

// SetRole puts an account into the group of its role and takes it out of the others.
func (a *Accounts) SetRole(ctx context.Context, tenant chat.TenantID, email string, role chat.Role) error {
	email = Address(email)
	if _, err := a.own(ctx, tenant, email); err != nil {
		return err
	}
	had, err := a.client.AdminListGroupsForUser(ctx,
		&cognitoidentityprovider.AdminListGroupsForUserInput{UserPoolId: &a.pool, Username: &email})
	if err != nil {
		return fmt.Errorf("accounts: roles: %w", err)
	}
	_, err = a.client.AdminAddUserToGroup(ctx, &cognitoidentityprovider.AdminAddUserToGroupInput{
		UserPoolId: &a.pool, Username: &email, GroupName: aws.String(string(role)),
	})
	if err != nil {
		return fmt.Errorf("accounts: role: %w", err)
	}
	for _, group := range had.Groups {
		if aws.ToString(group.GroupName) == string(role) {
			continue
		}
		_, err := a.client.AdminRemoveUserFromGroup(ctx, &cognitoidentityprovider.AdminRemoveUserFromGroupInput{
			UserPoolId: &a.pool, Username: &email, GroupName: group.GroupName,
		})
		if err != nil {
			return fmt.Errorf("accounts: role: %w", err)
		}
	}
	return nil
}

// Rename updates an account's name after a change on the roster.
func (a *Accounts) Rename(ctx context.Context, tenant chat.TenantID, email, name string) error {
	email = Address(email)
	if _, err := a.own(ctx, tenant, email); err != nil {
		return none(err)
	}
	return a.write(ctx, email, attribute("name", name))
}

// Remove deletes an account of a team.
func (a *Accounts) Remove(ctx context.Context, tenant chat.TenantID, email string) error {
	email = Address(email)
	if _, err := a.own(ctx, tenant, email); err != nil {
		return none(err)
	}
	return a.delete(ctx, email)
}

// Withdraw deletes an account without a team that was never used.
func (a *Accounts) Withdraw(ctx context.Context, email string) error {
	email = Address(email)
	is, err := a.account(ctx, email)
	if err != nil || is.used || is.tenant != "" {
		return none(err)
	}
	return a.delete(ctx, email)
}

// delete deletes an account, and with it its refresh tokens.
func (a *Accounts) delete(ctx context.Context, email string) error {
	_, err := a.client.AdminDeleteUser(ctx,
		&cognitoidentityprovider.AdminDeleteUserInput{UserPoolId: &a.pool, Username: &email})
	if _, missing := errors.AsType[*types.UserNotFoundException](err); err != nil && !missing {
		return fmt.Errorf("accounts: remove: %w", err)
	}
	return nil
}

// none ignores the error that an account does not exist.
func none(err error) error {
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	return err
}
