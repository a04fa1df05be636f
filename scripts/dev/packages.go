package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
)

// node are the packages of Node that a folder lists.
func node(ctx context.Context, home string) packages {
	lists := []string{filepath.Join(home, "package.json"), filepath.Join(home, "package-lock.json")}
	return packages{
		kind: "node", lists: lists, link: filepath.Join(home, "node_modules"), inside: "node_modules",
		needs: ".package-lock.json",
		fill: func(folder string) error {
			for _, list := range lists {
				raw, err := os.ReadFile(list)
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(folder, filepath.Base(list)), raw, 0o644); err != nil {
					return err
				}
			}
			if err := npm(ctx, folder, "ci"); err != nil || runtime.GOOS+runtime.GOARCH == "linuxamd64" || home != "." {
				return err // the database of other machines is not in the lock file
			}
			return npm(ctx, folder, "install", "--no-save", "@dynoxide/"+platform()+"@1.2.1")
		},
	}
}

func npm(ctx context.Context, folder, verb string, args ...string) error {
	common := []string{verb, "--prefix", folder, "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"}
	return quiet(ctx, "npm", append(common, args...)...)
}

// python is an environment of Python with the packages that a folder lists. Python compiles them when they are first
// imported: most of them never are.
func python(ctx context.Context, link, home, program string) packages {
	lock := filepath.Join(home, "requirements.txt")
	return packages{
		kind: "python", lists: []string{lock}, link: link, needs: "bin/" + program,
		fill: func(venv string) error {
			if err := quiet(ctx, "python3", "-m", "venv", venv); err != nil {
				return err
			}
			return pip(ctx, venv, "-r", lock)
		},
	}
}

func pip(ctx context.Context, venv string, args ...string) error {
	common := []string{
		"install", "--quiet", "--disable-pip-version-check", "--no-compile", "--require-hashes",
		"--only-binary", ":all:",
	}
	return quiet(ctx, filepath.Join(venv, "bin/pip"), append(common, args...)...)
}

// environment is where a checkout has its programs in Python.
const environment = ".local/venv"

// engine is the bundled model and the compiler of its engine: they are no packages of a program in Python, but come as
// such.
func engine(ctx context.Context) packages {
	const lock, compiler = "scripts/model.txt", "ziglang/zig"
	return packages{
		kind: "model", lists: []string{lock}, link: ".local/model", needs: compiler,
		fill: func(folder string) error {
			if err := pip(ctx, environment, "--no-deps", "--target", folder, "-r", lock); err != nil {
				return err
			}
			return os.Chmod(filepath.Join(folder, compiler), 0o755)
		},
	}
}
