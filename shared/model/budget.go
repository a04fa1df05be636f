package model

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

// Price is a model of the stage with what it costs, in dollars for a million tokens.
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

// of is what some tokens cost, in millionths of a dollar, rounded up.
func (p Price) of(in, out int) int64 {
	return int64(float64(in)*p.In + float64(out)*p.Out + 0.999999)
}

// bound is the most that one request can use.
type bound struct {
	tokens int
	micros int64
}

// worst is the most that a request can cost. No tokenizer of the vendors' makes more tokens than bytes.
func (p Price) worst(ask Ask) bound {
	in := len(ask.System) + len(ask.User) + 500
	for _, t := range ask.Tools {
		in += len(t.Use) + 300 + 40*len(t.Schema)
	}
	in /= 2 // and none makes half as many of ordinary text
	return bound{in + ask.Most, p.of(in, ask.Most)}
}

// Counters are limits in windows of time; chat.Store has them.
type Counters interface {
	// Take takes n from the rest of a limit in a window of time, unless none is left. A negative n gives back.
	Take(
		ctx context.Context, tenant chat.TenantID, what string, window time.Time, n, limit int64, until time.Time,
	) (bool, error)
}

// Budget holds what models may use: of a visitor in tokens, for a bot in dollars, both of a day in UTC. A bot's is
// taken in slices, of which each instance of a function has one: so the day's limit holds, and a question costs a
// fraction of a write for it. A slice that an instance ends with is not given back.
type Budget struct {
	counters Counters

	mu     sync.Mutex
	slices map[owner]slice
}

// owner is the bot whose budget it is: each has a limit of its own.
type owner struct {
	tenant chat.TenantID
	bot    chat.BotID
}

func (o owner) counter() string { return "model-bot#" + string(o.bot) }

type slice struct {
	day  time.Time
	left int64
}

// slicesOfDay is into how many slices a day's budget of a bot is cut.
const slicesOfDay = 50

// NewBudget makes a budget on counters.
func NewBudget(counters Counters) *Budget {
	return &Budget{counters: counters, slices: map[owner]slice{}}
}

// reservation is what was taken for one request.
type reservation struct {
	owner
	visitor string
	day     time.Time
	bound
	most int64 // of the visitor, a day
}

func visitorCounter(v chat.VisitorID) string { return chat.ModelTokens + "#" + string(v) }

// reserve takes the most that a request can use; nil if too little is left.
func (b *Budget) reserve(ctx context.Context, c bot.Consult, most bound, now time.Time) (*reservation, error) {
	day := now.UTC().Truncate(24 * time.Hour)
	r := &reservation{
		owner: owner{c.Bot.Tenant, c.Bot.ID}, visitor: visitorCounter(c.Visitor), day: day, bound: most,
		most: int64(c.Bot.Model.VisitorTokens),
	}
	ok, err := b.counters.Take(ctx, r.tenant, r.visitor, day, int64(r.tokens), r.most, day.Add(48*time.Hour))
	if err != nil || !ok {
		return nil, err
	}
	if ok, err = b.lease(ctx, r, int64(c.Bot.Model.DayCents)*10_000); err == nil && ok {
		return r, nil
	}
	b.giveBack(ctx, r, int64(r.tokens))
	return nil, err
}

// lease takes from the instance's slice of the bot's day, and a new slice if that one is too small.
func (b *Budget) lease(ctx context.Context, r *reservation, limit int64) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	had := b.slices[r.owner]
	if !had.day.Equal(r.day) {
		had = slice{day: r.day}
	}
	if had.left < r.micros {
		more := max(limit/slicesOfDay, r.micros)
		ok, err := b.counters.Take(ctx, r.tenant, r.counter(), r.day, more, limit, r.day.Add(48*time.Hour))
		if err == nil && !ok {
			more = r.micros - had.left
			ok, err = b.counters.Take(ctx, r.tenant, r.counter(), r.day, more, limit, r.day.Add(48*time.Hour))
		}
		if err != nil || !ok {
			return false, err
		}
		had.left += more
	}
	had.left -= r.micros
	b.slices[r.owner] = had
	return true, nil
}

// settle gives back what a request did not use. A function that is cut off before has spent the most.
func (b *Budget) settle(ctx context.Context, r *reservation, use chat.ModelUse) {
	b.mu.Lock()
	if had := b.slices[r.owner]; had.day.Equal(r.day) {
		had.left += r.micros - use.Micros
		b.slices[r.owner] = had
	}
	b.mu.Unlock()
	b.giveBack(ctx, r, int64(r.tokens-use.In-use.Out))
}

func (b *Budget) giveBack(ctx context.Context, r *reservation, tokens int64) {
	if tokens == 0 {
		return
	}
	_, err := b.counters.Take(ctx, r.tenant, r.visitor, r.day, -tokens, r.most, r.day.Add(48*time.Hour))
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
