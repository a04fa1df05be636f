package main

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/dynamo"
)

// DynamoDB makes or removes one index in a deploy, and changes none: a deploy that asks for more is refused
// before it begins.
func TestIndexesChangeOneByOne(t *testing.T) {
	named := func(name string) string { return `"IndexName":"` + name + `"` }
	for name, c := range map[string]struct {
		next  object
		words string
	}{
		"one more": {withIndexes(t, func(all []any) []any { return append(all, index("new")) }), ""},
		"one less": {withIndexes(t, func(all []any) []any { return all[1:] }), ""},
		"two more": {
			withIndexes(t, func(all []any) []any { return append(all, index("new"), index("other")) }), "2 indexes",
		},
		"another name":  {changed(t, named(dynamo.DueIndex), named("new")), "2 indexes"},
		"another key":   {changed(t, `"AttributeName":"`+dynamo.DueSort+`"`, `"AttributeName":"new"`), "change its keys"},
		"more in it":    {changed(t, `"KEYS_ONLY"`, `"ALL"`), "change its keys"},
		"the same":      {templates["prod"], ""},
		"another order": {withIndexes(t, func(all []any) []any { return append(all[1:], all[0]) }), ""},
	} {
		found := lost(t, templates["prod"], c.next)
		if (len(found) == 0) != (c.words == "") || len(found) > 0 && !strings.Contains(found[0].Says, c.words) {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// withIndexes is the template of prod with other indexes of its table.
func withIndexes(t *testing.T, change func([]any) []any) object {
	t.Helper()
	other := changed(t)
	table := other["Resources"].(object)["TableCD117FA1"].(object)["Properties"].(object)
	table["GlobalSecondaryIndexes"] = change(table["GlobalSecondaryIndexes"].([]any))
	return other
}

func index(name string) object {
	return object{
		"IndexName": name, "KeySchema": []any{object{"AttributeName": "pk", "KeyType": "HASH"}},
		"Projection": object{"ProjectionType": "KEYS_ONLY"},
	}
}
