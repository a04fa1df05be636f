package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// Until $connect has returned, every post to the socket meets 410, and who posts
// forgets the socket: so nobody may find it before its first frame.
func TestAnAgentsSocketIsFoundOnlyAfterItsFirstFrame(t *testing.T) {
	o := newOffice(t)
	ticket, err := o.NewTicket(o.ctx(), ana, "https://door", o.Now().Add(chat.TicketLife))
	o.must(err)
	id := chat.ConnectionID("a.1")
	o.must(o.AgentConnects(o.ctx(), id, ticket, "https://door"))
	team, err := o.Store.Team(o.ctx(), tenant)
	o.must(err)
	if len(team) != 0 {
		t.Errorf("a socket that is still connecting is listed: %v", team)
	}
	s, err := o.Store.Admit(o.ctx(), id, o.Now(), true)
	o.must(err)
	o.must(o.View(o.ctx(), s, ""))
	if team, err = o.Store.Team(o.ctx(), tenant); err != nil || team[id].ID != ana.ID {
		t.Errorf("after its first frame the team is %v, %v", team, err)
	}
	if err := o.AgentConnects(o.ctx(), "a.2", ticket, "https://door"); code(err) != "bad_ticket" {
		t.Errorf("a used ticket was answered by %v", err)
	}
}
