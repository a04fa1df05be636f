package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// nobody stands in for every port that a function does not have.
type nobody struct{}

func (nobody) Invite(context.Context, string) error   { return chat.NotHere("invite") }
func (nobody) Withdraw(context.Context, string) error { return chat.NotHere("withdraw accounts") }
func (nobody) Join(context.Context, chat.Agent, string, chat.TenantID) error {
	return chat.NotHere("change accounts")
}

func (nobody) SetRole(context.Context, chat.TenantID, string, chat.Role) error {
	return chat.NotHere("change roles")
}

func (nobody) Remove(context.Context, chat.TenantID, string) error {
	return chat.NotHere("remove accounts")
}

func (nobody) Rename(context.Context, chat.TenantID, string, string) error {
	return chat.NotHere("rename accounts")
}

func (nobody) Keep(context.Context, chat.TenantID, chat.AgentID, []byte) (string, error) {
	return "", chat.NotHere("keep pictures")
}

func (nobody) Drop(context.Context, string) error { return chat.NotHere("delete pictures") }

func (nobody) Seal(context.Context, chat.TenantID, string, string, []byte) ([]byte, error) {
	return nil, chat.NotHere("seal secrets")
}

func (nobody) Write(context.Context, chat.Site) error { return chat.NotHere("publish sites") }

func (nobody) KeepFile(context.Context, chat.Agent, chat.AgentID, string, string) (chat.CannedFile, error) {
	return chat.CannedFile{}, chat.NotHere("keep files of canned replies")
}

func (nobody) DropFile(context.Context, chat.TenantID, chat.AgentID, string) error {
	return chat.NotHere("delete files of canned replies")
}

func (nobody) Look(context.Context, string) string { return chat.NotHere("look at websites").Error() }
