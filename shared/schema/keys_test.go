package schema

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// What is judged is what is used: no frame and no body reads in two ways.
func TestOneMeaning(t *testing.T) {
	for _, raw := range []string{
		`{"a":1,"a":2}`, `{"a":1,"A":2}`, `{"k":1,"\u212a":2}`, `{"a":{"b":1,"b":2}}`, `[{"a":[{"b":1}],"a":3}]`, `{"a":1,"\u0061":2}`,
		`{"action":"track","goal":{"name":"Checkout","orderId":"<3000>"},"goal":{"name":"Checkout"}}`,
	} {
		if chat.CodeOf(OneMeaning([]byte(raw))) != "twice" {
			t.Errorf("%s is taken", raw)
		}
	}
	for _, raw := range []string{`{}`, `[]`, `1`, `"a"`, `{"a":"a","b":["a","a",{"a":1}],"c":{"a":{"a":2}},"d":null}`, `{"a":{},"b":[],"c":"b"}`} {
		if err := OneMeaning([]byte(raw)); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
	frame := []byte(`{"action":"track","goal":{"name":"Checkout","value":1e300},"goal":{"name":"Checkout"}}`)
	if _, err := ParseFrame(frame, VisitorFrames); chat.CodeOf(err) != "twice" {
		t.Errorf("a frame with a goal twice: %v", err)
	}
	body := []byte(`{"goals":[{"name":"A","page":true,"currency":"<s>"}],"goals":[{"name":"A","page":true}]}`)
	if err := CheckBody("PUT /v1/goals", body); chat.CodeOf(err) != "twice" {
		t.Errorf("a body with goals twice: %v", err)
	}
}
