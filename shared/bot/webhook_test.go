package bot

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/schema"
)

var strict = New(nil, nil, nil, func(raw []byte) error { return schema.Check("BotAnswer", raw) })

func answerTo(raw string) (chat.Answer, error) {
	return strict.judged(chat.Question{Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text("q")}}}}, []byte(raw))
}

// An answer with any mistake is refused as a whole: none of it reaches a screen.
func TestAWrongAnswerIsNone(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for _, raw := range []string{
		`{"bubbles":[{"kind":"form","form":{"id":"f"}}]}`,
		`{"bubbles":[{"kind":"form","form":{"id":"f","fields":null}}]}`,
		`{"bubbles":[{"kind":"form","form":{"id":"f","fields":[]}}]}`,
		`{"bubbles":[{"kind":"form","form":{"id":"f","fields":[null]}}]}`,
		`{"bubbles":[{"kind":"form","form":{"id":"f","fields":[{"name":"a","label":"A","type":"date"}]}}]}`,
		`{"bubbles":[{"kind":"form","form":{"id":"f","fields":[{"name":"a","label":"A","type":"choice"}]}}]}`,
		`{"bubbles":[{"kind":"form"}]}`, `{"bubbles":[{"kind":"cards"}]}`, `{"bubbles":[{"kind":"cards","cards":[]}]}`,
		`{"bubbles":[{"kind":"cards","cards":[{"title":"a","options":[null]}]}]}`,
		`{"bubbles":[{"kind":"cards","cards":[{"title":"a","image":"javascript:alert(1)"}]}]}`,
		`{"bubbles":[{"kind":"buttons","text":"a"}]}`, `{"bubbles":[{"kind":"buttons","options":[{"id":"","title":"a"}]}]}`,
		`{"bubbles":[{"kind":"buttons","options":[{"id":"a","title":"a","url":"javascript:alert(1)"}]}]}`,
		`{"bubbles":[{"kind":"text"}]}`, `{"bubbles":[{"kind":"text","text":" "}]}`,
		`{"bubbles":[{"kind":"text","text":"` + long + `"}]}`,
		`{"bubbles":[{"kind":"text","text":"a"},null]}`, `{"bubbles":{}}`, `[]`, `null`, `"a"`, `{`,
		`{"bubbles":[{"kind":"note","text":"a"}]}`, `{"bubbles":[{"kind":"event","event":{"name":"took_over"}}]}`,
		`{"bubbles":[{"kind":"text","text":"a","media":{"upload":"x"}}]}`,
		`{"bubbles":[{"kind":"text","text":"a","replyTo":"x"}]}`,
		`{"bubbles":[{"kind":"text","text":"a","template":{}}]}`, `{"bubbles":[{"kind":"text","text":"a","reaction":{}}]}`,
		`{"bubbles":[{"kind":"text","text":"a","text":"b"}]}`, `{"bubbles":[{"kind":"text","text":"a","Text":"b"}]}`,
		`{"handover":"` + long + `"}`, `{"Handover":"a"}`, `{"handover":"a","handover":"b"}`,
		`{"goals":[{"name":""}]}`, `{"goals":[{"name":"a","currency":"<s>"}]}`,
		`{"goals":[{"name":"a","orderId":"` + long + `"}]}`,
		`{"goals":[{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"},{"name":"e"},{"name":"f"}]}`,
		`{"state":"` + long + long + `"}`,
	} {
		if a, err := answerTo(raw); err == nil {
			t.Errorf("%.200s is taken, as %+v", raw, a)
		}
	}
}

func TestARightAnswerIsTaken(t *testing.T) {
	a, err := answerTo(`{"bubbles":[
		{"kind":"text","text":"a","options":null,"form":null},
		{"kind":"buttons","text":"Which?","options":[{"id":"x","title":"X"},{"id":"y","title":"Y",
		"url":"https://shop.test"}]},
		{"kind":"cards","cards":[{"title":"Kettle","image":"https://shop.test/k.png","options":[{"id":"buy",
		"title":"Buy"}]}]},
		{"kind":"form","form":{"id":"lead","submit":"Send","fields":[{"name":"email","label":"E-mail","type":"email",
		"required":true},{"name":"size","label":"Size","type":"choice","choices":["S","M"]}]}}
	],"state":{"n":1},"goals":[{"name":"Checkout","orderId":"1","value":5,"currency":"EUR","verified":true}],
	"handover":null,"noAnswer":true}`)
	if err != nil || len(a.Bubbles) != 4 || len(a.Bubbles[3].Form.Fields) != 2 || a.Effects.Gap == nil {
		t.Fatalf("%v: %+v", err, a)
	}
	if g := a.Effects.Goals; len(g) != 1 || g[0].Verified {
		t.Errorf("the goals are %+v", g)
	}
	for _, raw := range []string{`{}`, `{"bubbles":null,"state":null,"goals":null}`} {
		if a, err := answerTo(raw); err != nil || len(a.Bubbles)+len(a.Effects.State) > 0 {
			t.Errorf("%s: %v, %+v", raw, err, a)
		}
	}
}
