// Package converse asks a language model by Amazon Bedrock's Converse.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
package converse

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/document"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
	"github.com/aws/smithy-go"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/model"
)

// Client speaks with Bedrock.
type Client struct{ bedrock *bedrockruntime.Client }

// longest is how long an answer may take that comes as a whole. The caller ends the call earlier.
const longest = 30 * time.Second

// New makes a client. A call that was refused for now is repeated once: the caller has a fallback, and somebody waits.
// No other is, since a model may have read it, and each reading is billed.
func New(with aws.Config) *Client {
	again := retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts, o.MaxBackoff = 2, 500*time.Millisecond
		o.Retryables = []retry.IsErrorRetryable{retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			return aws.BoolTernary(unmet(err) || slices.Contains(busy, codeOf(err)))
		})}
	})
	with = config.Waiting(with, longest)
	return &Client{bedrockruntime.NewFromConfig(with, func(o *bedrockruntime.Options) { o.Retryer = again })}
}

// Errors of Bedrock with which no model has read the request: for now, and for good.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors
var (
	busy    = []string{throttled, "TooManyRequestsException", "ServiceUnavailableException", "ModelNotReadyException"}
	refused = []string{
		"AccessDeniedException", "ResourceNotFoundException", "ServiceQuotaExceededException", "ValidationException",
	}
)

const throttled = "ThrottlingException"

// codeOf is the code of an error of Bedrock's, "" of any other error.
func codeOf(err error) string {
	var fault smithy.APIError
	if errors.As(err, &fault) {
		return fault.ErrorCode()
	}
	return ""
}

// unmet tells whether there was no connection over which the request could go out.
func unmet(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// Converse asks the model. Its error is a *model.Failure, or that of ctx.
func (c *Client) Converse(ctx context.Context, ask model.Ask) (model.Said, error) {
	out, err := c.bedrock.Converse(ctx, request(ask))
	if err != nil {
		return model.Said{}, failure(ctx, err)
	}
	said := model.Said{}
	if out.Usage != nil {
		said.In, said.Out = int(aws.ToInt32(out.Usage.InputTokens)), int(aws.ToInt32(out.Usage.OutputTokens))
	}
	if out.StopReason == types.StopReasonMaxTokens {
		return model.Said{}, &model.Failure{Why: model.Truncated, Said: said}
	}
	message, ok := out.Output.(*types.ConverseOutputMemberMessage)
	if !ok {
		return model.Said{}, &model.Failure{Why: model.Unusable, Said: said}
	}
	for _, block := range message.Value.Content {
		use, is := block.(*types.ContentBlockMemberToolUse)
		if !is {
			continue // words beside a tool are nobody's answer
		}
		input := []byte("{}")
		if use.Value.Input != nil {
			if input, err = use.Value.Input.MarshalSmithyDocument(); err != nil {
				return model.Said{}, &model.Failure{Why: model.Unusable, Said: said}
			}
		}
		said.Calls = append(said.Calls, model.Call{Name: aws.ToString(use.Value.Name), Input: json.RawMessage(input)})
	}
	return said, nil
}

func request(ask model.Ask) *bedrockruntime.ConverseInput {
	in := &bedrockruntime.ConverseInput{
		ModelId: &ask.Model,
		System:  []types.SystemContentBlock{&types.SystemContentBlockMemberText{Value: ask.System}},
		Messages: []types.Message{{
			Role: types.ConversationRoleUser, Content: []types.ContentBlock{&types.ContentBlockMemberText{Value: ask.User}},
		}},
		InferenceConfig: &types.InferenceConfiguration{
			MaxTokens: aws.Int32(int32(min(ask.Most, 4096))), Temperature: aws.Float32(0), //nolint:gosec // G115: it is small
		},
		ToolConfig: &types.ToolConfiguration{ToolChoice: &types.ToolChoiceMemberAny{}},
	}
	for _, t := range ask.Tools {
		in.ToolConfig.Tools = append(in.ToolConfig.Tools, &types.ToolMemberToolSpec{Value: types.ToolSpecification{
			Name: &t.Name, Description: &t.Use,
			InputSchema: &types.ToolInputSchemaMemberJson{Value: document.NewLazyDocument(t.Schema)},
		}})
	}
	return in
}

// failure says in the domain's words why a call failed.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	code := codeOf(err)
	f := &model.Failure{
		Why: model.Unreachable, Refused: unmet(err) || slices.Contains(busy, code) || slices.Contains(refused, code),
	}
	switch wait, is := errors.AsType[net.Error](err); {
	case code == throttled, code == "TooManyRequestsException":
		f.Why = model.Throttled
	case code == "ModelTimeoutException", is && wait.Timeout() && !f.Refused:
		f.Why = model.Slow
	}
	return f
}
