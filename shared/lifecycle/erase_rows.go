package lifecycle

import (
	"context"
	"errors"
	"log/slog"

	"github.com/botifire/livechat/shared/chat"
)

// eraseConversation deletes a log with its files, Meta's ids and gaps.
func (w *Worker) eraseConversation(ctx context.Context, j *Job, key chat.ConversationKey) error {
	bot := chat.BotID("")
	for {
		page, err := w.store.History(ctx, key, "", chat.MaxPageSize)
		if err != nil {
			return err
		}
		for _, m := range page {
			if m.Author.Kind == chat.ByBot {
				bot = chat.BotID(m.Author.ID)
			}
			if err := w.eraseMessage(ctx, key, bot, m); err != nil {
				return err
			}
		}
		j.count("messages", len(page))
		if len(page) < chat.MaxPageSize {
			break
		}
	}
	n, err := w.store.EraseConversation(ctx, key)
	if err != nil {
		return err
	}
	j.count("rows", n)
	for _, prefix := range filePrefixes(key) {
		n, err := w.Vault.Forget(ctx, prefix)
		j.count("files", n)
		if err != nil {
			return err
		}
	}
	return nil
}

func filePrefixes(key chat.ConversationKey) []string {
	path := string(key.Tenant) + "/" + string(key.ID) + "/"
	return []string{"kept/" + path, "quarantine/" + path}
}

// eraseMessage deletes a message and the rows that were stored because of it.
func (w *Worker) eraseMessage(ctx context.Context, key chat.ConversationKey, bot chat.BotID, m chat.Message) error {
	if m.Origin != nil && m.Origin.Wamid != "" {
		if err := w.store.EraseWamid(ctx, key.Tenant, m.Origin.Wamid); err != nil {
			return err
		}
	}
	if len(m.Bubbles) > 0 && m.Body().IsMark() && m.Origin != nil { // the mark may be parked under its target
		if err := w.store.EraseWamid(ctx, key.Tenant, m.Origin.ReplyTo); err != nil {
			return err
		}
	}
	for _, b := range m.Bubbles {
		if b.Delivery != nil && b.Delivery.Wamid != "" {
			if err := w.store.EraseWamid(ctx, key.Tenant, b.Delivery.Wamid); err != nil {
				return err
			}
		}
	}
	if m.Effects != nil && m.Effects.Gap != nil && bot != "" {
		if err := w.eraseGap(ctx, key, bot, m); err != nil {
			return err
		}
	}
	return w.store.EraseMessage(ctx, key, m)
}

// eraseGap removes one asking of an unanswered question. A question that others have asked as well
// stays, in the wording of one of them.
func (w *Worker) eraseGap(
	ctx context.Context, key chat.ConversationKey, bot chat.BotID, m chat.Message,
) error {
	tenant := key.Tenant
	asking := m.Asking(bot, key.ID)
	id := asking.Gap
	others, err := w.store.EraseGap(ctx, tenant, asking)
	for _, ref := range others {
		other, err := w.store.Message(ctx, chat.ConversationKey{Tenant: tenant, ID: ref.Conversation}, ref.Message)
		if err != nil || other.Effects == nil || other.Effects.Gap == nil {
			continue
		}
		return w.store.RewordGap(ctx, tenant, bot, id, other.Effects.Gap.Question)
	}
	if err == nil && len(others) > 0 {
		return w.store.RewordGap(ctx, tenant, bot, id, chat.GapWording(m.Effects.Gap.Question))
	}
	return err
}

// eraseVisits deletes a visitor's visits, notes and profile. The counters keep their sums, which
// identify nobody.
func (w *Worker) eraseVisits(ctx context.Context, j *Job, key chat.VisitorKey) error {
	for {
		visits, err := w.store.VisitsOf(ctx, key, chat.MaxPageSize)
		if err != nil {
			return err
		}
		for _, s := range visits {
			if err := w.eraseVisit(ctx, s); err != nil {
				return err
			}
		}
		j.count("visits", len(visits))
		if len(visits) < chat.MaxPageSize {
			break
		}
	}
	n, err := w.store.EraseVisitor(ctx, key)
	j.count("rows", n)
	return err
}

// eraseVisit ends and counts a visit, then deletes it with its log.
func (w *Worker) eraseVisit(ctx context.Context, s chat.Visit) error {
	_, err := w.desk.Fold(ctx, s.Key(), func(s *chat.Visit) {
		if s.Live() {
			s.End(chat.Left)
		}
	})
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if errors.Is(err, chat.ErrConflict) || ctx.Err() != nil {
		return err
	}
	if err != nil { // an erasure must not fail at a write: this visit's counts are lost
		slog.ErrorContext(ctx, "a visit was deleted and not counted", "tenant", s.Tenant, "visit", s.ID, "error", err.Error())
	}
	for _, g := range s.Goals {
		if g.OrderID == "" {
			continue
		}
		if err := w.store.EraseOrder(ctx, chat.OrderKey{Tenant: s.Tenant, Goal: g.Name, Order: g.OrderID}, s.ID); err != nil {
			return err
		}
	}
	return chat.Except(w.store.EraseVisit(ctx, s.Key()), chat.ErrNotFound)
}
