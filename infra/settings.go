package main

import (
	"fmt"
	"os"

	"github.com/aws/constructs-go/constructs/v10"
)

// settings are the differences between stages; each is `-c name=value` of cdk.
type settings struct {
	Stage    string // names everything; local is the stage on one machine
	Dist     string // folder of built functions
	Arch     string // arm64, or the host's kind in the local stage
	Endpoint string // local stage: where the local cloud answers
	Admin    string // origin of the admin's pages, if it is not the distribution's
	Graph    string // Meta's Graph API
	Alarms   string // e-mail address that receives alarms
	OwnKey   bool   // encrypt the table with a customer-managed key
	Region   string // needed with OwnKey, whose key belongs to one region; by default the region of the CLI
	Previous string // edge secret that is still accepted while it rotates
}

func (s settings) local() bool { return s.Stage == "local" }

func settingsOf(scope constructs.Construct) settings {
	get := func(name, otherwise string) string {
		if value, ok := scope.Node().TryGetContext(&name).(string); ok && value != "" {
			return value
		}
		return otherwise
	}
	return settings{
		Stage:    get("stage", "prod"),
		Dist:     get("dist", "dist"),
		Arch:     get("arch", "arm64"),
		Endpoint: get("endpoint", "http://localhost:4566"),
		Admin:    get("admin", ""),
		Graph:    get("graph", "https://graph.facebook.com/v25.0"),
		Alarms:   get("alarms", ""),
		OwnKey:   get("ownkey", "") == "true",
		Region:   get("region", os.Getenv("CDK_DEFAULT_REGION")),
		Previous: get("previous-edge-secret", ""),
	}
}

// name prefixes a name with the stage, so that stages share an account.
func (s settings) name(what string) string { return fmt.Sprintf("botifire-%s-%s", s.Stage, what) }
