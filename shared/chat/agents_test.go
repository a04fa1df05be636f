package chat_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// Until $connect has returned, every post to the socket meets 410, and the poster then forgets the socket: so
// nobody may find it before its first frame.
func TestAnAgentsSocketIsFoundOnlyAfterItsFirstFrame(t *testing.T) {
	w := chattest.New(t)
	ticket, err := w.NewTicket(w.Ctx(), chattest.Ana, "https://door", w.Now(), w.Now().Add(chat.TicketLife))
	w.Must(err)
	id := chat.ConnectionID("a.1")
	w.Must(w.AgentConnects(w.Ctx(), id, ticket, "https://door"))
	team, err := w.Store.Team(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if len(team) != 0 {
		t.Errorf("a socket that is still connecting is listed: %v", team)
	}
	s, err := w.Store.Admit(w.Ctx(), id, w.Now(), chat.Here)
	w.Must(err)
	w.Must(w.View(w.Ctx(), s, ""))
	if team, err = w.Store.Team(w.Ctx(), chattest.Tenant); err != nil || team[id].ID != chattest.Ana.ID {
		t.Errorf("after its first frame the team is %v, %v", team, err)
	}
	if err := w.AgentConnects(w.Ctx(), "a.2", ticket, "https://door"); chattest.Code(err) != "bad_ticket" {
		t.Errorf("a used ticket was answered by %v", err)
	}
}

// A removed agent gets no socket any more: neither with a ticket from a function that has not heard of the
// removal yet, nor with one that was taken while the removal went on.
func TestWhoWasRemovedGetsNoSocket(t *testing.T) {
	w := chattest.New(t)
	ticket := func(issued time.Time) string {
		ticket, err := w.NewTicket(w.Ctx(), chattest.Ana, "https://door", issued, w.Now().Add(time.Hour))
		w.Must(err)
		return ticket
	}
	signedIn := w.Now()
	w.Must(w.AgentConnects(w.Ctx(), "a.1", ticket(signedIn), "https://door"))
	early := ticket(signedIn)
	w.Must(w.StillIn(chattest.Ana, signedIn))
	s, err := w.Store.Admit(w.Ctx(), "a.1", w.Now(), chat.Here)
	w.Must(err)

	w.Pass(10 * time.Second)
	w.Must(w.Store.SignOut(w.Ctx(), chattest.Tenant, chattest.Ana.ID, w.Now(), w.Now().Add(time.Hour)))
	if err := w.View(w.Ctx(), s, ""); chattest.Code(err) != "signed_out" {
		t.Errorf("a socket from just before is answered by %v", err)
	}
	if _, err := w.Store.Socket(w.Ctx(), "a.1"); !errors.Is(err, chat.ErrGone) {
		t.Errorf("the socket is still there: %v", err)
	}
	if err := w.AgentConnects(w.Ctx(), "a.2", early, "https://door"); chattest.Code(err) != "signed_out" {
		t.Errorf("a ticket from before is answered by %v", err)
	}
	if _, err := w.NewTicket(w.Ctx(), chattest.Ana, "https://door", signedIn,
		w.Now().Add(time.Hour)); chattest.Code(err) != "signed_out" {
		t.Errorf("an old sign-in that asks for a ticket is answered by %v", err)
	}
	w.Pass(time.Second)
	w.Must(w.AgentConnects(w.Ctx(), "a.3", ticket(w.Now()), "https://door"))
}
