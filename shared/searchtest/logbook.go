// Package searchtest is the contract of every index of messages, and a log of made-up talk to try one with.
package searchtest

import (
	"context"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
	"github.com/oklog/ulid/v2"
)

// Logbook is a log of messages in memory. Each conversation is of one visitor.
type Logbook struct {
	mu       sync.Mutex
	messages map[chat.TenantID]map[search.Ref]chat.Message
	heads    map[chat.TenantID]map[chat.ConversationID]chat.Head
	visitors map[chat.TenantID]map[chat.VisitorID]chat.Visitor
}

var _ search.Store = (*Logbook)(nil)

// NewLogbook makes an empty log.
func NewLogbook() *Logbook {
	return &Logbook{
		messages: map[chat.TenantID]map[search.Ref]chat.Message{},
		heads:    map[chat.TenantID]map[chat.ConversationID]chat.Head{},
		visitors: map[chat.TenantID]map[chat.VisitorID]chat.Visitor{},
	}
}

// Add stores a message that is said at a time in a conversation, and makes both if they are new.
func (l *Logbook) Add(t chat.TenantID, c chat.ConversationID, at time.Time, m chat.Message) search.Ref {
	m.ID, m.At = chat.MessageID(ulid.MustNew(ulid.Timestamp(at), ulid.DefaultEntropy()).String()), at
	if m.Author.Kind == "" {
		m.Author.Kind = chat.ByVisitor
	}
	ref := search.Ref{Conversation: c, Message: m.ID}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.messages[t] == nil {
		l.messages[t], l.heads[t] = map[search.Ref]chat.Message{}, map[chat.ConversationID]chat.Head{}
		l.visitors[t] = map[chat.VisitorID]chat.Visitor{}
	}
	l.messages[t][ref] = m
	if _, there := l.heads[t][c]; !there {
		v := chat.VisitorID("v_" + string(c))
		l.heads[t][c] = chat.Head{Tenant: t, ID: c, Visitor: v, Bot: "b_1", Source: chat.Web}
		l.visitors[t][v] = chat.Visitor{Tenant: t, ID: v}
	}
	return ref
}

// Says adds a visitor's words.
func (l *Logbook) Says(t chat.TenantID, c chat.ConversationID, at time.Time, words string) search.Ref {
	return l.Add(t, c, at, chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(words)}}})
}

// Change changes a conversation, its visitor, and a message of it.
func (l *Logbook) Change(t chat.TenantID, r search.Ref, change func(*chat.Head, *chat.Visitor, *chat.Message)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	head, m := l.heads[t][r.Conversation], l.messages[t][r]
	v := l.visitors[t][head.Visitor]
	change(&head, &v, &m)
	l.heads[t][head.ID], l.visitors[t][v.ID], l.messages[t][r] = head, v, m
}

// Erase takes a conversation out of the log.
func (l *Logbook) Erase(t chat.TenantID, c chat.ConversationID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.heads[t], c)
	for ref := range l.messages[t] {
		if ref.Conversation == c {
			delete(l.messages[t], ref)
		}
	}
}

// Expire takes the messages before a time out of the log.
func (l *Logbook) Expire(t chat.TenantID, before time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ref := range l.messages[t] {
		if ref.At().Before(before) {
			delete(l.messages[t], ref)
		}
	}
}

// Refs are all messages of a tenant, in no order.
func (l *Logbook) Refs(t chat.TenantID) []search.Ref {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []search.Ref
	for ref := range l.messages[t] {
		all = append(all, ref)
	}
	return all
}

func some[K comparable, V any](from map[K]V, ids []K) map[K]V {
	found := map[K]V{}
	for _, id := range ids {
		if v, there := from[id]; there {
			found[id] = v
		}
	}
	return found
}

// Messages implements search.Store.
func (l *Logbook) Messages(
	_ context.Context, t chat.TenantID, refs []search.Ref,
) (map[search.Ref]chat.Message, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return some(l.messages[t], refs), nil
}

// Wamid implements search.Store.
func (l *Logbook) Wamid(_ context.Context, t chat.TenantID, wamid string) (chat.BubbleRef, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ref, m := range l.messages[t] {
		if m.Origin != nil && m.Origin.Wamid == wamid {
			return chat.BubbleRef{Conversation: ref.Conversation, Message: ref.Message}, nil
		}
	}
	return chat.BubbleRef{}, chat.ErrNotFound
}

// HeadsByID implements search.Store.
func (l *Logbook) HeadsByID(
	_ context.Context, t chat.TenantID, ids []chat.ConversationID,
) (map[chat.ConversationID]chat.Head, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return some(l.heads[t], ids), nil
}

// VisitorsByID implements search.Store.
func (l *Logbook) VisitorsByID(
	_ context.Context, t chat.TenantID, ids []chat.VisitorID,
) (map[chat.VisitorID]chat.Visitor, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return some(l.visitors[t], ids), nil
}
