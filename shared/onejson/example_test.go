package onejson_test

import (
	"fmt"

	"github.com/botifire/livechat/shared/onejson"
)

func ExampleCheck() {
	fmt.Println(onejson.Check([]byte(`{"role": "agent"}`)))
	fmt.Println(onejson.Check([]byte(`{"role": "agent", "role": "owner"}`)))
	// Output:
	// <nil>
	// twice: The key "role" is there twice. Send each key once.
}
