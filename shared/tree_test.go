package shared_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// maxFile is more than a picture of a screen needs.
const maxFile = 1 << 20

// `go build` beside a function's name leaves a program at the top, which one careless add would commit.
func TestTheRepositoryHoldsNoProgramAndNothingLarge(t *testing.T) {
	names, err := exec.CommandContext(t.Context(), "git", "-C", "..", "ls-files", "-z").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for name := range strings.SplitSeq(strings.TrimRight(string(names), "\x00"), "\x00") {
		raw, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			continue // it was deleted, and that is not committed yet
		}
		files++
		if len(raw) > maxFile || bytes.HasPrefix(raw, []byte("\x7fELF")) {
			t.Errorf("%s is a program, or of %d bytes", name, len(raw))
		}
	}
	if files < 500 {
		t.Errorf("only %d files were read", files)
	}
}
