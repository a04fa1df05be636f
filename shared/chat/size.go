package chat

import (
	"fmt"
	"math"
)

// Size is a number of bytes as people read it. It is rounded up, so that a size over a limit never reads as the
// limit.
func Size(bytes int64) string {
	switch {
	case bytes == 1:
		return "1 byte"
	case bytes < 1<<10:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 1<<20:
		return fmt.Sprintf("%d KB", (bytes+1<<10-1)>>10)
	}
	return fmt.Sprintf("%v MB", math.Ceil(float64(bytes)/(1<<20)*100)/100)
}
