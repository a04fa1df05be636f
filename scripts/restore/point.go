package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
)

// point has the settings of the stage name the restored table, and says the steps that are left.
func point(place stack.Place, found map[string]string, table, stream string) error {
	if place.Run != "" {
		return pointRun(place.Run, table)
	}
	file, err := edit(place, "restored", strconv.Quote(stream))
	if err != nil {
		return err
	}
	fmt.Printf(`%s now names %s. The stage still uses %s until this has run:

  ANYWAY=1 make deploy STAGE=%s

Commit the file. The old table stays; delete it once nobody misses anything.
`, file, table, found["Table"], place.Stage)
	return nil
}

// shut closes the stage, or opens it, in its settings.
func shut(place stack.Place, closed bool) error {
	if place.Run != "" {
		return errors.New("a local cloud has no settings that could close it")
	}
	file, err := edit(place, "closed", strconv.FormatBool(closed))
	if err != nil {
		return err
	}
	fmt.Printf("%s says closed: %v. This does it, also while alarms ring:\n\n  %s make deploy STAGE=%s\n",
		file, closed, meant(closed), place.Stage)
	return nil
}

// meant are the words by which a deploy closes the stage, or opens it.
func meant(closed bool) string {
	if closed {
		return "ANYWAY=1"
	}
	return "ANYWAY=1 LOSE=closed" // else a deploy refuses to open a closed stage
}

// edit sets a setting in the file of the stage, if the result is right.
func edit(place stack.Place, name, value string) (file string, err error) {
	file = stage.File(".", place.Stage)
	raw, err := os.ReadFile(file)
	if err != nil {
		return file, err
	}
	set, err := with(raw, name, value)
	if err != nil {
		return file, err
	}
	if _, err := stage.Parse(place.Stage, set); err != nil {
		return file, fmt.Errorf("%s: %w", file, err)
	}
	return file, os.WriteFile(file, set, 0o644)
}

// with sets one setting in the text of a stage, and leaves the rest as people wrote it.
func with(raw []byte, name, value string) ([]byte, error) {
	setting := regexp.MustCompile(`"` + name + `"\s*:\s*("[^"]*"|true|false)`)
	said := fmt.Sprintf("%q: %s", name, value)
	if setting.Match(raw) {
		return setting.ReplaceAllLiteral(raw, []byte(said)), nil
	}
	text := strings.TrimRight(string(raw), " \n\t")
	body, ok := strings.CutSuffix(text, "}")
	if !ok {
		return nil, errors.New("the settings of the stage are no JSON object")
	}
	return []byte(strings.TrimRight(body, " \n\t") + ",\n  " + said + "\n}\n"), nil
}

// pointRun writes a second run.json for a local cloud, in which the stack has the restored table.
func pointRun(run, table string) error {
	raw, err := os.ReadFile(run)
	if err != nil {
		return err
	}
	facts := map[string]any{}
	if err := json.Unmarshal(raw, &facts); err != nil {
		return err
	}
	outputs, ok := facts["Stack"].(map[string]any)
	if !ok {
		return fmt.Errorf("%s names no stack", run)
	}
	outputs = maps.Clone(outputs)
	outputs["Table"], facts["Stack"] = table, outputs
	if raw, err = json.MarshalIndent(facts, "", "  "); err != nil {
		return err
	}
	file := filepath.Join(filepath.Dir(run), "restored.json")
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s names %s for the commands that take -run\n", file, table)
	return nil
}
