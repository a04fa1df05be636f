package accounts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/botifire/livechat/shared/chat"
)

// Account is an account of the pool, for the operator's commands.
type Account struct {
	Email  string
	Tenant chat.TenantID // "" for none
}

// Each calls do for every account of the pool. Cognito finds no account by its tenant, so all are read.
func (a *Accounts) Each(ctx context.Context, do func(Account) error) error {
	pages := cognitoidentityprovider.NewListUsersPaginator(a.client,
		&cognitoidentityprovider.ListUsersInput{UserPoolId: &a.pool})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("accounts: list: %w", err)
		}
		for _, user := range page.Users {
			var is Account
			for _, attribute := range user.Attributes {
				switch aws.ToString(attribute.Name) {
				case "email":
					is.Email = aws.ToString(attribute.Value)
				case "custom:tenant":
					is.Tenant = chat.TenantID(aws.ToString(attribute.Value))
				}
			}
			if err := do(is); err != nil {
				return err
			}
		}
	}
	return nil
}
