package vault

import (
	"encoding/json"
	"strings"
	"testing"
)

const record = `{"eventID":"1","dynamodb":{"Keys":{"pk":{"S":"T#t / CONV#c_%s"}}}}`

func records(who ...string) string {
	all := make([]string, len(who))
	for i, w := range who {
		all[i] = strings.Replace(record, "%s", w, 1)
	}
	return `{"Records":[` + strings.Join(all, ",") + `]}`
}

func TestCleanTakesOneOutAndLeavesTheOthers(t *testing.T) {
	text, _ := json.Marshal(records("gone", "stays"))
	for name, c := range map[string]struct {
		raw string
		n   int
		all bool
	}{
		"a batch alone": {records("gone", "stays", "gone"), 2, false},
		"a batch as payload": {
			`{"requestContext":{"condition":"RetryAttemptsExhausted"},"payload":` + records("stays", "gone") + `}`, 1, false,
		},
		"a batch as text":        {`{"payload":` + string(text) + `}`, 1, false},
		"nobody else in it":      {records("gone"), 1, true},
		"named outside of rows":  {`{"about":"c_gone","payload":` + records("gone", "stays") + `}`, 2, true},
		"something else":         {`{"hello":"c_gone"}`, 1, true},
		"what cannot be read":    {`c_gone`, 1, true},
		"a payload that is none": {`{"payload":"c_gone"}`, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			left, n := clean([]byte(c.raw), []string{"c_gone"})
			if n != c.n || (left == nil) != c.all {
				t.Fatalf("%d taken out, left %s", n, left)
			}
			if left != nil && (strings.Contains(string(left), "c_gone") || strings.Count(string(left), "c_stays") != 1) {
				t.Errorf("left %s", left)
			}
		})
	}
}

// For any failed batch the rest of it is JSON with fewer records, and names no erased
// person.
func FuzzClean(f *testing.F) {
	f.Add([]byte(records("gone", "stays")))
	f.Add([]byte(`{"payload":` + records("stays", "gone") + `}`))
	f.Add([]byte(`{"payload":"{\"Records\":[{\"a\":\"c_gone\"},1]}"}`))
	f.Add([]byte(`{"payload":null,"Records":["c_gone",null]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		left, n := clean(raw, []string{"c_gone"})
		if left == nil {
			if n == 0 {
				t.Error("all of it is deleted, and nothing was counted")
			}
			return
		}
		if !json.Valid(left) || mentions(left, []string{"c_gone"}) {
			t.Errorf("%q became %q", raw, left)
		}
	})
}
