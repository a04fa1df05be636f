package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/truncate"
	"github.com/botifire/livechat/shared/unanswered"
	"github.com/botifire/livechat/shared/wire"
)

// listedWordings is how many wordings of a question a list shows, and listedWords how many characters of each.
const (
	listedWordings = 3
	listedWords    = 160
)

// inList is a question as a list shows it: a long story does not fill it.
func inList(r unanswered.Row) wire.Question {
	q := question(r, listedWordings)
	q.Question = truncate.Text(q.Question, listedWords)
	for i := range q.Wordings {
		q.Wordings[i].Question = truncate.Text(q.Wordings[i].Question, listedWords)
	}
	return q
}

func question(r unanswered.Row, wordings int) wire.Question {
	q := wire.Question{
		Id: r.ID, Version: r.Version, State: wire.QuestionState(r.State), Entry: httpapi.Some(r.Entry),
		By: httpapi.Some(r.By), Question: model.Redacted(r.Question),
		Wordings: []wire.QuestionWording{}, Total: len(r.Wordings), Asked: r.Asked, People: r.People, Lost: r.Lost,
		Helped: r.Helped, Places: shares(r.Places),
		Sources: shares(r.Sources), ByDay: r.ByDay, Last: r.Last, Like: []wire.LikeQuestion{},
		Apart: append([]string{}, r.Apart...), Left: append([]string{}, r.Left...),
	}
	for _, w := range r.Wordings[:min(len(r.Wordings), wordings)] {
		q.Wordings = append(q.Wordings, wording(w))
	}
	for _, l := range r.Like {
		q.Like = append(q.Like, wire.LikeQuestion{
			Id: l.ID, Version: l.Version, Question: truncate.Text(l.Question, listedWords),
		})
	}
	return q
}

func shares(of []unanswered.Share) []wire.QuestionShare {
	all := []wire.QuestionShare{}
	for _, s := range of {
		all = append(all, wire.QuestionShare{Name: s.Name, People: s.People})
	}
	return all
}

// wording is one way in which customers asked. It may become a wording of an entry, so it is as strictly without
// personal data as a question that a model reads.
func wording(w unanswered.Wording) wire.QuestionWording {
	shown := wire.QuestionWording{
		Id: w.ID, Question: model.Redacted(w.Question), Bot: string(w.Bot), Cause: wire.QuestionWordingCause(w.Cause),
		Count: w.Count, Last: w.Last, Language: httpapi.Some(w.Language), Right: w.Right,
	}
	if w.Latest != nil {
		shown.Conversation = httpapi.Some(string(w.Latest.Conversation))
		shown.Message = httpapi.Some(string(w.Latest.Message))
	}
	return shown
}

func (h handler) ListQuestions(
	ctx context.Context, r knowledgeapi.ListQuestionsRequestObject,
) (knowledgeapi.ListQuestionsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	list, err := h.questions.List(ctx, agent, unanswered.Filter{
		Days: httpapi.Or(p.Days), Bot: chat.BotID(httpapi.Or(p.Bot)), Cause: chat.GapCause(httpapi.Or(p.Cause)),
		Source: chat.Source(httpapi.Or(p.Source)), Language: httpapi.Or(p.Language),
		Country: httpapi.Or(p.Country), State: unanswered.State(httpapi.Or(p.State)),
	})
	rows, week := []wire.Question{}, []wire.WeekQuestion{}
	for _, row := range list.Rows {
		rows = append(rows, inList(row))
	}
	for _, l := range list.Week {
		week = append(week, wire.WeekQuestion{
			Id: l.ID, Question: truncate.Text(l.Question, listedWords), People: l.People,
		})
	}
	return knowledgeapi.ListQuestions200JSONResponse{
		Rows: rows, Week: week, Waiting: list.Waiting, Alone: list.Alone, Partly: list.Partly,
	}, err
}

func (h handler) GetQuestion(
	ctx context.Context, r knowledgeapi.GetQuestionRequestObject,
) (knowledgeapi.GetQuestionResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	row, err := h.questions.Question(ctx, agent, r.Question, 0)
	if err == nil {
		row, err = h.questions.Unnamed(ctx, agent, row)
	}
	if err != nil {
		return nil, err
	}
	shown := question(row, len(row.Wordings))
	said, err := h.questions.Colleagues(ctx, agent, row)
	answers := []wire.ColleagueAnswer{}
	for _, s := range said {
		answers = append(answers, wire.ColleagueAnswer{Text: model.Redacted(s.Text), Language: httpapi.Some(s.Language)})
	}
	if err == nil && httpapi.Or(r.Params.Draft) {
		var draft unanswered.Said
		if draft, err = h.drafted(ctx, agent, row, said); draft.Text != "" {
			answers = []wire.ColleagueAnswer{{
				Text: draft.Text, Language: httpapi.Some(draft.Language), Model: new(true),
			}}
		}
	}
	shown.Answers = &answers
	return knowledgeapi.GetQuestion200JSONResponse(shown), err
}

func (h handler) DecideQuestion(
	ctx context.Context, r knowledgeapi.DecideQuestionRequestObject,
) (knowledgeapi.DecideQuestionResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	row, err := h.questions.Decide(ctx, agent, r.Question, unanswered.Decision{
		Version: r.Body.Version, State: unanswered.State(httpapi.Or(r.Body.State)), Join: httpapi.Or(r.Body.Join),
		Joined: httpapi.Or(r.Body.Joined), Split: httpapi.Or(r.Body.Split), Entry: httpapi.Or(r.Body.Entry),
	})
	return knowledgeapi.DecideQuestion200JSONResponse(question(row, len(row.Wordings))), err
}
