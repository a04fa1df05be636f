package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
)

// Listed is a page of a list. Next is "" at the end; otherwise it asks for the
// page after, of the same list and tenant only.
type Listed[T any] struct {
	Rows []T
	Next string
}

// cursor seals a position so that it fits only the tenant and the list it came from.
func (d *Desk) cursor(ctx context.Context, tenant TenantID, list, position string) (string, error) {
	if position == "" {
		return "", nil
	}
	mac, err := d.cursorMAC(ctx, tenant, list, position)
	return base64.RawURLEncoding.EncodeToString(append(mac, position...)), err
}

// position opens a cursor. A damaged or foreign one is ErrCursor.
func (d *Desk) position(ctx context.Context, tenant TenantID, list, cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) <= 16 || len(raw) > 2048 {
		return "", ErrCursor
	}
	want, err := d.cursorMAC(ctx, tenant, list, string(raw[16:]))
	if err != nil {
		return "", err
	}
	if !hmac.Equal(want, raw[:16]) {
		return "", ErrCursor
	}
	return string(raw[16:]), nil
}

func (d *Desk) cursorMAC(ctx context.Context, tenant TenantID, list, position string) ([]byte, error) {
	key, err := d.key(ctx, tenant)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key.For("cursor"))
	mac.Write([]byte(string(tenant) + "\x00" + list + "\x00" + position))
	return mac.Sum(nil)[:16], nil
}

// page walks a list from a cursor, keeps the rows that pass, and looks at no more
// than MaxLookback rows: the caller gets a cursor to look further.
func page[T any](ctx context.Context, d *Desk, tenant TenantID, list, cursor string, limit int,
	read func(position string, limit int) ([]T, string, error), pass func(T) bool) (Listed[T], error) {
	if limit <= 0 {
		limit = PageSize
	}
	limit = min(limit, MaxPageSize)
	position, err := d.position(ctx, tenant, list, cursor)
	if err != nil {
		return Listed[T]{}, err
	}
	kept := []T{}
	for looked := 0; looked < MaxLookback && len(kept) < limit; {
		rows, next, err := read(position, limit-len(kept))
		if err != nil {
			return Listed[T]{}, err
		}
		for _, row := range rows {
			if pass == nil || pass(row) {
				kept = append(kept, row)
			}
		}
		looked += max(len(rows), 1)
		if position = next; position == "" {
			break
		}
	}
	next, err := d.cursor(ctx, tenant, list, position)
	return Listed[T]{kept, next}, err
}

// InboxQuery picks conversations.
type InboxQuery struct {
	Queue  string // bot, human, mine, unassigned, snoozed, closed
	Source Source
	Cursor string
	Limit  int
}

// Inbox lists conversations: bot, snoozed and closed by the visitor's last word,
// what waits for people by how long it waits.
func (d *Desk) Inbox(ctx context.Context, a Agent, q InboxQuery) (Listed[Head], error) {
	pass := func(h Head) bool { return q.Source == "" || h.Source == q.Source }
	list := "inbox/" + q.Queue + "/" + string(q.Source)
	read := func(position string, limit int) ([]Head, string, error) {
		return d.Store.ListQueue(ctx, a.Tenant, Queue(q.Queue), position, limit)
	}
	switch q.Queue {
	case "mine":
		list += "/" + string(a.ID)
		read = func(position string, limit int) ([]Head, string, error) {
			return d.Store.ListWork(ctx, a.Tenant, a.ID, position, limit)
		}
	case "unassigned":
		read = func(position string, limit int) ([]Head, string, error) {
			return d.Store.ListWork(ctx, a.Tenant, "", position, limit)
		}
	}
	return page(ctx, d, a.Tenant, list, q.Cursor, q.Limit, read, pass)
}

// Transcript is a page of a conversation's log for agents, newest first; or, with
// newer, what was said after the cursor, oldest first.
func (d *Desk) Transcript(ctx context.Context, a Agent, id ConversationID, cursor string, newer bool, limit int) (rows []Message, older, later string, err error) {
	key := ConversationKey{a.Tenant, id}
	list := "transcript/" + string(id)
	position, err := d.position(ctx, a.Tenant, list, cursor)
	if err != nil {
		return nil, "", "", err
	}
	if limit <= 0 {
		limit = PageSize
	}
	limit = min(limit, MaxPageSize)
	if newer {
		rows, err = d.Store.Since(ctx, key, MessageID(position), limit)
		slices.Reverse(rows)
	} else {
		rows, err = d.Store.History(ctx, key, MessageID(position), limit)
	}
	if err != nil {
		return nil, "", "", err
	}
	for i := range rows {
		rows[i] = rows[i].ForAgent()
	}
	if len(rows) == 0 {
		_, err := d.Store.Head(ctx, key)
		if errors.Is(err, ErrNotFound) {
			err = noConversation
		}
		return rows, "", cursor, err
	}
	if later, err = d.cursor(ctx, a.Tenant, list, string(rows[0].ID)); err != nil {
		return nil, "", "", err
	}
	if newer || len(rows) == limit {
		older, err = d.cursor(ctx, a.Tenant, list, string(rows[len(rows)-1].ID))
	}
	return rows, older, later, err
}

// Gaps lists a bot's unanswered questions, the most asked first.
func (d *Desk) Gaps(ctx context.Context, a Agent, bot BotID, cursor string, limit int) (Listed[GapRow], error) {
	return page(ctx, d, a.Tenant, "gaps/"+string(bot), cursor, limit, func(position string, limit int) ([]GapRow, string, error) {
		return d.Store.Gaps(ctx, a.Tenant, bot, position, limit)
	}, nil)
}
