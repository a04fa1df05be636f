// Package ses sends letters through Amazon SES, and reads its reports about them.
package ses

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/mail"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"
	letters "github.com/botifire/livechat/shared/mail"
)

// Sender hands letters to SES.
type Sender struct {
	ses       *sesv2.Client
	from, set string
}

// New makes a sender with the address that all letters come from, and the configuration set that reports their outcome.
// A letter has one try: SES knows no idempotency key, so a repeat of a lost call could send it twice.
func New(cfg aws.Config, from, set string) *Sender {
	return &Sender{sesv2.NewFromConfig(cfg, func(o *sesv2.Options) { o.RetryMaxAttempts = 1 }), from, set}
}

// The names of the tags that a letter carries, so that a bounce finds its conversation.
const tenantTag, conversationTag = "tenant", "conversation"

const sendTime = 10 * time.Second

// Send hands a letter over. It has the name of the team and the address of the stage as its sender.
func (s *Sender) Send(ctx context.Context, l letters.Letter) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	said := func(text string) *types.Content { return &types.Content{Data: &text, Charset: aws.String("UTF-8")} }
	tag := func(name, value string) types.MessageTag { return types.MessageTag{Name: &name, Value: &value} }
	header := func(name, value string) types.MessageHeader { return types.MessageHeader{Name: &name, Value: &value} }
	from := mail.Address{Name: l.Team, Address: s.from}
	_, err := s.ses.SendEmail(ctx, &sesv2.SendEmailInput{
		FromEmailAddress: aws.String(from.String()), ReplyToAddresses: []string{l.ReplyTo},
		Destination:          &types.Destination{ToAddresses: []string{l.To}},
		ConfigurationSetName: &s.set,
		EmailTags: []types.MessageTag{
			tag(tenantTag, string(l.Key.Tenant)), tag(conversationTag, string(l.Key.ID)),
		},
		Content: &types.EmailContent{Simple: &types.Message{
			Subject: said(l.Subject), Body: &types.Body{Text: said(l.Text)},
			Headers: []types.MessageHeader{
				header("List-Unsubscribe", "<"+l.OneClick+">"), header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
			},
		}},
	})
	return outcome(err)
}

// never are the refusals that another try would meet again.
var never = []string{"MessageRejected", "BadRequestException"}

// outcome tells a refusal, after which nothing was sent, from a call whose outcome is unknown.
func outcome(err error) error {
	refused, answered := errors.AsType[smithy.APIError](err)
	answer, _ := errors.AsType[*awshttp.ResponseError](err)
	dial, local := errors.AsType[*net.OpError](err)
	switch {
	case err == nil:
		return nil
	case answered && answer != nil && answer.HTTPStatusCode() < http.StatusInternalServerError:
		return &letters.Refused{Again: !slices.Contains(never, refused.ErrorCode()), Reason: "ses: " + refused.ErrorCode()}
	case local && dial.Op == "dial":
		return &letters.Refused{Again: true, Reason: "ses: not reached"}
	}
	return fmt.Errorf("ses: %w", err)
}
