package main

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// shop has one bot with a script that says little.
type shop struct{ kind chat.BotKind }

func (s shop) Bot(_ context.Context, t chat.TenantID, id chat.BotID) (chat.Bot, error) {
	if id == "b_gone" {
		return chat.Bot{}, chat.ErrNotFound
	}
	return chat.Bot{Tenant: t, ID: id, Kind: s.kind, Script: 1, Model: &chat.BotModel{ID: "m"}}, nil
}

func (shop) Script(context.Context, chat.TenantID, chat.BotID, int) (chat.Script, error) {
	text := `{"greeting": {"say": ["Hello"]}, "fallback": {"say": ["I do not know."]}}`
	return chat.Script{Text: json.RawMessage(text)}, nil
}

// oracle is a judge that knows an entry by edition, and fails where it knows none.
type oracle struct {
	by    map[int]string
	asked int
}

func (o *oracle) Judge(_ context.Context, q meaning.Question) (meaning.Verdict, error) {
	o.asked++
	id, is := o.by[q.Edition]
	if !is {
		return meaning.Verdict{}, errors.New("no index")
	}
	c := []meaning.Candidate{{Entry: id, Chance: 0.99}}
	return meaning.Verdict{Decision: meaning.Answered, Use: c, Best: c}, nil
}

func edition(number int, wordings map[knowledge.EntryID]string) *knowledge.Edition {
	e := knowledge.Edition{Tenant: "t", Number: number}
	for _, id := range []knowledge.EntryID{price, hours} {
		if text := wordings[id]; text != "" {
			e.Entries = append(e.Entries, knowledge.Entry{ID: id, Version: 1, Content: knowledge.Content{
				Title: text, Languages: map[string]knowledge.Words{"en": {Wordings: []string{text}, Answer: []string{"So."}}},
			}})
		}
	}
	return &e
}

const (
	price knowledge.EntryID = "01j0000000000000000000000a"
	hours knowledge.EntryID = "01j0000000000000000000000b"
)

func asks(text string) chat.Message {
	return chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}}
}

// Both editions are judged alike: by meaning, or both by words where that fails for one of them.
func TestTwoEditionsAreJudgedAlike(t *testing.T) {
	before := edition(1, map[knowledge.EntryID]string{price: "What does a saddle cost?", hours: "When are you open?"})
	next := edition(2, map[knowledge.EntryID]string{hours: "When are you open?"})
	for _, step := range []struct {
		by        map[int]string
		kind      chat.BotKind
		bot       chat.BotID
		text      string
		was, now  knowledge.EntryID
		mostAsked int
	}{
		{map[int]string{1: string(price), 2: string(hours)}, chat.ScriptBot, "b", "saddle prices please", price, hours, 2},
		{map[int]string{1: string(price)}, chat.ScriptBot, "b", "tell me what a saddle costs in the shop", price, "", 2},
		{map[int]string{1: string(price)}, chat.ScriptBot, "b", "what does the saddle cost", price, "", 2},
		{map[int]string{}, chat.ScriptBot, "b_gone", "what does a saddle cost", "", "", 0},
		{map[int]string{}, chat.WebhookBot, "b", "what does a saddle cost", "", "", 0},
	} {
		judge := &oracle{by: step.by}
		compare := prompter(shop{step.kind}, judge)(before, next)
		q := knowledge.Asked{Bot: step.bot, Source: chat.Web}
		was, now, err := compare(t.Context(), "t", q, asks(step.text))
		if err != nil || was.Entry != step.was || now.Entry != step.now || judge.asked > step.mostAsked {
			t.Errorf("%s: %q and then %q, %d judged: %v", step.text, was.Entry, now.Entry, judge.asked, err)
		}
	}
}

// A judge that fails once decides about no other question. One that fails for long is not waited for again and again.
func TestAJudgeThatFailsOnceIsAskedAgain(t *testing.T) {
	e := map[knowledge.EntryID]string{price: "What does a saddle cost?"}
	judge := &oracle{by: map[int]string{1: string(price)}} // edition 2 has no index yet
	compare := prompter(shop{chat.ScriptBot}, judge)(edition(1, e), edition(2, e))
	asked := func() knowledge.EntryID {
		was, _, err := compare(t.Context(), "t", knowledge.Asked{Bot: "b", Source: chat.Web}, asks("please tell me prices"))
		if err != nil {
			t.Fatal(err)
		}
		return was.Entry
	}
	if got := asked(); got != "" {
		t.Errorf("words answer with %q", got)
	}
	judge.by[2] = string(price)
	if got := asked(); got != price {
		t.Errorf("after one failure a question is answered with %q", got)
	}
	delete(judge.by, 2)
	for range 2 * tooMany {
		asked()
	}
	before := judge.asked
	if asked(); judge.asked != before {
		t.Error("a judge that is down is asked on and on")
	}
}
