package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// browsed measures the pages in Chromium, as people see them: the tests of the project bench print their figures.
func (b *bench) browsed(ctx context.Context, run string) error {
	test := exec.CommandContext(ctx, "npx", "--no-install", "vitest", "run", "--config", "web/vitest.config.ts",
		"--project", "bench")
	test.Env = append(os.Environ(), "RUN="+run)
	out, err := test.CombinedOutput()
	if err != nil {
		return fmt.Errorf("in Chromium: %w\n%s", err, out)
	}
	title("In Chromium, from the key that sends words until they are drawn on the other side")
	names := map[string]string{"there": "visitor's word in the watching agent's page", "back": "and the agent's back"}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		var name string
		var p50, p95 int
		_, words, found := strings.Cut(lines.Text(), "measured ")
		if !found {
			continue
		}
		if n, _ := fmt.Sscanf(words, "%s %d %d", &name, &p50, &p95); n != 3 || names[name] == "" {
			continue
		}
		fmt.Printf("  %-44s p50 %d ms, p95 %d ms\n", names[name], p50, p95)
		ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
		b.add(names[name], "an echo "+b.echo, within(ms(p50), 150*time.Millisecond), within(ms(p95), 400*time.Millisecond))
	}
	return lines.Err()
}
