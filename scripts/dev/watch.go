package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/fsnotify/fsnotify"
)

// watch rebuilds functions when their code, or code that they share, changes, and gives the new
// binary to the local cloud: the next event runs it.
func (c *cloud) watch(ctx context.Context) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		fmt.Fprintln(os.Stderr, "saving code does not update functions:", err)
		return
	}
	defer watcher.Close()
	for _, root := range []string{"api", "functions", "shared"} {
		_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				_ = watcher.Add(path)
			}
			return nil
		})
	}
	var settle <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-watcher.Events:
			if strings.HasSuffix(event.Name, ".go") && !strings.HasSuffix(event.Name, "_test.go") {
				settle = time.After(300 * time.Millisecond) // editors save in several steps
			}
		case <-settle:
			c.reload(ctx)
		}
	}
}

func (c *cloud) reload(ctx context.Context) {
	began := time.Now()
	folders, err := filepath.Glob("functions/*")
	if err != nil {
		return
	}
	changed, err := buildFunctions(ctx, folders)
	if err != nil {
		fmt.Fprintln(os.Stderr, "\n✗", err)
		return
	}
	for _, name := range changed {
		if err := c.update(ctx, name); err != nil {
			fmt.Fprintf(os.Stderr, "✗ %s: %v\n", name, err)
			return
		}
	}
	if len(changed) > 0 {
		fmt.Printf("↻ %s (%.1f s)\n", strings.Join(changed, ", "), time.Since(began).Seconds())
	}
}

func (c *cloud) update(ctx context.Context, name string) error {
	packed, err := os.ReadFile(zipOf(name))
	if err != nil {
		return err
	}
	function := "botifire-local-" + name
	_, err = lambda.NewFromConfig(c.aws).UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{
		FunctionName: &function,
		ZipFile:      packed,
	})
	return err
}
