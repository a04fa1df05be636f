// Package titan embeds texts with Amazon Titan Text Embeddings V2 on Bedrock. It is the twin of package e5 for a stage
// that wants a larger model and lets texts leave for it.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html
package titan

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/botifire/livechat/shared/meaning"
	"golang.org/x/sync/errgroup"
)

// ID names the model at Bedrock.
const ID = "amazon.titan-embed-text-v2:0"

// Model names the model and how its vectors are read. Vectors of two models cannot be compared.
const Model = "titan-embed-text-v2-256"

const (
	dimensions = 256  // of the sizes that it offers the largest that a vector of ours has room for; the rest is zeros
	longest    = 8000 // bytes of a text: it reads 8,192 tokens, and none is shorter than a byte
	atOnce     = 8    // calls: it takes one text in each
	attempts   = 3
	patience   = 3 * time.Second // with one text, all attempts together
	pause      = 300 * time.Millisecond
)

// Client embeds texts.
type Client struct {
	bedrock *bedrockruntime.Client
	redact  func(string) string
}

// New makes a client. Each text leaves as redact gives it.
func New(with aws.Config, redact func(string) string) *Client {
	return &Client{redact: redact, bedrock: bedrockruntime.NewFromConfig(with, func(o *bedrockruntime.Options) {
		o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) { s.MaxAttempts, s.MaxBackoff = attempts, pause })
	})}
}

// Model names the model.
func (*Client) Model() string { return Model }

// Embed embeds texts, some at once. The model makes no difference between the kinds.
func (c *Client) Embed(ctx context.Context, texts []string, _ meaning.Kind) ([]meaning.Vector, error) {
	all := make([]meaning.Vector, len(texts))
	calls, ctx := errgroup.WithContext(ctx)
	calls.SetLimit(atOnce)
	for i, text := range texts {
		text = readable(c.redact(text))
		if text == "" { // it is refused, and means nothing
			continue
		}
		calls.Go(func() error { return c.embed(ctx, text, &all[i]) })
	}
	return all, calls.Wait()
}

// request and response are the bodies of a call.
type request struct {
	Text       string `json:"inputText"`
	Dimensions int    `json:"dimensions"`
	Normalize  bool   `json:"normalize"`
}

type response struct {
	Embedding []float32 `json:"embedding"`
}

func (c *Client) embed(ctx context.Context, text string, into *meaning.Vector) error {
	body, err := json.Marshal(request{text, dimensions, true})
	if err != nil {
		return fmt.Errorf("titan: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := c.bedrock.InvokeModel(limited, &bedrockruntime.InvokeModelInput{
		ModelId: aws.String(ID), Body: body, ContentType: aws.String(jsonType), Accept: aws.String(jsonType),
	})
	if ctx.Err() != nil {
		return ctx.Err() // the caller's time is over, not that of one text
	}
	if err != nil {
		return fmt.Errorf("titan: %w", err)
	}
	var said response
	if err := json.Unmarshal(out.Body, &said); err != nil {
		return fmt.Errorf("titan: the answer cannot be read: %w", err)
	}
	return unit(said.Embedding, into)
}

const jsonType = "application/json"

// unit takes in a vector whose length is 1, as was asked for.
func unit(said []float32, into *meaning.Vector) error {
	square := 0.0
	for _, x := range said {
		square += float64(x) * float64(x)
	}
	if len(said) != dimensions || math.Abs(square-1) > 0.05 {
		return fmt.Errorf("titan: a vector of %d numbers and the length %.2f came", len(said), math.Sqrt(square))
	}
	copy(into[:], said)
	return nil
}

// readable is the part of a text that the model reads, cut at the border of a character.
func readable(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(text, " "))
	if len(text) <= longest {
		return text
	}
	end := longest
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

var _ meaning.Embedder = (*Client)(nil)
