package accounts

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/botifire/livechat/shared/chat"
)

// Invite makes an account without a team, and Cognito mails it a one-time password; Cognito mails
// another one if the first was not used.
func (a *Accounts) Invite(ctx context.Context, email string) error {
	_, err := a.Mail(ctx, email)
	return err
}

// Mail is Invite, and tells whether Cognito mailed anything: an account with a password gets nothing.
func (a *Accounts) Mail(ctx context.Context, email string) (mailed bool, err error) {
	email = Address(email)
	err = a.create(ctx, email, "")
	if exists(err) {
		is, err := a.account(ctx, email)
		if err != nil || is.used {
			return false, err
		}
		err = a.create(ctx, email, types.MessageActionTypeResend)
		return err == nil, err
	}
	return err == nil, err
}

// InviteNew is Invite for an address without an account; an account that exists gets no mail.
func (a *Accounts) InviteNew(ctx context.Context, email string) (mailed bool, err error) {
	return a.createNew(ctx, Address(email), "")
}

// createNew makes an account unless there is one. An account whose mail was refused is taken back: a repeated call
// makes it and mails it again, and would else find it and think that all is well. After any other failure, as a call
// that was cut off, the account may be somebody else's work or its mail on the way, so it stays.
func (a *Accounts) createNew(ctx context.Context, email string, mail types.MessageActionType) (made bool, err error) {
	if _, err := a.account(ctx, email); !errors.Is(err, chat.ErrNotFound) {
		return false, err
	}
	err = a.create(ctx, email, mail, func(o *cognitoidentityprovider.Options) {
		o.RetryMaxAttempts = 1 // a second try would find the account of the first, and not hear that its mail was refused
	})
	if exists(err) {
		return false, nil
	}
	if unmailed(err) {
		err = errors.Join(err, a.Withdraw(context.WithoutCancel(ctx), email))
	}
	return err == nil, err
}

// unmailed tells whether Cognito refused to mail. The client has no type for one of the two codes in this call.
func unmailed(err error) bool {
	refusal, ok := errors.AsType[smithy.APIError](err)
	return ok && (refusal.ErrorCode() == "CodeDeliveryFailureException" || refusal.ErrorCode() == "LimitExceededException")
}

func (a *Accounts) create(
	ctx context.Context, email string, mail types.MessageActionType, how ...func(*cognitoidentityprovider.Options),
) error {
	_, err := a.client.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: &a.pool, Username: &email, MessageAction: mail,
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		UserAttributes:         []types.AttributeType{attribute("email", email), attribute("email_verified", "true")},
	}, how...)
	if err != nil {
		return fmt.Errorf("accounts: make: %w", err)
	}
	return nil
}

func exists(err error) bool {
	_, is := errors.AsType[*types.UsernameExistsException](err)
	return is
}

// Make makes an account in a tenant's team at once, for the commands that set up tenants. With a
// password the account can be used at once; otherwise Cognito mails one. An existing account is
// used if it is of this tenant, or of none.
func (a *Accounts) Make(ctx context.Context, to chat.Agent, email, password string) (chat.AgentID, error) {
	email = Address(email)
	mail := types.MessageActionType("")
	if password != "" {
		mail = types.MessageActionTypeSuppress
	}
	if _, err := a.createNew(ctx, email, mail); err != nil {
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
