package unanswered

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// WitnessStore is the storage of what becomes of questions for which an entry was written.
type WitnessStore interface {
	// Topics lists the decisions by id.
	Topics(ctx context.Context, tenant chat.TenantID) ([]Topic, error)

	// NoteHelp notes an answer beside those that the person got from the entry on that day, see chat.Help.Hear.
	NoteHelp(ctx context.Context, tenant chat.TenantID, h chat.Help) error

	// NoteLost notes the lost goals of an asking, unless its day stands for a later one by now.
	NoteLost(ctx context.Context, tenant chat.TenantID, a chat.Asking) error

	// EraseMessage deletes a message, and the answer that it notes.
	EraseMessage(ctx context.Context, key chat.ConversationKey, m chat.Message) error

	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	History(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)
}

// Witness sees each message once it is stored, and notes what proves an entry or speaks against it: its answers while a
// question waits for it, wishes for a person after them, and goals that were lost after a question.
type Witness struct {
	desk  *chat.Desk
	store WitnessStore

	mu    sync.Mutex
	known map[chat.TenantID]watched
}

// watched are the entries for which questions of a tenant wait.
type watched struct {
	entries map[string]bool
	until   time.Time
}

// maxWatched is how many tenants a witness knows before it begins anew.
const maxWatched = 1000

// NewWitness makes a witness on a store.
func NewWitness(desk *chat.Desk, store WitnessStore) *Witness {
	return &Witness{desk: desk, store: store, known: map[chat.TenantID]watched{}}
}

// See takes in a stored message, at least once and in any order.
func (w *Witness) See(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	if m.Author.Kind == chat.ByBot && m.Effects != nil && m.Outcome != chat.Dropped {
		err := w.reply(ctx, key, m)
		if len(m.Effects.Goals) > 0 { // a case that goes on after its end may have lost it by then
			err = errors.Join(err, w.judge(ctx, key, m))
		}
		return err
	}
	if closes(&m) {
		return w.judge(ctx, key, m)
	}
	return nil
}

// closes tells whether a message is the end of a case.
func closes(m *chat.Message) bool {
	return len(m.Bubbles) > 0 && m.Body().Event != nil && m.Body().Event.Name == chat.EventClosed
}

func (w *Witness) reply(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	help, is := chat.HelpOf(key.ID, &m)
	wishes := m.Effects.Wishes()
	if !is && !wishes {
		return nil
	}
	entries, err := w.watched(ctx, key.Tenant)
	if err != nil || len(entries) == 0 {
		return err
	}
	if is && entries[help.Entry] {
		err = w.note(ctx, key, m, help)
	}
	if err != nil || !wishes {
		return err
	}
	log, err := w.caseBefore(ctx, key, m.ID)
	for i := range log {
		if help, is := chat.HelpOf(key.ID, &log[i]); is && entries[help.Entry] {
			help.Wish = m.At
			err = errors.Join(err, w.note(ctx, key, log[i], help))
		}
	}
	return err
}

// note notes an answer, unless its person was erased: their erasure may have been at this message just before.
func (w *Witness) note(ctx context.Context, key chat.ConversationKey, m chat.Message, help chat.Help) error {
	if err := w.store.NoteHelp(ctx, key.Tenant, help); err != nil {
		return err
	}
	_, err := w.store.Head(ctx, key)
	if errors.Is(err, chat.ErrErased) {
		return w.store.EraseMessage(ctx, key, m)
	}
	return chat.Except(err, chat.ErrNotFound)
}

// watched are the entries that answer questions of a tenant.
func (w *Witness) watched(ctx context.Context, t chat.TenantID) (map[string]bool, error) {
	now := w.desk.Now()
	w.mu.Lock()
	had := w.known[t]
	w.mu.Unlock()
	if now.Before(had.until) {
		return had.entries, nil
	}
	topics, err := w.store.Topics(ctx, t)
	if err != nil {
		return nil, err
	}
	next := watched{map[string]bool{}, now.Add(chat.SettingsLife)}
	for _, topic := range topics {
		if topic.State == Routed || topic.State == Partly {
			next.entries[topic.Entry] = true
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.known) >= maxWatched {
		clear(w.known)
	}
	w.known[t] = next
	return next.entries, nil
}

// caseBefore are the messages of a case before one, the latest first: at most a page.
func (w *Witness) caseBefore(
	ctx context.Context, key chat.ConversationKey, before chat.MessageID,
) ([]chat.Message, error) {
	log, err := w.store.History(ctx, key, before, chat.MaxPageSize)
	begin := slices.IndexFunc(log, func(m chat.Message) bool {
		return len(m.Bubbles) > 0 && m.Body().Event != nil && m.Body().Event.Name == chat.EventCaseBegan
	})
	if begin >= 0 {
		log = log[:begin]
	}
	return log, err
}

// judge looks for goals that were begun in a case up to its latest end, and not reached until a message, if the bot had
// no answer in it. One that had been lost and is reached after all is lost no more.
func (w *Witness) judge(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	tenant, err := w.desk.Tenant(ctx, key.Tenant)
	if err != nil || !slices.ContainsFunc(tenant.Goals, func(g chat.Goal) bool { return g.Form != "" }) {
		return chat.Except(err, chat.ErrNotFound)
	}
	head, err := w.store.Head(ctx, key)
	if err != nil || head.Missed == 0 || head.Missed != head.Case {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	log, err := w.caseBefore(ctx, key, atOnce(m.ID))
	if err != nil {
		return err
	}
	end := 0
	if !closes(&m) {
		if end = slices.IndexFunc(log, func(m chat.Message) bool { return closes(&m) }); end < 0 {
			return nil
		}
	}
	lost := lostIn(log[end:], log, tenant.Goals) // none takes back one that was lost before the case went on
	for i := range log[end:] {
		if missed := &log[end+i]; missed.Unanswered() {
			asking := missed.Asking(head.Bot, key.ID)
			asking.Lost = lost
			err = errors.Join(err, w.store.NoteLost(ctx, key.Tenant, asking))
		}
	}
	return err
}

// atOnce is an id after all that were made in the same millisecond.
func atOnce(id chat.MessageID) chat.MessageID {
	const time, all = 10, "ZZZZZZZZZZZZZZZZ"
	return id[:min(len(id), time)] + all
}

// maxLost bounds the goals that an asking keeps.
const maxLost = 10

// lostIn are the names of goals that were begun in a part of a case, their form shown, and not reached in the whole.
func lostIn(part, whole []chat.Message, goals []chat.Goal) (lost []string) {
	shown, reached := map[string]bool{}, map[string]bool{}
	for i := range part {
		for _, b := range part[i].Bubbles {
			if b.Form != nil {
				shown[b.Form.ID] = true
			}
		}
		if e := part[i].Effects; e != nil && e.Form != nil {
			shown[e.Form.Form] = true
		}
	}
	for i := range whole {
		if e := whole[i].Effects; e != nil {
			for _, g := range e.Goals {
				reached[g.Name] = true
			}
		}
	}
	for _, g := range goals {
		if g.Form != "" && shown[g.Form] && !reached[g.Name] && len(lost) < maxLost {
			lost = append(lost, g.Name)
		}
	}
	return lost
}
