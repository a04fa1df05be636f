package search

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// rows are messages with the heads of their conversations.
type rows struct {
	messages map[Ref]chat.Message
	heads    map[chat.ConversationID]chat.Head
}

func readRows(ctx context.Context, store Store, tenant chat.TenantID, refs []Ref) (rows, error) {
	var r rows
	var err error
	if r.messages, err = store.Messages(ctx, tenant, refs); err != nil {
		return r, err
	}
	conversations := map[chat.ConversationID]bool{}
	for ref := range r.messages {
		conversations[ref.Conversation] = true
	}
	r.heads, err = store.HeadsByID(ctx, tenant, keysIn(conversations))
	return r, err
}

// of is a message with its head; false if one of them is gone.
func (r rows) of(ref Ref) (chat.Message, chat.Head, bool) {
	m, there := r.messages[ref]
	head, has := r.heads[ref.Conversation]
	return m, head, there && has
}

// Reader reads the documents of messages from the log.
type Reader struct{ store Store }

var _ Log = Reader{}

// NewReader makes a reader on a store. Writers of an index need one that reads up to date.
func NewReader(store Store) Reader { return Reader{store} }

// Documents implements Log.
func (r Reader) Documents(ctx context.Context, tenant chat.TenantID, refs []Ref) ([]Doc, error) {
	rows, err := readRows(ctx, r.store, tenant, refs)
	if err != nil {
		return nil, err
	}
	var docs []Doc
	for _, ref := range refs {
		m, head, there := rows.of(ref)
		if !there {
			continue
		}
		if doc, is := document(head, m); is {
			docs = append(docs, doc)
		}
	}
	return docs, nil
}

// There implements Log.
func (r Reader) There(ctx context.Context, tenant chat.TenantID, refs []Ref) ([]Ref, error) {
	conversations := map[chat.ConversationID]bool{}
	for _, ref := range refs {
		conversations[ref.Conversation] = true
	}
	heads, err := r.store.HeadsByID(ctx, tenant, keysIn(conversations))
	if err != nil {
		return nil, err
	}
	var there []Ref
	for _, ref := range refs {
		if _, is := heads[ref.Conversation]; is {
			there = append(there, ref)
		}
	}
	return there, nil
}
