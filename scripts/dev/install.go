package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
)

// install puts the pinned tools in place. Nothing runs an install script.
func install(ctx context.Context) error {
	if err := needed("node", "Node 20 or later, from nodejs.org or your package manager"); err != nil {
		return err
	}
	if err := needed("npm", "npm comes with Node"); err != nil {
		return err
	}
	if err := needed("python3", "Python 3.10 or later with venv, from python.org or your package manager"); err != nil {
		return err
	}
	if err := exec.CommandContext(ctx, "python3", "-c",
		"import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))").Run(); err != nil {
		return errors.New("Python 3.10 or later with venv is needed (on Debian: apt install python3-venv)")
	}
	return sideBySide(node(ctx, ".").install, func() error {
		if err := python(ctx, environment, ".", "ministack").install(); err != nil {
			return err
		}
		return engine(ctx).install()
	})
}

// sideBySide does all at once, and goes on with the others where one fails.
func sideBySide(all ...func() error) error {
	failures := make([]error, len(all))
	var rest sync.WaitGroup
	for i, do := range all {
		rest.Go(func() { failures[i] = do() })
	}
	rest.Wait()
	return errors.Join(failures...)
}

func needed(tool, how string) error {
	if _, err := exec.LookPath(tool); err != nil {
		return fmt.Errorf("%s is not on this machine. You need %s", tool, how)
	}
	return nil
}

// once does something unless it was already done for files with the same content.
func once(stamp string, files []string, made string, do func() error) error {
	sum, err := hashOf(files...)
	if err != nil {
		return err
	}
	had, _ := os.ReadFile(stamp)
	if _, err := os.Stat(made); err == nil && string(had) == sum {
		return nil
	}
	if err := do(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(stamp), 0o755); err != nil {
		return err
	}
	return os.WriteFile(stamp, []byte(sum), 0o644)
}

func hashOf(files ...string) (string, error) {
	sum := sha256.New()
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(raw))
		sum.Write(raw)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// quiet runs a command and shows its output only if it fails.
func quiet(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %v failed: %w\n%s", name, args, err, tail(out))
	}
	return nil
}

// quietWith is quiet with more environment variables.
func quietWith(ctx context.Context, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(without(os.Environ(), "AWS_"), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s failed: %w\n%s", name, err, tail(out))
	}
	return nil
}

// tail is the end of an output, which usually holds the reason.
func tail(out []byte) []byte {
	const most = 3000
	if len(out) > most {
		return out[len(out)-most:]
	}
	return out
}

// platform is this machine as npm names it.
func platform() string {
	return runtime.GOOS + "-" + map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
}

// dynoxide is the database's binary for this machine.
func dynoxide() (string, error) {
	path := filepath.Join("node_modules/@dynoxide", platform(), "dynoxide")
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("the local database has no build for %s on %s; use Linux on x64", runtime.GOOS, runtime.GOARCH)
	}
	if err := os.Chmod(path, 0o755); err != nil {
		return "", err
	}
	return filepath.Abs(path)
}
