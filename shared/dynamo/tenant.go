package dynamo

import (
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// RowsOf is the filter of a scan that finds every row of a tenant: those in its partitions, and those
// under keys of their own (sites, apps, numbers, API keys, sockets, tickets, invitations, poison),
// which name it in their document or their sort key. It is for the command that deletes tenants:
// functions never scan.
func RowsOf(t chat.TenantID) (filter string, values map[string]types.AttributeValue) {
	return "pk = :own OR begins_with(pk, :under) OR sk = :tenant OR contains(d, :names) OR contains(d, :parked)", item{
		":own": text("T#" + string(t)), ":under": text("T#" + string(t) + "#"), ":tenant": text(string(t)),
		":names": text(`"tenant":"` + string(t) + `"`), ":parked": text(`"T#` + string(t) + `#`),
	}
}

// TenantRow is the key of the tenant's own row.
func TenantRow(t chat.TenantID) map[string]types.AttributeValue { return tenantKey(t, "TENANT").item() }

// SameKey tells whether two keys are of the same row.
func SameKey(a, b map[string]types.AttributeValue) bool {
	return textOf(a, Partition) == textOf(b, Partition) && textOf(a, Sort) == textOf(b, Sort)
}
