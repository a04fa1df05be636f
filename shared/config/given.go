package config

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

// A function keeps a few of the hundreds of megabytes that it is given. Go's own setting would collect garbage after
// every few events, for a fifth of a call's processor time; the limit collects in time where an event needs much.
const (
	garbagePerLive = 400 // percent
	limitOfGiven   = 75  // percent
)

// processor is the memory in MB with which Lambda gives a function the time of one whole processor. With less memory a
// function gets a part of that time, though it sees two processors: Go would spend a fifth of a call on waking the
// other one at each answer of the network.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const processor = 1769

// useGiven fits Go's runtime to the function's share of a machine: garbage grows as far as the memory allows, and no
// more threads run Go code than there is processor time for.
func useGiven() {
	debug.SetGCPercent(garbagePerLive)
	given, err := strconv.ParseInt(os.Getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), 10, 64)
	if err != nil {
		return
	}
	debug.SetMemoryLimit(given << 20 / 100 * limitOfGiven)
	if given <= processor {
		runtime.GOMAXPROCS(1)
	}
}
