package team

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

const (
	holdFor  = 20 * time.Second // how long an answer waits for a person
	heldKeep = 48 * time.Hour   // longer than any timer is late
	glance   = 5 * time.Second  // for so long a function remembers whether somebody is on deck
	maxHeld  = 100              // that are listed
	slowest  = 10 * time.Minute // from a question to an answer that waits, if its bot is slow
)

// Held is a bot's unsure answer that waits for a person on deck to send, change or drop it.
type Held struct {
	Conversation chat.ConversationID `json:"conversation"`
	Message      chat.MessageID      `json:"message"` // the question
	Question     string              `json:"question"`
	Until        time.Time           `json:"until"`
	Then         chat.Hold           `json:"then"`
	State        json.RawMessage     `json:"state,omitempty"` // of the bot before it
	Answer       chat.Answer         `json:"answer"`
}

// Key is where its conversation lies.
func (h Held) Key(tenant chat.TenantID) chat.ConversationKey {
	return chat.ConversationKey{Tenant: tenant, ID: h.Conversation}
}

// Holding is a responder whose unsure answers wait for a person, if the owner of the bot wants that and somebody is on
// deck. An answer that waits is one row, and nothing in its conversation: it is released by storing it as any other.
type Holding struct {
	chat.Responder
	team *Team

	mu  sync.Mutex
	saw map[chat.TenantID]seen
}

type seen struct {
	on bool
	at time.Time
}

// Holding has a responder hold its unsure answers.
func (t *Team) Holding(of chat.Responder) *Holding {
	return &Holding{Responder: of, team: t, saw: map[chat.TenantID]seen{}}
}

// Respond asks the bot, unless its answer waits already or has waited long enough.
func (h *Holding) Respond(ctx context.Context, q chat.Question) (chat.Answer, error) {
	if q.Bot.Hold == "" || q.Message.Author.Kind != chat.ByVisitor {
		return h.Responder.Respond(ctx, q)
	}
	key := chat.ConversationKey{
		Tenant: q.Bot.Tenant, ID: chat.ConversationOf(chat.VisitorID(q.Message.Author.ID), q.Bot.ID),
	}
	held, err := h.team.store.Held(ctx, key, q.Message.ID)
	if err == nil {
		return h.team.waited(q, held)
	}
	if !errors.Is(err, chat.ErrNotFound) {
		return chat.Answer{}, err
	}
	answer, err := h.Responder.Respond(ctx, q)
	if err != nil || !unsure(&answer) || !h.somebody(ctx, q.Bot.Tenant) {
		return answer, err
	}
	answer.Part = q.Hinter(answer)
	now := h.team.desk.Now()
	held, err = h.team.store.Hold(ctx, key, Held{
		Conversation: key.ID, Message: q.Message.ID, Question: q.Message.Preview(), Until: now.Add(holdFor),
		Then: q.Bot.Hold, State: stateOf(q), Answer: answer,
	}, now.Add(heldKeep))
	if err != nil {
		return answer, nil // it goes out as if nobody were there; if the row is stored, its timer finds that
	}
	return h.team.waited(q, held)
}

// waited is the end of a hold whose time is over; ErrHeld until then.
func (t *Team) waited(q chat.Question, held Held) (chat.Answer, error) {
	if t.desk.Now().Before(held.Until) {
		return chat.Answer{}, chat.ErrHeld
	}
	return t.join(q, held.State, held.left()), nil
}

// left is the answer if nobody took care of it.
func (h Held) left() chat.Answer {
	a := h.Answer
	if h.Then == chat.HoldHandOver {
		a.Bubbles, a.Effects = nil, chat.Effects{
			HandOver: "held", State: h.State, Gap: a.Effects.Gap, Why: a.Effects.Why, Model: a.Effects.Model,
		}
	}
	return a
}

// unsure tells whether an answer is none yet: the bot offers entries, or has none. One that asks for a person is for
// people anyway.
func unsure(a *chat.Answer) bool {
	return a.Effects.HandOver == "" && len(a.Bubbles) > 0 && (a.Effects.Gap != nil || a.Effects.Why.Offers())
}

// somebody tells whether somebody is on deck. It may be some seconds old.
func (h *Holding) somebody(ctx context.Context, tenant chat.TenantID) bool {
	now := h.team.desk.Now()
	h.mu.Lock()
	defer h.mu.Unlock()
	if was, is := h.saw[tenant]; is && now.Sub(was.at) < glance {
		return was.on
	}
	on, err := h.team.OnDeck(ctx, tenant)
	if err != nil {
		return false // nobody is known to be there
	}
	if len(h.saw) > 1000 {
		clear(h.saw)
	}
	h.saw[tenant] = seen{on, now}
	return on
}

// Relay sets the timer of an answer that waits, tells the people on deck, and alerts them if the talk needs a person.
// The stream's reader calls it.
func (t *Team) Relay(ctx context.Context, tenant chat.TenantID, held Held) error {
	wait := max(held.Until.Sub(t.desk.Now()), time.Second)
	err := t.desk.Queues.End(ctx, chat.VisitTask{
		Tenant: tenant, Conversation: held.Conversation, Message: held.Message, After: wait,
	})
	if err != nil {
		return err
	}
	t.tell(ctx, tenant, held.Conversation)
	return t.foretell(ctx, held.Key(tenant), held)
}

// tell has the people on deck read anew which answers wait. It is a hint.
func (t *Team) tell(ctx context.Context, tenant chat.TenantID, id chat.ConversationID) {
	mates, err := t.onDeck(ctx, tenant)
	if err != nil {
		return
	}
	for _, m := range mates {
		chat.PushAgent(ctx, t.desk, tenant, m.agent.ID, chat.Push{Action: chat.PushHeld, Conversation: id})
	}
}

// Expire lets an answer go whose time is over, and tells how long it still waits otherwise.
func (t *Team) Expire(ctx context.Context, key chat.ConversationKey, id chat.MessageID) (time.Duration, error) {
	held, err := t.store.Held(ctx, key, id)
	if err != nil {
		return 0, chat.Except(err, chat.ErrNotFound)
	}
	if wait := held.Until.Sub(t.desk.Now()); wait > 0 {
		return wait, nil
	}
	_, err = chat.Release(ctx, t.desk, key, id, t.joins(held, held.left()))
	return 0, err
}

// Waiting are the answers that wait now, the earliest question first.
func (t *Team) Waiting(ctx context.Context, tenant chat.TenantID) ([]Held, error) {
	now := t.desk.Now()
	all, err := t.store.HeldSince(ctx, tenant, now.Add(-slowest), now, maxHeld)
	if err != nil {
		return nil, err
	}
	waiting := []Held{}
	for _, h := range slices.Backward(all) {
		waits, err := t.waits(ctx, h.Key(tenant), h.Message)
		if err != nil {
			slog.WarnContext(ctx, "whether an answer still waits is not known", "conversation", h.Conversation, "error", err)
		}
		if waits || err != nil { // to decide a second time is refused in words
			waiting = append(waiting, h)
		}
	}
	return waiting, nil
}

// waits tells whether nobody has decided about an answer: its row stays. The first one of a conversation is stored
// before its head.
func (t *Team) waits(ctx context.Context, key chat.ConversationKey, question chat.MessageID) (bool, error) {
	head, err := t.store.Head(ctx, key)
	if err == nil && (head.Owner != chat.OwnerBot || head.Status != chat.Open) || errors.Is(err, chat.ErrErased) {
		return false, nil
	}
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return false, err
	}
	_, err = t.store.Message(ctx, key, chat.ReplyTo(question))
	return errors.Is(err, chat.ErrNotFound), chat.Except(err, chat.ErrNotFound, chat.ErrErased)
}
