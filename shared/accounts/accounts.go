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
)

// Accounts is one user pool. The tenant of an account is written when it is made, and
// never again; what is not the caller's is as good as not there.
type Accounts struct {
	client *cognitoidentityprovider.Client
	pool   string
}

var _ chat.Accounts = (*Accounts)(nil)

// New makes accounts of a user pool.
func New(cfg aws.Config, pool string) *Accounts {
	return &Accounts{cognitoidentityprovider.NewFromConfig(cfg), pool}
}

// Invite makes an account, to which Cognito sends an invitation with a password for once.
func (a *Accounts) Invite(ctx context.Context, tenant chat.TenantID, email, name string, role chat.Role) (chat.AgentID, error) {
	return a.make(ctx, tenant, email, name, role, "")
}

// Make makes an account that can be used at once, with a password.
func (a *Accounts) Make(ctx context.Context, tenant chat.TenantID, email, name string, role chat.Role, password string) (chat.AgentID, error) {
	return a.make(ctx, tenant, email, name, role, password)
}

func (a *Accounts) make(ctx context.Context, tenant chat.TenantID, email, name string, role chat.Role, password string) (chat.AgentID, error) {
	in := &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: &a.pool, Username: &email, DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: &email}, {Name: aws.String("email_verified"), Value: aws.String("true")},
			{Name: aws.String("name"), Value: &name}, {Name: aws.String("custom:tenant"), Value: aws.String(string(tenant))},
		},
	}
	if password != "" {
		in.MessageAction = types.MessageActionTypeSuppress
	}
	_, err := a.client.AdminCreateUser(ctx, in)
	if _, exists := errors.AsType[*types.UsernameExistsException](err); err != nil && !exists {
		return "", fmt.Errorf("accounts: make: %w", err)
	}
	id, err := a.own(ctx, tenant, email)
	if errors.Is(err, chat.ErrNotFound) {
		return "", chat.Errorf(chat.Conflict, "email_taken", "This e-mail address cannot be used here. Choose another one.")
	}
	if err != nil {
		return "", err
	}
	if password != "" {
		_, err = a.client.AdminSetUserPassword(ctx, &cognitoidentityprovider.AdminSetUserPasswordInput{UserPoolId: &a.pool, Username: &email, Password: &password, Permanent: true})
		if err != nil {
			return "", fmt.Errorf("accounts: password: %w", err)
		}
	}
	return id, a.SetRole(ctx, tenant, email, role)
}

// own is the id of an account, if it is this tenant's.
func (a *Accounts) own(ctx context.Context, tenant chat.TenantID, email string) (chat.AgentID, error) {
	user, err := a.client.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &a.pool, Username: &email})
	if _, missing := errors.AsType[*types.UserNotFoundException](err); missing {
		return "", chat.ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("accounts: %w", err)
	}
	id, theirs := "", ""
	for _, attribute := range user.UserAttributes {
		switch aws.ToString(attribute.Name) {
		case "sub":
			id = aws.ToString(attribute.Value)
		case "custom:tenant":
			theirs = aws.ToString(attribute.Value)
		}
	}
	if theirs != string(tenant) {
		return "", chat.ErrNotFound
	}
	return chat.AgentID(id), nil
}

// SetRole puts an account into the group of its role and takes it out of the others.
func (a *Accounts) SetRole(ctx context.Context, tenant chat.TenantID, email string, role chat.Role) error {
	if _, err := a.own(ctx, tenant, email); err != nil {
		return err
	}
	had, err := a.client.AdminListGroupsForUser(ctx, &cognitoidentityprovider.AdminListGroupsForUserInput{UserPoolId: &a.pool, Username: &email})
	if err != nil {
		return fmt.Errorf("accounts: roles: %w", err)
	}
	_, err = a.client.AdminAddUserToGroup(ctx, &cognitoidentityprovider.AdminAddUserToGroupInput{UserPoolId: &a.pool, Username: &email, GroupName: aws.String(string(role))})
	if err != nil {
		return fmt.Errorf("accounts: role: %w", err)
	}
	for _, group := range had.Groups {
		if aws.ToString(group.GroupName) == string(role) {
			continue
		}
		_, err := a.client.AdminRemoveUserFromGroup(ctx, &cognitoidentityprovider.AdminRemoveUserFromGroupInput{UserPoolId: &a.pool, Username: &email, GroupName: group.GroupName})
		if err != nil {
			return fmt.Errorf("accounts: role: %w", err)
		}
	}
	return nil
}

// Rename keeps an account's name in step with the one that the team knows.
func (a *Accounts) Rename(ctx context.Context, tenant chat.TenantID, email, name string) error {
	_, err := a.own(ctx, tenant, email)
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = a.client.AdminUpdateUserAttributes(ctx, &cognitoidentityprovider.AdminUpdateUserAttributesInput{
		UserPoolId: &a.pool, Username: &email, UserAttributes: []types.AttributeType{{Name: aws.String("name"), Value: &name}},
	})
	if err != nil {
		return fmt.Errorf("accounts: name: %w", err)
	}
	return nil
}

// Remove ends an account.
func (a *Accounts) Remove(ctx context.Context, tenant chat.TenantID, email string) error {
	if _, err := a.own(ctx, tenant, email); err != nil {
		if errors.Is(err, chat.ErrNotFound) {
			return nil
		}
		return err
	}
	// Its refresh tokens end with it.
	_, err := a.client.AdminDeleteUser(ctx, &cognitoidentityprovider.AdminDeleteUserInput{UserPoolId: &a.pool, Username: &email})
	if err != nil {
		return fmt.Errorf("accounts: remove: %w", err)
	}
	return nil
}
