package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/dynamo"
)

// stingy answers as Cognito and DynamoDB do about two accounts and two rows, of which one of each is not deleted.
func stingy(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Username string
		Key      map[string]map[string]string
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	_, op, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	attributes := func(email string) []map[string]string {
		return []map[string]string{{"Name": "email", "Value": email}, {"Name": "custom:tenant", "Value": "t_1"}}
	}
	switch {
	case op == "ListUsers":
		_ = json.NewEncoder(w).Encode(map[string]any{"Users": []map[string]any{
			{"Attributes": attributes("ana@x.test")}, {"Attributes": attributes("ben@x.test")},
		}})
	case op == "AdminGetUser":
		_ = json.NewEncoder(w).Encode(map[string]any{"UserAttributes": attributes(in.Username)})
	case in.Username == "ben@x.test", in.Key["sk"]["S"] == "stays":
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"__type":"AccessDeniedException"}`))
	default:
		_, _ = w.Write([]byte("{}"))
	}
}

// A receipt counts the things that are gone, and not the tries: a repeated command would count that twice.
func TestAReceiptCountsWhatIsGone(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(stingy))
	t.Cleanup(server.Close)
	cfg := aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
	p := partsOf(t, &closet{refuses: "kept/t_1/c/b.png", all: []version{
		{key: "kept/t_1/c/a.png", id: "v1"}, {key: "kept/t_1/c/b.png", id: "v2"},
	}})
	p.accounts, p.db = accounts.New(cfg, "pool"), dynamodb.NewFromConfig(cfg)
	r := &receipt{Tenant: "t_1"}
	if err := p.removeAccounts(t.Context(), r); err == nil || r.Accounts != 1 {
		t.Errorf("one of two accounts is gone, and it says %d, %v", r.Accounts, err)
	}
	if err := p.removeFiles(t.Context(), r); err == nil || r.Files != 1 {
		t.Errorf("one of two files is gone, and it says %d, %v", r.Files, err)
	}
	rows := []rowKey{
		keyOf(map[string]string{"pk": "T#t_1", "sk": "goes"}), keyOf(map[string]string{"pk": "T#t_1", "sk": "stays"}),
		dynamo.TenantRow("t_1"),
	}
	if n, err := p.dropAll(t.Context(), "t_1", rows); err == nil || n != 1 {
		t.Errorf("one of two rows is gone, and it says %d, %v", n, err)
	}
}
