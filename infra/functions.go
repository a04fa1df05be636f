package main

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
)

// spec is everything about one function. Its code is in the folder of functions/ with its name.
type spec struct {
	name    string
	seconds float64 // the time limit of one invocation
	memory  float64 // in megabytes, with which the processor grows; 0 is 256
	wake    wake
	env     env     // in addition to the settings that every function gets
	grants  []grant // its rights: it may do nothing else
	posts   bool    // it pushes frames to sockets
	audits  bool    // it may add entries to the audit log
	invites bool    // it makes and ends the accounts of teams
}

// wake is the trigger of a function; one of these is set.
type wake struct {
	socket, event string       // a WebSocket API, and one of its routes
	routes        []string     // routes of the HTTP API without a sign-in
	proof         string       // the proof of their callers; "" is Meta's signature
	tag           string       // the operations of api/openapi.yaml that have this tag
	queue         awssqs.Queue // tasks, one at a time
	stream        bool         // changes of the table
	minute        bool         // the clock, once a minute
	invoked       bool         // other functions, which name it
}

// env is environment variables, by their names in shared/config.
type env = map[string]*string

// grant allows actions on exactly these resources.
type grant struct {
	actions   []string
	resources []*string
}

// functions are all functions of the stack, in the order of the catalogue.
type functions []function

// newFunctions makes every function of the catalogue with its settings and its role.
func newFunctions(stack awscdk.Stack, s settings, specs []spec, common env, table *string) functions {
	var all functions
	for _, one := range specs {
		made := newFunction(stack, s, one, with(common, one.env))
		for _, g := range one.grants {
			made.allow(g.actions, g.resources...)
		}
		made.guardAudit(table)
		all = append(all, made)
	}
	return all
}

// commonEnv is the settings that every function gets.
// The functions of a closed stage do not know the table.
func commonEnv(s settings, table *string) env {
	if s.Closed {
		table = jsii.String(dynamo.Closed)
	}
	return env{config.Stage: jsii.String(s.Name), config.Table: table}
}

// behindTheDoor tells whether requests reach the function through the door. The frames of a socket
// do not need a proof of their own: connecting did.
func (w wake) behindTheDoor() bool { return w.event == "connect" || w.routes != nil || w.tag != "" }

// mayMeet tells the functions behind the door by which secrets they recognise it.
func (f functions) mayMeet(accepted *string) {
	for _, fn := range f.where(func(s spec) bool { return s.wake.behindTheDoor() }) {
		fn.AddEnvironment(jsii.String(config.EdgeSecrets), accepted, nil)
	}
}

// named finds a function by its name.
func (f functions) named(name string) function {
	return f.where(func(s spec) bool { return s.name == name })[0]
}

// where are the functions for which is holds.
func (f functions) where(is func(spec) bool) functions {
	return slices.DeleteFunc(slices.Clone(f), func(one function) bool { return !is(one.spec) })
}

// wokenBy finds the function of a trigger.
func (f functions) wokenBy(is func(wake) bool) function {
	return f.where(func(s spec) bool { return is(s.wake) })[0]
}

// guardAudit denies a function to change the audit log; a function whose acts are audited may
// still add to it.
func (f function) guardAudit(table *string) {
	entries := map[string]any{
		"ForAnyValue:StringLike": map[string]any{"dynamodb:LeadingKeys": []string{dynamo.AuditPattern}},
	}
	actions := []string{
		"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
		"dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert",
	}
	if !f.audits {
		actions = append(actions, "dynamodb:PutItem")
	}
	f.deny(actions, entries, table)
}

// mayInvite lets the functions that manage the team's accounts do so.
func (f functions) mayInvite(t *team) {
	for _, fn := range f.where(func(s spec) bool { return s.invites }) {
		fn.AddEnvironment(jsii.String(config.TeamPool), t.pool.UserPoolId(), nil)
		fn.allow([]string{
			"cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser", "cognito-idp:AdminDeleteUser",
			"cognito-idp:AdminListGroupsForUser", "cognito-idp:AdminAddUserToGroup",
			"cognito-idp:AdminRemoveUserFromGroup", "cognito-idp:AdminUpdateUserAttributes",
		}, t.pool.UserPoolArn())
	}
}

// mayUse lets the functions work with a table under a key of the owner's: DynamoDB
// asks the key in the caller's name.
func (f functions) mayUse(key awskms.Key) {
	if key == nil {
		return
	}
	for _, fn := range f {
		fn.allow([]string{
			"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:DescribeKey",
		}, key.KeyArn())
	}
}

// mayPost tells the functions that push where the sockets are, and lets them post.
func (f functions) mayPost(s settings, visitors, agents socketAPI) {
	for _, fn := range f.where(func(s spec) bool { return s.posts }) {
		fn.AddEnvironment(jsii.String(config.VisitorSockets), visitors.callback(s), nil)
		fn.AddEnvironment(jsii.String(config.AgentSockets), agents.callback(s), nil)
		fn.allow([]string{"execute-api:ManageConnections"}, visitors.connections(), agents.connections())
	}
}

// with is several environments in one.
func with(parts ...env) env {
	all := env{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}
