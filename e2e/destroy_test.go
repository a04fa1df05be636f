package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamotypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// The data of a stage whose stack is gone already is taken away: a protected table, a bucket with old versions and
// delete markers, a key. A missing resource is no error, and a second run has nothing to do.
func TestTheDataOfAStageIsTakenAway(t *testing.T) {
	name := "botifire-gone" + strings.ToLower(newID()[18:])
	table, bucket, key := protectedTable(t, name), versionedBucket(t, name), newKey(t)
	file := filepath.Join("..", ".local", "left-of-"+name+"-stack.json")
	left, err := json.Marshal([]struct{ Kind, ID string }{
		{"AWS::DynamoDB::GlobalTable", table},
		{"AWS::S3::Bucket", bucket},
		{"AWS::S3::Bucket", bucket + "-gone"},
		{"AWS::Cognito::UserPool", "us-east-1_gone00000"},
		{"AWS::KMS::Key", key},
	})
	must(t, err)
	must(t, os.WriteFile(file, left, 0o600))
	settings := filepath.Join("..", "infra", "stages", strings.TrimPrefix(name, "botifire-")+".json")
	must(t, os.WriteFile(settings, []byte(`{"region":"us-east-1","account":"000000000000","alarms":"none"}`), 0o600))
	t.Cleanup(func() { _ = os.Remove(settings) })
	destroy := func() (string, error) {
		stage := strings.TrimPrefix(name, "botifire-")
		cmd := exec.Command("go", "run", "./scripts/destroy", "-stage", stage, "-data", "-yes")
		cmd.Dir = ".."
		cmd.Env = append(os.Environ(), "AWS_ENDPOINT_URL="+world.Endpoint, "AWS_ACCESS_KEY_ID=test",
			"AWS_SECRET_ACCESS_KEY=test", "AWS_REGION=us-east-1")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := destroy(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cfg := cloudConfig(t)
	tables, err := dynamodb.NewFromConfig(cfg).ListTables(t.Context(), &dynamodb.ListTablesInput{})
	must(t, err)
	if slices.Contains(tables.TableNames, table) {
		t.Error("the table is still there")
	}
	files := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	if _, err := files.HeadBucket(t.Context(), &s3.HeadBucketInput{Bucket: &bucket}); err == nil {
		t.Error("the bucket is still there")
	}
	said, err := kms.NewFromConfig(cfg).DescribeKey(t.Context(), &kms.DescribeKeyInput{KeyId: &key})
	if err != nil || said.KeyMetadata.KeyState != kmstypes.KeyStatePendingDeletion {
		t.Errorf("the key is %+v: %v", said, err)
	}
	if out, err := destroy(); err == nil {
		t.Errorf("a second run has something to do: %s", out)
	}
}

func protectedTable(t *testing.T, name string) string {
	t.Helper()
	_, err := dynamodb.NewFromConfig(cloudConfig(t)).CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: &name, BillingMode: dynamotypes.BillingModePayPerRequest, DeletionProtectionEnabled: aws.Bool(true),
		KeySchema: []dynamotypes.KeySchemaElement{{AttributeName: aws.String("pk"), KeyType: dynamotypes.KeyTypeHash}},
		AttributeDefinitions: []dynamotypes.AttributeDefinition{
			{AttributeName: aws.String("pk"), AttributeType: dynamotypes.ScalarAttributeTypeS},
		},
	})
	must(t, err)
	return name
}

// versionedBucket has an old version, a current one, and a delete marker.
func versionedBucket(t *testing.T, name string) string {
	t.Helper()
	files := s3.NewFromConfig(cloudConfig(t), func(o *s3.Options) { o.UsePathStyle = true })
	_, err := files.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name})
	must(t, err)
	_, err = files.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{
		Bucket:                  &name,
		VersioningConfiguration: &s3types.VersioningConfiguration{Status: s3types.BucketVersioningStatusEnabled},
	})
	must(t, err)
	for _, word := range []string{"one", "two"} {
		_, err := files.PutObject(t.Context(), &s3.PutObjectInput{
			Bucket: &name, Key: aws.String("a"), Body: strings.NewReader(word),
		})
		must(t, err)
	}
	_, err = files.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &name, Key: aws.String("a")})
	must(t, err)
	return name
}

func newKey(t *testing.T) string {
	t.Helper()
	made, err := kms.NewFromConfig(cloudConfig(t)).CreateKey(t.Context(), &kms.CreateKeyInput{})
	must(t, err)
	return *made.KeyMetadata.KeyId
}
