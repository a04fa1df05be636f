// Package model is the room of the language model that a bot may ask: its prompts, its powers, its budgets, and the
// outcome of its words. It knows no vendor; package converse speaks with one.
package model

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/factcheck"
)

// Converser speaks with a model, once.
type Converser interface {
	// Converse returns the model's calls of tools. A *Failure says why there are none.
	Converse(ctx context.Context, ask Ask) (Said, error)
}

// Ask is one request to a model.
type Ask struct {
	Model  string // the vendor's id
	System string
	User   string
	Tools  []Tool
	Most   int // tokens of its answer

	Patience time.Duration // with the model; 0 where somebody waits for an answer
}

// Tool is an act that the model may choose. It names things by numbers and words of this request, never by ids.
type Tool struct {
	Name, Use string
	Schema    map[string]any // JSON schema of its input
}

// Said is the answer of a model.
type Said struct {
	Calls   []Call
	In, Out int // tokens
}

// Call is a tool that the model calls.
type Call struct {
	Name  string
	Input json.RawMessage
}

// Failure is a model that gave no usable answer.
type Failure struct {
	Why     string
	Said    Said // the tokens that it is billed with, if the vendor told them
	Refused bool // the model never read the request, and nobody is billed
}

func (f *Failure) Error() string { return "model: " + f.Why }

// Why a model's answer is not used. A refusal by the fact check is chat.Refused and the kind of its fault.
const (
	Unreachable = "unreachable" // down, or a fault of the vendor's
	Slow        = "slow"
	Throttled   = "throttled"
	Truncated   = "truncated"
	OverBudget  = "over_budget"
	Unknown     = "unknown_model" // the stage has no model of this id
	Unusable    = "unusable"      // it called no tool that it may call
)

// advice is the outcome of a question while the model's calls are taken.
type advice struct{ bot.Advice }

// Advisor asks models. It never fails: an answer that cannot be had is an advice to do without.
type Advisor struct {
	models    []Price
	converser Converser
	budget    *Budget
	now       func() time.Time
}

// New makes an advisor of a stage's models, with the counters of budgets.
func New(models []Price, converser Converser, counters Counters) *Advisor {
	return &Advisor{models, converser, NewBudget(counters), time.Now}
}

// patience is how long a model may take. Somebody who asked has an answer after ten seconds, and three of them may be
// gone before the model is asked.
const patience = 6 * time.Second

// Advise asks the bot's model.
func (a *Advisor) Advise(ctx context.Context, c bot.Consult) (bot.Advice, error) {
	setting := *c.Bot.Model
	said, use, err := a.ask(ctx, c, asking(c, setting))
	switch {
	case err != nil:
		return bot.Advice{}, err
	case use.Why != "":
		return without(use, use.Why), nil
	}
	return a.judged(c, setting, said, use), nil
}

// ask asks the model of a bot within its budgets. Its use has the tokens and their price, and why there is no answer.
func (a *Advisor) ask(ctx context.Context, c bot.Consult, request Ask) (said Said, use chat.ModelUse, err error) {
	use.Model = c.Bot.Model.ID
	at := slices.IndexFunc(a.models, func(p Price) bool { return p.ID == use.Model })
	if at < 0 {
		use.Why = Unknown
		return said, use, nil
	}
	price := a.models[at]
	reserved, err := a.budget.reserve(ctx, c, price.worst(request), a.now())
	if err != nil {
		return said, use, err
	}
	if reserved == nil {
		use.Why = OverBudget
		return said, use, nil
	}
	timed, cancel := context.WithTimeout(ctx, cmp.Or(request.Patience, patience))
	said, err = a.converser.Converse(timed, request)
	cancel()
	var failed *Failure
	if err != nil {
		failed = failureOf(err)
		said, use.Why = failed.Said, failed.Why
	}
	used := bound{said.In + said.Out, price.of(said.In, said.Out)}
	if used.tokens == 0 && (failed == nil || !failed.Refused) {
		used = reserved.bound // a model that went on when nobody listened any more is billed, too
	}
	use.In, use.Out, use.Micros = said.In, said.Out, used.micros
	a.budget.settle(ctx, reserved, used)
	return said, use, nil
}

func without(use chat.ModelUse, why string) bot.Advice {
	use.Did, use.Why = chat.ModelFailed, why
	return bot.Advice{Entry: -1, Use: use}
}

// judged takes the first call that this conversation may make; the others are dropped, and recorded.
func (a *Advisor) judged(c bot.Consult, setting chat.BotModel, said Said, use chat.ModelUse) bot.Advice {
	taken := advice{bot.Advice{Entry: -1, Use: use}}
	done := false
	for _, call := range said.Calls {
		if done || !taken.take(c, setting, call) {
			if len(taken.Use.Dropped) < maxDropped {
				taken.Use.Dropped = append(taken.Use.Dropped, shortName(call.Name))
			}
			continue
		}
		done = true
	}
	if !done {
		dropped := taken.Use.Dropped
		taken.Advice = without(use, Unusable)
		taken.Use.Dropped = dropped
	}
	return taken.Advice
}

// maxDropped is how many dropped calls are recorded.
const maxDropped = 5

// shortName is a tool's name as the model wrote it, at most as long as ours.
func shortName(name string) string { return name[:min(len(name), 30)] }

// passages are the texts that an answer may cite, by their numbers.
func passages(c bot.Consult) map[string]factcheck.Passage {
	all := map[string]factcheck.Passage{}
	for i, candidate := range c.Candidates {
		if candidate.Text != "" {
			all[number(i)] = factcheck.Passage{Language: base(candidate.Language), Text: candidate.Text}
		}
	}
	return all
}

// checked are the sentences of an answer that hold, and as one text.
func checked(c bot.Consult, said []factcheck.Sentence) (string, []factcheck.Sentence, error) {
	kept, err := factcheck.Check(base(c.Language), said, passages(c))
	texts := []string{}
	for _, s := range kept {
		texts = append(texts, s.Text)
	}
	return strings.Join(texts, " "), kept, err
}
