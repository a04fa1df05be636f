package main

import (
	"context"
	"path/filepath"
)

// golangci is the version of the linter of Go code.
const golangci = "v2.15.0"

// installLinter builds the linter: `make run` can do without, so only -tools pays the two
// minutes, once per version.
func installLinter(ctx context.Context) error {
	bin, err := filepath.Abs(".local/bin")
	if err != nil {
		return err
	}
	return once(".local/linter.stamp", []string{"scripts/dev/linter.go"}, ".local/bin/golangci-lint", func() error {
		return quietWith(ctx, []string{"GOBIN=" + bin}, "go", "install", "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@"+golangci)
	})
}
