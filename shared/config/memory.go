package config

import (
	"os"
	"runtime/debug"
	"strconv"
)

// A function keeps a few of the hundreds of megabytes that it is given. Go's own setting would collect garbage after
// every few events, for a fifth of a call's processor time; the limit collects in time where an event needs much.
const (
	garbagePerLive = 400 // percent
	limitOfGiven   = 75  // percent
)

// useMemory lets garbage grow as far as the memory of the function allows.
func useMemory() {
	debug.SetGCPercent(garbagePerLive)
	if given, err := strconv.ParseInt(os.Getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), 10, 64); err == nil {
		debug.SetMemoryLimit(given << 20 / 100 * limitOfGiven)
	}
}
