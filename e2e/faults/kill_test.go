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
// ends at the same call, after the same writes of its event, in another scene: see points.
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
		return slices.DeleteFunc(calls, func(c host.Call) bool {
			return c.Write == 0 && !strings.HasPrefix(c.Op, "SQS") && !strings.HasPrefix(c.Op, "sockets")
		})
	})
}

// share is how many points are disturbed on one cloud: several clouds run at once, and one gets slower as it fills.
const share = 25

func disturb(t *testing.T, fault host.Fault, counting func([]host.Call) []host.Call) {
	t.Parallel()
	told, err := undisturbed()
	must(t, err)
	all, missed, points := 0, new(atomic.Int64), newPoints()
	t.Cleanup(func() {
		t.Logf("%d points, of which %d were not reached again", all, missed.Load())
		if int(missed.Load()) > all/5 {
			t.Errorf("%d of %d points were not reached: nothing was disturbed there", missed.Load(), all)
		}
	})
	for i, s := range scenes {
		mine := points.fresh(told[i].calls, counting(slices.Clone(told[i].calls)))
		all += len(mine)
		for part := range slices.Chunk(mine, share) {
			t.Run(fmt.Sprintf("%s, from %s %d", s.name, part[0].Function, part[0].N), func(t *testing.T) {
				t.Parallel()
				d := &disturbance{t: t, cloud: newCloud(t), scene: s, fault: fault, want: told[i].ending}
				for _, at := range part {
					if !d.disturbed(at) {
						missed.Add(1)
					}
				}
				if given := d.cloud.GivenUp(); len(given) > 0 {
					t.Errorf("%d stream records were given up after one fault each", len(given))
				}
			})
		}
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

// points are those that were met, by a function's call and its writes before it in the same event. A process that ends
// there leaves the same behind in whichever scene, so each is disturbed in the first one that comes to it; with EVERY
// set, in all.
type points struct{ met map[string]bool }

func newPoints() points { return points{map[string]bool{}} }

// fresh are those of the counting calls of a scene that no scene before had. counting is a part of calls.
func (p points) fresh(calls, counting []host.Call) (fresh []host.Call) {
	type event struct {
		function string
		n        int
	}
	type number event
	left, at := map[event]string{}, map[number]string{}
	for _, c := range calls {
		e := event{c.Function, c.Event}
		shape := c.Shape()
		at[number{c.Function, c.N}] = c.Function + left[e] + shape
		if c.Changes() {
			left[e] += shape
		}
	}
	for _, c := range counting {
		point := at[number{c.Function, c.N}]
		if !p.met[point] || os.Getenv("EVERY") != "" {
			fresh = append(fresh, c)
		}
		p.met[point] = true
	}
	return fresh
}

type disturbance struct {
	t     *testing.T
	cloud *host.Host
	scene scene
	fault host.Fault
	want  []string
}

// disturbed plays the scene with a fault at the call with this number, and reports whether that
// call was made: a hint is not repeated within a moment.
func (d *disturbance) disturbed(at host.Call) bool {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), time.Minute)
	defer cancel()
	var hit atomic.Bool
	d.cloud.Restart(at.Function) // cold, as it was when the calls were counted
	d.cloud.Reset()
	d.cloud.Disturb(func(c host.Call) host.Fault {
		if c.Function == at.Function && c.N == at.N && hit.CompareAndSwap(false, true) {
			return d.fault
		}
		return host.Pass
	})
	defer d.cloud.Disturb(nil)
	got, err := d.scene.play(ctx, d.cloud)
	if err != nil {
		d.t.Errorf("%s, call %d (%s): %v", at.Function, at.N, at.Op, err)
		return hit.Load()
	}
	if !slices.Equal(got, d.want) {
		d.t.Errorf("%s, call %d (%s): the story ended as\n  %s\nand not as\n  %s",
			at.Function, at.N, at.Op, strings.Join(got, "\n  "), strings.Join(d.want, "\n  "))
	}
	return hit.Load()
}
