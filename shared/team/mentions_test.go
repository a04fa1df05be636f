package team_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
)

// reads has the mentions that somebody is to read.
func (o *office) reads(a chat.Agent) []team.Mention {
	o.T.Helper()
	rows, err := o.room.Mentions(o.Ctx(), a)
	o.Must(err)
	return rows
}

// notes has an agent leave a note that names people.
func (o *office) notes(a chat.Agent, k chat.ConversationKey, text string, people ...chat.AgentID) error {
	o.Pass(time.Second)
	_, _, err := o.Reply(o.Ctx(), a, k, o.ID(), chat.Body{Kind: chat.KindNote, Text: text, Mentions: people})
	return err
}

// A note tells each colleague whom it names once, however often the stream gives it; nobody hears of their own.
func TestANoteTellsTheColleagueWhomItNames(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana", "Sam")
	ana, sam := who("Ana"), who("Sam")
	k := o.asks()
	o.Must(o.notes(ana, k, "@Sam, mail them at amara@mail.test", sam.ID, ana.ID, sam.ID))
	for range 2 {
		for _, c := range o.Memory.Changes {
			o.Must(o.Relay(o.Ctx(), c))
		}
	}
	found := o.reads(sam)
	if len(found) != 1 || found[0].Kind != "mention" || !found[0].Unread || found[0].By != "Ana" {
		t.Fatalf("Sam is told of %+v", found)
	}
	told := 0
	for _, p := range o.Pushes["a.Sam"] {
		if p.Action == chat.PushMention && p.Conversation == k.ID && p.By == "Ana" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("Sam's app is told %d times", told)
	}
	if own := o.reads(ana); len(own) != 0 {
		t.Errorf("somebody is told of their own note: %v", own)
	}
	viewer := sam
	viewer.Role = chat.RoleViewer
	if text := o.reads(viewer)[0].Text; text != "@Sam, mail them at "+chat.Masking {
		t.Errorf("a viewer reads %q", text)
	}
	o.Must(o.room.ReadMentions(o.Ctx(), sam, found[0].At))
	if o.reads(sam)[0].Unread {
		t.Error("it is read, and counts as new")
	}
}

func TestANoteNamesOnlyTheTeam(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana", "Sam")
	k := o.asks()
	if err := o.notes(who("Ana"), k, "@Nobody", "a_nobody"); chat.CodeOf(err) != "no_such_colleague" {
		t.Errorf("somebody outside the team is named: %v", err)
	}
	words := chat.Body{Kind: chat.KindText, Text: "Hello", Mentions: []chat.AgentID{who("Sam").ID}}
	_, _, err := o.Reply(o.Ctx(), who("Ana"), k, o.ID(), words)
	if chat.CodeOf(err) != "only_in_notes" {
		t.Errorf("words for a visitor name a colleague: %v", err)
	}
}

// A person who gets a conversation from a colleague reads their note; of one that came by turn there is nothing to
// read, and of erased words nothing is left.
func TestAHandOverTellsItsPerson(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana", "Sam")
	k := o.asks()
	give := func(to, note string) {
		_, err := chat.Assign(o.Ctx(), o.Desk, who("Ana"), k, chat.Giving{To: who(to).ID, Note: note}, o.Sees(k))
		o.Must(err)
		o.Streams()
	}
	give("Sam", "She knows you")
	if found := o.reads(who("Sam")); len(found) != 1 || found[0].Kind != "assigned" || found[0].Text != "She knows you" {
		t.Errorf("Sam reads %+v", found)
	}
	give("Ana", "")
	if found := o.reads(who("Ana")); len(found) != 0 {
		t.Errorf("Ana gave it to herself, and reads %+v", found)
	}
	for _, m := range o.Rows(k) {
		o.Must(o.Store.EraseMessage(o.Ctx(), k, m))
	}
	if found := o.reads(who("Sam")); len(found) != 0 {
		t.Errorf("of erased words Sam reads %+v", found)
	}
}
