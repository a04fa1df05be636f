package main

import (
	"context"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/unanswered"
)

// quoting is a model that answers with a sentence, and notes what it was asked.
type quoting struct {
	sentence string
	asked    []model.Ask
}

func (q *quoting) Converse(_ context.Context, ask model.Ask) (model.Said, error) {
	q.asked = append(q.asked, ask)
	input := `{"sentences":[{"passage":1,"text":"` + q.sentence + `"}],"needs_person":false}`
	return model.Said{Calls: []model.Call{{Name: "write_answer", Input: []byte(input)}}, In: 500, Out: 40}, nil
}

// A model makes a draft of the sentences of colleagues, and of nothing else. Without one, or if nobody knows the
// language, their words stay as they are.
func TestAModelDraftsOnlyWhatColleaguesSaid(t *testing.T) {
	const hours = "We are open from 9:00 to 17:00."
	said := []unanswered.Said{{
		Text: "Hi there. " + hours + " Write to anna@example.com.", Language: "en", Bot: chattest.Fast,
	}}
	for _, c := range []struct {
		name, sentence, language string
		model                    bool
		want                     string
		asked                    int
	}{
		{"a sentence of theirs", hours, "en", true, hours, 1},
		{"another figure", "We are open from 9:00 to 18:00.", "en", true, "", 1},
		{"nobody knows the language", hours, "", true, "", 0},
		{"no model", hours, "en", false, "", 0},
	} {
		h, says := newHouse(t), &quoting{sentence: c.sentence}
		h.advisor = model.New([]model.Price{{ID: "m", In: 1, Out: 5}}, says, h.Store)
		if c.model {
			b, err := h.Store.Bot(h.Ctx(), lea.Tenant, chattest.Fast)
			h.Must(err)
			b.Model = &chat.BotModel{ID: "m", DayCents: 100, Powers: []string{chat.ModelHandsOver}}
			h.Must(h.Store.PutBot(h.Ctx(), b))
		}
		said[0].Language = c.language
		row := unanswered.Row{Question: "When are you open?", Wordings: []unanswered.Wording{{
			GapRow: chat.GapRow{Bot: chattest.Fast, Question: "When are you open?"},
		}}}
		draft, err := h.drafted(h.Ctx(), lea, row, said)
		h.Must(err)
		if draft.Text != c.want || len(says.asked) != c.asked {
			t.Errorf("%s: %q after %d askings", c.name, draft.Text, len(says.asked))
		}
		for _, ask := range says.asked {
			if strings.Contains(ask.User, "example.com") || len(ask.Tools) != 3 {
				t.Errorf("%s: it reads %s, with %d tools", c.name, ask.User, len(ask.Tools))
			}
		}
	}
}

// Only the model of a bot that was asked reads colleagues' answers, and of the talks of that bot: another bot has none
// on purpose, and its talks and its question stay here.
func TestADraftIsMadeByTheModelOfTheBotThatWasAsked(t *testing.T) {
	const hours, secret = "We are open from 9:00 to 17:00.", "Ask for Maria at the clinic."
	shop := unanswered.Said{Text: hours, Language: "en", Bot: "b_shop"}
	clinic := unanswered.Said{Text: secret, Language: "en", Bot: chattest.Fast}
	row := unanswered.Row{Question: "Is the clinic open?", Wordings: []unanswered.Wording{
		{GapRow: chat.GapRow{Bot: chattest.Fast, Question: "Is the clinic open?"}},
		{GapRow: chat.GapRow{Bot: "b_shop", Question: "When are you open?"}},
	}}
	for _, c := range []struct {
		name string
		said []unanswered.Said
		want string
	}{
		{"asked of the one without a model", []unanswered.Said{clinic}, ""},
		{"asked of both", []unanswered.Said{clinic, shop}, hours},
	} {
		h, says := newHouse(t), &quoting{sentence: hours}
		h.advisor = model.New([]model.Price{{ID: "m", In: 1, Out: 5}}, says, h.Store)
		h.Must(h.Store.PutBot(h.Ctx(), chat.Bot{
			Tenant: chattest.Tenant, ID: "b_shop", Kind: chat.ScriptBot, Model: &chat.BotModel{ID: "m", DayCents: 100},
		}))
		draft, err := h.drafted(h.Ctx(), lea, row, c.said)
		h.Must(err)
		if draft.Text != c.want || (len(says.asked) > 0) != (c.want != "") {
			t.Errorf("%s: %q after %d askings", c.name, draft.Text, len(says.asked))
		}
		for _, ask := range says.asked {
			if strings.Contains(ask.User, "Maria") || strings.Contains(ask.User, "clinic") {
				t.Errorf("%s: it reads %s", c.name, ask.User)
			}
		}
	}
}
