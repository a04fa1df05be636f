package dynamo_test

import (
	"context"
	"os/exec"
	"testing"

	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/storetest"
)

func TestContractOnDynoxide(t *testing.T) { contract(t, dynamotest.Dynoxide) }

// Amazon's own engine is the judge of the judge. It runs where Java is.
func TestContractOnDynamoDBLocal(t *testing.T) {
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("DynamoDB Local runs where Java 17 is")
	}
	contract(t, dynamotest.DynamoDBLocal)
}

func contract(t *testing.T, start func(context.Context, string, ...dynamotest.Option) (*dynamotest.Engine, error)) {
	engine, err := start(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	storetest.Run(t, dynamo.New(engine.DB, dynamotest.Table))
}
