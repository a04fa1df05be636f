package memory

import (
	"testing"
	"time"
)

type leaf struct {
	Words []string
	At    time.Time
}

type tree struct {
	Name   string
	Leaf   *leaf
	Leaves []leaf
	Pair   [2]*leaf
	Named  map[string][]string
	Any    any
	Child  *tree
}

func grown() tree {
	words := func() leaf { return leaf{Words: []string{"stored"}} }
	first, second, third := words(), words(), words()
	return tree{
		Name: "stored", Leaf: &first, Leaves: []leaf{words()}, Pair: [2]*leaf{&second, &third},
		Named: map[string][]string{"a": {"stored"}}, Any: map[string]any{"a": []any{"stored"}},
		Child: &tree{Leaves: []leaf{words()}},
	}
}

// A change of a copy by its reader is not seen in the store, however deep it goes.
func TestACopySharesNoMemory(t *testing.T) {
	stored := grown()
	read := copyOf(stored)
	if encode(read) != encode(stored) {
		t.Fatalf("the copy is %s", encode(read))
	}
	read.Name, read.Leaf.Words[0], read.Leaves[0].Words[0] = "changed", "changed", "changed"
	read.Pair[1].Words[0], read.Named["a"][0], read.Child.Leaves[0].Words[0] = "changed", "changed", "changed"
	read.Any.(map[string]any)["a"].([]any)[0] = "changed"
	read.Named["b"], read.Leaf.At = nil, time.Now()
	if encode(stored) != encode(grown()) {
		t.Errorf("a change of the copy was stored: %s", encode(stored))
	}
}

// Nothing and nothing listed are two things, as in what the store decodes.
func TestACopyOfNothingIsNothing(t *testing.T) {
	if read := copyOf(tree{}); encode(read) != encode(tree{}) {
		t.Errorf("the copy of nothing is %s", encode(read))
	}
	empty := tree{Leaves: []leaf{}, Named: map[string][]string{}, Any: []any{}}
	if read := copyOf(empty); encode(read) != encode(empty) {
		t.Errorf("the copy of empty lists is %s", encode(read))
	}
}
