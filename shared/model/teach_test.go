package model_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/model"
)

var price = model.Lesson{Title: "Abroad, ask anna@example.com", Words: []model.LessonWords{
	{Language: "en", Wordings: []string{"What is a parcel abroad?"}, Answer: "12.50 €, call 0612 345678."},
	{Language: "hi", Wordings: []string{"विदेश में पार्सल?"}, Answer: "12.50 €"},
}}

func teach(t *testing.T, said model.Said) (*scripted, map[string][]string, error) {
	t.Helper()
	converser := &scripted{said: said}
	taught, err := model.New(prices, converser, memory.New()).Teach(t.Context(), consult(nil).Bot, price)
	return converser, taught, err
}

// A model teaches wordings in the languages of an entry. Anything that it says beside them is not taken, and nobody's
// contact data goes out or comes in.
func TestAModelTeachesWordings(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{
			"two languages", `{"en":["cost of a packet to Spain"," ship\nit abroad "],"hi":["बाहर भेजना"]}`,
			"map[en:[cost of a packet to Spain ship it abroad] hi:[बाहर भेजना]]",
		},
		{"a language that it was not asked for", `{"en":["a"],"xx":["b"]}`, "map[en:[a]]"},
		{
			"blank, long, and with an address",
			`{"en":["", "` + strings.Repeat("x", 151) + `", "mail anna@example.com", "ok"]}`, "map[en:[ok]]",
		},
		{"signs that nobody sees", `{"en":["\u202etrick\u0000"]}`, "map[en:[trick]]"},
		{"too many", `{"hi":["` + strings.Repeat(`a","`, 30) + `a"]}`, "map[hi:[a a a a a a a a a a a a]]"},
		{"none", `{}`, "map[]"},
	} {
		converser, taught, err := teach(t, calls("write_wordings", c.input))
		if got := fmt.Sprint(taught); err != nil || got != c.want {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
		ask := converser.asked[0]
		if strings.Contains(ask.User, "example.com") || strings.Contains(ask.User, "345678") ||
			!strings.Contains(ask.User, "विदेश") || strings.Contains(ask.System, "Abroad") {
			t.Errorf("%s: it reads %s", c.name, ask.User)
		}
	}
	for name, said := range map[string]model.Said{
		"nothing": {}, "another tool": calls("choose_answer", `{"passage":1}`),
		"no texts": calls("write_wordings", `{"en":"a"}`),
	} {
		if _, taught, err := teach(t, said); err == nil || taught != nil {
			t.Errorf("%s: %v", name, taught)
		}
	}
}

// A lesson is paid from the bot's day. No visitor asked, so it takes of no visitor's.
func TestALessonIsPaidFromTheBotsDay(t *testing.T) {
	store := memory.New()
	advisor := model.New(prices, &scripted{said: calls("write_wordings", `{}`)}, store)
	b := consult(func(m *chat.BotModel) { m.VisitorTokens = 1 }).Bot
	if _, err := advisor.Teach(t.Context(), b, price); err != nil {
		t.Fatal(err)
	}
	spent, err := model.NewBudget(store).Spent(t.Context(), b.Tenant, b.ID, time.Now())
	if err != nil || spent < 0.0012 || spent > 0.0013 {
		t.Errorf("%f dollars are spent, %v", spent, err)
	}
	b = consult(func(m *chat.BotModel) { m.DayCents = 0 }).Bot
	if _, err := advisor.Teach(t.Context(), b, price); err == nil {
		t.Error("it teaches without a budget")
	}
}

// A lesson may take longer than an answer for which somebody waits.
func TestALessonHasItsOwnPatience(t *testing.T) {
	slow := waits{}
	advisor := model.New(prices, &slow, memory.New())
	_, _ = advisor.Teach(t.Context(), consult(nil).Bot, price)
	lesson := slow.left
	_, _ = advisor.Advise(t.Context(), bot.Consult{Bot: consult(nil).Bot, Visitor: "v"})
	if lesson < 15*time.Second || slow.left > 6*time.Second {
		t.Errorf("%v for a lesson, %v for an answer", lesson, slow.left)
	}
}

// waits notes the time that it has.
type waits struct{ left time.Duration }

func (w *waits) Converse(ctx context.Context, _ model.Ask) (model.Said, error) {
	until, _ := ctx.Deadline()
	w.left = time.Until(until)
	return model.Said{}, nil
}
