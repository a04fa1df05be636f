package bot

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

// shop keeps one script.
type shop struct{ text json.RawMessage }

func (s shop) Script(context.Context, chat.TenantID, chat.BotID, int) (chat.Script, error) {
	return chat.Script{Text: s.text}, nil
}

func demo(t *testing.T) *ScriptBot {
	t.Helper()
	raw, err := os.ReadFile("../../scripts/seed/shop.json")
	if err != nil {
		t.Fatal(err)
	}
	return Scripted(shop{raw}, NoKnowledge{})
}

// talk has a visitor send messages in turn, with the state carried along as the desk does.
func talk(t *testing.T, b *ScriptBot, source chat.Source, bodies ...chat.Body) []chat.Answer {
	t.Helper()
	var state json.RawMessage
	var answers []chat.Answer
	for _, body := range bodies {
		m := chat.Message{Bubbles: []chat.Bubble{{Body: body}}}
		a, err := b.Respond(t.Context(), chat.Question{Bot: chat.Bot{ID: "b"}, Source: source, Message: m, State: state})
		if err != nil {
			t.Fatal(err)
		}
		state = a.Effects.State
		answers = append(answers, a)
	}
	return answers
}

func said(a chat.Answer) string {
	var lines []string
	for _, b := range a.Bubbles {
		if b.Text != "" {
			lines = append(lines, b.Text)
		}
	}
	return strings.Join(lines, " / ")
}

func click(option string) chat.Body {
	return chat.Body{Kind: chat.KindClick, Text: option, Click: &chat.Click{Option: option}}
}

func TestAFormReachesItsGoalAndKeepsItsClaims(t *testing.T) {
	form := chat.Body{
		Kind:       chat.KindSubmission,
		Submission: &chat.Submission{Form: "lead", Values: map[string]string{"name": "Amara", "email": "a@b.test"}},
	}
	got := talk(t, demo(t), chat.Web, click("offer"), form)
	if f := got[0].Bubbles[len(got[0].Bubbles)-1].Form; f == nil || f.ID != "lead" {
		t.Errorf("the button led to %q", said(got[0]))
	}
	want := chat.Effects{
		Goals: []chat.GoalReached{{Name: "Lead Captured"}},
		Claims: []chat.Claim{
			{Field: "name", Value: "Amara", Source: "form:lead"}, {Field: "email", Value: "a@b.test", Source: "form:lead"},
		},
		State: json.RawMessage(`{"step":"thanks"}`),
	}
	if diff := cmp.Diff(want, got[1].Effects); diff != "" {
		t.Error(diff)
	}
}

func TestAFormIsAskedQuestionByQuestion(t *testing.T) {
	got := talk(t, demo(t), chat.WhatsApp, click("offer"), chat.Text("Gita"), chat.Text("no address"),
		chat.Text("g@b.test"), chat.Text("+91 98765 43210"))
	for i, want := range []string{
		"Your name", "Your e-mail address", "That does not look right. / Your e-mail address", "Your phone number",
		"Thank you!",
	} {
		if !strings.Contains(said(got[i]), want) {
			t.Errorf("turn %d: %q, want %q", i, said(got[i]), want)
		}
	}
	if n := len(got[4].Effects.Claims); n != 3 {
		t.Errorf("%d claims, want 3", n)
	}
}

func TestRequestsForAPersonAndQuestionsAreTold(t *testing.T) {
	got := talk(t, demo(t), chat.Web, chat.Text("talk to a PERSON"), chat.Text("I want to speak to a human, please!"),
		chat.Text("What are your opening hours"))
	if got[0].Effects.HandOver != "asked" || got[1].Effects.HandOver != "asked" {
		t.Errorf("a person was asked for twice and came %q, %q", got[0].Effects.HandOver, got[1].Effects.HandOver)
	}
	if !strings.Contains(said(got[2]), "9 to 18") {
		t.Errorf("got %q", said(got[2]))
	}
}

func TestEveryRefusalIsAGapAndTheThirdAsksForAPerson(t *testing.T) {
	got := talk(t, demo(t), chat.Web, chat.Text("zebra saddles"), chat.Text("moon shuttles"), chat.Text("purple trousers"))
	for i, a := range got {
		if a.Effects.Gap == nil {
			t.Errorf("refusal %d is no gap", i)
		}
	}
	if got[1].Effects.HandOver != "" || got[2].Effects.HandOver != "misses" {
		t.Errorf("handed over %q, %q", got[1].Effects.HandOver, got[2].Effects.HandOver)
	}
}

func TestScriptsThatDoNotHoldTogether(t *testing.T) {
	for name, c := range map[string]struct{ script, says string }{
		"no JSON":            {`{`, "cannot be read"},
		"an unknown field":   {`{"greet":{}}`, "greet"},
		"something after it": {`{"fallback":{"say":["x"]}} x`, "follows the end"},
		"no fallback":        {`{}`, "fallback must say something"},
		"a button to nowhere": {
			`{"fallback":{"say":["x"],"buttons":[{"id":"a","title":"A","goto":"nowhere"}]}}`,
			`fallback has the button "A", which leads to no step`,
		},
		"two meanings of a button": {
			`{"steps":{"s":{"say":["s"],"buttons":[{"id":"a","title":"A","goto":"u"}]},"u":{"say":["u"]}},` +
				`"greeting":{"say":["x"],"buttons":[{"id":"a","title":"A","goto":"s"}]},"fallback":{"say":["x"]}}`,
			"leads elsewhere",
		},
		"too many buttons": {
			`{"fallback":{"say":["x"],"buttons":[` +
				strings.TrimSuffix(strings.Repeat(`{"id":"a","title":"A","url":"https://a.test"},`, 11), ",") + `]}}`,
			"offers more than 10 buttons",
		},
		"a form to nowhere": {
			`{"steps":{"s":{"form":{"id":"f","fields":[{"name":"n","label":"N","type":"text"}],"goto":"x"}}},` +
				`"fallback":{"say":["x"]}}`,
			"steps.s has a form",
		},
	} {
		_, err := Parse([]byte(c.script))
		if chat.CodeOf(err) != "bad_script" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to say %q", name, err, c.says)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"fallback":{"say":["x"]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := Parse(raw)
		if err == nil {
			compile(s)
		} else if chat.KindOf(err) != chat.Invalid {
			t.Errorf("an internal error leaves: %v", err)
		}
	})
}

func FuzzMatch(f *testing.F) {
	m := NewMatcher([]Entry{
		{ID: "a", Question: "When are you open?"},
		{ID: "b", Question: "متى تفتحون؟"},
		{ID: "c", Question: "आप कब खुलते हैं?"},
	})
	f.Add("when do you open")
	f.Fuzz(func(t *testing.T, question string) {
		found := m.Match(question, time.Now())
		if s := found.Score; s < 0 || s > 1.000001 || (found.Entry != nil) != (s >= Threshold) {
			t.Errorf("score %v, entry %v", s, found.Entry)
		}
	})
}

func FuzzJudged(f *testing.F) {
	f.Add([]byte(`{"bubbles":[{"kind":"text","text":"x"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := strict.judged(chat.Question{Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text("q")}}}}, raw)
		if err != nil {
			return
		}
		for _, b := range a.Bubbles {
			if b.Click != nil || b.Submission != nil || b.Event != nil {
				t.Error("a bot may not act for others")
			}
		}
	})
}

// The bot of a new team asks whether to get a person; a typed yes counts like a tap.
func TestAButtonIsMeantByItsFirstWords(t *testing.T) {
	got := talk(t, Scripted(shop{Starter()}, NoKnowledge{}), chat.Web, chat.Text("do you sell zebras?"), chat.Text("Yes"))
	if got[0].Effects.Gap == nil || got[1].Effects.HandOver != "asked" || got[1].Effects.Gap != nil {
		t.Errorf("%q, then %q with %+v", said(got[0]), said(got[1]), got[1].Effects)
	}
	two := []Button{
		{ID: "a", Title: "Book a table", Goto: "table"},
		{ID: "b", Title: "Book a room", Goto: "room"},
		{ID: "c", Title: "Yes, please"},
	}
	for text, want := range map[string]string{
		"book": "", "BOOK A ROOM": "room", "book a t": "", "yes": "", "": "", "book a table now": "",
	} {
		if b := begun(text, two); (b == nil) != (want == "") || b != nil && b.Goto != want {
			t.Errorf("%q means %v, want %q", text, b, want)
		}
	}
}
