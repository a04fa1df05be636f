package chat_test

import (
	"context"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/promise"
	"github.com/botifire/livechat/shared/storetest"
)

// promising is a store that has enough waits for promises, and counts how often it is asked for those who wait now.
type promising struct {
	storetest.Store
	asked int
}

func (p *promising) RecentWaits(context.Context, chat.TenantID) (promise.Recent, error) {
	ended := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	all := promise.Recent{}
	for i := range 4 {
		all.Waits = append(all.Waits, promise.Wait{From: ended.Add(-time.Duration(i+2) * time.Minute), Ended: ended})
	}
	return all, nil
}

func (p *promising) ListWaiting(
	ctx context.Context, tenant chat.TenantID, agents []chat.AgentID, position string, limit int,
) ([]chat.Head, string, error) {
	p.asked++
	return p.Store.ListWaiting(ctx, tenant, agents, position, limit)
}

// A word that opens a case again for the team makes its promise once.
func TestAReopenedCaseIsPromisedOnce(t *testing.T) {
	inside := memory.New()
	store := &promising{Store: inside}
	w := chattest.On(t, store)
	w.Memory = inside
	g, _ := asks(w)
	w.Closes(g.Key())
	w.Pass(time.Hour)
	store.asked = 0
	r := g.Says("Are you there?")
	if r.Promise == nil || !r.Promise.By.After(w.Now()) || store.asked != 1 {
		t.Errorf("promised %+v, made %d times", r.Promise, store.asked)
	}
}

// fitting counts how often it is asked whether a conversation fits an agent.
type fitting struct {
	chat.Colleagues
	asked int
}

func (f *fitting) Fits(ctx context.Context, key chat.ConversationKey, id chat.AgentID, limit int) (bool, error) {
	f.asked++
	return f.Colleagues.Fits(ctx, key, id, limit)
}

// A case that wakes with an agent who is gone goes to the team, and counts among theirs no more.
func TestACaseThatWakesWithNobodyFitsNobody(t *testing.T) {
	w := chattest.New(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Assign.Auto = true
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	room := &fitting{Colleagues: w.Colleagues}
	w.Colleagues = room
	g, _ := asks(w)
	_, err = w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	_, err = w.Snooze(w.Ctx(), chattest.Ana, g.Key(), w.Now().Add(time.Hour), w.Sees(g.Key()))
	w.Must(err)
	w.Streams()
	w.Pass(time.Hour)
	w.Must(w.WakeConversation(w.Ctx(), g.Key()))
	w.Streams()
	if h := w.Head(g.Key()); h.Owner != chat.OwnerTeam || h.Waits().IsZero() || room.asked != 0 {
		t.Errorf("it is with %s, and was asked for %d times", h.Owner, room.asked)
	}
}
