// Package loss finds the losses of a deploy. It compares the template that is deployed with the one that
// would take its place, before anything happens: CloudFormation carries out every template, and after
// a replacement of its table a stage works, and is empty.
package loss

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Loss is one thing that would be lost. A person may accept it by its name; one without a name is
// never wanted.
type Loss struct{ Name, Says string }

// Fixed are the kinds of resources that hold data, or a name that people depend on. With each are the
// properties of which a change makes CloudFormation replace it by an empty one, or AWS refuse it.
var Fixed = map[string][]string{
	"AWS::DynamoDB::GlobalTable":    {"TableName", "KeySchema", "LocalSecondaryIndexes", "GlobalTableSourceArn"},
	"AWS::S3::Bucket":               {"BucketName", "BucketNamePrefix", "BucketNamespace"},
	"AWS::KMS::Key":                 {"KeySpec", "KeyUsage", "Origin", "MultiRegion"},
	"AWS::Cognito::UserPool":        {"UsernameConfiguration", "UsernameAttributes", "AliasAttributes", schema},
	"AWS::Cognito::UserPoolClient":  {"UserPoolId", "GenerateSecret"},
	"AWS::Cognito::UserPoolDomain":  {"UserPoolId", "Domain"},
	"AWS::CloudFront::Distribution": nil,
	"AWS::ApiGatewayV2::Api":        {"ProtocolType"},
	"AWS::SQS::Queue":               {"QueueName", "FifoQueue"},
}

// schema may get more attributes, and no other change.
const schema = "Schema"

const table = "AWS::DynamoDB::GlobalTable"

// template is the part of a template that matters here.
type template struct {
	Resources map[string]resource
	Outputs   map[string]struct{ Value any }
}

type resource struct {
	Type       string
	Properties map[string]any
}

// Of lists the losses of a deploy.
func Of(deployed, next []byte) ([]Loss, error) {
	var is, will template
	for raw, to := range map[*[]byte]*template{&deployed: &is, &next: &will} {
		if err := json.Unmarshal(*raw, to); err != nil {
			return nil, fmt.Errorf("a template is no JSON: %w", err)
		}
	}
	var all []Loss
	for _, found := range []func(is, will template) []Loss{edges, indexes, aliases, restored, closing, resources} {
		all = append(all, found(is, will)...)
	}
	return all, nil
}

// resources finds those that leave the stack, or that would be replaced.
func resources(is, will template) []Loss {
	var all []Loss
	for _, id := range slices.Sorted(maps.Keys(is.Resources)) {
		was, stays := is.Resources[id], will.Resources[id]
		fixed, matters := Fixed[was.Type]
		switch {
		case !matters:
		case was.Type == table && stays.Type == "" && will.restored() != "":
			// The restored table takes its place, as the setting says.
		case stays.Type != was.Type:
			all = append(all, Loss{id, fmt.Sprintf("%s (%s) would leave the stack: its data, or the name that people know it "+
				"by, would be lost to the stage", id, was.Type)})
		default:
			all = append(all, replaced(id, was, stays, fixed)...)
		}
	}
	return all
}

func replaced(id string, was, will resource, fixed []string) (all []Loss) {
	for _, name := range fixed {
		if !same(name, was.Properties[name], will.Properties[name]) {
			all = append(all, Loss{id, fmt.Sprintf("%s (%s) cannot change its %s: AWS would refuse it, or put an empty one in "+
				"its place", id, was.Type, name)})
		}
	}
	return all
}

// same compares a property before and after.
func same(name string, was, will any) bool {
	before, ok := was.([]any)
	if name != schema || !ok {
		return reflect.DeepEqual(was, will)
	}
	after, _ := will.([]any)
	for _, attribute := range before {
		if !slices.ContainsFunc(after, func(one any) bool { return reflect.DeepEqual(one, attribute) }) {
			return false
		}
	}
	return true
}

// restored is the name of the restored table that a template uses instead of one of its own. The
// output of a table of its own is a reference.
func (t template) restored() string {
	name, _ := t.Outputs["Table"].Value.(string)
	return name
}

// restored finds a stage that would leave the restored table which it uses.
func restored(is, will template) []Loss {
	was, now := is.restored(), will.restored()
	switch {
	case was == "" || was == now:
		return nil
	case now == "":
		return []Loss{{was, fmt.Sprintf("the stage uses the restored table %s, and its file does not name it any more: "+
			"the stage would begin anew with an empty table. Put the setting restored back", was)}}
	}
	return []Loss{{was, fmt.Sprintf("the stage uses the restored table %s, and would move to %s: everything that "+
		"came in since that one was made would stay behind", was, now)}}
}

// words is a value as text, in which references can be found.
func words(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

// names tells whether a value refers to a resource.
func names(v any, id string) bool { return strings.Contains(words(v), `"`+id+`"`) }
