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

// Amazon's own engine confirms the results of the other one. It runs if Java is installed, and not in the fast loop.
func TestContractOnDynamoDBLocal(t *testing.T) {
	if testing.Short() {
		t.Skip("make test asks DynamoDB Local")
	}
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("DynamoDB Local needs Java 17")
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
