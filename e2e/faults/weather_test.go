package faults

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/mapping"
)

// rounds is how often each story is told in bad weather.
const rounds = 5

// In bad weather calls are throttled, fail, fail after they were done, conflict with other
// transactions and find sockets gone, and the stream repeats and shuffles records. Each story ends
// as in fair weather.
func TestStoriesEndTheSameInBadWeather(t *testing.T) {
	t.Parallel()
	told, err := undisturbed()
	must(t, err)
	for i, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			h, want, faults := newCloud(t), told[i].ending, 0
			for seed := range uint64(rounds) {
				w := &weather{dice: rand.New(rand.NewPCG(seed, 7))}
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				h.Reset()
				h.Disturb(w.fault)
				h.Stream.Disturb = w.batch
				got, err := s.play(ctx, h)
				h.Disturb(nil)
				h.Stream.Disturb = nil
				cancel()
				faults += w.faults
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
				} else if !slices.Equal(got, want) {
					t.Errorf("seed %d: the story ended as\n  %s\nand not as\n  %s", seed, strings.Join(got, "\n  "),
						strings.Join(want, "\n  "))
				}
			}
			if faults < rounds {
				t.Errorf("in %d rounds %d calls failed: the weather was fair", rounds, faults)
			}
		})
	}
}

// weather decides about each call by dice.
type weather struct {
	mu     sync.Mutex
	dice   *rand.Rand
	faults int
}

func (w *weather) fault(c host.Call) host.Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.Function == "setup" || c.Op == "bot" || w.dice.IntN(10) > 0 {
		return host.Pass // a customer's bot that fails is not weather: an agent takes over
	}
	w.faults++
	switch {
	case strings.HasPrefix(c.Op, "sockets"):
		return []host.Fault{host.Gone, host.Throttle, host.Lose}[w.dice.IntN(3)]
	case c.Op == "graph":
		return host.Throttle
	case strings.HasPrefix(c.Op, "DynamoDB"):
		return []host.Fault{host.Throttle, host.Refuse, host.Lose, host.Conflict}[w.dice.IntN(4)]
	case strings.HasPrefix(c.Op, "S3"), strings.HasPrefix(c.Op, "SQS"):
		return []host.Fault{host.Throttle, host.Refuse, host.Lose}[w.dice.IntN(3)]
	}
	return host.Throttle
}

// batch repeats some records and shuffles all.
func (w *weather) batch(records []mapping.Record) []mapping.Record {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range slices.Clone(records) {
		if w.dice.IntN(3) == 0 {
			records = append(records, r)
		}
	}
	w.dice.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	return records
}
