package chat

import (
	"context"
	"errors"
	"log/slog"
)

// eraseConversation deletes a log with what hangs on it: files, Meta's ids, gaps.
func (d *Desk) eraseConversation(ctx context.Context, j *Job, key ConversationKey) error {
	bot := BotID("")
	for {
		page, err := d.Store.History(ctx, key, "", MaxPageSize)
		if err != nil {
			return err
		}
		for _, m := range page {
			if m.Author.Kind == ByBot {
				bot = BotID(m.Author.ID)
			}
			if err := d.eraseMessage(ctx, key, bot, m); err != nil {
				return err
			}
		}
		j.count("messages", len(page))
		if len(page) < MaxPageSize {
			break
		}
	}
	n, err := d.Store.EraseConversation(ctx, key)
	if err != nil {
		return err
	}
	j.count("rows", n)
	for _, prefix := range filePrefixes(key) {
		n, err := d.Vault.Forget(ctx, prefix)
		if err != nil {
			return err
		}
		j.count("files", n)
	}
	return nil
}

func filePrefixes(key ConversationKey) []string {
	path := string(key.Tenant) + "/" + string(key.ID) + "/"
	return []string{"kept/" + path, "quarantine/" + path}
}

// eraseMessage deletes a message with what was stored because of it.
func (d *Desk) eraseMessage(ctx context.Context, key ConversationKey, bot BotID, m Message) error {
	if m.Origin != nil && m.Origin.Wamid != "" {
		if err := d.Store.EraseWamid(ctx, key.Tenant, m.Origin.Wamid); err != nil {
			return err
		}
	}
	if len(m.Bubbles) > 0 && m.Body().marks() && m.Origin != nil { // it may lie parked
		if err := d.Store.EraseWamid(ctx, key.Tenant, m.Origin.ReplyTo); err != nil {
			return err
		}
	}
	for _, b := range m.Bubbles {
		if b.Delivery != nil && b.Delivery.Wamid != "" {
			if err := d.Store.EraseWamid(ctx, key.Tenant, b.Delivery.Wamid); err != nil {
				return err
			}
		}
	}
	if m.Effects != nil && m.Effects.Gap != nil && bot != "" {
		if err := d.eraseGap(ctx, key.Tenant, bot, m); err != nil {
			return err
		}
	}
	return d.Store.EraseMessage(ctx, key, m)
}

// eraseGap takes one asking off a question without an answer. A question that others have
// asked as well stays, in the words of one of them.
func (d *Desk) eraseGap(ctx context.Context, tenant TenantID, bot BotID, m Message) error {
	id := gapID(m.Effects.Gap.Question)
	others, err := d.Store.EraseGap(ctx, tenant, bot, id, m.ID)
	for _, ref := range others {
		other, err := d.Store.Message(ctx, ConversationKey{tenant, ref.Conversation}, ref.Message)
		if err != nil || other.Effects == nil || other.Effects.Gap == nil {
			continue
		}
		return d.Store.RewordGap(ctx, tenant, bot, id, other.Effects.Gap.Question)
	}
	if err == nil && len(others) > 0 {
		return d.Store.RewordGap(ctx, tenant, bot, id, normalise(m.Effects.Gap.Question))
	}
	return err
}

// eraseVisits deletes a visitor's visits, notes and profile. The counters keep their sums,
// which name nobody.
func (d *Desk) eraseVisits(ctx context.Context, j *Job, key VisitorKey) error {
	for {
		visits, err := d.Store.SessionsOf(ctx, key, MaxPageSize)
		if err != nil {
			return err
		}
		for _, s := range visits {
			if err := d.eraseVisit(ctx, s); err != nil {
				return err
			}
		}
		j.count("visits", len(visits))
		if len(visits) < MaxPageSize {
			break
		}
	}
	n, err := d.Store.EraseVisitor(ctx, key)
	j.count("rows", n)
	return err
}

// eraseVisit ends a visit, has it counted, and deletes it with its log.
func (d *Desk) eraseVisit(ctx context.Context, s Session) error {
	_, err := d.fold(ctx, s.Key(), func(s *Session) {
		if s.Live() {
			s.end(Left)
		}
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if errors.Is(err, ErrConflict) || ctx.Err() != nil {
		return err
	}
	if err != nil { // erasing needs no write that can fail: what this visit adds to the sums is given up
		slog.Error("a visit was deleted and not counted", "tenant", s.Tenant, "visit", s.ID, "error", err.Error())
	}
	for _, g := range s.Goals {
		if g.OrderID == "" {
			continue
		}
		if err := d.Store.EraseOrder(ctx, OrderKey{s.Tenant, g.Name, g.OrderID}, s.ID); err != nil {
			return err
		}
	}
	return Except(d.Store.EraseSession(ctx, s.Key()), ErrNotFound)
}
