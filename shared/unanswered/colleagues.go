package unanswered

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
	"golang.org/x/sync/errgroup"
)

const (
	askedLatest = 5  // conversations in which colleagues' answers are looked for
	soon        = 30 // messages after a question among which its answer is
	fewAnswers  = 3
)

// Said is the answer of a colleague, its language as its words have it, "" if nobody can tell, and the bot that had
// been asked.
type Said struct {
	Text, Language string
	Bot            chat.BotID
}

// Colleagues are the words with which people of the team answered next in the latest conversations about a question,
// without personal data: their customer's name and what that one filled into forms are blacked out, too. They are a
// draft, and nothing more: a person looks at them before they are published.
func (q *Questions) Colleagues(ctx context.Context, a chat.Agent, r Row) ([]Said, error) {
	said, looked := []Said{}, 0
	for _, w := range r.Wordings {
		if w.Latest == nil || looked == askedLatest || len(said) == fewAnswers {
			continue
		}
		looked++
		key := chat.ConversationKey{Tenant: a.Tenant, ID: w.Latest.Conversation}
		next, err := q.store.Since(ctx, key, w.Latest.Message, soon)
		if chat.Except(err, chat.ErrErased, chat.ErrNotFound) != nil {
			return nil, err
		}
		text, err := q.nameless(ctx, key, firstAnswer(next))
		if err != nil {
			return nil, err
		}
		if text != "" && !slices.ContainsFunc(said, func(s Said) bool { return s.Text == text && s.Bot == w.Latest.Bot }) {
			said = append(said, Said{Text: text, Bot: w.Latest.Bot})
		}
	}
	return q.told(ctx, said), ctx.Err()
}

// told adds the languages of answers. A colleague may have answered in another one than was asked in.
func (q *Questions) told(ctx context.Context, said []Said) []Said {
	texts := []string{}
	for _, s := range said {
		texts = append(texts, s.Text)
	}
	if len(texts) == 0 {
		return said
	}
	placed, err := q.embedder.Place(ctx, texts)
	if err != nil || len(placed) != len(texts) {
		slog.WarnContext(ctx, "the language of answers is not known", "error", err)
		return said
	}
	for i, p := range placed {
		if int(p.Language) < len(meaning.Languages) {
			said[i].Language = meaning.Languages[p.Language]
		}
	}
	return said
}

// firstAnswer is the first text of a person of the team that says more than hello.
func firstAnswer(messages []chat.Message) string {
	for _, m := range messages {
		if m.Author.Kind == chat.ByAgent && len(m.Bubbles) > 0 && m.Body().Kind == chat.KindText &&
			!onlyGreets(m.Body().Text) {
			return chat.BlackedOut(chat.Gap{Question: m.Body().Text}).Question
		}
	}
	return ""
}

// nameless takes the names of a conversation's visitor out of a text, and what they filled into forms.
func (q *Questions) nameless(ctx context.Context, key chat.ConversationKey, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	v, err := q.asker(ctx, key)
	if err != nil { // they were erased meanwhile: nothing of it is shown
		return "", chat.Except(err, chat.ErrErased, chat.ErrNotFound)
	}
	return v.Nameless(text), nil
}

// asker is the visitor of a conversation, empty if only their profile is gone.
func (q *Questions) asker(ctx context.Context, key chat.ConversationKey) (chat.Visitor, error) {
	head, err := q.store.Head(ctx, key)
	if err != nil {
		return chat.Visitor{}, err
	}
	v, err := q.store.Visitor(ctx, chat.VisitorKey{Tenant: key.Tenant, ID: head.Visitor})
	return v, chat.Except(err, chat.ErrNotFound)
}

// Unnamed is a row whose wordings have lost the names by which their latest askers are known now: many say theirs after
// they asked, and an entry takes these wordings over. Each names its asker, also from before the period, so that their
// erasure finds it in the entry. One whose asker was erased at this moment is left out, and so is one that has none.
func (q *Questions) Unnamed(ctx context.Context, a chat.Agent, r Row) (Row, error) {
	all := slices.Clone(r.Wordings)
	calls, limited := errgroup.WithContext(ctx)
	calls.SetLimit(asksAtOnce)
	for i := range all {
		calls.Go(func() error { return q.unname(limited, a.Tenant, &all[i]) })
	}
	err := calls.Wait()
	for _, w := range all {
		if w.ID == r.ID && w.Question != "" {
			r.Question = w.Question
		}
	}
	r.Wordings = slices.DeleteFunc(all, func(w Wording) bool { return w.Question == "" })
	if err == nil && len(r.Wordings) == 0 {
		err = errGone
	}
	return r, err
}

// unname takes the name of a wording's latest asker out of it. Its words are gone if it may not be shown.
func (q *Questions) unname(ctx context.Context, t chat.TenantID, w *Wording) error {
	if w.Latest == nil {
		ref, err := q.store.Asker(ctx, t, w.Bot, w.ID)
		if errors.Is(err, chat.ErrNotFound) {
			w.Question = ""
		}
		if err != nil {
			return chat.Except(err, chat.ErrNotFound)
		}
		w.Latest = &chat.Asking{Bot: w.Bot, Gap: w.ID, Conversation: ref.Conversation, Message: ref.Message, At: w.Last}
	}
	v, err := q.asker(ctx, chat.ConversationKey{Tenant: t, ID: w.Latest.Conversation})
	if w.Question = v.Unnamed(w.Question); errors.Is(err, chat.ErrErased) {
		w.Question = ""
	}
	return chat.Except(err, chat.ErrErased, chat.ErrNotFound)
}
