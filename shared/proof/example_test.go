package proof_test

import (
	"fmt"

	"github.com/botifire/livechat/shared/proof"
)

func ExampleRead() {
	for _, p := range proof.Read([]byte(`{
  "greeting": {"say": ["Hello"]},
  "fallback": {"say": ["I do not know."], "handoverAfter": "two"}
}`)) {
		fmt.Printf("line %d, %s: %s\n", p.Line, p.Place, p.Message)
	}
	// Output:
	// line 3, fallback.handoverAfter: This must be a whole number.
}
