package dynamo

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// RowsOf is the filter of a scan that finds every row of a tenant: those in its partitions, and those
// under keys of their own (sites, apps, numbers and their owners, API keys, sockets, tickets, invitations,
// poison), which name it in their document or their sort key. It is for commands of an operator:
// functions never scan.
func RowsOf(t chat.TenantID) (filter string, values map[string]types.AttributeValue) {
	own := "T#" + string(t)
	return rowsOf, item{
		":own": text(own), ":under": text(own + "#"), ":others": text("T#"),
		":tenant": text(string(t)), ":whole": text(`"` + string(t) + `"`), ":names": text(`"tenant":"` + string(t) + `"`),
		":parked": text(`"` + own + `#`), ":row": text(`"` + own + `"`),
	}
}

const rowsOf = "pk = :own OR begins_with(pk, :under) OR (NOT begins_with(pk, :others) AND " +
	"(sk = :tenant OR d = :whole OR contains(d, :names) OR contains(d, :parked) OR contains(d, :row)))"

// TenantRow is the key of the tenant's own row.
func TenantRow(t chat.TenantID) map[string]types.AttributeValue { return tenantKey(t, "TENANT").item() }

// SameKey tells whether two keys are of the same row.
func SameKey(a, b map[string]types.AttributeValue) bool {
	return textOf(a, Partition) == textOf(b, Partition) && textOf(a, Sort) == textOf(b, Sort)
}

// SocketOf is the connection of a socket's row; "" for another row.
func SocketOf(key map[string]types.AttributeValue) chat.ConnectionID {
	if textOf(key, Sort) != "CONN" {
		return ""
	}
	id, _ := strings.CutPrefix(textOf(key, Partition), "CONN#")
	return chat.ConnectionID(id)
}
