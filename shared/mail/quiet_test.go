package mail_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// An answer that waits to be mailed does not go to somebody who wants quiet meanwhile, until they write again; a link
// that they ask for does.
func TestNobodyWhoWantsQuietIsMailed(t *testing.T) {
	w := begin(t)
	g := w.waits()
	w.Must(w.leaves(g, "mia@mail.test"))
	w.answers(g, "Here I am.")
	yes := true
	_, err := chat.Permissions{Desk: w.Desk}.Permit(w.Ctx(), chattest.Ana, g.Socket.Visitor, nil, &yes)
	w.Must(err)
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) != 0 {
		t.Fatalf("%d letters went", len(w.letters))
	}
	g.Writes("Are you there?")
	w.Pass(time.Second)
	w.answers(g, "Yes.")
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) != 1 {
		t.Fatalf("%d letters answer", len(w.letters))
	}
	w.Pass(24 * time.Hour)
	_, err = chat.Permissions{Desk: w.Desk}.Permit(w.Ctx(), chattest.Ana, g.Socket.Visitor, nil, &yes)
	w.Must(err)
	w.Must(w.post.Renew(w.Ctx(), link(w.letters[0], "go")))
	w.works()
	if len(w.letters) != 2 {
		t.Errorf("%d letters after a link was asked for", len(w.letters))
	}
}
