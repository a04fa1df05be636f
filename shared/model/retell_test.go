package model_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/model"
)

var talk = []model.TalkLine{
	{Message: "m1", By: chat.ByVisitor, Text: "मेरा पार्सल 5 दिन से नहीं आया, मुझे anna@example.com पर लिखें"},
	{Message: "m2", By: chat.ByBot, Text: "Parcels take 2 to 3 days."},
	{Message: "m3", By: chat.ByVisitor, Text: "तीसरी बार पूछ रहा हूँ!"},
}

func retell(t *testing.T, said model.Said, lines []model.TalkLine) (*scripted, []model.Retold, string) {
	t.Helper()
	converser := &scripted{said: said}
	told, why, err := model.New(prices, converser, memory.New()).Retell(t.Context(), consult(nil).Bot, "v", lines)
	if err != nil {
		t.Fatal(err)
	}
	return converser, told, why
}

// A colleague gets the lines that hold, each with its message; one with a figure, a name or an address that nobody said
// is left out, as is one that cites nothing or says too much.
func TestAModelTellsATalkToAColleague(t *testing.T) {
	for _, c := range []struct {
		name, input string
		want        string
	}{
		{"all hold", `{"want":{"text":"Their parcel has not come for 5 days.","messages":[1]},
			"tone":{"text":"Annoyed: they ask again.","messages":[1,3]}}`, "want m1, tone m3"},
		{"a figure", `{"want":{"text":"Their parcel has not come for 50 days.","messages":[1]}}`, ""},
		{"a figure of another message", `{"want":{"text":"They wait for 5 days.","messages":[3]}}`, ""},
		{"an address", `{"tried":{"text":"They were sent to https://evil.example","messages":[2]}}`, ""},
		{"a name", `{"tried":{"text":"They were told to ask Peter.","messages":[2]}}`, ""},
		{"one of two holds", `{"want":{"text":"Where is their parcel?","messages":[1]},
			"tried":{"text":"They were promised 20 euros.","messages":[2]}}`, "want m1"},
		{"a promise is none of its parts", `{"promised":{"text":"A refund.","messages":[2]}}`, ""},
		{"a message that is none", `{"want":{"text":"A parcel.","messages":[1,9]}}`, ""},
		{"no message", `{"want":{"text":"A parcel.","messages":[]}}`, ""},
		{"too long", `{"want":{"text":"` + strings.Repeat("word ", 40) + `","messages":[1]}}`, ""},
		{"another direction", `{"want":{"text":"\u202ea parcel\u0000","messages":[1]}}`, "want m1"},
	} {
		_, told, why := retell(t, calls("write_brief", c.input), talk)
		got := []string{}
		for _, l := range told {
			got = append(got, l.Part+" "+string(l.Message))
			if strings.ContainsAny(l.Text, "\u202e\x00\n") {
				t.Errorf("%s: %q", c.name, l.Text)
			}
		}
		if strings.Join(got, ", ") != c.want || why != "" {
			t.Errorf("%s: %v, %q", c.name, got, why)
		}
	}
}

// Of a model that calls nothing, something else or nonsense the reader is told that there are no words.
func TestAModelThatTellsNothing(t *testing.T) {
	for _, said := range []model.Said{
		{},
		calls("read_conversation", `{"id":"c_of_another"}`), calls("write_brief", `[1]`),
		calls("write_brief", `{"want":{"text":"A parcel.","messages":[1],"visitor":"v_other"}}`),
	} {
		if _, told, why := retell(t, said, talk); len(told) > 0 || why != model.Unusable {
			t.Errorf("%+v: %v, %q", said, told, why)
		}
	}
}

// No contact data leaves, and a talk of any length is a bounded request, with its first words and its last.
func TestALongTalkIsABoundedRequest(t *testing.T) {
	long := append([]model.TalkLine{}, talk...)
	for i := range 300 {
		long = append(long, model.TalkLine{
			Message: chat.MessageID(fmt.Sprint("x", i)), By: chat.ByVisitor, Text: strings.Repeat("पार्सल ", 100),
		})
	}
	long = append(long, model.TalkLine{Message: "last", By: chat.ByVisitor, Text: "the last words"})
	asked, _, _ := retell(t, calls("write_brief", `{}`), long)
	ask := asked.asked[0]
	var read struct {
		Talk []struct {
			Number   int
			By, Text string
		}
	}
	if err := json.Unmarshal([]byte(ask.User), &read); err != nil {
		t.Fatal(err)
	}
	n := len(read.Talk)
	if n < 3 {
		t.Fatalf("%d lines leave", n)
	}
	first, last := read.Talk[0], read.Talk[n-1]
	if !strings.Contains(first.Text, "पार्सल 5 दिन") || first.By != "customer" || last.Text != "the last words" ||
		last.Number != n {
		t.Errorf("%d lines from %+v to %+v", n, first, last)
	}
	if strings.Contains(ask.User, "anna@") || len(ask.User) > 14_000 {
		t.Errorf("%d bytes leave: %.200s", len(ask.User), ask.User)
	}
}

// A brief is paid from the bot's budget, and is not asked for beyond it.
func TestABriefHasABudget(t *testing.T) {
	b := consult(func(m *chat.BotModel) { m.VisitorTokens = 100 }).Bot
	converser := &scripted{said: calls("write_brief", `{}`)}
	_, why, err := model.New(prices, converser, memory.New()).Retell(t.Context(), b, "v", talk)
	if err != nil || why != model.OverBudget || len(converser.asked) > 0 {
		t.Errorf("%q, %v, asked %d times", why, err, len(converser.asked))
	}
}
