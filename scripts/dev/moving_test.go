package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A kept state works on another port: its emulator names the queues and the door there, and nobody else's ports.
func TestAKeptStateMovesToAnotherPort(t *testing.T) {
	for name, one := range map[string]struct {
		to       int
		was, now string
	}{
		"a queue":          {9000, `"http://localhost:8081/000000000000/jobs"`, `"http://localhost:9001/000000000000/jobs"`},
		"the door":         {9000, `{"DOOR":"http://localhost:8080"}`, `{"DOOR":"http://localhost:9000"}`},
		"Meta":             {9000, `http://127.0.0.1:8083/v25.0`, `http://127.0.0.1:9003/v25.0`},
		"some other port":  {9000, `http://localhost:8085 localhost:80801`, `http://localhost:8085 localhost:80801`},
		"ports in between": {8082, `localhost:8080 localhost:8082`, `localhost:8082 localhost:8084`},
		"the same port":    {8080, `localhost:8081`, `localhost:8081`},
	} {
		c := &cloud{options: options{port: one.to, dir: t.TempDir()}}
		file := filepath.Join(c.dir, "aws", "sqs.json")
		for path, text := range map[string]string{file: one.was, c.settings(): `{"door": "http://localhost:8080"}`} {
			write(t, path, text)
		}
		if err := c.move(); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != one.now {
			t.Errorf("%s: %s, %v, want %s", name, got, err, one.now)
		}
	}
}

// A first run has nothing to move.
func TestAnEmptyStateDoesNotMove(t *testing.T) {
	c := &cloud{options: options{port: 9000, dir: t.TempDir()}}
	if err := c.move(); err != nil {
		t.Error(err)
	}
}
