package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/model"
)

// parrot teaches one wording, and notes which models were asked for which entries.
type parrot struct{ asked []string }

func (p *parrot) Converse(_ context.Context, ask model.Ask) (model.Said, error) {
	var data struct{ Title string }
	err := json.Unmarshal([]byte(ask.User), &data)
	p.asked = append(p.asked, ask.Model+" "+data.Title)
	return model.Said{Calls: []model.Call{{Name: "write_wordings", Input: []byte(`{"en":["in other words"]}`)}}}, err
}

// team is a list of bots.
type team []chat.Bot

func (t team) Bots(context.Context, chat.TenantID) ([]chat.Bot, error) { return t, nil }

// An entry is taught by the model of a bot that answers with it; a team without such a bot has nobody.
func TestTheModelOfABotTeachesItsEntries(t *testing.T) {
	with := func(id chat.BotID, kind chat.BotKind, name string) chat.Bot {
		b := chat.Bot{Tenant: "t", ID: id, Kind: kind}
		if name != "" {
			b.Model = &chat.BotModel{ID: name, DayCents: 100}
		}
		return b
	}
	plain, own := with("b_plain", chat.ScriptBot, ""), with("b_own", chat.WebhookBot, "m")
	of := func(all ...chat.Bot) (knowledge.Teach, *parrot) {
		p := &parrot{}
		advisor := model.New([]model.Price{{ID: "m", In: 1, Out: 5}, {ID: "n", In: 1, Out: 5}}, p, memory.New())
		teach, err := teacher(team(all), advisor)(t.Context(), "t")
		if err != nil {
			t.Fatal(err)
		}
		return teach, p
	}
	if teach, _ := of(plain, own); teach != nil {
		t.Error("bots without a model teach")
	}
	teach, p := of(plain, own, with("b_m", chat.ScriptBot, "m"), with("b_n", chat.ScriptBot, "n"))
	for title, bots := range map[string][]chat.BotID{"for all": nil, "for n": {"b_n"}, "for the plain one": {"b_plain"}} {
		p.asked = nil
		taught, err := teach(t.Context(), knowledge.Entry{ID: "e", Content: knowledge.Content{
			Title: title, Bots: bots,
			Languages: map[string]knowledge.Words{"en": {Wordings: []string{"How?"}, Answer: []string{"So.", "And so."}}},
		}})
		want := map[string]string{"for all": "m for all", "for n": "n for n"}[title]
		if got := strings.Join(p.asked, ", "); err != nil || got != want || (taught == nil) != (want == "") {
			t.Errorf("%s: %q taught %v, %v", title, got, taught, err)
		}
	}
}
