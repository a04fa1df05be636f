package schema

import (
	"cmp"
	"strings"
	"testing"
)

// Every parameter in every path is judged, and none may be longer than a key of ours.
func TestPathsAreJudged(t *testing.T) {
	long := func(string) string { return strings.Repeat("a", 3000) }
	short := func(name string) string {
		return cmp.Or(map[string]string{
			"script": "1", "publication": "1", "entry": "01arz3ndektsv4rrffq69g5fav", "import": "01arz3ndektsv4rrffq69g5fav",
			"weekly": strings.Repeat("0a", 10),
		}[name], "a_1")
	}
	for pattern, op := range Operations() {
		if !strings.Contains(pattern, "{") {
			continue
		}
		if len(op.Path) == 0 || CheckPath(pattern, long) == nil {
			t.Errorf("%s takes an id of 3,000 characters", pattern)
		}
		if err := CheckPath(pattern, short); err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
	}
	for value, right := range map[string]bool{"true": true, "false": true, "yes": false, "": false} {
		err := CheckQuery("GET /v1/queues", map[string][]string{"all": {value}})
		if (err == nil) != right {
			t.Errorf("all=%s: %v", value, err)
		}
	}
	if CheckQuery("GET /v1/conversations", map[string][]string{"queue": {"bot", "human"}}) == nil {
		t.Error("a parameter that is there twice is taken")
	}
}
