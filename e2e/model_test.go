package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/botifire/livechat/e2e/bedrock"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// behaves has the stand-in for Bedrock misbehave.
func behaves(t *testing.T, manner bedrock.Manner) {
	t.Helper()
	client := &http.Client{Timeout: patience}
	answer, err := client.Post(world.Graph+"/model-manner", "text/plain", strings.NewReader(string(manner)))
	must(t, err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the stand-in answers %d", answer.StatusCode)
	}
}

// advised asks a question of which words are not sure, as a new visitor. It returns the words of the bot's reply, and
// the parts of its model's use that an owner and an agent read.
func advised(t *testing.T, site string, olu, ana *agent) (said string, owners, agents chat.ModelUse) {
	t.Helper()
	v := newVisitor(t, "lagos")
	v.site = site
	tab := v.opensTab("/")
	defer tab.closes()
	tab.says("What does shipping cost for presents?")
	soon(t, "the bot answers", func() bool {
		for _, line := range v.words() {
			if words, is := strings.CutPrefix(line, "bot: "); is {
				said = words
			}
		}
		return said != ""
	})
	use := func(a *agent) chat.ModelUse {
		for _, m := range a.reads(v.conversation) {
			if m.Effects != nil && m.Effects.Model != nil {
				return *m.Effects.Model
			}
		}
		return chat.ModelUse{}
	}
	return said, use(olu), use(ana)
}

// An owner has a bot word answers by a model. Visitors read only facts of the owner's words, whatever the model says;
// owners read its cost, and nobody is silent when its budget is spent.
func TestTheStoryOfAModelThatLies(t *testing.T) {
	olu, ana := demo(t, chat.RoleOwner), demo(t, chat.RoleAgent)
	var bot wire.BotSettings
	olu.does("POST", "/v1/bots", object{"name": "Advised"}, &bot)
	if bot.Models == nil || len(*bot.Models) == 0 {
		t.Fatal("an owner is offered no model")
	}
	var saved wire.ScriptSaved
	olu.does("POST", "/v1/bots/"+bot.Id+"/scripts", object{"base": 1, "text": `{
		"greeting": {}, "fallback": {"say": ["I do not know."]},
		"faq": [{"id": "ship", "question": "What does shipping cost?", "answer": {
			"say": ["Shipping costs 5 euros. From 60 euros on it costs nothing."]}}]}`}, &saved)
	if len(saved.Problems) > 0 {
		t.Fatalf("the script has faults: %+v", saved.Problems)
	}
	olu.does("POST", "/v1/bots/"+bot.Id+"/publish", object{"script": 2, "version": bot.Version}, &bot)
	setting := object{"id": (*bot.Models)[0].Id, "free": true, "visitorTokens": 50_000, "dayCents": 1000}
	change := func() {
		t.Helper()
		olu.does("PATCH", "/v1/bots/"+bot.Id, object{"version": bot.Version, "model": setting}, &bot)
	}
	change()
	var site chat.Site
	olu.does("POST", "/v1/sites", object{
		"bot": bot.Id, "name": "Presents", "origins": []string{world.Door + "/"}, "consent": false,
	}, &site)
	t.Cleanup(func() { behaves(t, bedrock.Honest) })

	const all, first = "Shipping costs 5 euros. From 60 euros on it costs nothing.", "Shipping costs 5 euros."
	for _, c := range []struct {
		manner    bedrock.Manner
		did, why  string
		says      string
		intrusion int
	}{
		{bedrock.Honest, chat.ModelWorded, "", first, 0},
		{bedrock.Lies, chat.ModelChose, "refused_figure", all, 0},
		{bedrock.Intrudes, chat.ModelFailed, "unusable", all, 1},
	} {
		behaves(t, c.manner)
		said, mine, theirs := advised(t, site.Key, olu, ana)
		if said != c.says || mine.Did != c.did || mine.Why != c.why || len(mine.Dropped) != c.intrusion || mine.Micros == 0 {
			t.Errorf("%q says %q: %+v", c.manner, said, mine)
		}
		if theirs.Did != c.did || theirs.Micros+int64(theirs.In)+int64(theirs.Out) != 0 {
			t.Errorf("%q: an agent reads %+v", c.manner, theirs)
		}
	}
	behaves(t, bedrock.Honest)
	var read wire.BotSettings
	if olu.does("GET", "/v1/bots/"+bot.Id, nil, &read); read.SpentToday == nil || *read.SpentToday <= 0 {
		t.Errorf("an owner reads that %v dollars of today's budget are used", read.SpentToday)
	}
	setting["visitorTokens"] = 1000
	change()
	soon(t, "the budget is spent", func() bool { // a bot is read within seconds
		said, mine, _ := advised(t, site.Key, olu, ana)
		return said == all && mine.Why == "over_budget" && mine.Micros == 0
	})
}
