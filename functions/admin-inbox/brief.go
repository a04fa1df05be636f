package main

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/converse"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

// advisor asks the models of the stage.
func advisor(with aws.Config, env config.Env, table *dynamo.Store) *model.Advisor {
	return model.New(model.Offered(env[config.Models]), converse.New(with), table)
}

func (h handler) GetBrief(
	ctx context.Context, r inboxapi.GetBriefRequestObject,
) (inboxapi.GetBriefResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	latest, err := h.reader.Case(ctx, agent, key.ID)
	if err != nil {
		return nil, err
	}
	lines := latest.Brief()
	out := wire.Brief{Lines: make([]wire.BriefLine, len(lines))}
	for i, l := range lines {
		out.Lines[i] = briefLine(l)
	}
	err = h.retell(ctx, agent, &latest, httpapi.Or(r.Params.Model), &out)
	return inboxapi.GetBrief200JSONResponse(out), err
}

func briefLine(l views.BriefLine) wire.BriefLine {
	line := wire.BriefLine{
		Part: wire.BriefLinePart(l.Part), Message: httpapi.Some(string(l.Message)), Words: httpapi.Some(l.Words),
		Cue: httpapi.Some(l.Cue),
	}
	if len(l.Titles) > 0 {
		line.Titles = &l.Titles
	}
	if kind := wire.BriefLineKind(l.Kind); kind != "" {
		line.Kind = &kind
	}
	if !l.Until.IsZero() {
		line.Until = &l.Until
	}
	return line
}

// retell adds the words of the bot's model to a brief if they are asked for, else whether it has any. A model costs
// money, so viewers do without it.
func (h handler) retell(
	ctx context.Context, a chat.Agent, latest *views.Case, asked bool, brief *wire.Brief,
) error {
	if !a.Role.Includes(chat.RoleAgent) {
		return nil
	}
	talk := latest.Talk()
	bot, err := h.desk.Bot(ctx, a.Tenant, latest.Head.Bot)
	if err != nil || bot.Model == nil || len(talk) == 0 {
		return chat.Except(err, chat.ErrNotFound)
	}
	brief.Asks, brief.Latest = &asks, httpapi.Some(string(talk[len(talk)-1].Message))
	if !asked {
		return nil
	}
	lines, why, err := h.model.Retell(ctx, bot, latest.Head.Visitor, read(talk))
	brief.Unsaid = httpapi.Some(unsaid(why))
	for _, l := range lines {
		overlay(brief.Lines, l)
	}
	return err
}

// overlay adds a line in a model's words to the log's own. A danger, a lawyer or a form that was left is the log's to
// say: a model that talks it away is not heard.
func overlay(lines []wire.BriefLine, told model.Retold) {
	i := slices.IndexFunc(lines, func(b wire.BriefLine) bool { return string(b.Part) == told.Part && b.Kind == nil })
	if i >= 0 {
		lines[i].Retold = &wire.RetoldLine{Text: told.Text, Message: string(told.Message)}
	}
}

var asks = true

// read is a talk as a model reads it.
func read(talk []views.TalkLine) []model.TalkLine {
	lines := make([]model.TalkLine, len(talk))
	for i, l := range talk {
		lines[i] = model.TalkLine(l)
	}
	return lines
}

// unsaid says in words why a model wrote nothing; "" if it did.
func unsaid(why string) string {
	switch why {
	case "":
		return ""
	case model.OverBudget:
		return "The budget of the bot's language model is used up for today. An owner can raise it under Settings, Bots."
	case model.Unknown:
		return "The bot's language model is not offered any more. An owner can choose another under Settings, Bots."
	}
	return "The bot's language model gave no usable words now. Try it again in a moment."
}
