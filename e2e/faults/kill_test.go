package faults

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
)

// Every call of every function in every scene is, in turn, the last of its process. The story ends
// the same.
func TestAKillAfterEachCall(t *testing.T) {
	disturb(t, host.Kill, func(host.Call) bool { return true })
}

// The same with a write whose answer is lost: it succeeded, but reports a failure.
func TestALostAnswerOfEachWrite(t *testing.T) {
	disturb(t, host.Lose, func(c host.Call) bool {
		return c.Write > 0 || strings.HasPrefix(c.Op, "SQS") || strings.HasPrefix(c.Op, "sockets")
	})
}

func disturb(t *testing.T, fault host.Fault, counts func(host.Call) bool) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			d := &disturbance{t: t, cloud: newCloud(t), scene: s, fault: fault}
			points := d.undisturbed()
			n, missed := 0, 0
			for _, at := range points {
				if s.disturbs(at) && counts(at) {
					n++
					if !d.disturbed(at) {
						missed++
					}
				}
			}
			if given := d.cloud.GivenUp(); len(given) > 0 {
				t.Errorf("%d stream records were given up after one fault each", len(given))
			}
			t.Logf("%d points, of which %d were not reached again", n, missed)
			if missed > n/4 {
				t.Errorf("%d of %d points were not reached: nothing was disturbed there", missed, n)
			}
		})
	}
}

type disturbance struct {
	t     *testing.T
	cloud *host.Host
	scene scene
	fault host.Fault
	want  []string
}

// undisturbed plays the scene once, cold, and returns all calls.
func (d *disturbance) undisturbed() []host.Call {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), time.Minute)
	defer cancel()
	var err error
	if d.want, err = d.scene.play(ctx, d.cloud); err != nil {
		d.t.Fatal(err)
	}
	return d.cloud.Calls()
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
