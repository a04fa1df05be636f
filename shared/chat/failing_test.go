package chat_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// Whatever is wrong with a bot's answer, it is on record, and somebody is asked for.
func TestAnAnswerThatFailsIsRecorded(t *testing.T) {
	card := chat.Card{Title: "Card", Text: strings.Repeat("x", 2000), Image: "https://shop.test/" + strings.Repeat("y", 1900)}
	long := chat.Text(strings.Repeat("語", 4000))
	for name, think := range map[string]func(chat.Question) (chat.Answer, error){
		"an error": func(chat.Question) (chat.Answer, error) { return chat.Answer{}, errors.New("no script") },
		"a bubble that is too large": func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("Look:"), {Kind: chat.KindCards, Cards: []chat.Card{card, card, card, card, card, card, card, card, card, card}}}}, nil
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
		for _, b := range []chat.BotID{fast, slow} {
			o := newOffice(t)
			o.think = think
			g := o.guest()
			g.bot = b
			g.opens("/")
			id := g.says("Which kettles do you have?").Message.ID
			o.streams()
			for _, task := range o.asked {
				o.must(o.Answer(o.ctx(), task, true))
			}
			o.streams()
			_, reply, err := o.Store.Exchange(o.ctx(), g.key(), id)
			o.must(err)
			if reply == nil || reply.Outcome != chat.Failed || reply.Effects.HandOver != "bot_failed" || reply.Effects.Gap == nil {
				t.Errorf("%s of %s: %+v", name, b, reply)
			}
			gaps, _, err := o.Store.Gaps(o.ctx(), tenant, b, "", 10)
			o.must(err)
			if len(gaps) != 1 || gaps[0].Cause != chat.BotFailed || o.head(g.key()).Owner != chat.OwnerTeam {
				t.Errorf("%s of %s: gaps %+v, owner %s", name, b, gaps, o.head(g.key()).Owner)
			}
		}
	}
}
