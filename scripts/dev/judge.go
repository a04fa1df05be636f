package main

import "context"

// installJudge puts the tools of scripts/judge in place. Like the linter they are for tests, and `make run` does
// without them.
func installJudge(ctx context.Context) error {
	const home = "scripts/judge"
	return sideBySide(node(ctx, home).install, python(ctx, ".local/checkov", home, "checkov").install)
}

// installAll is install with the tools that only tests need.
func installAll(ctx context.Context) error {
	return sideBySide(
		func() error { return install(ctx) },
		func() error { return installLinter(ctx) },
		func() error { return installJudge(ctx) },
	)
}
