package privacy_test

import (
	"fmt"

	"github.com/botifire/livechat/shared/privacy"
)

func ExampleNetwork() {
	fmt.Println(privacy.Network("203.0.113.77"))
	fmt.Println(privacy.Network("[2001:db8:1:2::3]:443"))
	// Output:
	// 203.0.113.0/24
	// 2001:db8:1::/48
}

func ExamplePageURL() {
	fmt.Println(privacy.PageURL("https://ana:secret@shop.example/orders?page=2&email=ana@mail.example#top"))
	fmt.Println(privacy.PageURL("https://shop.example/?view=teapots&email=ana@mail.example",
		privacy.PageNames([]string{"view"})...))
	// Output:
	// https://shop.example/orders?page=2
	// https://shop.example/?view=teapots
}

func ExampleKey_Identity() {
	kettle, teapot := privacy.NewKey(), privacy.NewKey()
	first, second := kettle.Identity("phone", "15550101001"), kettle.Identity("phone", "15550101001")
	elsewhere := teapot.Identity("phone", "15550101001")
	fmt.Println("the same person is found again:", first == second)
	fmt.Println("another tenant finds them too:", first == elsewhere)
	// Output:
	// the same person is found again: true
	// another tenant finds them too: false
}
