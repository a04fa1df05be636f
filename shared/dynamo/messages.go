package dynamo

import (
	"context"
	"errors"
	"log/slog"
	"sort"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

func (s *Store) Message(ctx context.Context, k chat.ConversationKey, id chat.MessageID) (chat.Message, error) {
	return load[chat.Message](ctx, s, messageKey(k, id))
}

// Messages reads messages of any conversations of a tenant.
func (s *Store) Messages(
	ctx context.Context, t chat.TenantID, refs []search.Ref,
) (map[search.Ref]chat.Message, error) {
	keys, of := []key{}, map[key]search.Ref{}
	for _, ref := range refs {
		k := messageKey(chat.ConversationKey{Tenant: t, ID: ref.Conversation}, ref.Message)
		if _, twice := of[k]; !twice {
			keys, of[k] = append(keys, k), ref
		}
	}
	rows, err := s.batch(ctx, keys)
	if err != nil {
		return nil, err
	}
	found := map[search.Ref]chat.Message{}
	for k, it := range rows {
		if m, is := readable[chat.Message](ctx, it); is {
			found[of[k]] = m
		}
	}
	return found, nil
}

// readable is the document of one of many items. One that cannot be read is left out and told to the operator: the
// others must not wait for it.
func readable[T any](ctx context.Context, it item) (T, bool) {
	doc, err := read[T](it)
	if err != nil {
		slog.ErrorContext(ctx, "unreadable", "partition", textOf(it, Partition), "sort", textOf(it, Sort),
			"error", err.Error())
	}
	return doc, err == nil
}

// Exchange needs one query: the reply is stored next to its question.
func (s *Store) Exchange(
	ctx context.Context, k chat.ConversationKey, question chat.MessageID,
) (chat.Message, *chat.Message, error) {
	at := "M#" + string(question)
	items, _, err := s.query(ctx, queryIn{
		partition: conversation(k), from: at, to: "M#" + string(chat.ReplyTo(question)), stale: true, limit: 3,
	})
	if err != nil {
		return chat.Message{}, nil, err
	}
	var found chat.Message
	var reply *chat.Message
	for _, it := range items {
		if isPointer(it) {
			continue
		}
		m, err := read[chat.Message](it)
		if err != nil {
			return chat.Message{}, nil, err
		}
		if m.ID == question {
			found = m
		} else {
			reply = &m
		}
	}
	if found.ID == "" {
		return found, reply, chat.ErrNotFound
	}
	return found, reply, nil
}

func (s *Store) UpdateMessage(
	ctx context.Context, k chat.ConversationKey, id chat.MessageID, change func(*chat.Message) error,
) (chat.Message, error) {
	return update(ctx, s, messageKey(k, id), change)
}

// UpdateMessageEventually reads at half the price first: the write that follows holds only for the newest version.
func (s *Store) UpdateMessageEventually(
	ctx context.Context, k chat.ConversationKey, id chat.MessageID, change func(*chat.Message) error,
) (chat.Message, error) {
	at := messageKey(k, id)
	was, err := s.get(ctx, at, false)
	if errors.Is(err, chat.ErrNotFound) { // it may be too new
		return s.UpdateMessage(ctx, k, id, change)
	}
	if err != nil {
		return chat.Message{}, err
	}
	m, err := s.changed(ctx, at, was, change)
	if errors.Is(err, errAgain) {
		return s.UpdateMessage(ctx, k, id, change)
	}
	return ifStored(m, err)
}

// changed changes a message as it was read, or returns errAgain.
func (s *Store) changed(ctx context.Context, k key, was item, change func(*chat.Message) error) (chat.Message, error) {
	m, err := read[chat.Message](was)
	if err == nil {
		err = change(&m)
	}
	if err != nil {
		return m, err
	}
	it, same, err := next(k, was, &m)
	if err != nil || same {
		return m, err
	}
	condition, values := version(numOf(was, "v"))
	_, err = s.putOnce(ctx, it, condition, values)
	return m, again(err)
}

func (s *Store) History(
	ctx context.Context, k chat.ConversationKey, before chat.MessageID, limit int,
) ([]chat.Message, error) {
	return s.messages(ctx, k, before, limit, true)
}

func (s *Store) Oldest(
	ctx context.Context, k chat.ConversationKey, before chat.MessageID, limit int,
) ([]chat.Message, error) {
	return s.messages(ctx, k, before, limit, false)
}

// messages reads the messages of a conversation before one of them, or all, from the newest backwards or from the
// oldest on.
func (s *Store) messages(
	ctx context.Context, k chat.ConversationKey, before chat.MessageID, limit int, backwards bool,
) ([]chat.Message, error) {
	to := "M#~"
	if before != "" {
		to = "M#" + string(before)
	}
	found := []chat.Message{}
	for at := ""; len(found) < limit; {
		// One row more than asked for: BETWEEN includes its end, and this end is dropped.
		items, next, err := s.query(ctx, queryIn{
			partition: conversation(k), from: "M#", to: to, backwards: backwards, position: at, limit: limit - len(found) + 1,
		})
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			if isPointer(it) || textOf(it, Sort) == to || len(found) == limit {
				continue
			}
			m, err := read[chat.Message](it)
			if err != nil {
				return nil, err
			}
			found = append(found, m)
		}
		if at = next; at == "" {
			break
		}
	}
	return found, nil
}

func isPointer(it item) bool {
	sk := textOf(it, Sort)
	return sk[len(sk)-2:] == "#p"
}

func (s *Store) Since(
	ctx context.Context, k chat.ConversationKey, after chat.MessageID, limit int,
) ([]chat.Message, error) {
	from := "M#" + string(after)
	found := map[chat.MessageID]chat.Message{}
	var late []key
	for at := ""; len(found)+len(late) < limit; {
		items, next, err := s.query(ctx, queryIn{
			partition: conversation(k), from: from, to: "M#~", position: at, limit: limit - len(found) - len(late) + 1,
		})
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			if isPointer(it) {
				id, err := read[chat.MessageID](it)
				if err != nil {
					return nil, err
				}
				late = append(late, messageKey(k, id))
			} else if textOf(it, Sort) != from {
				m, err := read[chat.Message](it)
				if err != nil {
					return nil, err
				}
				found[m.ID] = m
			}
		}
		if at = next; at == "" {
			break
		}
	}
	rows, err := s.batch(ctx, late)
	if err != nil {
		return nil, err
	}
	for _, it := range rows {
		m, err := read[chat.Message](it)
		if err != nil {
			return nil, err
		}
		found[m.ID] = m
	}
	messages := make([]chat.Message, 0, len(found))
	for _, m := range found {
		messages = append(messages, m)
	}
	sort.Slice(messages, func(i, j int) bool { return messages[i].ID < messages[j].ID })
	return messages[:min(len(messages), limit)], nil
}
