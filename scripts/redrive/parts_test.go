package main

import "testing"

func TestTheBatchOfAFailureIsFound(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"as text":  {`{"version":"1.0","payload":"{\"Records\":[]}"}`, `{"Records":[]}`},
		"as it is": {`{"payload":{"Records":[1]}}`, `{"Records":[1]}`},
		"missing":  {`{"version":"1.0"}`, ""},
		"no JSON":  {`<xml/>`, ""},
	} {
		got, err := payload([]byte(c.raw))
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}
