// Command doctor looks at an AWS account before a deploy. It names the things that would fail or be slow
// there, and those to ask AWS for. It only reads.
//
//	make doctor STAGE=prod
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
)

func main() {
	log.SetFlags(0)
	name := flag.String("stage", "prod", "the stage; its settings are in "+stage.Folder)
	flag.Parse()
	s, err := stage.Load(*name, stage.File(".", *name))
	if err != nil {
		log.Fatal("doctor: ", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cfg := stack.AWS()
	cfg.Region = s.Region
	if !report(os.Stdout, newPatient(cfg).examine(ctx, s)) {
		os.Exit(1)
	}
}

// report writes the findings, and tells whether a deploy can work.
func report(to io.Writer, all []finding) bool {
	fine := true
	for _, f := range all {
		fmt.Fprintf(to, "%s %-13s %s\n", map[grade]string{good: "✓", care: "!", bad: "✗"}[f.grade], f.about,
			strings.ReplaceAll(f.says, "\n", "\n                "))
		fine = fine && f.grade != bad
	}
	return fine
}
