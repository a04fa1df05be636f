// Command echo is a Lambda function that only posts every frame back to its socket. It is the
// baseline for messages through the local cloud.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	api "github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi"
	"github.com/botifire/livechat/shared/config"
)

func main() {
	address := os.Getenv("CALLBACK")
	client := api.NewFromConfig(config.AWS(), func(o *api.Options) { o.BaseEndpoint = &address })
	lambda.Start(func(ctx context.Context, e events.APIGatewayWebsocketProxyRequest) (events.APIGatewayProxyResponse,
		error,
	) {
		if e.Body != "" {
			_, err := client.PostToConnection(ctx, &api.PostToConnectionInput{
				ConnectionId: &e.RequestContext.ConnectionID,
				Data:         []byte(e.Body),
			})
			if err != nil {
				return events.APIGatewayProxyResponse{}, err
			}
		}
		return events.APIGatewayProxyResponse{StatusCode: 200}, nil
	})
}
