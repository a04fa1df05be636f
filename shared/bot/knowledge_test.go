package bot

import (
	"context"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/google/go-cmp/cmp"
)

// book is an edition that is in force.
type book struct{ knowledge.Edition }

func (b *book) InForce(context.Context, chat.TenantID, time.Time) (*knowledge.Edition, error) {
	return &b.Edition, nil
}

// moved is a bot whose questions moved to the knowledge, with the same bot before.
func moved(t *testing.T, text []byte) (before, after *ScriptBot, m Moved) {
	t.Helper()
	m, err := Move(text, "b")
	if err != nil {
		t.Fatal(err)
	}
	b := &book{knowledge.Edition{Number: 1}}
	for i, content := range m.Entries {
		if err := content.Tidy(); err != nil {
			t.Fatal(err)
		}
		b.Entries = append(b.Entries, knowledge.Entry{ID: knowledge.EntryID(rune('a' + i)), Version: 1, Content: content})
	}
	return Scripted(shop{text}, NoKnowledge{}), Scripted(shop{json.RawMessage(m.Script)}, b), m
}

// seen is the part of an answer that people and the inbox see: all but the bot's memory, which names steps.
func seen(a chat.Answer) any {
	a.Effects.State, a.Effects.Why, a.Step = nil, nil, ""
	return a
}

func read[T any](t *testing.T, name string) (all T) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// A hundred questions in three languages are answered as before their entries moved, or missed as before.
func TestAMoveChangesNoAnswer(t *testing.T) {
	faq := read[[]json.RawMessage](t, "testdata/knowledge.json")
	text, err := json.Marshal(map[string]any{
		"greeting": map[string]any{"say": []string{"Hello"}}, "faq": faq,
		"fallback": map[string]any{"say": []string{"What?"}, "handoverAfter": 3},
	})
	if err != nil {
		t.Fatal(err)
	}
	before, after, m := moved(t, text)
	if len(m.Entries) != len(faq) || m.Left != 0 {
		t.Fatalf("%d of %d moved, and %d stayed", len(m.Entries), len(faq), m.Left)
	}
	for _, source := range []chat.Source{chat.Web, chat.WhatsApp} {
		for _, q := range read[[]asking](t, "testdata/questions.json") {
			was, is := talk(t, before, source, chat.Text(q.Text)), talk(t, after, source, chat.Text(q.Text))
			if diff := cmp.Diff(seen(was[0]), seen(is[0])); diff != "" {
				t.Errorf("%q on %s (-before +after):\n%s", q.Text, source, diff)
			}
		}
	}
}

// Answers with cards, buttons and forms go on as before, from tap to tap.
func TestAMoveKeepsWhatFollowsAnAnswer(t *testing.T) {
	raw, err := os.ReadFile("../../scripts/seed/shop.json")
	if err != nil {
		t.Fatal(err)
	}
	before, after, m := moved(t, raw)
	if len(m.Entries) != 8 {
		t.Fatalf("%d entries moved", len(m.Entries))
	}
	for _, talks := range [][]chat.Body{
		{chat.Text("Which kettles do you have?"), chat.Text("offer for copper"), chat.Text("Dana")},
		{chat.Text("show me your kettles"), click("want-travel"), chat.Text("when do you open?")},
		{chat.Text("I want to book a repair"), chat.Text("zebra"), chat.Text("zebra"), chat.Text("zebra")},
		{chat.Text("refund"), chat.Text("thanks")},
	} {
		for _, source := range []chat.Source{chat.Web, chat.WhatsApp} {
			was, is := talk(t, before, source, talks...), talk(t, after, source, talks...)
			for i := range was {
				if diff := cmp.Diff(seen(was[i]), seen(is[i])); diff != "" {
					t.Errorf("turn %d of %q on %s (-before +after):\n%s", i, talks[0].Text, source, diff)
				}
			}
		}
	}
}

// While the edition is in force and the script not yet, each question is there once: scores stay as they are.
func TestAMoveIsWholeAtEachMoment(t *testing.T) {
	raw, err := os.ReadFile("../../scripts/seed/shop.json")
	if err != nil {
		t.Fatal(err)
	}
	before, after, _ := moved(t, raw)
	between := Scripted(shop{raw}, after.knowledge)
	for _, q := range []string{"refunds?", "is shipping free", "the guarantee of my kettle", "can you repair it"} {
		was, is := talk(t, before, chat.Web, chat.Text(q)), talk(t, between, chat.Web, chat.Text(q))
		if diff := cmp.Diff(seen(was[0]), seen(is[0])); diff != "" {
			t.Errorf("%q (-before +between):\n%s", q, diff)
		}
	}
}

func TestEntriesServeByBotSiteTimeAndLanguage(t *testing.T) {
	words := func(wording, answer string) knowledge.Words {
		return knowledge.Words{Wordings: []string{wording}, Answer: []string{answer}}
	}
	now := time.Now()
	entry := func(id, wording, answer string, change func(*knowledge.Content)) knowledge.Entry {
		c := knowledge.Content{Title: id, Languages: map[string]knowledge.Words{"en": words(wording, answer)}}
		change(&c)
		return knowledge.Entry{ID: knowledge.EntryID(id), Version: 1, Content: c}
	}
	b := Scripted(shop{Starter()}, &book{knowledge.Edition{Number: 1, Entries: []knowledge.Entry{
		entry("a", "What does a saddle cost?", "100 euros.", func(c *knowledge.Content) {
			c.Languages["pt"] = words("Quanto custa uma sela?", "Cem euros.")
		}),
		entry("b", "Do you sell bridles?", "No.", func(c *knowledge.Content) { c.Bots = []chat.BotID{"other"} }),
		entry("c", "Where is your stable?", "In Leeds.", func(c *knowledge.Content) { c.Sites = []string{"uk"} }),
		entry("d", "Is there a winter sale?", "Yes.", func(c *knowledge.Content) { c.Until = now.Add(time.Hour) }),
		entry("e", "I was bitten by a horse", "", func(c *knowledge.Content) { c.People = true }),
		entry("f", "Which oats are best?", "", func(c *knowledge.Content) { c.Bots, c.Step = []chat.BotID{"b"}, "gone" }),
	}}})
	ask := func(q chat.Question, text string) chat.Answer {
		q.Bot, q.Message = chat.Bot{ID: "b"}, chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}}
		a, err := b.Respond(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	miss := "I do not know that yet. Shall I get a person?"
	for _, c := range []struct {
		site, text, want string
		later            time.Duration
	}{
		{"", "how much does a saddle cost", "100 euros.", 0},
		{"", "quanto custa a sela?", "Cem euros.", 0},
		{"", "do you sell bridles", miss, 0},
		{"uk", "where is your stable", "In Leeds.", 0},
		{"de", "where is your stable", miss, 0},
		{"", "is there a winter sale", "Yes.", 0},
		{"", "is there a winter sale", miss, 2 * time.Hour},
		{"", "which oats are best", miss, 0},
	} {
		b.now = func() time.Time { return now.Add(c.later) }
		if got := said(ask(chat.Question{Source: chat.Web, Site: c.site}, c.text)); got != c.want {
			t.Errorf("%q on %q is answered %q, not %q", c.text, c.site, got, c.want)
		}
	}
	if a := ask(chat.Question{Source: chat.Web}, "i was bitten by your horse"); a.Effects.HandOver != "people_only" {
		t.Errorf("a person answers that, not %+v", a)
	}
}
