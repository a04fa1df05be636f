package main

import (
	"context"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func (v *visit) talk(ctx context.Context, s chat.Socket, agent chat.Agent) error {
	for range 1 + v.luck.IntN(3) {
		v.pass(40 * time.Second)
		if _, err := v.say(ctx, s, chat.Text(asked[v.luck.IntN(len(asked))])); err != nil {
			return err
		}
	}
	switch v.luck.IntN(4) {
	case 0:
		return v.lead(ctx, s)
	case 1:
		v.pass(time.Minute)
		key := s.ConversationKey()
		_, head, err := v.desk.Reply(ctx, agent, key, v.id(), chat.Text("Hello, I am Ana. Let me look that up for you."), nil)
		if err != nil {
			return err
		}
		v.pass(time.Minute)
		if v.luck.IntN(4) > 0 {
			return v.close(ctx, s, agent, head)
		}
	}
	return nil
}

// close has the agent close the case, and two visitors of three say how it was.
func (v *visit) close(ctx context.Context, s chat.Socket, agent chat.Agent, h chat.Head) error {
	if _, err := v.desk.Close(ctx, agent, h.Key(), chat.Seen{Epoch: h.Epoch}); err != nil {
		return err
	}
	v.clock = v.clock.Add(chat.UndoOneTime)
	if err := v.desk.WakeConversation(ctx, h.Key()); err != nil || v.luck.IntN(3) == 0 {
		return err
	}
	log, err := v.store.History(ctx, h.Key(), "", 10)
	if err != nil {
		return err
	}
	v.pass(time.Minute)
	for _, m := range log {
		if m.Rates > 0 {
			tapped := m.Body().Options[[]int{0, 0, 0, 0, 0, 0, 0, 1, 1, 2}[v.luck.IntN(10)]]
			_, err := v.say(ctx, s, chat.Body{Kind: chat.KindClick, Click: &chat.Click{Message: m.ID, Option: tapped.ID}})
			return err
		}
	}
	return nil
}

func (v *visit) say(ctx context.Context, s chat.Socket, body chat.Body) (chat.Received, error) {
	return v.desk.Receive(ctx, chat.Incoming{
		Tenant: s.Tenant, Bot: s.Bot, Visitor: s.Visitor, Source: chat.Web, From: s.ID,
		Message: chat.Message{ID: v.id(), Visit: s.Visit, Bubbles: []chat.Bubble{{Body: body}}},
	})
}

// lead has the visitor ask for an offer: a button, then a form.
func (v *visit) lead(ctx context.Context, s chat.Socket) error {
	v.pass(20 * time.Second)
	form, err := v.say(ctx, s, chat.Text("Get an offer"))
	if err != nil || form.Reply == nil {
		return err
	}
	v.pass(40 * time.Second)
	name := first[v.luck.IntN(len(first))] + " " + last[v.luck.IntN(len(last))]
	values := map[string]string{"name": name, "email": fmt.Sprintf("visitor%d@mail.test", v.i)}
	_, err = v.say(ctx, s, chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{
		Message: form.Reply.ID,
		Form:    "lead", Values: values,
	}})
	return err
}
