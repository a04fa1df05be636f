package faults

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Bounds of a function's size, and of the work before its first event. make bench has the time that this takes.
const (
	maxZip     = 5 << 20
	maxPhones  = 8 << 20
	maxWide    = 11 << 19 // 5.5 MB: the doors behind most of the desk's operations; the sweep; an owner's week by mail
	maxTeller  = 6 << 20  // 6 MB, with Bedrock's client and the fact check: the inbox, for its briefs; training
	maxReader  = 39 << 18 // 9.75 MB, with PDFium and Bedrock's client: it works in the background, where nobody waits
	maxStart   = 5 << 19  // bytes that packages set up before main
	maxAsker   = 13 << 18 // with Bedrock's client, or with SES's and Lambda's, for work that takes seconds anyway
	maxStarted = 180      // packages that set up something
	maxReading = 200      // of knowledge-work: it reads documents, and asks bots, whose stemmer draws in testing and flag
)

// judgesPhones are the functions that know the numbering plans.
var judgesPhones = map[string]bool{
	"admin-settings": true, "answer": true, "relay": true, "whatsapp-webhook": true, "whatsapp-delivery": true,
	"widget-message": true,
}

// broad are the functions that draw on many rooms.
var broad = map[string]bool{
	"admin-privacy": true, "admin-insights": true, "sweep": true, "mail-work": true,
}

func TestFunctionsStartLight(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("../../functions/*")
	must(t, err)
	for _, folder := range folders {
		name := filepath.Base(folder)
		binary := filepath.Join("../../.local/dist", name, "bootstrap")
		most, mostStart, mostPackages := maxZip, maxStart, maxStarted
		if slices.Contains([]string{"answer", "mail-work", "admin-knowledge", "knowledge-work"}, name) {
			mostStart = maxAsker
		}
		switch {
		case judgesPhones[name]:
			most = maxPhones
		case broad[name]:
			most = maxWide
		case name == "admin-inbox" || name == "admin-knowledge":
			most = maxTeller
		case name == "knowledge-work":
			most, mostPackages = maxReader, maxReading
		}
		size := zipped(t, binary, most)
		packages, bytes := started(t, binary)
		t.Logf("%-18s zip %5.2f MB, %3d packages set up %4d KB", name, float64(size)/(1<<20), packages, bytes>>10)
		if size > most || bytes > mostStart || packages > mostPackages {
			t.Errorf("%s has %d bytes as a zip, and %d packages set up %d bytes before main; at most %d, %d and %d", name,
				size, packages, bytes, most, mostPackages, mostStart)
		}
	}
}

// zipped is the size of a function as a zip. CDK packs it at the best level, which takes ten times as long as the level
// of the zip for the local cloud: so the better ones are only tried for a function that is larger than most as it is.
func zipped(t *testing.T, path string, most int) (size int) {
	t.Helper()
	if packed, err := os.Stat(filepath.Dir(path) + ".zip"); err == nil && packed.Size() <= int64(most) {
		return int(packed.Size())
	}
	for _, level := range []string{"-6", "-9"} {
		packed, err := exec.CommandContext(t.Context(), "gzip", level, "-c", path).Output()
		must(t, err)
		if size = len(packed); size <= most {
			break
		}
	}
	return size
}

// initLine is a line of Go's trace of starts, as in "init net/http @2.3 ms, 0.02 ms clock, 4712 bytes, 49 allocs".
var initLine = regexp.MustCompile(`(?m)^init \S+ .* (\d+) bytes, \d+ allocs$`)

// started is how many packages set up something before main, and their size. Without its settings a function ends
// right after.
func started(t *testing.T, binary string) (packages, bytes int) {
	t.Helper()
	run := exec.CommandContext(t.Context(), binary)
	run.Env = []string{"GODEBUG=inittrace=1"}
	out, err := run.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "missing settings") {
		t.Fatalf("%s ended with %v: %.300s", binary, err, out)
	}
	for _, line := range initLine.FindAllStringSubmatch(string(out), -1) {
		n, err := strconv.Atoi(line[1])
		must(t, err)
		packages, bytes = packages+1, bytes+n
	}
	return packages, bytes
}
