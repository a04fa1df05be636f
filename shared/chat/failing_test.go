package chat_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// However a bot's answer fails, the failure is recorded, and a person is asked for.
func TestAnAnswerThatFailsIsRecorded(t *testing.T) {
	card := chat.Card{
		Title: "Card", Text: strings.Repeat("x", 2000), Image: "https://shop.test/" + strings.Repeat("y", 1900),
	}
	long := chat.Text(strings.Repeat("語", 4000))
	for name, think := range map[string]func(chat.Question) (chat.Answer, error){
		"an error": func(chat.Question) (chat.Answer, error) { return chat.Answer{}, errors.New("no script") },
		"a bubble that is too large": func(chat.Question) (chat.Answer, error) {
			return chat.Answer{
				Bubbles: []chat.Body{
					chat.Text("Look:"),
					{Kind: chat.KindCards, Cards: []chat.Card{card, card, card, card, card, card, card, card, card, card}},
				},
			}, nil
		},
		"too much together": func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{long, long, long, long, long, long}}, nil
		},
		"a text of blanks": func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("  ")}}, nil
		},
		"more than can be said": func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: make([]chat.Body, 20)}, nil
		},
	} {
		for _, b := range []chat.BotID{chattest.Fast, chattest.Slow} {
			w := chattest.New(t)
			w.Think = think
			g := w.Guest()
			g.Bot = b
			g.Opens("/")
			id := g.Says("Which kettles do you have?").Message.ID
			w.Streams()
			for _, task := range w.Asked {
				w.Must(w.Answer(w.Ctx(), task, true))
			}
			w.Streams()
			_, reply, err := w.Store.Exchange(w.Ctx(), g.Key(), id)
			w.Must(err)
			if reply == nil || reply.Outcome != chat.Failed || reply.Effects.HandOver != "bot_failed" ||
				reply.Effects.Gap == nil {
				t.Errorf("%s of %s: %+v", name, b, reply)
			}
			gaps, _, err := w.Store.Gaps(w.Ctx(), chattest.Tenant, b, "", 10)
			w.Must(err)
			if len(gaps) != 1 || gaps[0].Cause != chat.BotFailed || w.Head(g.Key()).Owner != chat.OwnerTeam {
				t.Errorf("%s of %s: gaps %+v, owner %s", name, b, gaps, w.Head(g.Key()).Owner)
			}
		}
	}
}
