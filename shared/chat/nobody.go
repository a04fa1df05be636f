package chat

import (
	"context"
	"iter"
	"time"

	"github.com/botifire/livechat/shared/privacy"
)

// nobody stands in for every port that a function does not have. It refuses in words, so that a forgotten port
// is a line in the log and never a panic.
type nobody struct{}

func (nobody) Push(context.Context, ConnectionID, Push) error { return NotHere("post to sockets") }
func (nobody) Close(context.Context, ConnectionID) error      { return NotHere("close sockets") }
func (nobody) Ask(context.Context, Task) error                { return NotHere("ask bots") }
func (nobody) Send(context.Context, Task) error               { return NotHere("queue sends") }
func (nobody) Fetch(context.Context, Task) error              { return NotHere("queue files") }
func (nobody) Tell(context.Context, Notice) error             { return NotHere("tell bots") }

func (nobody) End(context.Context, VisitTask) error { return NotHere("queue ends of visits") }

func (nobody) Respond(context.Context, Question) (Answer, error) {
	return Answer{}, NotHere("answer for a bot")
}

func (nobody) Greet(context.Context, Bot, string) ([]Body, error) {
	return nil, NotHere("greet for a bot")
}

func (nobody) TenantKey(context.Context, Tenant) (privacy.Key, error) {
	return nil, NotHere("open a tenant's key")
}

func (nobody) ValidateOutgoing(Outgoing) error { return NotHere("judge what goes to WhatsApp") }

func (nobody) Drop(context.Context, ConversationKey, string) error { return NotHere("delete files") }

// noLine stands in for the ports to Meta.
type noLine struct{}

func (noLine) Send(context.Context, Number, Outgoing) (string, error) { return "", NotHere("send") }
func (noLine) Read(context.Context, Number, string, bool) error       { return NotHere("tell Meta") }

func (noLine) Templates(context.Context, Number, time.Time) ([]Template, error) {
	return nil, NotHere("ask Meta for templates")
}

func (noLine) FlowName(context.Context, Number, string) (string, error) {
	return "", NotHere("ask Meta for a Flow")
}

func (noLine) Fetch(context.Context, Number, ConversationKey, Media) (Media, error) {
	return Media{}, NotHere("fetch files")
}

func (nobody) Available(context.Context, TenantID, AgentID) (Agent, bool, error) {
	return Agent{}, false, NotHere("see who of the team is available")
}

func (nobody) Open(context.Context, TenantID, AgentID) (Agent, bool, error) {
	return Agent{}, false, NotHere("see who of the team has the app open")
}

func (nobody) Anybody(context.Context, TenantID) (bool, error) {
	return false, NotHere("see whether somebody of the team is available")
}

func (nobody) Next(context.Context, ConversationKey, AgentID, []AgentID, int) (Turn, error) {
	return Turn{}, NotHere("see whose turn it is")
}

func (nobody) Fits(context.Context, ConversationKey, AgentID, int) (bool, error) {
	return false, NotHere("see how many conversations somebody has")
}

func (nobody) Mention(context.Context, TenantID, Mention) (bool, error) {
	return false, NotHere("tell a person of a note")
}

func (nobody) Alert(context.Context, ConversationKey, Message) error {
	return NotHere("alert a person of a talk")
}

func (nobody) Waited(context.Context, ConversationKey, MessageID) (*Answer, error) { return nil, nil }

func (nobody) CasesOf(context.Context, TenantID, AgentID) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) { yield(Head{}, NotHere("list an agent's conversations")) }
}

func (nobody) SnoozedOf(context.Context, TenantID, AgentID) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) { yield(Head{}, NotHere("list an agent's snoozed conversations")) }
}
