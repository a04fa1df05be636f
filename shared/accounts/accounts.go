// Package accounts makes and ends the accounts with which a team signs in, in Cognito.
package accounts

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

// Accounts is one user pool. An account is of one tenant, or of none as long as its owner has
// accepted no invitation; what is not the caller's is as good as not there.
type Accounts struct {
	client *cognitoidentityprovider.Client
	pool   string
}

var _ office.Accounts = (*Accounts)(nil)

// New makes accounts of a user pool.
func New(cfg aws.Config, pool string) *Accounts {
	return &Accounts{cognitoidentityprovider.NewFromConfig(cfg), pool}
}

// account is what counts of one.
type account struct {
	id     chat.AgentID
	tenant chat.TenantID // "" for none
	used   bool          // somebody has signed in and chosen a password
}

// account reads one. ErrNotFound if there is none.
func (a *Accounts) account(ctx context.Context, email string) (account, error) {
	user, err := a.client.AdminGetUser(ctx,
		&cognitoidentityprovider.AdminGetUserInput{UserPoolId: &a.pool, Username: &email})
	if _, missing := errors.AsType[*types.UserNotFoundException](err); missing {
		return account{}, chat.ErrNotFound
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

// own is the id of an account, if it is this tenant's.
func (a *Accounts) own(ctx context.Context, tenant chat.TenantID, email string) (chat.AgentID, error) {
	is, err := a.account(ctx, email)
	if err == nil && is.tenant != tenant {
		err = chat.ErrNotFound
	}
	return is.id, err
}

// Invite makes an account of no team, to which Cognito mails a password for once; it mails
// another one if nobody has used the first.
func (a *Accounts) Invite(ctx context.Context, email string) error {
	err := a.create(ctx, email, "")
	if !exists(err) {
		return err
	}
	if is, err := a.account(ctx, email); err != nil || is.used {
		return err // they sign in as they always do
	}
	return a.create(ctx, email, types.MessageActionTypeResend)
}

func (a *Accounts) create(ctx context.Context, email string, mail types.MessageActionType) error {
	_, err := a.client.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: &a.pool, Username: &email, MessageAction: mail,
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		UserAttributes:         []types.AttributeType{attribute("email", email), attribute("email_verified", "true")},
	})
	if err != nil {
		return fmt.Errorf("accounts: make: %w", err)
	}
	return nil
}

func exists(err error) bool {
	_, is := errors.AsType[*types.UsernameExistsException](err)
	return is
}

func attribute(name, value string) types.AttributeType {
	return types.AttributeType{Name: &name, Value: &value}
}

// Make makes an account of a tenant's team at once: for those who set up tenants. With a
// password it can be used at once, without one Cognito mails it. An account that is there is
// taken if it is of this tenant, or of none.
func (a *Accounts) Make(ctx context.Context, to chat.Agent, email, password string) (chat.AgentID, error) {
	mail := types.MessageActionType("")
	if password != "" {
		mail = types.MessageActionTypeSuppress
	}
	if err := a.create(ctx, email, mail); err != nil && !exists(err) {
		return "", err
	}
	is, err := a.account(ctx, email)
	if err != nil {
		return "", err
	}
	if is.tenant != "" && is.tenant != to.Tenant {
		return "", chat.Errorf(chat.Conflict, "email_taken",
			"This e-mail address belongs to another team. Choose another one.")
	}
	if password != "" {
		_, err = a.client.AdminSetUserPassword(ctx, &cognitoidentityprovider.AdminSetUserPasswordInput{
			UserPoolId: &a.pool, Username: &email, Password: &password, Permanent: true,
		})
		if err != nil {
			return "", fmt.Errorf("accounts: password: %w", err)
		}
	}
	to.ID = is.id
	return is.id, a.Join(ctx, to, email, is.tenant)
}

// Join makes an account one of a team.
func (a *Accounts) Join(ctx context.Context, to chat.Agent, email string, from chat.TenantID) error {
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

// SetRole puts an account into the group of its role and takes it out of the others.
func (a *Accounts) SetRole(ctx context.Context, tenant chat.TenantID, email string, role chat.Role) error {
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

// Rename keeps an account's name in step with the one that the team knows.
func (a *Accounts) Rename(ctx context.Context, tenant chat.TenantID, email, name string) error {
	if _, err := a.own(ctx, tenant, email); err != nil {
		return none(err)
	}
	return a.write(ctx, email, attribute("name", name))
}

// Remove ends an account of a team.
func (a *Accounts) Remove(ctx context.Context, tenant chat.TenantID, email string) error {
	if _, err := a.own(ctx, tenant, email); err != nil {
		return none(err)
	}
	return a.delete(ctx, email)
}

// Withdraw ends an account of no team that nobody has used.
func (a *Accounts) Withdraw(ctx context.Context, email string) error {
	is, err := a.account(ctx, email)
	if err != nil || is.used || is.tenant != "" {
		return none(err)
	}
	return a.delete(ctx, email)
}

// delete ends an account; its refresh tokens end with it.
func (a *Accounts) delete(ctx context.Context, email string) error {
	_, err := a.client.AdminDeleteUser(ctx,
		&cognitoidentityprovider.AdminDeleteUserInput{UserPoolId: &a.pool, Username: &email})
	if _, missing := errors.AsType[*types.UserNotFoundException](err); err != nil && !missing {
		return fmt.Errorf("accounts: remove: %w", err)
	}
	return nil
}

// none takes an account that is not there for no error.
func none(err error) error {
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	return err
}
