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

// larger are the files that have more, and their limits.
var larger = map[string]int{"scripts/evaluate/testdata/vectors.gob": 3 << 19}

// `go build` beside a function's name leaves a program at the top, which one careless add would commit.
func TestTheRepositoryHoldsNoProgramAndNothingLarge(t *testing.T) {
	names, err := exec.CommandContext(t.Context(), "git", "-C", "..", "ls-files", "-z", "--cached", "--others",
		"--exclude-standard").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, folders := 0, map[string]bool{}
	for name := range strings.SplitSeq(strings.TrimRight(string(names), "\x00"), "\x00") {
		path := filepath.Join("..", name)
		for folder := filepath.Dir(path); folder != "."; folder = filepath.Dir(folder) {
			folders[folder] = true
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it was deleted, and that is not committed yet
		}
		files++
		if len(raw) > max(maxFile, larger[name]) || bytes.HasPrefix(raw, []byte("\x7fELF")) {
			t.Errorf("%s is a program, or of %d bytes", name, len(raw))
		}
	}
	if files < 500 {
		t.Errorf("only %d files were read", files)
	}
	readFolders(folders)
}

// readFolders makes the folders an input of this test. go test repeats a cached result until a file or a folder changes
// that the test itself has read; git is another process, so without this no new file would be noticed.
func readFolders(folders map[string]bool) {
	for folder := range folders {
		_, _ = os.ReadDir(folder) // the folder of a deleted file may be missing
	}
}
