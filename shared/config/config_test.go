package config

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

// A published version names itself in each line; an unpublished one has no version to name.
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

// A deployed function gives AWS seconds to recover; only the local stage is in a hurry.
func TestADeployedFunctionWaitsBeforeItCallsAgain(t *testing.T) {
	for stage, most := range map[string]time.Duration{Local: 20 * time.Millisecond, "prod": 20 * time.Second} {
		t.Setenv(Stage, stage)
		again := AWS().Retryer()
		for attempt := range 20 {
			wait, err := again.RetryDelay(attempt, nil)
			if err != nil || wait > most || (attempt > 10 && wait != most) {
				t.Errorf("%s waits %s after attempt %d, %v", stage, wait, attempt, err)
			}
		}
		if again.MaxAttempts() != 4 {
			t.Errorf("%s makes %d attempts", stage, again.MaxAttempts())
		}
	}
}
