package chat

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/privacy"
)

// flowToken is the token that Meta hands back with the reply to a Flow that we sent: it names the bubble, and
// proves that we sent it. Nobody can guess one, and nothing has to be stored for it.
func flowToken(key privacy.Key, ref BubbleRef) string {
	named := callback(ref.Conversation, ref.Message, ref.Bubble)
	mac := hmac.New(sha256.New, key.For("flow"))
	mac.Write([]byte(named))
	return named + "|" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// openFlowToken returns the bubble that a token names, and whether the token is ours at all.
func openFlowToken(key privacy.Key, token string) (BubbleRef, bool) {
	i := strings.LastIndex(token, "|")
	if i < 0 {
		return BubbleRef{}, false
	}
	ref, ok := parseCallback(token[:i])
	return ref, ok && hmac.Equal([]byte(flowToken(key, ref)), []byte(token))
}

// Problems of a Flow's reply. A reply with one is kept raw.
const (
	FlowUnreadable = "unreadable"
	FlowNoToken    = "no_token"
	FlowForeign    = "foreign_token" // of a Flow that we did not send, or not to them
)

// readFlowReply finds by the token which of our messages in the conversation a reply answers, and removes the
// token from the values: it is no answer of the customer.
func (c *Courier) readFlowReply(ctx context.Context, tenant TenantID, id ConversationID, f *FlowReply) error {
	token := f.Values[FlowTokenField]
	delete(f.Values, FlowTokenField)
	if f.Problem != "" {
		return nil
	}
	key, err := c.key(ctx, tenant)
	if err != nil {
		return err
	}
	if ref, ours := openFlowToken(key, token); ours && ref.Conversation == id {
		f.Message, f.Bubble, f.Raw = ref.Message, ref.Bubble, ""
	} else {
		f.Problem = FlowForeign
	}
	return nil
}

// FlowTokenField is Meta's name of the token among the values.
const FlowTokenField = "flow_token"

// FlowExchange is a request of a Flow to its endpoint. Action is INIT, BACK or data_exchange; Values are those
// so far, of this screen and the ones before.
type FlowExchange struct {
	Action, Screen, Token string
	Values                map[string]string
}

// FlowAnswer is the next screen with its data.
type FlowAnswer struct {
	Screen string         `json:"screen"`
	Data   map[string]any `json:"data"`
}

// flowLife is how long a Flow that was sent may be opened: Meta delivers for so long.
const flowLife = 30 * 24 * time.Hour

var flowDead = Errorf(Gone, "flow_token_dead", "The message is no longer available.")

// Flow finds the next screen of a form that we sent as a Flow, and notes how far the customer came in it. The
// values come as a message in the end; before that none of them is kept. Gone if the token is invalid or
// expired.
func (c *Courier) Flow(ctx context.Context, n Number, x FlowExchange) (FlowAnswer, error) {
	key, err := c.key(ctx, n.Tenant)
	if err != nil {
		return FlowAnswer{}, err
	}
	ref, ours := openFlowToken(key, x.Token)
	if !ours {
		return FlowAnswer{}, flowDead
	}
	at := ConversationKey{n.Tenant, ref.Conversation}
	head, err := c.store.HeadEventually(ctx, at)
	if err != nil {
		if Except(err, ErrErased, ErrNotFound) == nil {
			err = flowDead
		}
		return FlowAnswer{}, err
	}
	m, err := c.store.Message(ctx, at, ref.Message)
	if errors.Is(err, ErrNotFound) ||
		(err == nil && (c.Now().Sub(m.At) > flowLife || ref.Bubble >= len(m.Bubbles) || m.Bubbles[ref.Bubble].Form == nil)) {
		return FlowAnswer{}, flowDead
	}
	if err != nil {
		return FlowAnswer{}, err
	}
	answer, step := m.Bubbles[ref.Bubble].Form.next(x)
	if step.Kind != "" {
		if err := c.flowStepped(ctx, head, &m, ref.Bubble, step); err != nil {
			unfinished(ctx, "a step of a Flow was not kept", err, "conversation", at.ID) // the customer goes on
		}
	}
	return answer, nil
}

// Screens are the names of the form's screens, in order. A Flow's screens are named in
// capitals.
func (f *Form) Screens() []string {
	names := []string{}
	for _, field := range f.Fields {
		if name := field.screen(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (f *Field) screen() string {
	if f.Screen == "" {
		return "FORM"
	}
	return f.Screen
}

// next checks the values, and goes on: to the same screen with a fault, to the next one, or to the end. The
// step is for the Flow's row; the end is noted when the message comes.
func (f *Form) next(x FlowExchange) (FlowAnswer, FlowStep) {
	screens := f.Screens()
	i := max(slices.Index(screens, x.Screen), 0)
	if x.Action != "data_exchange" {
		kind := FlowOpened
		if x.Action == "BACK" {
			kind = FlowScreen
		}
		return f.show(screens[i], x.Values, ""), FlowStep{Kind: kind, Screen: screens[i]}
	}
	for _, field := range f.Fields {
		if slices.Index(screens, field.screen()) > i {
			continue
		}
		if wrong := field.wrong(x.Values[field.Name], f.Language); wrong != "" {
			return f.show(field.screen(), x.Values, wrong),
				FlowStep{Kind: FlowRefused, Screen: field.screen(), Field: field.Name}
		}
	}
	if i+1 < len(screens) {
		return f.show(screens[i+1], x.Values, ""), FlowStep{Kind: FlowScreen, Screen: screens[i+1]}
	}
	return f.finished(x), FlowStep{}
}

// wrong is the fault of a value on a Flow's screen, "" if it has none, in the language of the form.
func (f *Field) wrong(value, language string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		if f.Required {
			return f.Label + ": " + cmp.Or(flowFaults[language].needed, "this is needed.")
		}
		return ""
	}
	if _, fault := f.Take(value, Judge{}); fault != nil {
		if words, known := flowFaults[language]; known {
			return f.Label + ": " + words.wrong
		}
		return fault.Text
	}
	return ""
}

// flowFaults are the faults of a field that is empty and of one that is filled in wrongly, in other languages than
// English.
var flowFaults = map[string]struct{ needed, wrong string }{
	"de": {"Das wird gebraucht.", "Das sieht nicht richtig aus."},
	"es": {"hace falta.", "no parece correcto."},
	"fr": {"c’est nécessaire.", "cela ne semble pas correct."},
	"pt": {"é necessário.", "não parece certo."},
	"ar": {"هذه الإجابة مطلوبة.", "لا يبدو هذا صحيحًا."},
	"hi": {"यह जवाब ज़रूरी है।", "यह सही नहीं लगता।"},
	"it": {"è necessario.", "non sembra corretto."},
	"nl": {"dit is nodig.", "dit lijkt niet te kloppen."},
	"pl": {"to jest potrzebne.", "to nie wygląda dobrze."},
	"tr": {"bu gerekli.", "bu doğru görünmüyor."},
	"ru": {"это нужно.", "похоже, здесь ошибка."},
	"uk": {"це потрібно.", "схоже, тут помилка."},
	"zh": {"此项必填。", "这里似乎不对。"},
	"ja": {"必須です。", "正しくないようです。"},
}

// finished ends a Flow: its values come to us as a message.
func (f *Form) finished(x FlowExchange) FlowAnswer {
	params := map[string]any{FlowTokenField: x.Token}
	for _, field := range f.Fields {
		if value := strings.TrimSpace(x.Values[field.Name]); value != "" {
			params[field.Name] = value
		}
	}
	return FlowAnswer{"SUCCESS", map[string]any{"extension_message_response": map[string]any{"params": params}}}
}

// show is a screen with its data: the labels of its fields, the values so far, and the fault of one.
func (f *Form) show(screen string, values map[string]string, wrong string) FlowAnswer {
	data := map[string]any{}
	for _, field := range f.Fields {
		if field.screen() != screen {
			continue
		}
		data["label_"+field.Name] = field.Label
		data["value_"+field.Name] = values[field.Name]
		if field.Type == "choice" {
			choices := []map[string]string{}
			for _, c := range field.Choices {
				choices = append(choices, map[string]string{"id": c, "title": field.Title(c)})
			}
			data["choices_"+field.Name] = choices
		}
	}
	if wrong != "" {
		data["error_message"] = wrong
	}
	return FlowAnswer{screen, data}
}
