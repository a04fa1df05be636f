package faults

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/dynamotest"
)

// dump are all rows of the table. Only tests may scan.
func dump(t *testing.T, h *host.Host) []row {
	t.Helper()
	table := dynamotest.Table
	var rows []row
	pages := dynamodb.NewScanPaginator(h.Engine.DB, &dynamodb.ScanInput{TableName: &table})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		must(t, err)
		rows = append(rows, page.Items...)
	}
	return rows
}

func value(v types.AttributeValue) string {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return v.Value
	case *types.AttributeValueMemberN:
		return v.Value
	}
	return ""
}

// isForm tells whether a message offers a form, which may be long.
func isForm(doc string) bool { return strings.Contains(doc, `"form":{`) }

// isSetup tells whether owners wrote the row.
func isSetup(sk string) bool {
	for _, kind := range []string{"SCRIPT#", "APP", "NUM#", "TENANT", "BOT#", "SITE", "CANNED#"} {
		if strings.HasPrefix(sk, kind) {
			return true
		}
	}
	return false
}
