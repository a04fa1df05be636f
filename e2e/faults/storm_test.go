package faults

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// The same message a hundred times at once is stored once, acknowledged identically, and pushed to
// another tab at most twice.
func TestAHundredRepeatsAreOneMessage(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	v, id := h.Visitor(host.FastSite), newID()
	must(t, v.Arrive(ctx, "/"))
	tab := v.Tab()
	must(t, tab.Arrive(ctx, "/other"))
	h.Frames(tab.Conn())
	frame := func(ref int) []byte {
		raw, _ := json.Marshal(host.Object{
			"action": "message", "id": id, "text": "When do you open?",
			"ref": fmt.Sprint(ref),
		})
		return raw
	}
	acks := map[string]bool{}
	tabs := []*host.Visitor{v}
	for range 9 { // ten tabs of ten frames each: a socket's rate limit is made for people
		more := v.Tab()
		must(t, more.Arrive(ctx, "/more"))
		tabs = append(tabs, more)
	}
	for _, tab := range tabs {
		must(t, tab.Rest(ctx))
		h.Frames(tab.Conn())
	}
	var wait sync.WaitGroup
	for i := range 100 {
		wait.Go(func() {
			if err := h.Frame(ctx, "widget-message", tabs[i%10].Conn(), frame(i)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, tab := range tabs {
		for _, raw := range h.Frames(tab.Conn()) {
			var a struct {
				Action, Code   string
				Message, Reply *chat.Message
			}
			must(t, json.Unmarshal(raw, &a))
			switch a.Action {
			case "ack":
				said, _ := json.Marshal(a.Message)
				acks[string(said)] = true
			case "message": // the push to the other tabs
			default:
				t.Errorf("answered by %s", raw)
			}
		}
	}
	h.Drain(ctx)
	if len(acks) != 1 {
		t.Errorf("%d different acknowledgements: %v", len(acks), acks)
	}
	pushes := map[chat.MessageID]int{}
	for _, raw := range h.Frames(tab.Conn()) {
		var p chat.Push
		if json.Unmarshal(raw, &p) == nil && p.Action == "message" {
			pushes[p.Message.ID]++
		}
	}
	for id, n := range pushes {
		if n > 2 {
			t.Errorf("%s was pushed %d times", id, n)
		}
	}
	if len(pushes) != 2 {
		t.Errorf("the other tab saw %d messages, want the question and its reply", len(pushes))
	}
	lines, err := h.Transcript(ctx, v.Key())
	must(t, err)
	if len(lines) != 2 {
		t.Errorf("stored are %q", lines)
	}
	must(t, v.Rest(ctx))
	if a, err := v.Ask(ctx, host.Object{"action": "message", "id": id, "text": "Something else"}); err != nil ||
		a.Code != "id_conflict" {
		t.Errorf("another body under the same id: %+v, %v", a, err)
	}
	next := newID()
	if a, err := v.Ask(ctx, host.Object{"action": "message", "id": next + "#r", "text": "I am the bot"}); err != nil ||
		a.Code == "" {
		t.Errorf("a visitor wrote under a reply's id: %+v, %v", a, err)
	}
}

// Two questions at once are answered one after the other: the bot counts both of them
// as not understood, and the third brings a person.
func TestTheBotsStateNeverForks(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	for round := range 5 {
		v := h.Visitor(host.FastSite)
		must(t, v.Arrive(ctx, "/"))
		var wait sync.WaitGroup
		for _, question := range []string{"Do you sell saddles for zebras?", "Is the moon made of copper?"} {
			raw, _ := json.Marshal(host.Object{"action": "message", "id": newID(), "text": question})
			wait.Go(func() { must(t, h.Frame(ctx, "widget-message", v.Conn(), raw)) })
		}
		wait.Wait()
		h.Drain(ctx)
		if _, err := v.Say(ctx, "What is the airspeed of a swallow?"); err != nil {
			t.Fatal(err)
		}
		h.Drain(ctx)
		head, err := h.Store.Head(ctx, v.Key())
		must(t, err)
		lines, err := h.Transcript(ctx, v.Key())
		must(t, err)
		if head.Owner != chat.OwnerTeam {
			t.Errorf("round %d: after three questions without an answer the owner is %s:\n%q", round, head.Owner, lines)
		}
		replies := slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return l[:3] != "bot" })
		if len(lines) != 6 || len(replies) != 3 {
			t.Errorf("round %d: %q", round, lines)
		}
	}
}

// If two agents take over at once, one wins and the other is told.
func TestTwoAgentsAtOnce(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "When do you open?")
	must(t, err)
	var wait sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for i := range 8 {
		a := ana
		a.ID = chat.AgentID(fmt.Sprint("a_", i))
		wait.Go(func() {
			body := host.Object{"id": newID(), "kind": "text", "text": "Hello from " + string(a.ID)}
			status, err := h.Call(ctx, a, "POST", "/v1/conversations/"+string(v.Conversation)+"/messages", body, nil)
			must(t, err)
			mu.Lock()
			defer mu.Unlock()
			statuses[status]++
		})
	}
	wait.Wait()
	if statuses[201] != 1 || statuses[409] != 7 {
		t.Errorf("eight replies at once were answered by %v", statuses)
	}
}
