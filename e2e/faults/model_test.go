package faults

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/bedrock"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/wire"
)

// advised asks a question of which words alone are not sure, of the bot that has a model.
func advised(ctx context.Context, h *host.Host) ([]string, error) {
	v := h.Visitor(host.ModelSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, host.ForModel); err != nil {
		return nil, err
	}
	return ending(ctx, h, v)
}

// consulted asks the same, and is the bot's reply, as it was stored, and how long it took.
func consulted(t *testing.T, h *host.Host) (chat.Message, time.Duration) {
	t.Helper()
	v := h.Visitor(host.ModelSite)
	must(t, v.Arrive(t.Context(), "/"))
	began := time.Now()
	asked, err := v.Say(t.Context(), host.ForModel)
	must(t, err)
	h.Drain(t.Context())
	took := time.Since(began)
	reply, err := h.Store.Message(t.Context(), v.Key(), chat.ReplyTo(asked.Message.ID))
	must(t, err)
	return reply, took
}

// Whatever the model does, the visitor reads the owner's words or a checked quotation of them, or gets a person; and
// soon enough.
func TestAModelsLiesAndFailuresNeverReachAVisitor(t *testing.T) {
	h := newCloud(t)
	const owners = "Shipping costs 5 euros, and nothing from 60 euros on."
	for _, c := range []struct {
		manner        bedrock.Manner
		did, why      string
		says, handsTo string
	}{
		{bedrock.Honest, chat.ModelWorded, "", owners, ""},
		{bedrock.Lies, chat.ModelChose, "refused_figure", owners, ""},
		{bedrock.Intrudes, chat.ModelFailed, "unusable", owners, ""},
		{bedrock.Truncates, chat.ModelFailed, "truncated", owners, ""},
		{bedrock.Throttles, chat.ModelFailed, "throttled", owners, ""},
		{bedrock.Fails, chat.ModelFailed, "unreachable", owners, ""},
		{bedrock.Stalls, chat.ModelFailed, "slow", owners, ""},
		{bedrock.Nothing, chat.ModelFoundNothing, "", "I do not know", ""},
		{bedrock.HandsOver, chat.ModelHandedOver, "", "colleague", "model"},
	} {
		h.Model.Be(c.manner)
		reply, took := consulted(t, h)
		use := reply.Effects.Model
		if use == nil {
			t.Fatalf("%q: no model was asked: %+v", c.manner, reply)
		}
		if use.Did != c.did || use.Why != c.why || !strings.Contains(reply.Bubbles[0].Text, c.says) ||
			reply.Effects.HandOver != c.handsTo || took > 10*time.Second {
			t.Errorf("%q: %q in %v, %+v, %q", c.manner, reply.Bubbles[0].Text, took, use, reply.Effects.HandOver)
		}
		if c.manner == bedrock.Intrudes && len(use.Dropped) == 0 {
			t.Errorf("a call that nobody may make is not recorded: %+v", use)
		}
		if worked := c.why == "" || c.why == "truncated" || c.why == "refused_figure"; worked && use.Micros != 800+5*40 {
			t.Errorf("%q costs %d", c.manner, use.Micros)
		}
	}
}

// A model that is asked about a question says too whether the customer needs a person, and the deck hears of it.
func TestAModelSaysThatAPersonIsNeeded(t *testing.T) {
	h := newCloud(t)
	for manner, needs := range map[bedrock.Manner]bool{bedrock.Worries: true, bedrock.Nothing: false} {
		h.Model.Be(manner)
		reply, _ := consulted(t, h)
		if is := reply.Need != nil && reply.Need.Score >= course.Needs && reply.Need.Cause == course.Displeased; is != needs {
			t.Errorf("%q: %+v", manner, reply.Need)
		}
	}
}

// briefed is the brief of a new talk with the bot that has a model, as somebody reads it.
func briefed(t *testing.T, h *host.Host, as chat.Agent) wire.Brief {
	t.Helper()
	v := h.Visitor(host.ModelSite)
	must(t, v.Arrive(t.Context(), "/"))
	_, err := v.Say(t.Context(), host.ForModel+" I paid 5 euros.")
	must(t, err)
	h.Drain(t.Context())
	var brief wire.Brief
	path := "/v1/conversations/" + string(v.Conversation) + "/brief?model=true"
	status, err := h.Call(t.Context(), as, "GET", path, nil, &brief)
	if err != nil || status != 200 {
		t.Fatalf("the brief is answered by %d, %v", status, err)
	}
	return brief
}

// Whatever the model does, a colleague has the five lines of the log, and no false figure over them. A viewer's look
// costs nothing.
func TestABriefInTheWordsOfAModel(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	vera := ana
	vera.Role = chat.RoleViewer
	for _, c := range []struct {
		manner   bedrock.Manner
		as       chat.Agent
		retold   int
		unsaid   bool
		requests int
	}{
		{bedrock.Honest, ana, 3, false, 1},
		{bedrock.Lies, ana, 0, false, 1},
		{bedrock.Intrudes, ana, 0, true, 1},
		{bedrock.Truncates, ana, 0, true, 1},
		{bedrock.Throttles, ana, 0, true, 2},
		{bedrock.Stalls, ana, 0, true, 1},
		{bedrock.Honest, vera, 0, false, 0},
	} {
		h.Model.Be(c.manner)
		brief := briefed(t, h, c.as)
		retold := 0
		for _, l := range brief.Lines {
			if l.Retold != nil && l.Retold.Message != "" {
				retold++
			}
		}
		if len(brief.Lines) != 5 || retold != c.retold || (brief.Unsaid != nil) != c.unsaid ||
			(brief.Asks != nil) != (c.as.Role != chat.RoleViewer) {
			t.Errorf("%q, %s: %+v", c.manner, c.as.Role, brief)
		}
		briefs := slices.DeleteFunc(h.Model.Asked(), func(body string) bool { return !strings.Contains(body, "write_brief") })
		if len(briefs) != c.requests {
			t.Errorf("%q, %s: the model was asked %d times", c.manner, c.as.Role, len(briefs))
		}
	}
}

// Converse is never called in a visitor's frame: only the queue of slow bots asks a model.
func TestOnlyTheQueueAsksAModel(t *testing.T) {
	h := newCloud(t)
	h.Reset()
	consulted(t, h)
	asked := 0
	for _, call := range h.Calls() {
		if call.Op == "bedrock.Converse" {
			asked++
			if call.Function != "answer" {
				t.Errorf("%s asks a model", call.Function)
			}
		}
	}
	if asked != 1 || len(h.Model.Asked()) != 1 {
		t.Errorf("the model was asked %d times", asked)
	}
}
