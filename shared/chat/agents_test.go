package chat_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Until $connect has returned, every post to the socket meets 410, and who posts
// forgets the socket: so nobody may find it before its first frame.
func TestAnAgentsSocketIsFoundOnlyAfterItsFirstFrame(t *testing.T) {
	o := newOffice(t)
	ticket, err := o.NewTicket(o.ctx(), ana, "https://door", o.Now(), o.Now().Add(chat.TicketLife))
	o.must(err)
	id := chat.ConnectionID("a.1")
	o.must(o.AgentConnects(o.ctx(), id, ticket, "https://door"))
	team, err := o.Store.Team(o.ctx(), tenant)
	o.must(err)
	if len(team) != 0 {
		t.Errorf("a socket that is still connecting is listed: %v", team)
	}
	s, err := o.Store.Admit(o.ctx(), id, o.Now(), chat.Here)
	o.must(err)
	o.must(o.View(o.ctx(), s, ""))
	if team, err = o.Store.Team(o.ctx(), tenant); err != nil || team[id].ID != ana.ID {
		t.Errorf("after its first frame the team is %v, %v", team, err)
	}
	if err := o.AgentConnects(o.ctx(), "a.2", ticket, "https://door"); code(err) != "bad_ticket" {
		t.Errorf("a used ticket was answered by %v", err)
	}
}

// Whoever is removed gets no socket any more: not with a ticket from a function that has not
// heard of it yet, and not with one that was taken while the removal went on.
func TestWhoWasRemovedGetsNoSocket(t *testing.T) {
	o := newOffice(t)
	ticket := func(issued time.Time) string {
		ticket, err := o.NewTicket(o.ctx(), ana, "https://door", issued, o.Now().Add(time.Hour))
		o.must(err)
		return ticket
	}
	signedIn := o.Now()
	o.must(o.AgentConnects(o.ctx(), "a.1", ticket(signedIn), "https://door"))
	early := ticket(signedIn)
	o.must(o.StillIn(o.ctx(), ana, signedIn))
	s, err := o.Store.Admit(o.ctx(), "a.1", o.Now(), chat.Here)
	o.must(err)

	o.pass(10 * time.Second)
	o.must(o.Store.SignOut(o.ctx(), tenant, ana.ID, o.Now(), o.Now().Add(time.Hour)))
	if err := o.View(o.ctx(), s, ""); code(err) != "signed_out" {
		t.Errorf("a socket from just before is answered by %v", err)
	}
	if _, err := o.Store.Socket(o.ctx(), "a.1"); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("the socket is still there: %v", err)
	}
	if err := o.AgentConnects(o.ctx(), "a.2", early, "https://door"); code(err) != "signed_out" {
		t.Errorf("a ticket from before is answered by %v", err)
	}
	if _, err := o.NewTicket(o.ctx(), ana, "https://door", signedIn, o.Now().Add(time.Hour)); code(err) != "signed_out" {
		t.Errorf("an old sign-in that asks for a ticket is answered by %v", err)
	}
	o.pass(time.Second)
	o.must(o.AgentConnects(o.ctx(), "a.3", ticket(o.Now()), "https://door"))
}
