package dynamo

import (
	"encoding/json"
	"fmt"
)

// A row's document is of a version of the schema, which it names in sv. A row without it is of the first.
//
// Most changes need no version: a new field that may be missing is read by old and new code alike. A change
// that moves or reshapes the contents of rows raises the version. Code reads the version before its own, and raises
// it in memory; it also reads the version after, for the minutes in which two releases run beside each other
// and for a way back. So a new version still fills the fields that the one before reads, and the version after
// it drops them. Once a release is everywhere, scripts/migrate raises the rows at rest; the next version may
// only be made after that.
const schemaName = "sv"

// Upgrade raises the documents of one kind of rows by one version. It is given each document once or more, so
// it has to leave one alone that has the new shape already.
type Upgrade struct {
	Kind  string // as Kind names it; "" is every kind
	Raise func(json.RawMessage) (json.RawMessage, error)
}

// upgrades are the changes of the schema: those at 0 lead from version 1 to version 2.
var upgrades [][]Upgrade

// Schema is the version in which rows are written.
func Schema() int64 { return int64(len(upgrades)) + 1 }

// versionOf is the version that a row names.
func versionOf(it item) int64 { return max(numOf(it, schemaName), 1) }

// named names the version of a row that is being written; the first version is not named.
func named(it item) item {
	if v := Schema(); v > 1 {
		it[schemaName] = num(v)
	}
	return it
}

// document is a row's document in the shape of today.
func document(it item) ([]byte, error) {
	raw, v := []byte(textOf(it, "d")), versionOf(it)
	switch now := Schema(); {
	case v == now || v == now+1:
		return raw, nil
	case v == now-1:
		return raise(Kind(textOf(it, Partition), textOf(it, Sort)), raw, v)
	default:
		return nil, fmt.Errorf("dynamo: %s is of version %d, and this code reads %d to %d: run scripts/migrate",
			textOf(it, Sort), v, now-1, now+1)
	}
}

// raise brings a document from a version to that of today.
func raise(kind string, raw json.RawMessage, from int64) (json.RawMessage, error) {
	for _, step := range upgrades[from-1:] {
		for _, upgrade := range step {
			if upgrade.Kind != "" && upgrade.Kind != kind {
				continue
			}
			var err error
			if raw, err = upgrade.Raise(raw); err != nil {
				return nil, fmt.Errorf("dynamo: raise a %s: %w", kind, err)
			}
		}
	}
	return raw, nil
}
