// Package knowledge is the room of the entries from which a tenant's bots answer: their drafts and versions, their
// published editions, and where they come from.
package knowledge

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Edition is everything that is published of a tenant's knowledge at one time: one file, which never changes once it is
// whole. All bots of a tenant read the same; Where and When tell which entries serve.
type Edition struct {
	Tenant  chat.TenantID `json:"tenant"`
	Number  int           `json:"number"`  // each publication makes the next one
	Entries []Entry       `json:"entries"` // by id

	// Mark is of its contents: an edition that waits is made anew under its number when another one takes force. "" of
	// one that was made before there were marks.
	Mark string `json:"mark,omitempty"`

	// File is a mark of its file as it was read, "" if there was none: it is only written over that one.
	File string `json:"-"`
}

// EntryID identifies an entry for good: a ULID in lower case.
type EntryID string

// IsID tells whether a text can be the id of an entry.
func IsID(text string) bool {
	_, err := chat.TimeOf(strings.ToUpper(text))
	return err == nil && text == strings.ToLower(text)
}

// Entry is one piece of knowledge as it was published.
type Entry struct {
	ID      EntryID `json:"id"`
	Version int     `json:"version"` // of the entry, not of the edition
	Content

	// Taught are wordings that a model wrote for it, by language. They are compared with questions, and never said. Lesson
	// is a mark of the words for which it wrote them.
	Taught map[string][]string `json:"taught,omitempty"`
	Lesson string              `json:"lesson,omitempty"`
}

// Content is the part of an entry that people write.
type Content struct {
	Title     string           `json:"title"`              // names it in lists, and to visitors if it is offered
	Languages map[string]Words `json:"languages"`          // by language: en, pt
	Step      string           `json:"step,omitempty"`     // the step of the bot's script that answers instead of words
	People    bool             `json:"people,omitempty"`   // only people answer this
	Bots      []chat.BotID     `json:"bots,omitempty"`     // whose it is; all bots' if there is none
	Sites     []string         `json:"sites,omitempty"`    // keys of the sites on which it serves; everywhere if none
	From      time.Time        `json:"from,omitzero"`      // it serves from then on
	Until     time.Time        `json:"until,omitzero"`     // and no longer then
	Tags      []string         `json:"tags,omitempty"`     // for the team's order
	Source    Source           `json:"source,omitzero"`    // where it comes from
	Untaught  []string         `json:"untaught,omitempty"` // wordings of a model's that people took away

	// Borrowed are the wordings that somebody took over from questions of customers, and the conversations in which they
	// were asked: an erasure takes them out, unless they were published before. No edition has these marks.
	Borrowed map[string]chat.ConversationID `json:"borrowed,omitempty"`
}

// Words are an entry's words in one language.
type Words struct {
	Wordings []string `json:"wordings,omitempty"` // ways in which people ask, the plainest first
	Answer   []string `json:"answer,omitempty"`   // one message each; none if a step or a person answers
	Older    bool     `json:"older,omitempty"`    // than the source, of which an import has another answer since
}

// The kinds of sources.
const (
	FromFile   = "file"
	FromPage   = "page"
	FromScript = "script" // a question that a bot's script had
)

// Source is where an entry comes from.
type Source struct {
	Kind string `json:"kind,omitempty"` // "" if somebody wrote it here
	Name string `json:"name,omitempty"` // of the file, the page's address, the bot's id
	Part string `json:"part,omitempty"` // the place in it: a heading, a question's id
	Page int    `json:"page,omitempty"` // of a document, from 1
	Read string `json:"read,omitempty"` // a fingerprint of its words as they were imported last
}

// origin is the part of a source that stays from one import to the next.
func (s Source) origin() Source { return Source{Kind: s.Kind, Name: s.Name, Part: s.Part} }

// Where tells whether a bot may answer with the entry on a site. site is "" on WhatsApp, where an entry that is limited
// to sites does not serve.
func (c *Content) Where(bot chat.BotID, site string) bool {
	return (len(c.Bots) == 0 || slices.Contains(c.Bots, bot)) && (len(c.Sites) == 0 || slices.Contains(c.Sites, site))
}

// When tells whether the entry serves at a time.
func (c *Content) When(at time.Time) bool {
	return !at.Before(c.From) && (c.Until.IsZero() || at.Before(c.Until))
}

// AnswerIn is the entry's words in the first of these languages that it has, or else in any.
func (c *Content) AnswerIn(languages ...string) (language string, words []string) {
	for _, language := range append(languages, slices.Sorted(maps.Keys(c.Languages))...) {
		if words := c.Languages[language].Answer; len(words) > 0 {
			return language, words
		}
	}
	return "", nil
}

// InForce is the edition itself: a bot that has it in hand answers from it, whatever is in force.
func (e *Edition) InForce(context.Context, chat.TenantID, time.Time) (*Edition, error) { return e, nil }

// Prefix is where all files of a tenant's knowledge lie in the bucket of people's files.
func Prefix(t chat.TenantID) string { return "knowledge/" + string(t) + "/" }

// Place is where an edition lies. A file beside it begins with the same name.
func Place(t chat.TenantID, number int) string {
	return fmt.Sprintf("%seditions/%d", Prefix(t), number)
}
