package chat

import (
	"context"
	"time"
)

// Sign is the activity signal of a frame.
type Sign string

const (
	NoSign Sign = ""       // a ping: the page is there, and that is all
	Here   Sign = "here"   // a page, a word, a tap, a form: the visitor did something
	Opens  Sign = "opens"  // the same, and it opened the chat
	Back   Sign = "back"   // the page says that its visitor does something again
	Still  Sign = "still"  // the page says that for IdleAfter its visitor did nothing
	Hidden Sign = "hidden" // the page went out of sight: its visitor was there until now
)

// Tells tells whether the page itself said that its visitor went or came back.
func (s Sign) Tells() bool { return s == Back || s == Still }

// Returns tells whether a visitor who was quiet is back by it.
func (s Sign) Returns() bool { return s == Here || s == Opens || s == Back }

// Away is when the visitor was last there, if the sign says that they are not any more.
func (s Sign) Away(now time.Time) time.Time {
	switch s {
	case Still:
		return now.Add(-IdleAfter)
	case Hidden:
		return now
	}
	return time.Time{}
}

// lastSign is when the socket's visitor last did something, as far as was heard.
func (s *Socket) lastSign() time.Time {
	if s.Away.After(s.Active) {
		return s.Away
	}
	return s.Active
}

// lastSignAtClose is when the visitor of a closed socket last did something. A visitor who closes a page is
// there.
func (s *Socket) lastSignAtClose() time.Time {
	if last := s.lastSign(); !s.Away.IsZero() || s.lost() || s.Closed.Before(last) {
		return last
	}
	return s.Closed
}

// lost tells whether nobody closed the socket: it was not heard for longer than a page pings.
func (s *Socket) lost() bool { return s.Closed.Sub(s.Seen) > PingTime }

// here tells whether the socket's visitor is active on a page in view, and until when that holds if nothing
// more is heard: zero while the page itself would tell its end.
func (s *Socket) here(now time.Time) (bool, time.Time) {
	if !s.Closed.IsZero() || !s.Away.IsZero() || now.Sub(s.Seen) >= SilentSocket {
		return false, time.Time{}
	}
	if s.Tells && s.Told < MaxActivity {
		return true, time.Time{}
	}
	until := s.Active.Add(IdleAfter)
	return now.Before(until), until
}

// lastSignBy is when the socket's visitor last did something, by a time: just now, while a
// page that would say otherwise is silent.
func (s *Socket) lastSignBy(now time.Time) time.Time {
	if !s.Closed.IsZero() {
		return s.lastSignAtClose()
	}
	if here, until := s.here(now); here && until.IsZero() {
		return now
	}
	return s.lastSign()
}

// Quiet tells whether the socket's visitor did nothing for so long that their next act begins another visit.
func (s *Socket) Quiet(now time.Time) bool { return now.Sub(s.lastSignBy(now)) >= VisitGap }

// Signed tells the team when a sign changed a visitor's presence. s is their socket as it was before the sign.
func (w *WebChannel) Signed(ctx context.Context, s Socket, sign Sign) {
	went, was := !sign.Away(w.Now()).IsZero(), !s.Away.IsZero()
	if s.Visitor != "" && sign != NoSign && went != was {
		w.hint(ctx, s.Tenant, "visitors")
	}
}
