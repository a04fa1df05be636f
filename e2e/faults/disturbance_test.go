package faults

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
)

// disturbance is a scene whose points are disturbed, in one playing as many as lie far enough apart: a story bears
// several faults, as it must in the world.
type disturbance struct {
	scene scene
	fault host.Fault
	want  []string

	mu   sync.Mutex
	due  map[string]int  // by the line of code: how many points it has
	had  map[uint64]bool // the points that were disturbed
	last map[string]int  // by function: the event that was disturbed last
	hits []string        // in this playing
}

func newDisturbance(s scene, fault host.Fault, want []string) *disturbance {
	return &disturbance{scene: s, fault: fault, want: want, due: map[string]int{}, had: map[uint64]bool{}}
}

func line(c host.Call) string { return c.Function + " " + c.Shape() }

// expect counts the point of a call as due. The calls before it may be a little different in the next playing, since
// calls at once have no order, so any point of the same line will do that was not disturbed yet.
func (d *disturbance) expect(c host.Call) { d.due[line(c)]++ }

// left is the number of points that are due.
func (d *disturbance) left() (n int) {
	for _, more := range d.due {
		n += more
	}
	return n
}

// run plays the scene until all points were disturbed or two playings have reached none, and returns how many are left.
// A hint, for one, is not repeated within a moment.
func (d *disturbance) run(t *testing.T) int {
	for idle := 0; d.left() > 0 && idle < 2 && !t.Failed(); idle++ {
		if d.play(t); len(d.hits) > 0 {
			idle = -1
		}
	}
	return d.left()
}

// play plays the scene once, on a cloud that is as new as it was when the points were counted.
func (d *disturbance) play(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cloud, err := furnished(ctx)
	must(t, err)
	defer cloud.Close()
	d.last, d.hits = map[string]int{}, nil
	cloud.Disturb(d.decide)
	got, err := d.scene.play(ctx, cloud)
	cloud.Disturb(nil)
	switch given := cloud.GivenUp(); {
	case err != nil:
		t.Errorf("disturbed at %s: %v", strings.Join(d.hits, ", "), err)
	case !slices.Equal(got, d.want):
		t.Errorf("disturbed at %s the story ended as\n  %s\nand not as\n  %s", strings.Join(d.hits, ", "),
			strings.Join(got, "\n  "), strings.Join(d.want, "\n  "))
	case len(given) > 0:
		t.Errorf("disturbed at %s: %d stream records were given up", strings.Join(d.hits, ", "), len(given))
	}
}

// decide disturbs a point that is due. The function's next event mostly is the same work again, and passes.
func (d *disturbance) decide(c host.Call) host.Fault {
	d.mu.Lock()
	defer d.mu.Unlock()
	last, before := d.last[c.Function]
	if d.due[line(c)] == 0 || d.had[c.Point] || before && c.Event < last+2 {
		return host.Pass
	}
	d.due[line(c)]--
	d.had[c.Point], d.last[c.Function] = true, c.Event
	d.hits = append(d.hits, fmt.Sprintf("%s's call %d (%s)", c.Function, c.N, c.Op))
	return d.fault
}
