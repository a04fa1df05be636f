package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/wire"
)

const (
	newEntry     = "new"       // of one that has no id yet
	listedRows   = 50          // questions that are shown
	comparedAsks = 48          // that are compared by meaning, of those that words do not find
	comparedWays = 12          // wordings of the entry with which they are
	near         = float32(.6) // like questions that people mean to be one: see unanswered
)

func (h handler) FindMatches(
	ctx context.Context, r knowledgeapi.FindMatchesRequestObject,
) (knowledgeapi.FindMatchesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	id := cmp.Or(knowledge.EntryID(httpapi.Or(r.Body.Entry)), newEntry)
	list, err := h.matches(ctx, agent, id, r.Body.Content)
	return knowledgeapi.FindMatches200JSONResponse(list), err
}

// matches are the questions of the last month that would get an entry as somebody writes it: by words as a bot finds
// it, beside all that is written; and those near it by meaning, which decides once it is published.
func (h handler) matches(
	ctx context.Context, agent chat.Agent, id knowledge.EntryID, content knowledge.Content,
) (list wire.EntryMatchList, err error) {
	asked, err := h.library.Lately(ctx, agent)
	if err != nil {
		return list, err
	}
	list = wire.EntryMatchList{Rows: []wire.EntryMatch{}, Looked: len(asked)}
	asked = slices.DeleteFunc(asked, func(q knowledge.Lately) bool { return !content.Where(q.Bot, q.Site) })
	proof, err := h.library.ProofWith(ctx, agent, id, content)
	if err != nil {
		return list, err
	}
	byWords, others, err := h.byWords(ctx, agent, &proof, id, asked)
	if err != nil {
		return list, err
	}
	for _, q := range byWords[:min(len(byWords), listedRows)] {
		list.Rows = append(list.Rows, match(q, wire.Words))
	}
	similar, failed := h.byMeaning(ctx, content, others, list.Rows)
	if failed != nil {
		slog.WarnContext(ctx, "questions are compared by words only", "error", failed.Error())
		list.WordsOnly = true
	}
	list.Rows = append(list.Rows, similar...)
	list.Rows = list.Rows[:min(len(list.Rows), listedRows)]
	return list, nil
}

// match is a question as it is shown: like the wordings of questions without an answer it may become one of the entry,
// in its language, as far as its words tell that.
func match(q knowledge.Lately, by wire.EntryMatchBy) wire.EntryMatch {
	return wire.EntryMatch{
		Language: httpapi.Some(bot.LanguageOf(q.Question)),
		Question: model.Redacted(q.Question), Bot: string(q.Bot), Conversation: string(q.Conversation),
		Message: string(q.Message), Was: knownAnswer(q.Was), By: by,
	}
}

// triedBot is a bot that answers from an edition; its mind is nil if the bot is gone or answers from none.
type triedBot struct {
	chat.Bot
	mind *bot.ScriptBot
}

// byWords parts questions into those for which a bot finds an entry first, and the others.
func (h handler) byWords(
	ctx context.Context, agent chat.Agent, proof *knowledge.Edition, id knowledge.EntryID, asked []knowledge.Lately,
) (found, others []knowledge.Lately, err error) {
	bots := map[chat.BotID]triedBot{}
	for _, q := range asked {
		b, is := bots[q.Bot]
		if !is {
			if b, err = h.tried(ctx, agent, q.Bot, proof); err != nil {
				return nil, nil, err
			}
			bots[q.Bot] = b
		}
		if b.mind == nil {
			continue
		}
		best, err := b.mind.Best(ctx, chat.Question{
			Bot: b.Bot, Source: q.Source, Site: q.Site,
			Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(q.Question)}}},
		}, 1)
		switch {
		case err != nil:
			return nil, nil, err
		case len(best) > 0 && best[0].Score >= bot.Threshold && best[0].Entry.Knowledge() == id:
			found = append(found, q)
		default:
			others = append(others, q)
		}
	}
	return found, others, nil
}

func (h handler) tried(
	ctx context.Context, agent chat.Agent, id chat.BotID, proof *knowledge.Edition,
) (triedBot, error) {
	b, err := h.office.Bot(ctx, agent, id)
	if err != nil || b.Kind != chat.ScriptBot {
		return triedBot{}, chat.Except(err, chat.ErrNotFound)
	}
	stored, err := h.reader.PublishedScript(ctx, agent.Tenant, id)
	if err == nil {
		_, err = bot.Parse(stored.Text)
	}
	if kind := chat.KindOf(err); kind == chat.NotFound || kind == chat.Invalid { // its own page says why
		return triedBot{}, nil
	}
	return triedBot{b, bot.Scripted(fixed(stored), proof)}, err
}

// byMeaning are the questions that are near to a wording of an entry, the nearest first. It also notes the languages of
// rows that were found, as far as their words left them in doubt.
func (h handler) byMeaning(
	ctx context.Context, c knowledge.Content, asked []knowledge.Lately, found []wire.EntryMatch,
) ([]wire.EntryMatch, error) {
	texts := ways(c)
	n := len(texts)
	if asked = asked[:min(len(asked), comparedAsks)]; n == 0 {
		asked = nil
	}
	for _, q := range asked {
		texts = append(texts, q.Question)
	}
	doubtful := []*wire.EntryMatch{}
	for i := range found {
		if found[i].Language == nil {
			doubtful = append(doubtful, &found[i])
			texts = append(texts, found[i].Question)
		}
	}
	if len(texts) == n {
		return nil, nil
	}
	placed, err := h.places.Place(ctx, texts)
	if err == nil && len(placed) != len(texts) {
		err = errors.New("there are not as many vectors as texts")
	}
	if err != nil {
		return nil, err
	}
	for i, row := range doubtful {
		speaks(row, &placed[n+len(asked)+i])
	}
	return nearest(asked, placed[:n], placed[n:])
}

// nearest are the questions that are near to some wordings. The vectors of the questions come first of theirs.
func nearest(asked []knowledge.Lately, wordings, theirs []meaning.Placed) ([]wire.EntryMatch, error) {
	if len(asked) == 0 {
		return nil, nil
	}
	scale, err := meaning.ScaleOf(theirs[0].Model)
	if err != nil {
		return nil, err
	}
	type one struct {
		row  wire.EntryMatch
		like float32
	}
	all := []one{}
	for i, q := range asked {
		like := float32(0)
		for j := range wordings {
			like = max(like, scale.Alike(&theirs[i], &wordings[j]))
		}
		if like >= near {
			row := match(q, wire.Meaning)
			speaks(&row, &theirs[i])
			all = append(all, one{row, like})
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Compare(b.like, a.like) })
	rows := []wire.EntryMatch{}
	for _, o := range all {
		rows = append(rows, o.row)
	}
	return rows, nil
}

// speaks notes the language of a question by its meaning, if its words leave a doubt.
func speaks(row *wire.EntryMatch, at *meaning.Placed) {
	if row.Language == nil && int(at.Language) < len(meaning.Languages) {
		row.Language = httpapi.Some(meaning.Languages[at.Language])
	}
}

// ways are the plainest wordings of an entry, some of each language.
func ways(c knowledge.Content) (texts []string) {
	for i := range knowledge.MaxWordings {
		for _, language := range slices.Sorted(maps.Keys(c.Languages)) {
			if w := c.Languages[language].Wordings; i < len(w) && w[i] != "" && len(texts) < comparedWays {
				texts = append(texts, w[i])
			}
		}
	}
	return texts
}
