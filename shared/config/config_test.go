package config

import (
	"bytes"
	"encoding/json"
	"testing"
)

// A published version names itself in each line; what is not published has no version to name.
func TestALineNamesThePublishedVersion(t *testing.T) {
	for version, want := range map[string]any{"7": "7", "$LATEST": nil, "": nil} {
		t.Setenv("AWS_LAMBDA_FUNCTION_VERSION", version)
		var out bytes.Buffer
		logger(&out).ErrorContext(t.Context(), "frame failed")
		var line map[string]any
		err := json.Unmarshal(out.Bytes(), &line)
		if err != nil || line[FunctionVersion] != want || line["level"] != "ERROR" {
			t.Errorf("%q: %v in %s", version, err, out.String())
		}
	}
}
