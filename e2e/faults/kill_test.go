package faults

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"golang.org/x/sync/errgroup"
)

// Every call of every function in all scenes is, in turn, the last of its process. The story ends the same. Of reads in
// a row the first one stands for all: a process that ends after any of them leaves the same behind. So does one that
// ends at the same point in another scene.
func TestAKillAfterEachCall(t *testing.T) {
	disturb(t, host.Kill, func(calls []host.Call) (counting []host.Call) {
		changed := map[string]bool{}
		for _, c := range calls {
			if c.Changes() || c.N == 1 || changed[c.Function] {
				counting = append(counting, c)
			}
			changed[c.Function] = c.Changes()
		}
		return counting
	})
}

// The same with a write whose answer is lost: it succeeded, but reports a failure.
func TestALostAnswerOfEachWrite(t *testing.T) {
	disturb(t, host.Lose, func(calls []host.Call) []host.Call {
		return slices.DeleteFunc(calls, func(c host.Call) bool { return !writes(c) })
	})
}

// writes tells whether a call changes a row, a file, a queue or a socket.
func writes(c host.Call) bool {
	service, _, _ := strings.Cut(c.Op, ".")
	switch service {
	case "DynamoDB":
		return c.Write > 0
	case "S3", "SQS", "sockets":
		return c.Changes()
	}
	return false
}

// disturb plays each scene, with faults wherever one may be, until each of its points had one. A process that ends at a
// point leaves the same behind in whichever scene, so a point is disturbed in the first scene that comes to it; with
// EVERY set, in all.
func disturb(t *testing.T, fault host.Fault, counting func([]host.Call) []host.Call) {
	t.Parallel()
	told, err := undisturbed()
	must(t, err)
	all, missed, met := 0, new(atomic.Int64), map[uint64]bool{}
	t.Cleanup(func() {
		t.Logf("%d points, of which %d were not reached again", all, missed.Load())
		if int(missed.Load()) > all/10 {
			t.Errorf("%d of %d points were not reached: nothing was disturbed there", missed.Load(), all)
		}
	})
	for i, s := range scenes {
		if os.Getenv("EVERY") != "" {
			met = map[uint64]bool{}
		}
		d := newDisturbance(s, fault, told[i].ending)
		for _, c := range counting(slices.Clone(told[i].calls)) {
			if !met[c.Point] {
				d.expect(c)
				all++
			}
			met[c.Point] = true
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			missed.Add(int64(d.run(t)))
		})
	}
}

// telling is a scene that was played cold and undisturbed: its calls that may be disturbed, and how it ended.
type telling struct {
	calls  []host.Call
	ending []string
}

// undisturbed plays each scene once.
var undisturbed = sync.OnceValues(func() ([]telling, error) {
	told := make([]telling, len(scenes))
	all, ctx := errgroup.WithContext(context.Background())
	all.SetLimit(3)
	for i, s := range scenes {
		all.Go(func() (err error) {
			told[i], err = s.tell(ctx)
			return err
		})
	}
	return told, all.Wait()
})

func (s scene) tell(ctx context.Context) (telling, error) {
	h, err := furnished(ctx)
	if err != nil {
		return telling{}, err
	}
	defer h.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	ending, err := s.play(ctx, h)
	if err != nil {
		return telling{}, fmt.Errorf("%s: %w", s.name, err)
	}
	return telling{slices.DeleteFunc(h.Calls(), func(c host.Call) bool { return !s.disturbs(c) }), ending}, nil
}
