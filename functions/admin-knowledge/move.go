package main

import (
	"context"
	"slices"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/trace"
)

func (h handler) MoveQuestions(
	ctx context.Context, r knowledgeapi.MoveQuestionsRequestObject,
) (knowledgeapi.MoveQuestionsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	told, err := h.move(ctx, agent, chat.BotID(r.Body.Bot))
	return told, err
}

// move puts the questions of a bot's script into force as entries before the script without them: each may be cut off
// after the other, and the bot answers alike. The same call goes on.
func (h handler) move(
	ctx context.Context, agent chat.Agent, id chat.BotID,
) (none knowledgeapi.MoveQuestions200JSONResponse, err error) {
	b, scripts, err := h.office.Scripts(ctx, agent, id)
	if err != nil {
		return none, err
	}
	stored, err := h.reader.PublishedScript(ctx, agent.Tenant, id)
	if err != nil {
		return none, err
	}
	if len(scripts) == 0 || b.Script == 0 {
		return none, chat.Errorf(chat.Invalid, "no_script", "This bot is your own: it has no script here.")
	}
	moved, err := bot.Move(stored.Text, id)
	if err != nil || len(moved.Entries) == 0 {
		return knowledgeapi.MoveQuestions200JSONResponse{Left: moved.Left}, err
	}
	if err := h.enforce(ctx, agent, moved.Entries); err != nil {
		return none, err
	}
	saved, err := h.office.SaveScript(ctx, agent, id, scripts[0].Version, "Its questions moved to the knowledge",
		chat.Written(moved.Script))
	if err != nil {
		return none, err
	}
	_, err = h.office.Publish(ctx, agent, id, saved.Version, b.Version)
	return knowledgeapi.MoveQuestions200JSONResponse{Moved: len(moved.Entries), Left: moved.Left}, err
}

// enforce stores and publishes entries, and has their edition made at once. It is done only when the edition in force
// has each of them as it was moved, whatever was decided, published or brought back meanwhile: the script without them
// comes next, and a question would have no answer. If they are in force since an earlier call, nothing is published.
func (h handler) enforce(ctx context.Context, agent chat.Agent, all []knowledge.Content) error {
	refs, err := h.library.Adopt(ctx, agent, all)
	if err != nil {
		return err
	}
	if safe, err := h.safe(ctx, agent, refs, all); err != nil || safe {
		return err
	}
	if lacks, title, err := lacking(ctx, agent, h.library.Proof, refs, all); err != nil {
		return err
	} else if lacks {
		return chat.Errorf(chat.Invalid, "other_answer", "The knowledge has “%s” already, and answers it in another way "+
			"than the script does, so nothing is moved. Make both alike; or delete that entry, publish, and try again.", title)
	}
	published, err := h.library.Publish(ctx, agent, refs, true) // no answer changes
	if err != nil {
		return err
	}
	if err := h.press.Print(ctx, agent.Tenant); err != nil && chat.KindOf(err) == "" {
		trace.Failed(ctx, "an edition is not made at once", err, "tenant", agent.Tenant)
		return knowledge.ErrUnfinished // knowledge-work makes it, and the same call goes on
	} else if err != nil {
		return err
	}
	if safe, err := h.safe(ctx, agent, refs, all); err != nil || safe {
		return err
	}
	return h.hindered(ctx, agent, published.Number)
}

// safe tells whether the edition in force has all entries as they were moved, and no earlier one is about to come back.
// The edition is looked at last: one that comes back in between is in force by then.
func (h handler) safe(
	ctx context.Context, agent chat.Agent, refs []knowledge.Ref, all []knowledge.Content,
) (bool, error) {
	latest, live, err := h.library.Publications(ctx, agent)
	if err != nil || slices.ContainsFunc(latest, func(p knowledge.Publication) bool {
		return p.Back > 0 && p.StateAt(live) == knowledge.Waiting
	}) {
		return false, err
	}
	lacks, _, err := lacking(ctx, agent, h.library.InForce, refs, all)
	return err == nil && !lacks, err
}

// lacking tells whether an edition has not all entries as they were moved, and names the first one that it has not.
func lacking(
	ctx context.Context, agent chat.Agent, edition func(context.Context, chat.Agent) (knowledge.Edition, error),
	refs []knowledge.Ref, all []knowledge.Content,
) (lacks bool, title string, err error) {
	e, err := edition(ctx, agent)
	if err != nil {
		return true, "", err
	}
	for i, ref := range refs {
		if entry, is := e.Entry(ref.ID); !is || !entry.AnswersLike(all[i]) {
			return true, all[i].Title, nil
		}
	}
	return false, "", nil
}

// hindered says why the entries of a publication are not in force.
func (h handler) hindered(ctx context.Context, agent chat.Agent, number int) error {
	latest, live, err := h.library.Publications(ctx, agent)
	if err != nil {
		return err
	}
	for _, p := range latest {
		switch state := p.StateAt(live); {
		case p.Number == number && state == knowledge.Failed:
			return chat.Errorf(chat.Invalid, "not_published", "%s", p.Failure)
		case p.Number == number && state == knowledge.Waiting:
			return knowledge.ErrUnfinished
		}
	}
	return chat.Errorf(chat.Conflict, "changed_meanwhile",
		"Somebody published something else or brought an earlier edition back meanwhile, so nothing is moved. Look at the "+
			"editions, and try again.")
}
