package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A test that starts empty at other ports begins with the stack that another has deployed, with its own addresses.
func TestAnEmptyRunTakesTheStackOfAnother(t *testing.T) {
	t.Chdir(t.TempDir())
	run := func(dir string, port int, sum string) *cloud {
		return &cloud{options: options{fresh: true, then: "true", port: port, dir: dir}, sum: sum}
	}
	first := run("first", 18080, "files")
	write(t, first.settings(), `{"door": "http://localhost:18080"}`)
	write(t, filepath.Join("first", "aws", "sqs.json"), "http://localhost:18081/jobs")
	write(t, filepath.Join("first", "s3", "object"), "content")
	if err := first.save(); err != nil {
		t.Fatal(err)
	}

	second := run("second", 20080, "files")
	if err := second.restore(); err != nil || !second.isDeployed("second") {
		t.Fatalf("nothing was restored: %v", err)
	}
	for file, want := range map[string]string{
		"second/aws/sqs.json": "http://localhost:20081/jobs", "second/s3/object": "content",
	} {
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", file, got, err, want)
		}
	}

	other := run("other", 22080, "other files")
	if err := other.restore(); err != nil || other.isDeployed("other") {
		t.Errorf("the stack of other files was restored: %v", err)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
