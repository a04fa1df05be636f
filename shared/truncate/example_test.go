package truncate_test

import (
	"fmt"

	"github.com/botifire/livechat/shared/truncate"
)

func Example() {
	fmt.Println(truncate.Bytes("Café", 4))
	fmt.Println(truncate.Runes("Café au lait", 4))
	fmt.Println(truncate.Text("Café au lait", 4))
	// Output:
	// Caf
	// Café
	// Café…
}
