package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func TestSizesInWords(t *testing.T) {
	for bytes, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 1023: "1023 bytes", 1024: "1 KB", 1025: "2 KB", 500 << 10: "500 KB", 5 << 20: "5 MB",
		5<<20 + 1: "5.01 MB", 20 << 20: "20 MB", 16777643: "16.01 MB", 100 << 20: "100 MB",
	} {
		if got := chat.Size(bytes); got != want {
			t.Errorf("%d bytes are %q, want %q", bytes, got, want)
		}
	}
}
