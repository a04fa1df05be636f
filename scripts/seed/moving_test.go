package main

import "testing"

// The demo knows that it was made at another port, and takes an owner's own origins for no such place.
func TestTheDemoKnowsWhereItWasMade(t *testing.T) {
	const door = "http://localhost:9000"
	for name, one := range map[string]struct {
		origins    []string
		door, shop string
	}{
		"another port": {
			[]string{"http://localhost:3000", "http://localhost:8080", "http://localhost:8084", "https://kettle.test"},
			"http://localhost:8080", "http://localhost:8084",
		},
		"this port":      {[]string{door, "http://localhost:9004"}, "", ""},
		"an owner's own": {[]string{"http://localhost:3000", "https://kettle.test"}, "", ""},
	} {
		if hadDoor, hadShop := madeAt(one.origins, door); hadDoor != one.door || hadShop != one.shop {
			t.Errorf("%s: %q and %q, want %q and %q", name, hadDoor, hadShop, one.door, one.shop)
		}
	}
}
