// Command embed judges questions by their meaning, beside the model and the indexes of knowledge. Other functions
// invoke it; it has no other door.
package main

import (
	"os"
	"path/filepath"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/e5"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/shelf"
)

func main() {
	env := config.Require(config.Stage, config.MediaBucket)
	program, err := os.Executable()
	config.Must(err)
	model, err := e5.Load(filepath.Join(filepath.Dir(program), e5.File))
	config.Must(err)
	files := shelf.New(s3.NewFromConfig(config.AWS(), media.PathStyle), env[config.MediaBucket])
	lambda.Start(handler{embed.NewServer(model, files)}.do)
}
