package loss

import (
	"fmt"
	"reflect"
)

// indexes finds changes of the table's indexes that DynamoDB refuses, after minutes of a deploy: it makes
// or removes one index at a time, and never changes the keys of one.
func indexes(is, will template) (all []Loss) {
	for id, r := range is.Resources {
		next, stays := will.Resources[id]
		if r.Type != table || !stays {
			continue
		}
		before, after := r.indexes(), next.indexes()
		changes := 0
		for name, keys := range before {
			switch now, is := after[name]; {
			case !is:
				changes++
			case !reflect.DeepEqual(keys, now):
				all = append(all, Loss{"", fmt.Sprintf("the index %s of %s cannot change its keys or what it holds: make one of "+
					"another name, and remove this one in a later deploy", name, id)})
			}
		}
		for name := range after {
			if _, was := before[name]; !was {
				changes++
			}
		}
		if changes > 1 {
			all = append(all, Loss{"", fmt.Sprintf("%d indexes of %s would be made or removed, and DynamoDB does one in a "+
				"deploy: deploy them one after the other", changes, id)})
		}
	}
	return all
}

// indexes are the keys and the contents of a table's indexes, by name.
func (r resource) indexes() map[any]any {
	found := map[any]any{}
	all, _ := r.Properties["GlobalSecondaryIndexes"].([]any)
	for _, one := range all {
		index, _ := one.(map[string]any)
		found[index["IndexName"]] = []any{index["KeySchema"], index["Projection"]}
	}
	return found
}
