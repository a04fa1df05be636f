// Command publish uploads the pages that web/ builds to a deployed stack's bucket, with the stack's
// addresses for the admin. Browsers cache names with a hash for a year, all others for a minute.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"

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
	if err := publish(context.Background(), place, os.DirFS(*from)); err != nil {
		log.Fatal("publish: ", err)
	}
}

func publish(ctx context.Context, place stack.Place, files fs.FS) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	b := bucket{s3.NewFromConfig(config.AWS(), media.PathStyle), found["Web"]}
	told, err := json.Marshal(map[string]string{
		"issuer": found["Issuer"], "client": found["Client"], "signIn": found["SignIn"], "files": found["Files"],
		"version": config.Version,
	})
	if err != nil {
		return err
	}
	if err := b.put(ctx, "admin/config.json", told); err != nil {
		return err
	}
	release := map[string]bool{}
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		release[filepath.ToSlash(name)] = true
		return b.put(ctx, filepath.ToSlash(name), raw)
	})
	if err != nil {
		return err
	}
	if err := b.retire(ctx, release); err != nil {
		return err
	}
	fmt.Printf("%d files are at https://%s/\n", len(release), found["Door"])
	return nil
}

// hashed matches a file name that changes with its content.
var hashed = regexp.MustCompile(`-[A-Za-z0-9_-]{8}\.[a-z0-9]+$`)

// uploaded matches the files of owners and teams, which are not part of a release.
var uploaded = regexp.MustCompile(`^widget/(sites|faces)/`)

func cacheOf(name string) string {
	if hashed.MatchString(name) {
		return "public, max-age=31536000, immutable"
	}
	return "public, max-age=60"
}
