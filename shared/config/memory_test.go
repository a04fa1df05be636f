package config

import (
	"math"
	"runtime/debug"
	"testing"
)

// Garbage may grow, but never past what the function is given.
func TestAFunctionUsesItsMemory(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
	defer func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) }()
	for given, want := range map[string]int64{"256": 192 << 20, "": math.MaxInt64} {
		debug.SetMemoryLimit(math.MaxInt64)
		t.Setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", given)
		useMemory()
		if got := debug.SetMemoryLimit(-1); got > want || got < want-100 {
			t.Errorf("of %q MB it uses %d bytes", given, got)
		}
		if got := debug.SetGCPercent(100); got != garbagePerLive {
			t.Errorf("garbage may grow to %d %%", got)
		}
	}
}
