// Package stack finds the parts of a deployed stack, in AWS or on this machine, for the
// commands that work on one.
package stack

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/botifire/livechat/infra/stage"
)

// Place says where a stack runs. Table is a restored table that a command works on before the stage uses it.
type Place struct{ Stage, Run, Table string }

// Flags adds -stage and -run to a command.
func (p *Place) Flags(flags *flag.FlagSet) {
	flags.StringVar(&p.Stage, "stage", "prod", "stage of the deployed stack")
	flags.StringVar(&p.Run, "run", "", "run.json of a local cloud (.local/state/run.json), instead of a stage in AWS")
	flags.StringVar(&p.Table, "table", "", "a restored table, before the stage uses it")
}

// Flag is how another command is told the same place.
func (p Place) Flag() string {
	if p.Run != "" {
		return "-run " + p.Run
	}
	return "-stage " + p.Stage
}

// Address is the public address of the output, with its scheme.
const Address = "Address"

// Outputs are the stack's outputs, by name, with the table that the command is for. AWS clients that are made
// afterwards reach the stack.
func (p Place) Outputs(ctx context.Context) (map[string]string, error) {
	outputs, err := p.Deployed(ctx)
	if err != nil {
		return nil, err
	}
	if p.Table != "" {
		outputs["Table"] = p.Table
		return outputs, nil
	}
	if p.Run != "" {
		return outputs, nil
	}
	s, err := stage.Load(p.Stage, stage.File(".", p.Stage))
	if err != nil {
		return nil, err
	}
	return outputs, moved(s, outputs["Table"])
}

// moved refuses to work on a table that the stage's settings have left, or have not reached: changes of the
// wrong one of two tables are lost.
func moved(s stage.Settings, deployed string) error {
	arn, _, _ := strings.Cut(s.Restored, "/stream/")
	_, wanted, _ := strings.Cut(arn, ":table/")
	if wanted == deployed || (wanted == "" && !strings.Contains(deployed, Restored)) {
		return nil
	}
	return fmt.Errorf("the settings of %s name %s, and the stack uses %s: run make deploy STAGE=%s first, "+
		"or say with -table which table you mean", s.Name, cmp.Or(wanted, "no restored table"), deployed, s.Name)
}

// Deployed are the stack's outputs as they are deployed, whatever the settings say.
func (p Place) Deployed(ctx context.Context) (map[string]string, error) {
	if p.Run != "" {
		return p.local()
	}
	found, err := p.find(ctx)
	if err == nil {
		err = found.usable(p.Stage)
	}
	if err != nil {
		return nil, err
	}
	outputs := found.Values()
	outputs[Address] = "https://" + outputs["Door"]
	return outputs, nil
}

// AtRest refuses a stack that cannot be changed now.
func (p Place) AtRest(ctx context.Context) error {
	if p.Run != "" {
		return nil
	}
	found, err := p.find(ctx)
	if err != nil {
		return err
	}
	return found.AtRest(p.Stage)
}

func (p Place) find(ctx context.Context) (Found, error) {
	s, err := Enter(ctx, p.Stage)
	if err != nil {
		return Found{}, err
	}
	return Find(ctx, cloudformation.NewFromConfig(AWS()), s.Called("stack"))
}

// local points AWS clients at a running local cloud.
func (p Place) local() (map[string]string, error) {
	raw, err := os.ReadFile(p.Run)
	if err != nil {
		return nil, err
	}
	var facts struct {
		Endpoint, Database, Door string
		Stack                    map[string]string
	}
	if err := json.Unmarshal(raw, &facts); err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": facts.Endpoint, "AWS_ENDPOINT_URL_DYNAMODB": facts.Database,
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1",
	} {
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	facts.Stack[Address] = facts.Door // the output names a CloudFront domain, which does not exist here
	return facts.Stack, nil
}
