package unanswered

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

const (
	askedLatest = 5  // conversations in which colleagues' answers are looked for
	soon        = 30 // messages after a question among which its answer is
	fewAnswers  = 3
)

// Said is the answer of a colleague, and the language of the wording after which that was: theirs is not known.
type Said struct{ Text, Language string }

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
		words := Said{text, w.Language}
		if words.Text != "" && !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	return said, nil
}

// firstAnswer is the first text of a person of the team.
func firstAnswer(messages []chat.Message) string {
	for _, m := range messages {
		if m.Author.Kind == chat.ByAgent && len(m.Bubbles) > 0 && m.Body().Kind == chat.KindText {
			return chat.BlackedOut(chat.Gap{Question: m.Body().Text}).Question
		}
	}
	return ""
}

// nameless takes the names of a conversation's visitor out of a text.
func (q *Questions) nameless(ctx context.Context, key chat.ConversationKey, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	head, err := q.store.Head(ctx, key)
	if err != nil { // they were erased meanwhile: nothing of it is shown
		return "", chat.Except(err, chat.ErrErased, chat.ErrNotFound)
	}
	v, err := q.store.Visitor(ctx, chat.VisitorKey{Tenant: key.Tenant, ID: head.Visitor})
	if err := chat.Except(err, chat.ErrNotFound); err != nil {
		return "", chat.Except(err, chat.ErrErased)
	}
	return v.Nameless(text), nil
}
