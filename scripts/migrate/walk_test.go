package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
)

// pages is a table of four pages. Its walk is cut off at one of them, once.
type pages struct {
	asked []string
	cut   string
}

func (p *pages) page(_ context.Context, _ chat.TenantID, cursor string, _ int32) (string, dynamo.Migrated, error) {
	if cursor == p.cut && p.cut != "" {
		p.cut = ""
		return "", dynamo.Migrated{}, errors.New("cut off")
	}
	p.asked = append(p.asked, cursor)
	next := map[string]string{"": "b", "b": "c", "c": "d", "d": ""}[cursor]
	return next, dynamo.Migrated{Seen: 10, Raised: 3}, nil
}

func newWalk(t *testing.T, p *pages) walk {
	turns := make(chan time.Time)
	close(turns) // it is always its turn
	return walk{file: filepath.Join(t.TempDir(), "deep", "place.json"), schema: 2, page: p.page, rows: 10, turn: turns}
}

func TestAWalkGoesOnWhereItWasCutOff(t *testing.T) {
	p := &pages{cut: "c"}
	w := newWalk(t, p)
	if err := w.run(t.Context()); err == nil {
		t.Fatal("it was not cut off")
	}
	if err := w.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.asked, []string{"", "b", "c", "d"}) {
		t.Errorf("it asked for %q", p.asked)
	}
	if _, err := os.Stat(w.file); !errors.Is(err, os.ErrNotExist) {
		t.Error("it remembers a walk that is done")
	}
}

// The place of another version's walk means nothing.
func TestAnotherMigrationBeginsAnew(t *testing.T) {
	p := &pages{cut: "c"}
	w := newWalk(t, p)
	if err := w.run(t.Context()); err == nil {
		t.Fatal("it was not cut off")
	}
	w.schema = 3
	if err := w.run(t.Context()); err != nil || !slices.Equal(p.asked, []string{"", "b", "", "b", "c", "d"}) {
		t.Errorf("it asked for %q: %v", p.asked, err)
	}
}

func TestAWalkEndsWhenItIsAsked(t *testing.T) {
	p := &pages{}
	w := newWalk(t, p)
	w.turn = nil // it is never its turn
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := w.run(ctx); !errors.Is(err, context.Canceled) || len(p.asked) != 1 {
		t.Errorf("it went on: %q, %v", p.asked, err)
	}
}

func TestRowsThatCannotBeRaisedAreNotSilent(t *testing.T) {
	w := newWalk(t, &pages{})
	w.page = func(context.Context, chat.TenantID, string, int32) (string, dynamo.Migrated, error) {
		return "", dynamo.Migrated{Seen: 1, Failed: []string{"T#t BOT#b: broken"}}, nil
	}
	if err := w.run(t.Context()); err == nil {
		t.Error("it says that all is well")
	}
}
