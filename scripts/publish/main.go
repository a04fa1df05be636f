// Command publish uploads the pages that web/ builds to a deployed stack's bucket, with the stack's
// addresses for the admin. Browsers cache names with a hash for a year, all others for a minute.
//
//	make publish STAGE=prod      after `make deploy` was cut off, or for a change of pages only
//
// It may be run any number of times.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"regexp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/media"
)

func main() {
	log.SetFlags(0)
	var place stack.Place
	place.Flags(flag.CommandLine)
	from := flag.String("from", "dist/web", "folder that `make web` built")
	flag.Parse()
	ctx := context.Background()
	found, err := place.Outputs(ctx)
	if err == nil {
		err = publish(ctx, bucket{s3.NewFromConfig(stack.AWS(), media.PathStyle), found["Web"]}, found, os.DirFS(*from))
	}
	if err != nil {
		log.Fatal("publish: ", unfinished(err, place))
	}
}

// unfinished says how to go on: the functions are deployed before the pages, so it is no matter of taste.
func unfinished(err error, place stack.Place) error {
	if place.Run != "" {
		return err
	}
	return fmt.Errorf("%w\nNot all pages of the release are there. This goes on: make publish STAGE=%s", err, place.Stage)
}

// publish uploads a release. A page must not be seen before the files that it names, so those with a
// hash go first; they disturb nobody. The files of earlier releases are retired last.
func publish(ctx context.Context, b bucket, found map[string]string, files fs.FS) error {
	names, err := release(files)
	if err != nil {
		return err
	}
	told, err := json.Marshal(map[string]string{
		"issuer": found["Issuer"], "client": found["Client"], "signIn": found["SignIn"], "files": found["Files"],
		"version": config.Version,
	})
	if err != nil {
		return err
	}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if err := b.put(ctx, name, raw); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := b.put(ctx, "admin/config.json", told); err != nil {
		return err
	}
	if err := b.retire(ctx, setOf(names)); err != nil {
		return err
	}
	fmt.Printf("%d files are at https://%s/\n", len(names), found["Door"])
	return nil
}

// release lists the files of a release in the order in which they are uploaded.
func release(files fs.FS) ([]string, error) {
	var fixed, named []string
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir():
			return err
		case hashed.MatchString(name):
			named = append(named, name)
		default:
			fixed = append(fixed, name)
		}
		return nil
	})
	if err == nil && (len(named) == 0 || len(fixed) == 0) {
		err = errors.New("the folder has no release in it: `make web` builds one")
	}
	return slices.Concat(named, fixed), err
}

func setOf(names []string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	return all
}

// hashed matches a file name that changes with its content.
var hashed = regexp.MustCompile(`-[A-Za-z0-9_-]{6,8}\.[a-z0-9]+$`)

// uploaded matches the files of owners and teams, which are not part of a release.
var uploaded = regexp.MustCompile(`^widget/(sites|faces)/`)

func cacheOf(name string) string {
	if hashed.MatchString(name) {
		return "public, max-age=31536000, immutable"
	}
	return "public, max-age=60"
}
