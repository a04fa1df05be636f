package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A visitor without a name is known by the place of the first contact, as exactly as the mode allows; the best
// name that becomes known takes its place.
func TestWhomNobodyNamedIsCalledByTheirPlace(t *testing.T) {
	w := chattest.New(t)
	for mode, want := range map[chat.Mode]chat.Place{
		chat.Full: {Country: "NG", City: "Lagos"}, chat.Minimal: {Country: "NG"},
	} {
		g := w.Guest()
		g.Mode = mode
		g.Opens("/")
		v, err := w.Store.Visitor(t.Context(), chat.VisitorKey{Tenant: chattest.Tenant, ID: g.Socket.Visitor})
		w.Must(err)
		if v.Place != want || v.Called() != "" {
			t.Errorf("in %s mode: %+v, called %q", mode, v.Place, v.Called())
		}
		for _, fact := range [][2]string{
			{"phone", "+33 1 23"}, {"email", "a@b.example"}, {"username", "amelie"}, {"name", "Amélie"},
		} {
			v.Learn(chat.Claim{Field: fact[0], Value: fact[1], Source: "form:lead"}, w.Now())
			// shows nothing
			v.Learn(chat.Claim{Field: "name", Value: "\u3164\u200e", Source: "whatsapp"}, w.Now().Add(time.Second))
			if v.Called() != fact[1] {
				t.Errorf("with their %s they are called %q", fact[0], v.Called())
			}
		}
	}
}
