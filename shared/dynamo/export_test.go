package dynamo

import "slices"

// SetUpgrades makes up changes of the schema for a test, and returns how to take them back.
func SetUpgrades(made [][]Upgrade) (undo func()) {
	was := upgrades
	upgrades = made
	return func() { upgrades = was }
}

// KindNames are the names of all kinds.
func KindNames() []string {
	var names []string
	for _, kind := range kinds {
		names = append(names, kind.name)
	}
	return slices.Clip(names)
}
