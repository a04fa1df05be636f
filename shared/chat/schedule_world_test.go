package chat_test

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// thinks is the bot's mind: it remembers how often it was asked, and sometimes wants a person.
func (s *schedule) thinks(q chat.Question) (chat.Answer, error) {
	if !s.world.calm {
		s.interrupt()
	}
	state := []byte(`1`)
	if len(q.State) > 0 {
		state = append([]byte{}, q.State...)
		state = append(state, '1')
	}
	a := chat.Answer{Bubbles: []chat.Body{chat.Text("an answer")}, Effects: chat.Effects{State: state}}
	if len(state)%5 == 0 {
		a.Effects.HandOver = "asked"
	}
	if len(state)%3 == 0 {
		a.Effects.Goals = []chat.GoalReached{{Name: "Lead Captured"}}
		a.Effects.Gap = &chat.Gap{Question: "why?", Cause: chat.NoMatch}
	}
	return a, nil
}

// send is WhatsApp: it takes the message, refuses it, or says nothing.
func (s *schedule) send(out chat.Outgoing) (string, error) {
	if s.world.calm {
		s.tries[out.Callback]++
		return "out-" + out.Callback, nil
	}
	s.interrupt()
	switch s.draw(6) {
	case 0:
		return "", &chat.SendError{Reason: "busy", Code: 130429, Retry: time.Second}
	case 1:
		s.tries[out.Callback]++
		return "", &chat.SendError{Reason: "silence", Lost: true}
	case 2:
		return "", &chat.SendError{Reason: "never", Code: 131026}
	}
	s.tries[out.Callback]++
	return "out-" + out.Callback, nil
}

// collect takes the queued tasks.
func (s *schedule) collect() {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.waiting = append(s.waiting, s.Asked...)
	s.sends = append(s.sends, s.World.Sends...)
	s.Asked, s.World.Sends = nil, nil
}

// work does one task of a queue. It stays there: queues may give it again.
func (s *schedule) work(ctx context.Context) {
	s.collect()
	if n := len(s.waiting) + len(s.sends); n > 0 {
		if i := s.draw(n); i < len(s.waiting) {
			_ = s.Answer(ctx, s.waiting[i], s.draw(3) == 0)
		} else {
			_ = s.Deliver(ctx, s.sends[i-len(s.waiting)])
		}
	}
}

// status delivers a status of Meta's for a send, in any order, with and without our callback.
func (s *schedule) status(ctx context.Context) {
	s.Mu.Lock()
	outs := append([]chat.Outgoing(nil), s.Sent...)
	s.Mu.Unlock()
	if len(outs) == 0 {
		return
	}
	out := outs[s.draw(len(outs))]
	carried := out.Callback
	if s.draw(2) == 0 {
		carried = ""
	}
	status := []chat.Status{chat.Sent, chat.Delivered, chat.Read, chat.NotSent}[s.draw(4)]
	_ = s.Status(ctx, chattest.Tenant, "out-"+out.Callback, carried, chat.Contact{},
		chat.Delivery{Status: status, At: s.Now()})
}

// settle ends the bad times: clients repeat every message that was not acknowledged, the stream is read to its
// end, the queues are emptied.
func (s *schedule) settle() {
	ctx := context.Background()
	s.world.calm = true
	s.leaves(ctx)
	for _, a := range []chat.Agent{chattest.Ana, chattest.Sam} { // whoever acts has the app open, and closes it at last
		at := chat.Socket{ID: "a." + chat.ConnectionID(a.ID), Tenant: a.Tenant, Agent: &a, Opened: s.Now()}
		if err := s.Store.UnbindSocket(ctx, at); chat.Except(err, chat.ErrNotFound) != nil {
			s.rt.Fatalf("unbind: %v", err)
		}
		s.leavesDesk(a.ID)
	}
	for _, one := range s.said {
		if !one.acked {
			s.says(one.incoming)
		}
	}
	for _, wamid := range s.wamids {
		if err := s.ReceiveWhatsApp(ctx, chattest.Number, customer, chat.Text("from the phone "+wamid),
			chat.Origin{Wamid: wamid, Sent: s.Now().Truncate(time.Second)}); err != nil && chat.CodeOf(err) != "id_conflict" {
			s.rt.Fatalf("Meta's repeat: %v", err)
		}
	}
	for done := 0; ; {
		for i, all := 0, s.changes(); i < len(all); i++ {
			if !s.relayed[i] {
				if err := s.Relay(ctx, all[i]); err != nil {
					s.rt.Fatalf("relay: %v", err)
				}
				s.relayed[i] = true
			}
		}
		s.collect()
		for _, task := range s.waiting {
			if err := s.Answer(ctx, task, true); err != nil {
				s.rt.Fatalf("answer: %v", err)
			}
		}
		var busy []chat.Task
		for _, task := range s.sends {
			var wait chat.Busy
			if err := s.Deliver(ctx, task); errors.As(err, &wait) {
				busy = append(busy, task)
			} else if err != nil {
				s.rt.Fatalf("deliver: %v", err)
			}
		}
		s.waiting, s.sends = nil, busy
		s.Pass(chat.SendingTimeout)
		s.endsAll(ctx)
		n := len(s.changes())
		if n == done && len(busy) == 0 {
			break
		}
		done = n
	}
	for range 3 * len(s.Sent) { // Meta tells in its own order, and again
		s.status(ctx)
	}
}
