package e5

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"testing"

	"github.com/botifire/livechat/shared/meaning"
)

// Stored vectors are told apart by the model's name alone, so that another metric needs another name.
func TestTheNameIsThatOfTheMetric(t *testing.T) {
	const is = "d1164e36faa16034"
	space, err := meaning.SpaceOf(Model)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := gob.NewEncoder(&out).Encode(space.Metric); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(out.Bytes()))[:16]; got != is {
		t.Errorf("the metric is %s, not %s: raise the number in Model, in e5.mood.json and here", got, is)
	}
}
