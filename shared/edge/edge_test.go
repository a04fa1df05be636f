package edge

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
)

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
		if got := NewGuard(c.stage, c.setting).Passes(t.Context(), c.header); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// A refusal is a line of its own and a metric, both of which tell a wrong secret from none, and neither
// of which has the secret.
func TestARefusalIsSeen(t *testing.T) {
	for header, want := range map[string]string{"new": "", "other-secret": Wrong, "": Missing} {
		line, metric := seen(t, header)
		if want == "" {
			if line+metric != "" {
				t.Errorf("a request from the door writes %s%s", line, metric)
			}
			continue
		}
		var said struct{ Level, Msg, Secret string }
		if err := json.Unmarshal([]byte(line), &said); err != nil || said.Level != "WARN" ||
			said.Msg != "not from the edge" || said.Secret != want {
			t.Errorf("%q: the log has %s", header, line)
		}
		var counted struct {
			Secret string
			N      int `json:"edge-refused"`
		}
		if err := json.Unmarshal([]byte(metric), &counted); err != nil || counted.Secret != want || counted.N != 1 {
			t.Errorf("%q: it counts %s", header, metric)
		}
		if bytes.Contains([]byte(line+metric), []byte("other-secret")) {
			t.Errorf("the secret is in %s%s", line, metric)
		}
	}
}

// seen has the lines that a guard writes about a request: to the log, and to the metrics on the standard output.
func seen(t *testing.T, header string) (line, metric string) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var log bytes.Buffer
	stdout, logger := os.Stdout, slog.Default()
	os.Stdout = out
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, nil)))
	NewGuard("prod", "new").Passes(t.Context(), header)
	os.Stdout = stdout
	slog.SetDefault(logger)
	raw, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return log.String(), string(raw)
}
