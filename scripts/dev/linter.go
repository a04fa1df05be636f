package main

import (
	"context"
	"path/filepath"
)

// installLinter builds the linter of Go code: `make run` can do without, so only -tools
// pays the two minutes, once per version.
func installLinter(ctx context.Context) error {
	const module, made = "scripts/linter", ".local/bin/golangci-lint"
	return once(".local/linter.stamp", []string{module + "/go.mod"}, made, func() error {
		to, err := filepath.Abs(made)
		if err != nil {
			return err
		}
		return quiet(ctx, "go", "build", "-C", module, "-o", to, "github.com/golangci/golangci-lint/v2/cmd/golangci-lint")
	})
}
