package faults

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
)

// Every call of every function in every scene is, in turn, the last of its process. The story ends the same. Of reads
// in a row the first one stands for all: a process that ends after any of them leaves the same behind.
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
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			points, want := s.points(t, counting)
			missed := new(atomic.Int64)
			t.Cleanup(func() {
				t.Logf("%d points, of which %d were not reached again", len(points), missed.Load())
				if int(missed.Load()) > len(points)/4 {
					t.Errorf("%d of %d points were not reached: nothing was disturbed there", missed.Load(), len(points))
				}
			})
			for part := range slices.Chunk(points, share) {
				t.Run(fmt.Sprint("from ", part[0].Function, " ", part[0].N), func(t *testing.T) {
					t.Parallel()
					d := &disturbance{t: t, cloud: newCloud(t), scene: s, fault: fault, want: want}
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
		})
	}
}

// points plays a scene once, cold and undisturbed, and returns its calls that count, and how it ended.
func (s scene) points(
	t *testing.T, counting func([]host.Call) []host.Call,
) (points []host.Call, want []string) {
	t.Run("undisturbed", func(t *testing.T) {
		h := newCloud(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var err error
		want, err = s.play(ctx, h)
		must(t, err)
		points = counting(slices.DeleteFunc(h.Calls(), func(c host.Call) bool { return !s.disturbs(c) }))
	})
	return points, want
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
