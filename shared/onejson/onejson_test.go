package onejson_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/onejson"
)

func TestNoKeyComesTwice(t *testing.T) {
	for _, raw := range []string{
		`{"a":1,"a":2}`, `{"a":1,"A":2}`, `{"k":1,"\u212a":2}`, `{"a":{"b":1,"b":2}}`, `[{"a":[{"b":1}],"a":3}]`,
		`{"a":1,"\u0061":2}`,
		`{"action":"track","goal":{"name":"Checkout","orderId":"<3000>"},"goal":{"name":"Checkout"}}`,
	} {
		if chat.CodeOf(onejson.CheckFolded([]byte(raw))) != "twice" {
			t.Errorf("%s is taken", raw)
		}
	}
	for _, raw := range []string{
		`{}`, `[]`, `1`, `"a"`, `{"a":"a","b":["a","a",{"a":1}],"c":{"a":{"a":2}},"d":null}`, `{"a":{},"b":[],"c":"b"}`,
	} {
		if err := onejson.CheckFolded([]byte(raw)); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
	if err := onejson.Check([]byte(`{"plana":1,"planA":2}`)); err != nil {
		t.Errorf("names that differ in case are two: %v", err)
	}
	if chat.CodeOf(onejson.Check([]byte(`{"a":1,"a":2}`))) != "twice" {
		t.Error("a key twice is taken")
	}
}

func TestTheLastValueOfARepeatedKeyCounts(t *testing.T) {
	for raw, want := range map[string]string{
		`{"a":{"b":1},"a":{"c":2}}`: `{"a":{"c":2}}`, `[{"Text":"x","text":"y","TEXT":"z"}]`: `[{"text":"y"}]`,
		`{"n":12345678901234567890}`: `{"n":12345678901234567890}`, `{"a":1}x`: `{"a":1}x`, `{`: `{`,
	} {
		if got := string(onejson.Single([]byte(raw))); got != want {
			t.Errorf("%s becomes %s, want %s", raw, got, want)
		}
	}
}
