package schema

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// The validator and the decoder agree: no frame and no body can be read in two ways.
func TestKeysComeOnce(t *testing.T) {
	frame := []byte(`{"action":"track","goal":{"name":"Checkout","value":1e300},"goal":{"name":"Checkout"}}`)
	if _, err := ParseFrame(frame, VisitorFrames); chat.CodeOf(err) != "twice" {
		t.Errorf("a frame with a goal twice: %v", err)
	}
	body := []byte(`{"goals":[{"name":"A","page":true,"currency":"<s>"}],"goals":[{"name":"A","page":true}]}`)
	if err := CheckBody("PUT /v1/goals", body); chat.CodeOf(err) != "twice" {
		t.Errorf("a body with goals twice: %v", err)
	}
	fields := []byte(`{"action":"attributes","attributes":{"planA":"x","plana":"y"}}`)
	if _, err := ParseFrame(fields, VisitorFrames); err != nil {
		t.Errorf("fields whose names differ in case are two: %v", err)
	}
	for _, other := range []string{
		`{"Action":"ping","action":"ping"}`, `{"action":"message","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","text":"a","Text":"b"}`,
	} {
		if _, err := ParseFrame([]byte(other), VisitorFrames); err == nil {
			t.Errorf("%s is taken", other)
		}
	}
}
