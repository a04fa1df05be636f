package chat

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
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

// jsonSize is how many bytes a value takes in a row.
func jsonSize(v any) int {
	raw, err := json.Marshal(v)
	if err != nil {
		return math.MaxInt
	}
	return len(raw)
}

// stored is the beginning of a text that takes at most this many bytes in a row: some characters take six
// there.
func stored(text string, most int) string {
	for size := jsonSize(text); size > most; size = jsonSize(text) {
		text = strings.ToValidUTF8(text[:len(text)*most/size], "")
	}
	return text
}
