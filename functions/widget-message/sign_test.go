package main

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/schema"
)

// An act of the visitor is a sign of them. A frame that the page sends by itself is one only if it says
// so.
func TestOnlyActsOfTheVisitorAreSigns(t *testing.T) {
	for frame, want := range map[string]chat.Sign{
		`{"action":"activity","active":true}`:                           chat.Back,
		`{"action":"activity","active":false}`:                          chat.Still,
		`{"action":"ping"}`:                                             chat.NoSign,
		`{"action":"ping","visible":true}`:                              chat.Here,
		`{"action":"ping","visible":false}`:                             chat.Hidden,
		`{"action":"page","page":{"url":"https://shop.test/"}}`:         chat.Here,
		`{"action":"typing","typing":true}`:                             chat.Here,
		`{"action":"read","upTo":"01JD0000000000000000000000"}`:         chat.Here,
		`{"action":"track","goal":{"name":"Checkout"}}`:                 chat.Here,
		`{"action":"hello","tells":true}`:                               chat.Here,
		`{"action":"open","id":"01JD0000000000000000000000","ref":"1"}`: chat.Opens,
	} {
		parsed, err := schema.ParseFrame([]byte(frame), schema.VisitorFrames)
		if err != nil {
			t.Fatalf("%s: %v", frame, err)
		}
		if got := signOf(parsed, []byte(frame)); got != want {
			t.Errorf("%s is %q, not %q", frame, got, want)
		}
		if acts := want == chat.Here || want == chat.Opens || want == chat.Back; want.Returns() != acts {
			t.Errorf("%s brings a visitor back: %t", frame, want.Returns())
		}
	}
	if _, err := schema.ParseFrame([]byte(`{"action":"activity"}`),
		schema.VisitorFrames); chat.KindOf(err) != chat.Invalid {
		t.Errorf("activity without its word: %v", err)
	}
}
