package model

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

// Price is a model of the stage with its price, in dollars for a million tokens.
type Price struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	In   float64 `json:"in"`
	Out  float64 `json:"out"`
}

// Offered reads the models of a stage's setting, a list of prices in JSON. The stack has judged it.
func Offered(setting string) (all []Price) {
	if err := json.Unmarshal([]byte(setting), &all); err != nil {
		slog.Error("the stage's models cannot be read", "error", err.Error())
	}
	return all
}

// of is the cost of some tokens, in millionths of a dollar, rounded up.
func (p Price) of(in, out int) int64 {
	return int64(float64(in)*p.In + float64(out)*p.Out + 0.999999)
}

// bound is the most that one request can use.
type bound struct {
	tokens int
	micros int64
}

// worst is the most that a request should cost. No tokenizer of the vendors' makes more tokens than bytes, and of
// ordinary text none makes half as many; of emoji and some scripts it may, and then more is charged than was reserved.
func (p Price) worst(ask Ask) bound {
	in := len(ask.System) + len(ask.User) + 500
	for _, t := range ask.Tools {
		in += len(t.Use) + 300 + 40*len(t.Schema)
	}
	in /= 2
	return bound{in + ask.Most, p.of(in, ask.Most)}
}

// longestTitle is how many characters the title of an entry has at most.
const longestTitle = 120

// Most is the reservation of the longest question with the longest entries, in tokens and in dollars: a budget below
// that may never have the model asked. Words in other letters than Latin ones may take up to three times as much.
func (p Price) Most() (tokens int, dollars float64) {
	c := bot.Consult{
		Question: strings.Repeat("x", chat.MaxFieldValue), Language: "pt-BR", Goals: []string{""}, Steps: []string{""},
	}
	for range bot.MaxCandidates {
		c.Candidates = append(c.Candidates, bot.Candidate{
			Title: strings.Repeat("x", longestTitle), Text: strings.Repeat("x", maxPassage+1),
		})
	}
	most := p.worst(asking(c, chat.BotModel{
		Free: true, Tone: "formal", Length: "long",
		Powers: []string{chat.ModelHandsOver, chat.ModelReachesGoals, chat.ModelShowsSteps},
	}))
	return most.tokens, float64(most.micros) / 1e6
}

// Counters are limits in windows of time; chat.Store has them.
type Counters interface {
	// Take takes n from the rest of a limit in a window of time, unless none is left. A negative n gives back.
	Take(
		ctx context.Context, tenant chat.TenantID, what string, window time.Time, n, limit int64, until time.Time,
	) (bool, error)

	// Taken is how much of a limit was taken in a window of time.
	Taken(ctx context.Context, tenant chat.TenantID, what string, window time.Time) (int64, error)

	Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error)
}

// Budget holds the limits of models: of a visitor in tokens, for a bot and for all bots of a team in dollars, each of a
// day in UTC.
type Budget struct {
	counters Counters

	mu     sync.Mutex
	slices map[owner]slice
}

// NewBudget makes a budget on counters.
func NewBudget(counters Counters) *Budget {
	return &Budget{counters: counters, slices: map[owner]slice{}}
}

// reservation is the amount taken for one request.
type reservation struct {
	owner
	visitor string // the counter; "" if no visitor asked
	day     time.Time
	bound
	most  int64 // of the visitor, a day
	limit int64 // of the bot, a day
	all   int64 // of all bots together, a day; 0 for no limit
	busy  bool  // the instance keeps its rest for the next question
}

func visitorCounter(v chat.VisitorID) string { return chat.ModelTokens + "#" + string(v) }

// reserve takes the most that a request can use; nil if too little is left. A request that no visitor made has no
// visitor's limit, and is made only while less than half of the bot's day, and of the team's, is spent: one click of a
// lead's may ask for many.
func (b *Budget) reserve(ctx context.Context, c bot.Consult, most bound, now time.Time) (*reservation, error) {
	day := now.UTC().Truncate(24 * time.Hour)
	r := &reservation{
		owner: owner{c.Bot.Tenant, c.Bot.ID}, visitor: visitorCounter(c.Visitor), day: day, bound: most,
		most: int64(c.Bot.Model.VisitorTokens), limit: int64(c.Bot.Model.DayCents) * 10_000,
	}
	tenant, err := b.counters.Tenant(ctx, r.tenant)
	if err := chat.Except(err, chat.ErrNotFound); err != nil {
		return nil, err
	}
	r.all = int64(tenant.ModelCents) * 10_000
	if c.Visitor == "" { // the rest of the day is the visitors'
		r.visitor = ""
		r.limit, r.all = r.limit/2, r.all/2
	} else if ok, err := b.counters.Take(
		ctx, r.tenant, r.visitor, day, int64(r.tokens), r.most, day.Add(48*time.Hour),
	); err != nil || !ok {
		return nil, err
	}
	ok, err := b.lease(ctx, r, now)
	if err == nil && ok {
		return r, nil
	}
	b.giveBack(ctx, r, r.visitor, int64(r.tokens))
	return nil, err
}

// settle gives back the unused rest of a request. A function that is cut off before has spent the most.
func (b *Budget) settle(ctx context.Context, r *reservation, used bound) {
	b.release(ctx, r, r.micros-used.micros)
	b.giveBack(ctx, r, r.visitor, int64(r.tokens-used.tokens))
}

// boundless is a limit that nothing reaches: a use beyond the reservation, or a rest that comes back, counts in any
// case.
const boundless = math.MaxInt64 / 2

// team is the counter of all bots of a tenant, of a day on which there is a limit for them.
const team = "model-team"

// SpentByAll is likewise the amount that all bots together used, since there is a limit for them.
func (b *Budget) SpentByAll(ctx context.Context, tenant chat.TenantID, now time.Time) (float64, error) {
	micros, err := b.counters.Taken(ctx, tenant, team, now.UTC().Truncate(24*time.Hour))
	return float64(micros) / 1e6, err
}

// Spent is the amount of a bot's budget that is used on a day, in dollars, with the most that running questions may
// cost and the rests that busy instances keep for the next ones.
func (b *Budget) Spent(ctx context.Context, tenant chat.TenantID, id chat.BotID, now time.Time) (float64, error) {
	micros, err := b.counters.Taken(ctx, tenant, owner{tenant, id}.counter(), now.UTC().Truncate(24*time.Hour))
	return float64(micros) / 1e6, err
}

func (b *Budget) giveBack(ctx context.Context, r *reservation, counter string, n int64) {
	if n == 0 || counter == "" {
		return
	}
	_, err := b.counters.Take(ctx, r.tenant, counter, r.day, -n, boundless, r.day.Add(48*time.Hour))
	if err != nil {
		slog.WarnContext(ctx, "a model's budget was not given back", "tenant", r.tenant, "error", err.Error())
	}
}

// failureOf is why a call failed.
func failureOf(err error) *Failure {
	var f *Failure
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &Failure{Why: Slow}
	}
	return &Failure{Why: Unreachable}
}
