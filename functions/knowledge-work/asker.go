package main

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/unanswered"
)

// errUnjudged says that nobody knows now which entry answers.
var errUnjudged = errors.New("the judge of questions does not answer")

// store has bots, and the knowledge as it is written and in force.
type store interface {
	knowledge.Lives
	Bot(ctx context.Context, tenant chat.TenantID, bot chat.BotID) (chat.Bot, error)
	Draft(ctx context.Context, tenant chat.TenantID, id knowledge.EntryID) (knowledge.Draft, error)
}

// asker asks bots that answer from scripts, as a visitor on the web.
type asker struct {
	store   store
	mind    *bot.ScriptBot
	edition knowledge.Edition // in force when it began
}

// newAsker makes one that knows the edition in force now.
func newAsker(
	ctx context.Context, store store, editions knowledge.Editions, tenant chat.TenantID, mind *bot.ScriptBot,
) (*asker, error) {
	number, err := store.Live(ctx, tenant)
	if err != nil || number == 0 {
		return &asker{store, mind, knowledge.Edition{}}, err
	}
	edition, err := editions.Edition(ctx, tenant, number)
	return &asker{store, mind, edition}, err
}

// Edition is the number of the knowledge in force.
func (a *asker) Edition() int { return a.edition.Number }

// Entry tells how an entry stands. One that is deleted answers until the next publication.
func (a *asker) Entry(ctx context.Context, t chat.TenantID, id string) (unanswered.Kept, error) {
	if e, is := a.edition.Entry(knowledge.EntryID(id)); is {
		kept := unanswered.Kept{Standing: unanswered.InForce, Version: e.Version}
		if len(e.Sites) > 0 {
			kept.Site = e.Sites[0]
		}
		return kept, nil
	}
	d, err := a.store.Draft(ctx, t, knowledge.EntryID(id))
	if errors.Is(err, chat.ErrNotFound) || err == nil && d.Removed {
		return unanswered.Kept{Standing: unanswered.Gone}, nil
	}
	return unanswered.Kept{Standing: unanswered.Written}, err
}

// Answering is the entry that answers a text on a site. A bot of the team's own answers from none. It
// fails if the judge does: an answer by words alone says nothing of a visitor's.
func (a *asker) Answering(ctx context.Context, t chat.TenantID, id chat.BotID, site, text string) (string, error) {
	b, err := a.store.Bot(ctx, t, id)
	if err != nil || b.Kind != chat.ScriptBot {
		return "", err
	}
	var failed atomic.Bool
	answer, err := a.mind.Respond(context.WithValue(ctx, failure{}, &failed), chat.Question{
		Bot: b, Source: chat.Web, Site: site, Last: true,
		Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	})
	if err == nil && failed.Load() {
		return "", errUnjudged
	}
	if why := answer.Effects.Why; err == nil && why != nil && why.Answered && len(why.Best) > 0 {
		return why.Best[0].Entry, nil
	}
	return "", err
}
