// Package pattern compiles regular expressions on their first use. A function that starts waits for none of
// those that its event never needs: large classes of characters take milliseconds and megabytes.
package pattern

import (
	"regexp"
	"sync"
)

// Lazy is an expression, compiled when it is first asked for.
func Lazy(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
