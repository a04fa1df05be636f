package main

import (
	"cmp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/infra/stage"
)

// settings are those of the stage, and the folder of the built functions.
type settings struct {
	stage.Settings
	Dist string
}

// global prefixes a name that is one of a kind in an account, in all regions: CloudFront's are.
func (s settings) global(what string) string { return s.Called(what) + "-" + s.Region }

// mailAfter is for how many seconds an answer may be unseen before it is mailed: on one machine people try it.
func (s settings) mailAfter() int {
	if s.Local() {
		return 10
	}
	return 300
}

// reserved is the concurrency that the stage sets apart for a function, if it does.
func (s settings) reserved(function string) *float64 {
	if n, is := s.Concurrency.Reserved[function]; is {
		return jsii.Number(n)
	}
	return nil
}

// settingsOf reads the context that cdk gets with -c: the stage, its file if it is not the one in
// infra/stages, and the folder of the built functions. All else is in the file.
func settingsOf(scope constructs.Construct) (settings, error) {
	told := func(name string) string {
		value, _ := scope.Node().TryGetContext(&name).(string)
		return value
	}
	name := cmp.Or(told("stage"), "prod")
	read, err := stage.Load(name, cmp.Or(told("settings"), stage.File(".", name)))
	return settings{read, cmp.Or(told("dist"), "dist")}, err
}
