package host

import "encoding/json"

// consumed is the read and write units of an answer of DynamoDB.
func consumed(op string, raw []byte) (read, write float64) {
	type units struct{ CapacityUnits float64 }
	var one struct{ ConsumedCapacity units }
	var many struct{ ConsumedCapacity []units }
	total := 0.0
	if json.Unmarshal(raw, &one) == nil {
		total = one.ConsumedCapacity.CapacityUnits
	} else if json.Unmarshal(raw, &many) == nil {
		for _, u := range many.ConsumedCapacity {
			total += u.CapacityUnits
		}
	}
	switch op {
	case "DynamoDB.GetItem", "DynamoDB.BatchGetItem", "DynamoDB.Query", "DynamoDB.TransactGetItems":
		return total, 0
	}
	return 0, total
}
