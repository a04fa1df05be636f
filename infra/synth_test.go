package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/infra/stage"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

type object = map[string]any

// stages are all kinds of stages: those with a file, and one with the settings that these leave out.
var stages = []string{"prod", "sandbox", "local", "full"}

// full has every setting that the example of prod does not have.
const full = `{
  "region": "eu-central-1", "account": "111122223333", "alarms": "none", "apiLogRole": false, "ownKey": true,
  "restored": "arn:aws:dynamodb:eu-central-1:111122223333:table/restored/stream/2026-11-26T12:00:00.000",
  "edge": "b", "edgeSecrets": {"b": 2}, "tracing": true, "canary": "Canary10Percent5Minutes",
  "waf": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/botifire/1",
  "concurrency": {"account": 1000, "answer": 20, "send": 10, "media": 5, "reserved": {"widget-connect": 50}}
}`

// templates and findings of all stages, made once: synthesis takes seconds.
var (
	templates = map[string]object{}
	nag       []string
	built     string // a folder of empty functions
)

func TestMain(m *testing.M) {
	dist, err := os.MkdirTemp("", "dist-")
	must(err)
	folders, err := filepath.Glob("../functions/*")
	must(err)
	for _, folder := range folders {
		must(os.MkdirAll(filepath.Join(dist, filepath.Base(folder)), 0o755))
		must(os.WriteFile(filepath.Join(dist, filepath.Base(folder), "bootstrap"), nil, 0o755))
	}
	file := filepath.Join(dist, "full.json")
	must(os.WriteFile(file, []byte(full), 0o644))
	built = dist
	for _, name := range stages {
		context := map[string]any{"stage": name, "dist": dist, "settings": stage.File("..", name)}
		if name == "full" {
			context["settings"] = file
		}
		synth(name, context)
	}
	synthClosed(dist)
	code := m.Run()
	os.RemoveAll(dist)
	jsii.Close()
	os.Exit(code)
}

// synthClosed makes the template of the full stage while it is closed.
func synthClosed(dist string) {
	file := filepath.Join(dist, "closed.json")
	must(os.WriteFile(file, []byte(strings.Replace(full, "{", `{"closed": true,`, 1)), 0o644))
	templates["closed"] = templateOf(stackOf(map[string]any{"stage": "full", "dist": dist, "settings": file}))
}

// synth makes the template of a stage, and has it judged by cdk-nag.
func synth(name string, told map[string]any) {
	stack := judging(stackOf(told))
	templates[name] = templateOf(stack)
	nag = append(nag, judged(stack)...)
	if folder := os.Getenv("TEMPLATES"); folder != "" { // for the judges outside of these tests
		file := filepath.Join(folder, name+".template.json")
		must(os.WriteFile(file, []byte(mustJSON(templates[name])), 0o644))
	}
}

func templateOf(stack awscdk.Stack) object {
	raw, err := json.Marshal(assertions.Template_FromStack(stack, nil).ToJSON())
	must(err)
	var doc object
	must(json.Unmarshal(raw, &doc))
	return doc
}

// stackOf makes a stack.
func stackOf(told map[string]any) awscdk.Stack {
	raw, err := os.ReadFile("../cdk.json")
	must(err)
	var cdk struct{ Context map[string]any }
	must(json.Unmarshal(raw, &cdk))
	for key, value := range told {
		cdk.Context[key] = value
	}
	app := awscdk.NewApp(&awscdk.AppProps{Context: &cdk.Context})
	s, err := settingsOf(app)
	must(err)
	return newStack(app, s)
}

// judging has cdk-nag look at a stack, which takes it as long as the synthesis.
func judging(stack awscdk.Stack) awscdk.Stack {
	awscdk.Aspects_Of(stack.Node().Root()).Add(cdknag.NewAwsSolutionsChecks(nil), nil)
	return stack
}

// judged has the findings of cdk-nag about a stack at which it looks.
func judged(stack awscdk.Stack) []string {
	var all []string
	found := assertions.Annotations_FromStack(stack).FindError(jsii.String("*"),
		assertions.Match_StringLikeRegexp(jsii.String("AwsSolutions-.*")))
	for _, finding := range *found {
		//nolint:staticcheck // The bindings have no successor of the deprecated type yet.
		all = append(all, *finding.Id+": "+mustJSON(finding.Entry.Data))
	}
	return all
}

// resources of a type in a stage, by logical id.
func resources(stage, kind string) map[string]object {
	found := map[string]object{}
	for id, r := range templates[stage]["Resources"].(object) {
		if r := r.(object); r["Type"] == kind {
			found[id] = r
		}
	}
	return found
}

func properties(r object) object { p, _ := r["Properties"].(object); return p }

func mustJSON(v any) string { raw, _ := json.Marshal(v); return string(raw) }

func list(v any) []any {
	if all, ok := v.([]any); ok {
		return all
	}
	return []any{v}
}
