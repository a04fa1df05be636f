package main

import "context"

// installJudge puts the tools of scripts/judge in place. Like the linter they are for tests, and `make run` does
// without them.
func installJudge(ctx context.Context) error {
	const home, modules, venv = "scripts/judge/", "scripts/judge/node_modules", ".local/checkov"
	lock := []string{home + "package.json", home + "package-lock.json"}
	return sideBySide(
		func() error {
			return once(".local/judge-npm.stamp", lock, modules, func() error {
				return quiet(ctx, "npm", "ci", "--prefix", home, "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
			})
		},
		func() error {
			return once(".local/checkov.stamp", []string{home + "requirements.txt"}, venv+"/bin/checkov", func() error {
				return installPython(ctx, venv, home+"requirements.txt")
			})
		},
	)
}

// installAll is install with the tools that only tests need.
func installAll(ctx context.Context) error {
	return sideBySide(
		func() error { return install(ctx) },
		func() error { return installLinter(ctx) },
		func() error { return installJudge(ctx) },
	)
}
