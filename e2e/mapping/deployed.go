package mapping

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// Deployed finds the mapping of a table's stream among those of the deployed stack.
func Deployed(ctx context.Context, client *lambda.Client) (types.EventSourceMappingConfiguration, error) {
	all, err := client.ListEventSourceMappings(ctx, &lambda.ListEventSourceMappingsInput{})
	if err != nil {
		return types.EventSourceMappingConfiguration{}, err
	}
	for _, m := range all.EventSourceMappings {
		if m.EventSourceArn != nil && strings.Contains(*m.EventSourceArn, ":dynamodb:") {
			return m, nil
		}
	}
	return types.EventSourceMappingConfiguration{}, errors.New("the stack has no stream mapping")
}

// Of makes a mapping with the bounds, the filters and the function of a deployed one.
func Of(client *lambda.Client, deployed types.EventSourceMappingConfiguration) (*Mapping, error) {
	m := &Mapping{Batch: 100, Tries: 8, Pause: 100 * time.Millisecond}
	if deployed.BatchSize != nil {
		m.Batch = int(*deployed.BatchSize)
	}
	if deployed.MaximumRetryAttempts != nil && *deployed.MaximumRetryAttempts > 0 {
		m.Tries = int(*deployed.MaximumRetryAttempts)
	}
	if deployed.FilterCriteria != nil {
		for _, filter := range deployed.FilterCriteria.Filters {
			var pattern map[string]any
			if err := json.Unmarshal([]byte(*filter.Pattern), &pattern); err != nil {
				return nil, err
			}
			m.Filters = append(m.Filters, pattern)
		}
	}
	m.Invoke = func(ctx context.Context, batch []byte) ([]byte, error) {
		out, err := client.Invoke(ctx, &lambda.InvokeInput{FunctionName: deployed.FunctionArn, Payload: batch})
		if err == nil && out.FunctionError != nil {
			err = fmt.Errorf("relay: %s", out.Payload)
		}
		if err != nil {
			return nil, err
		}
		return out.Payload, nil
	}
	return m, nil
}
