package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// preflight runs the rules of cdk-preflight.
func preflight(ctx context.Context, templates []string) ([]finding, error) {
	args := append([]string{"scripts/judge/preflight.mjs", ".local/judge"}, templates...)
	out, err := output(exec.CommandContext(ctx, "node", args...))
	if err != nil {
		return nil, fmt.Errorf("cdk-preflight: %w", err)
	}
	var found []finding
	return found, json.Unmarshal(out, &found)
}

// checkov runs its checks of CloudFormation. It asks a server for nothing but links to documentation, and does
// without.
func checkov(ctx context.Context, templates []string) ([]finding, error) {
	args := append([]string{
		"--framework", "cloudformation", "--skip-download", "--quiet", "--compact", "--soft-fail", "--output", "json",
		"--file",
	}, templates...)
	out, err := output(exec.CommandContext(ctx, ".local/checkov/bin/checkov", args...))
	if err != nil {
		return nil, fmt.Errorf("checkov: %w", err)
	}
	var report struct {
		Results struct {
			Failed []struct {
				Rule     string `json:"check_id"`
				Says     string `json:"check_name"`
				Resource string
			} `json:"failed_checks"`
		}
		Summary struct {
			Resources int `json:"resource_count"`
			Broken    int `json:"parsing_errors"`
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("checkov: %w", err)
	}
	if report.Summary.Resources == 0 || report.Summary.Broken > 0 {
		return nil, fmt.Errorf("checkov could not read %s", strings.Join(templates, ", "))
	}
	var found []finding
	for _, f := range report.Results.Failed {
		_, id, _ := strings.Cut(f.Resource, ".") // a type, a dot, a logical id
		found = append(found, finding{f.Rule, id, f.Says})
	}
	return found, nil
}

// output runs a tool. The tool's own words about a failure are part of the error.
func output(cmd *exec.Cmd) ([]byte, error) {
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, fmt.Errorf("%w (make tools installs it)", err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, complaint.String())
	}
	return out, nil
}
