package chat_test

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
)

// greeter is a bot that says the same to everybody.
type greeter struct{}

func (greeter) Greet(context.Context, chat.Bot, string) ([]chat.Body, error) { return nil, nil }

func (greeter) Respond(context.Context, chat.Question) (chat.Answer, error) {
	return chat.Answer{Bubbles: []chat.Body{chat.Text("Welcome to Kettle & Co.")}}, nil
}

// A visitor writes, the bot answers, and an agent takes over.
func ExampleDesk() {
	ctx, store := context.Background(), memory.New()
	desk := chat.New(store)
	desk.Responder = greeter{}
	bot := chat.Bot{Tenant: "t_kettle", ID: "b_shop", Kind: chat.ScriptBot}
	if err := store.PutBot(ctx, bot); err != nil {
		fmt.Println(err)
		return
	}
	got, err := desk.Receive(ctx, chat.Incoming{
		Tenant: bot.Tenant, Bot: bot.ID, Visitor: "v_amara", Source: chat.Web,
		Message: chat.Message{
			ID: chat.MessageID(desk.NewID(desk.Now())), Bubbles: []chat.Bubble{{Body: chat.Text("Hello")}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Reply.Body().Text)

	ana := chat.Agent{Tenant: bot.Tenant, ID: "a_ana", Name: "Ana", Role: chat.RoleAgent}
	conversation := chat.ConversationKey{Tenant: bot.Tenant, ID: chat.ConversationOf("v_amara", bot.ID)}
	head, err := desk.TakeOver(ctx, ana, conversation, chat.Seen{})
	fmt.Println(head.Owner, head.AssigneeName, err)
	// Output:
	// Welcome to Kettle & Co.
	// agent Ana <nil>
}
