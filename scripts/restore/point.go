package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
)

// point has the settings of the stage name the restored table, and says what is left to do.
func point(place stack.Place, found map[string]string, table, stream string) error {
	if place.Run != "" {
		return pointRun(place.Run, table)
	}
	file := stage.File(".", place.Stage)
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	set, err := restored(raw, stream)
	if err != nil {
		return err
	}
	if _, err := stage.Parse(place.Stage, set); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := os.WriteFile(file, set, 0o644); err != nil {
		return err
	}
	fmt.Printf(`%s now names %s. The stage still uses %s until these have run:

  make deploy STAGE=%s
  go run ./scripts/erase again -stage %s

Commit the file. The old table stays; delete it once nobody misses anything.
`, file, table, found["Table"], place.Stage, place.Stage)
	return nil
}

var setting = regexp.MustCompile(`"restored"\s*:\s*"[^"]*"`)

// restored sets one setting in the text of a stage, and leaves the rest as people wrote it.
func restored(raw []byte, stream string) ([]byte, error) {
	value := fmt.Sprintf(`"restored": %q`, stream)
	if setting.Match(raw) {
		return setting.ReplaceAllLiteral(raw, []byte(value)), nil
	}
	text := strings.TrimRight(string(raw), " \n\t")
	body, ok := strings.CutSuffix(text, "}")
	if !ok {
		return nil, errors.New("the settings of the stage are no JSON object")
	}
	return []byte(strings.TrimRight(body, " \n\t") + ",\n  " + value + "\n}\n"), nil
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
