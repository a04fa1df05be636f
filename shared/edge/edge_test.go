package edge

import "testing"

func TestOnlyCurrentSecretsPassTheGuard(t *testing.T) {
	for _, c := range []struct {
		name, stage, setting, header string
		want                         bool
	}{
		{"the current secret", "prod", "new,old", "new", true},
		{"the previous one while it rotates", "prod", "new,old", "old", true},
		{"a wrong one", "prod", "new,old", "other", false},
		{"none", "prod", "new", "", false},
		{"an empty secret never matches", "prod", "", "", false},
		{"nor does an empty previous one", "prod", "new,", "", false},
		{"the local stage has no edge", "local", "-", "", true},
	} {
		if got := NewGuard(c.stage, c.setting).Passes(c.header); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
