package embed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/meaning"
)

// Client asks the function.
type Client struct {
	lambda   *lambda.Client
	maker    *lambda.Client // of work that says nothing until it is done
	function string
	patience time.Duration
}

// How long a question waits for its verdict: somebody looks on, or it was put off to the queue of slow bots.
const (
	AtOnce = 100 * time.Millisecond
	Queued = 3 * time.Second

	making = indexing + 20*time.Second
	places = 10 * time.Second // of some hundred questions, by a function that may have to start first
)

// New makes a client of the function with this name. Its questions wait no longer than patience. Those that were put
// off are asked again when the function is throttled.
func New(with aws.Config, function string, patience time.Duration) *Client {
	attempts := 1
	if patience > AtOnce {
		attempts = 3
	}
	client := lambda.NewFromConfig(with, func(o *lambda.Options) { o.RetryMaxAttempts = attempts })
	return &Client{client, lambda.NewFromConfig(config.Waiting(with, making)), function, patience}
}

// Judge judges a question by meaning.
func (c *Client) Judge(ctx context.Context, q meaning.Question) (meaning.Verdict, error) {
	r, err := c.do(ctx, c.lambda, Request{Judge: &q}, c.patience)
	if err != nil || r.Verdict == nil {
		return meaning.Verdict{}, errors.Join(err, errNothing(r.Verdict == nil))
	}
	return *r.Verdict, nil
}

// Place gives questions their meaning as it is kept.
func (c *Client) Place(ctx context.Context, texts []string) ([]meaning.Placed, error) {
	r, err := c.makes(ctx, Request{Place: texts}, places)
	return r.Placed, err
}

func errNothing(is bool) error {
	if is {
		return errors.New("embed: there is no verdict")
	}
	return nil
}

// Index makes the index of an edition, after the one in force. It tells whether the index is whole; the same call goes
// on with one that is not.
func (c *Client) Index(ctx context.Context, tenant chat.TenantID, number, before int) (bool, error) {
	r, err := c.makes(ctx, Request{Index: &Edition{tenant, number, before}}, making)
	return r.Whole, err
}

// makes does work that may take longer than a call may otherwise stand still.
func (c *Client) makes(ctx context.Context, r Request, patience time.Duration) (Response, error) {
	const tries = 2 // an instance may end while it works: another one goes on
	for try := 1; ; try++ {
		answer, err := c.do(ctx, c.maker, r, patience)
		if err == nil || try == tries || ctx.Err() != nil {
			return answer, err
		}
	}
}

func (c *Client) do(
	ctx context.Context, by *lambda.Client, r Request, patience time.Duration,
) (answer Response, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	raw, err := json.Marshal(r)
	if err != nil {
		return answer, err
	}
	out, err := by.Invoke(ctx, &lambda.InvokeInput{FunctionName: &c.function, Payload: raw})
	if err != nil {
		return answer, fmt.Errorf("embed: %w", err)
	}
	if out.FunctionError != nil {
		return answer, fmt.Errorf("embed: the function failed: %s", *out.FunctionError)
	}
	return answer, json.Unmarshal(out.Payload, &answer)
}
