package chattest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/views"
)

// Correction sends an edit or a revoke of a message.
func (w *World) Correction(
	a chat.Agent, k chat.ConversationKey, kind chat.BodyKind, about chat.MessageID, text string,
) error {
	w.T.Helper()
	w.Pass(time.Second)
	_, _, err := w.Reply(w.Ctx(), a, k, w.ID(), chat.Body{Kind: kind, Text: text, ReplyTo: about})
	return err
}

// Book is a form with a Flow of two screens.
var Book = chat.Form{ID: "contact", Flow: "600", Fields: []chat.Field{
	{Name: "name", Label: "Name", Type: "name", Required: true, Screen: "WHO"},
	{Name: "mail", Label: "E-mail", Type: "email", Screen: "WHERE"},
}}

// Offers makes the bot send the form after a text, and returns the Flow's token.
func (w *World) Offers(from chat.Contact, wamid string) (chat.ConversationKey, string) {
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("With pleasure."), {Kind: chat.KindForm, Text: "Book a visit", Form: &Book}},
		}, nil
	}
	k := w.Writes(from, wamid, "hello")
	w.Delivers()
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Thank you.")}}, nil
	}
	return k, w.Sent[len(w.Sent)-1].Token
}

// Asks sends a request of the phone to our Flow endpoint.
func (w *World) Asks(token, action, screen string, values ...string) string {
	w.T.Helper()
	x := chat.FlowExchange{Action: action, Screen: screen, Token: token, Values: map[string]string{}}
	for i := 0; i < len(values); i += 2 {
		x.Values[values[i]] = values[i+1]
	}
	answer, err := w.Flow(w.Ctx(), Number, x)
	w.Must(err)
	return answer.Screen
}

// Table returns the rows that match a query, one per line.
func (w *World) Table(q views.FlowQuery) string {
	w.T.Helper()
	q.Flow = "600"
	found, err := w.FlowRows(w.Ctx(), Ana, q)
	w.Must(err)
	lines := []string{}
	for _, r := range found.Rows {
		line := fmt.Sprint(r.Name, " ", r.State)
		for _, s := range r.Steps {
			line += fmt.Sprintf(", %s %s%s×%d", s.Kind, s.Screen, strings.TrimRight("."+s.Field, "."), s.Times)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Gets receives a customer's message of any kind.
func (w *World) Gets(from chat.Contact, wamid string, body chat.Body, origin chat.Origin) {
	w.T.Helper()
	origin.Wamid = wamid
	if origin.Sent.IsZero() {
		origin.Sent = w.Now().Truncate(time.Second)
	}
	w.Must(w.ReceiveWhatsApp(w.Ctx(), Number, from, body, origin))
	w.Streams()
}

func (w *World) Message(k chat.ConversationKey, id chat.MessageID) *chat.Message {
	w.T.Helper()
	m, err := w.Store.Message(w.Ctx(), k, id)
	w.Must(err)
	return &m
}

// Rows returns the messages of a customer's conversation.
func (w *World) Rows(k chat.ConversationKey) []chat.Message {
	w.T.Helper()
	all, err := w.Store.Since(w.Ctx(), k, "", 1000)
	w.Must(err)
	return all
}

// Number is the WhatsApp number of the fast bot.
var Number = chat.Number{App: "app", ID: "1000", Tenant: Tenant, Bot: Fast}

func (w *World) Writes(from chat.Contact, wamid, text string) chat.ConversationKey {
	w.T.Helper()
	w.Must(w.ReceiveWhatsApp(w.Ctx(), Number, from, chat.Text(text),
		chat.Origin{Wamid: wamid, Sent: w.Now().Truncate(time.Second)}))
	w.Streams()
	page, err := w.Inbox(w.Ctx(), Ana, views.InboxQuery{Queue: "bot"})
	w.Must(err)
	for _, h := range page.Rows {
		if h.Reached == from.WaID || h.Reached == from.BSUID {
			return h.Key()
		}
	}
	w.T.Fatal("the message is not in the inbox")
	return chat.ConversationKey{}
}

// Delivers runs the send queue until it is empty.
func (w *World) Delivers() {
	w.T.Helper()
	for tries := 0; len(w.Sends) > 0 && tries < 50; tries++ {
		task := w.Sends[0]
		w.Sends = w.Sends[1:]
		err := w.Deliver(w.Ctx(), task)
		if busy, ok := errors.AsType[chat.Busy](err); ok {
			w.Pass(busy.After)
			w.Sends = append(w.Sends, task)
		} else {
			w.Must(err)
		}
	}
}

func (w *World) Delivery(k chat.ConversationKey, text string) chat.Delivery {
	w.T.Helper()
	messages, err := w.Store.Since(w.Ctx(), k, "", 1000)
	w.Must(err)
	for _, m := range messages {
		for _, b := range m.Bubbles {
			if b.Text == text && b.Delivery != nil {
				return *b.Delivery
			}
		}
	}
	return chat.Delivery{}
}

// Bruno is a customer on WhatsApp.
var Bruno = chat.Contact{WaID: "5511987654321", Name: "Bruno", Country: "BR"}

// Reply writes as an agent who has not looked at the conversation before.
func (w *World) Reply(
	ctx context.Context, a chat.Agent, key chat.ConversationKey, id chat.MessageID, body chat.Body,
) (chat.Message, chat.Head, error) {
	return w.Desk.Reply(ctx, a, key, id, body, nil)
}
