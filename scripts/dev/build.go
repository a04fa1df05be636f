package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/botifire/livechat/shared/config"
)

const dist = ".local/dist"

// version is the version of binaries and pages on this machine: the release without the commit.
// The local cloud replaces only the functions that changed, and a commit would change all.
func version() string {
	release, _, _ := strings.Cut(config.Version, "+")
	return release + "+local"
}

// build compiles every function for this machine, and the stack.
func build(ctx context.Context) error {
	if err := os.MkdirAll(".local/bin", 0o755); err != nil {
		return err
	}
	if err := compile(ctx, "-o", ".local/bin/", "./infra", "./scripts/seed"); err != nil {
		return err
	}
	folders, err := filepath.Glob("functions/*")
	if err != nil {
		return err
	}
	_, err = buildFunctions(ctx, folders)
	return err
}

// buildFunctions compiles functions, and returns the names of those whose binary changed. The
// others keep their file, so that a deploy sees no change.
func buildFunctions(ctx context.Context, folders []string) ([]string, error) {
	built, err := os.MkdirTemp(".local", "build-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(built)
	args := []string{
		"-tags", "lambda.norpc", "-trimpath", "-ldflags",
		"-s -w -X github.com/botifire/livechat/shared/config.Version=" + version(), "-o", built + "/",
	}
	for _, folder := range folders {
		args = append(args, "./"+folder)
	}
	if err := compile(ctx, args...); err != nil {
		return nil, err
	}
	var changed []string
	for _, folder := range folders {
		name := filepath.Base(folder)
		made, err := os.ReadFile(filepath.Join(built, name))
		if err != nil {
			return nil, err
		}
		target := filepath.Join(dist, name, "bootstrap")
		had, err := os.ReadFile(target)
		if err == nil && bytes.Equal(had, made) && packed(name) {
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(target, made, 0o755); err != nil {
			return nil, err
		}
		if err := pack(name, made); err != nil {
			return nil, err
		}
		changed = append(changed, name)
	}
	return changed, nil
}

func compile(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"build"}, args...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build failed:\n%s", tail(out))
	}
	return nil
}

// hostArch is this machine's architecture as Lambda names it.
func hostArch() string {
	if runtime.GOARCH == "arm64" {
		return "arm64"
	}
	return "x86_64"
}
