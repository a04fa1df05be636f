// Command embed judges questions by their meaning, beside the model and the indexes of knowledge. Other functions
// invoke it; it has no other door.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/shelf"
)

func main() {
	env := config.Require(config.Stage, config.MediaBucket, config.Embeddings)
	by, err := embedder(env[config.Embeddings])
	config.Must(err)
	files := shelf.New(s3.NewFromConfig(config.AWS(), media.PathStyle), env[config.MediaBucket])
	lambda.Start(handler{embed.NewServer(by, files)}.do)
}
