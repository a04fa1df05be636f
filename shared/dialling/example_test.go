package dialling_test

import (
	"fmt"

	"github.com/botifire/livechat/shared/dialling"
)

func ExampleCountry() {
	fmt.Println(dialling.Country("5511987654321", ""))
	// Output:
	// BR
}
