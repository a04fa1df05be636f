package config

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// Garbage may grow, but never past the function's own.
func TestAFunctionUsesItsMemory(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
	defer func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) }()
	for given, want := range map[string]int64{"256": 192 << 20, "": math.MaxInt64} {
		debug.SetMemoryLimit(math.MaxInt64)
		t.Setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", given)
		useGiven()
		if got := debug.SetMemoryLimit(-1); got > want || got < want-100 {
			t.Errorf("of %q MB it uses %d bytes", given, got)
		}
		if got := debug.SetGCPercent(100); got != garbagePerLive {
			t.Errorf("garbage may grow to %d %%", got)
		}
	}
}

// A function with a part of a processor runs Go code on one thread; one with more has all that Lambda shows.
func TestAPartOfAProcessorIsOne(t *testing.T) {
	percent, limit, were := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64), runtime.GOMAXPROCS(3)
	defer func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit); runtime.GOMAXPROCS(were) }()
	for given, want := range map[string]int{"256": 1, "1769": 1, "1770": 3, "": 3} {
		runtime.GOMAXPROCS(3)
		t.Setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", given)
		useGiven()
		if got := runtime.GOMAXPROCS(0); got != want {
			t.Errorf("of %q MB it runs on %d threads, not %d", given, got, want)
		}
	}
}
