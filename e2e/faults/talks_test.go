package faults

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// talk is what a visitor says, in turn.
type talk struct {
	lines []string
	wrong bool
}

// threeHundred are the talks of testdata: twelve go wrong, and stand among 288 that are put together from sentences of
// talks which go well.
func threeHundred(t *testing.T) []talk {
	t.Helper()
	wrong, fine := paragraphs(t, "testdata/wrong.txt"), paragraphs(t, "testdata/fine.txt")
	begins, known, unknown, ends := fine[0], fine[1], fine[2], fine[3]
	talks := make([]talk, 300)
	for i := range talks {
		if i%25 == 7 {
			talks[i] = talk{wrong[i/25], true}
			continue
		}
		lines := []string{known[i%len(known)]}
		if i%3 == 0 {
			lines = append([]string{begins[i/3%len(begins)]}, lines...)
		}
		if i%5 == 1 {
			lines = append(lines, unknown[i/5%len(unknown)])
		}
		if i%2 == 0 {
			lines = append(lines, known[(i*7+11)%len(known)])
		}
		talks[i] = talk{lines: append(lines, ends[i*3/2%len(ends)])}
	}
	return talks
}

// paragraphs are the lines of a file, apart where one is empty. A first one of comments is left out.
func paragraphs(t *testing.T, path string) (all [][]string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	must(t, err)
	for part := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n\n") {
		if !strings.HasPrefix(part, "#") {
			all = append(all, strings.Split(part, "\n"))
		}
	}
	return all
}

// heard is which talks somebody was alerted of, when first, and how often each person was.
type heard struct {
	first map[chat.ConversationID]time.Time
	times map[chat.AgentID]int
}

// hear takes the alerts that people got since.
func (a *heard) hear(t *testing.T, h *host.Host, people map[chat.AgentID]*host.Agent) {
	t.Helper()
	for id, one := range people {
		for _, raw := range h.Frames(one.Conn()) {
			var p chat.Push
			must(t, json.Unmarshal(raw, &p))
			if p.Action != chat.PushAlert {
				continue
			}
			a.times[id]++
			if _, known := a.first[p.Conversation]; !known {
				a.first[p.Conversation] = time.Now()
			}
		}
	}
}

// 300 visitors talk with the bot at once, in sentences to which nothing was tuned, and three people are on deck. Of the
// twelve talks that go wrong ten at least reach a person within a minute, fine ones hardly, and nobody is alerted more
// than six times.
func TestTwelveOfThreeHundredTalksGoWrong(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	people := onDuty(t, h, "a_one", "a_two", "a_three")
	talks := threeHundred(t)
	visitors, began := make([]*host.Visitor, len(talks)), make([]time.Time, len(talks))
	each(t, len(talks), func(i int) error {
		visitors[i] = h.Visitor(host.FastSite)
		return visitors[i].Arrive(t.Context(), "/")
	})
	saw := &heard{map[chat.ConversationID]time.Time{}, map[chat.AgentID]int{}}
	ended := make(chan bool)
	go func() {
		defer close(ended)
		for line := range 5 { // each says a line, then each the next one
			each(t, len(talks), func(i int) error {
				if line == 0 {
					began[i] = time.Now()
				}
				if line >= len(talks[i].lines) {
					return nil
				}
				_, err := visitors[i].Say(t.Context(), talks[i].lines[line])
				return err
			})
		}
	}()
	for tick, talking := time.Tick(100*time.Millisecond), true; talking; {
		h.Stream.Poll(t.Context())
		saw.hear(t, h, people)
		select {
		case <-ended:
			talking = false
		case <-tick:
		}
	}
	h.Drain(t.Context())
	saw.hear(t, h, people)

	reached, fine := 0, 0
	for i, one := range talks {
		at, told := saw.first[visitors[i].Conversation]
		switch {
		case !one.wrong && told:
			fine++
			t.Logf("a fine talk alerts: %q", one.lines)
		case one.wrong && told && at.Sub(began[i]) <= time.Minute:
			reached++
		case one.wrong:
			t.Logf("a talk that goes wrong reaches nobody: %q", one.lines)
		}
	}
	t.Logf("%d of 12 talks that go wrong reach a person within a minute, and %d of 288 that go well; alerts: %v",
		reached, fine, saw.times)
	if reached < 10 || fine > len(talks)*3/100 {
		t.Errorf("%d of 12 reach a person, and %d fine ones", reached, fine)
	}
	for id, n := range saw.times {
		if n > 6 {
			t.Errorf("%s is alerted %d times", id, n)
		}
	}
}

// each does something for all of n, eight at a time.
func each(t *testing.T, n int, do func(i int) error) {
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			for i := worker; i < n; i += 8 {
				if err := do(i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
}

// onDuty takes people into the team, and has them look at the flight deck.
func onDuty(t *testing.T, h *host.Host, ids ...chat.AgentID) map[chat.AgentID]*host.Agent {
	t.Helper()
	must(t, h.Store.UpdateRoster(t.Context(), host.Tenant, func(r *chat.Roster) error {
		for _, id := range ids {
			r.Members = append(r.Members, chat.Member{
				ID: id, Name: string(id), Email: string(id) + "@kettle.test", Role: chat.RoleAgent,
			})
		}
		return nil
	}))
	people := map[chat.AgentID]*host.Agent{}
	for _, id := range ids {
		a, err := h.Agent(t.Context(), chat.Agent{Tenant: host.Tenant, ID: id, Name: string(id), Role: chat.RoleAgent})
		must(t, err)
		must(t, a.Watch(t.Context()))
		people[id] = a
	}
	return people
}
