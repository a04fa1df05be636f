package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// prompter makes the asking of bots that answer from scripts in a store.
func prompter(store rehearsed, judge bot.Judge) knowledge.Prompter {
	return func(before, next *knowledge.Edition) knowledge.Compare {
		mind := func(e *knowledge.Edition, by bot.Judge) *bot.ScriptBot { return bot.Scripted(store, e).By(by) }
		c := &comparer{store: store, bots: map[chat.BotID]chat.Bot{}}
		for i, e := range []*knowledge.Edition{before, next} {
			c.byMeaning[i], c.byWords[i] = mind(e, telling{judge}), mind(e, bot.ByWords{})
		}
		return c.compare
	}
}

// rehearsed has bots and their scripts.
type rehearsed interface {
	bot.Scripts
	Bot(ctx context.Context, tenant chat.TenantID, bot chat.BotID) (chat.Bot, error)
}

// comparer asks each question of two editions: by meaning, or both by words where that fails.
type comparer struct {
	store              rehearsed
	byMeaning, byWords [2]*bot.ScriptBot
	failures           atomic.Int32 // of the judge in a row; after so many words decide about the rest

	mu   sync.Mutex
	bots map[chat.BotID]chat.Bot
}

func (c *comparer) compare(
	ctx context.Context, t chat.TenantID, q knowledge.Asked, m chat.Message,
) (was, now knowledge.Reply, err error) {
	b, err := c.bot(ctx, t, q.Bot)
	text, is := knowledge.Question(&m)
	if err != nil || b.Kind != chat.ScriptBot || !is {
		return was, now, err
	}
	question := chat.Question{
		Bot: b, Source: q.Source, Last: true, Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	}
	if m.Entry != nil {
		question.Site = m.Entry.Site
	}
	if c.failures.Load() < tooMany {
		var failed atomic.Bool
		was, now, err = both(context.WithValue(ctx, failure{}, &failed), c.byMeaning, question)
		if err != nil || !failed.Load() {
			c.failures.Store(0)
			return was, now, err
		}
		c.failures.Add(1)
	}
	return both(ctx, c.byWords, question)
}

// tooMany failures of a judge in a row mean that it is down: its patience times all questions would be too long.
const tooMany = 5

// both are the replies from two editions.
func both(ctx context.Context, minds [2]*bot.ScriptBot, q chat.Question) (was, now knowledge.Reply, err error) {
	if was, err = reply(ctx, minds[0], q); err == nil {
		now, err = reply(ctx, minds[1], q)
	}
	return was, now, err
}

// reply is the answer of a bot. One whose script cannot be used has none.
func reply(ctx context.Context, mind *bot.ScriptBot, q chat.Question) (knowledge.Reply, error) {
	answer, err := mind.Respond(ctx, q)
	if kind := chat.KindOf(err); kind == chat.NotFound || kind == chat.Invalid {
		return knowledge.Reply{}, nil
	}
	why := answer.Effects.Why
	if err = errors.Join(err, ctx.Err()); err != nil || why.AnsweredBy() == "" {
		return knowledge.Reply{}, err
	}
	if id := why.AnsweredBy(); chat.IsEntry(id) {
		return knowledge.Reply{Entry: knowledge.EntryID(id), Title: why.Best[0].Title}, nil
	}
	return knowledge.Reply{Title: why.Best[0].Title}, nil
}

// bot finds a bot, once; the zero one if it is gone. A model is not asked: it costs money.
func (c *comparer) bot(ctx context.Context, t chat.TenantID, id chat.BotID) (chat.Bot, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if b, is := c.bots[id]; is {
		return b, nil
	}
	b, err := c.store.Bot(ctx, t, id)
	b.Model = nil
	if err := chat.Except(err, chat.ErrNotFound); err != nil {
		return b, err
	}
	c.bots[id] = b
	return b, nil
}

// telling is a judge that tells the caller of a question that it failed: a bot goes on without it.
type telling struct{ judge bot.Judge }

type failure struct{}

// Judge judges.
func (t telling) Judge(ctx context.Context, q meaning.Question) (meaning.Verdict, error) {
	v, err := t.judge.Judge(ctx, q)
	if failed, is := ctx.Value(failure{}).(*atomic.Bool); err != nil && is {
		failed.Store(true)
	}
	return v, err
}
