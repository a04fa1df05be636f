// Command judge asks for second opinions on synthesised templates: cdk-preflight knows the reasons for which AWS
// itself refuses a deployment, checkov the advice of security benchmarks. It fails at a finding that
// infra/accepted.yaml does not accept, and at an acceptance that no finding needs any more. It needs no network.
//
//	go run ./scripts/judge .local/templates/prod.template.json
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/signal"
	"slices"
)

func main() {
	log.SetFlags(0)
	accepted := flag.String("accepted", "infra/accepted.yaml", "the findings that we accept, each with its reason")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("usage: judge [-accepted infra/accepted.yaml] TEMPLATE…")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	wrong, err := judge(ctx, flag.Args(), *accepted)
	if err != nil {
		log.Fatal("judge: ", err)
	}
	for _, line := range wrong {
		fmt.Println(line)
	}
	if len(wrong) > 0 {
		log.Fatalf("judge: mend these %d, or accept them in %s with a reason", len(wrong), *accepted)
	}
}

// judge returns the lines that a person has to read: new findings, and acceptances without one.
func judge(ctx context.Context, templates []string, accepted string) ([]string, error) {
	accepts, err := readAccepted(accepted)
	if err != nil {
		return nil, err
	}
	found, err := opinions(ctx, append(slices.Clone(templates), refused))
	if err != nil {
		return nil, err
	}
	rest, err := awake(found)
	return accepts.compare(rest), err
}

// refused is a template with a fault for each judge. Its resources have names that no other template has. A judge is
// believed only if it speaks up about its fault, in the same run: it takes long to start.
const refused = "scripts/judge/testdata/refused.json"

// faults are the resources of the refused template, each with the rule that has to find it, "" for none.
var faults = map[string]string{
	"RefusedSocket": "", "RefusedLog": "",
	"RefusedStage": "pf-apigwv2-access-log-format-request-id", // cdk-preflight
	"RefusedOpen":  "CKV_AWS_20",                              // checkov
}

// awake fails unless each judge found its fault, and returns the findings about the other templates.
func awake(found []finding) (rest []finding, err error) {
	silent := maps.Clone(faults)
	for _, f := range found {
		rule, is := faults[f.Resource]
		if !is {
			rest = append(rest, f)
		} else if f.Rule == rule {
			delete(silent, f.Resource)
		}
	}
	for resource, rule := range silent {
		if rule != "" {
			err = errors.Join(err, fmt.Errorf("a judge sleeps: %s is not found at %s of %s", rule, resource, refused))
		}
	}
	return rest, err
}

// opinions asks both judges at once, each about all templates: it takes them seconds to start.
func opinions(ctx context.Context, templates []string) ([]finding, error) {
	type opinion struct {
		found []finding
		err   error
	}
	judges := []func(context.Context, []string) ([]finding, error){preflight, checkov}
	said := make(chan opinion, len(judges))
	for _, ask := range judges {
		go func() {
			found, err := ask(ctx, templates)
			said <- opinion{found, err}
		}()
	}
	var all []finding
	for range judges {
		one := <-said
		if one.err != nil {
			return nil, one.err
		}
		all = append(all, one.found...)
	}
	return all, nil
}
