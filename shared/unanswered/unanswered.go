// Package unanswered brings the questions that bots could not answer together by their meaning, and keeps the team's
// decisions about them. A row is derived whenever somebody looks: from wordings, from their askers by day, and from
// decisions. Nothing is counted twice, and the same rows come out of the same log.
package unanswered

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
)

// Limits of looking and keeping.
const (
	MaxWordings = 1000        // of a tenant: the most asked ones, and the latest
	MaxTopics   = 500         // that people decided about
	MaxPinned   = MaxWordings // wordings that a decision names; with up to some 40 its row is one write unit

	maxAskings = 20_000
	maxAtOnce  = 64 // wordings that one look gives a vector
)

// Topic is a question that people decided about: its wordings stay together and apart from those of other topics.
type Topic struct {
	chat.Edited
	Tenant   chat.TenantID `json:"tenant"`
	ID       string        `json:"id"`       // that of a wording
	Wordings []string      `json:"wordings"` // ids, at most MaxPinned; others come to it by their meaning
	State    State         `json:"state,omitempty"`
	Entry    string        `json:"entry,omitempty"` // of the knowledge, which answers it
	At       time.Time     `json:"at"`              // of the decision
	By       chat.AgentID  `json:"by"`
	Routed   time.Time     `json:"routed,omitzero"`   // when it was found which wordings the entry answers
	Left     []string      `json:"left,omitempty"`    // those that it does not answer
	Edition  int           `json:"edition,omitempty"` // of the knowledge: the last one that was asked
	Of       int           `json:"of,omitempty"`      // the version of the entry that was asked
	Name     string        `json:"name,omitempty"`
}

// Drop takes wordings out, and tells whether one was in.
func (t *Topic) Drop(wordings ...string) bool {
	n := len(t.Wordings)
	gone := func(id string) bool { return slices.Contains(wordings, id) }
	t.Wordings, t.Left = slices.DeleteFunc(t.Wordings, gone), slices.DeleteFunc(t.Left, gone)
	return len(t.Wordings) < n
}

// State is how a question stands.
type State string

const (
	Open     State = "open"
	Answered State = "answering"    // an entry was written for it
	Routed   State = "routed"       // that entry answers all of its wordings
	Partly   State = "partly"       // it answers some
	Proved   State = "proved"       // routed, and it helped as many people as the team wants to see
	Never    State = "never"        // nobody shall answer it; it does not count
	Nothing  State = "not_question" // it is none
	Quiet    State = "quiet"        // nobody asked it for QuietAfter
)

// QuietAfter is after how long without an asking a question is quiet.
const QuietAfter = 14 * 24 * time.Hour

// Store is the storage of wordings, of their askers, of decisions, and of what came of them.
type Store interface {
	WitnessStore

	Bots(ctx context.Context, tenant chat.TenantID) ([]chat.Bot, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)

	// Gaps lists a bot's wordings, the most asked first.
	Gaps(
		ctx context.Context, tenant chat.TenantID, bot chat.BotID, position string, limit int,
	) (gaps []chat.GapRow, next string, err error)

	// GapsOf are the wordings of some askings, as far as they are still there.
	GapsOf(ctx context.Context, tenant chat.TenantID, askings []chat.Asking) ([]chat.GapRow, error)

	// Asker is the latest message that asked a wording, at any time: ErrNotFound if there is none.
	Asker(ctx context.Context, tenant chat.TenantID, bot chat.BotID, wording string) (chat.BubbleRef, error)

	// Askings lists the askings on the days of a period, the latest day first: one for each person, day and wording.
	Askings(ctx context.Context, tenant chat.TenantID, from, to time.Time, limit int) ([]chat.Asking, error)

	// Vectors gives those that are kept of some wordings. KeepVector keeps none of a wording that nobody asked any more:
	// it may be erased at the same moment.
	Vectors(ctx context.Context, tenant chat.TenantID, wordings []string) (map[string]meaning.Placed, error)
	KeepVector(ctx context.Context, tenant chat.TenantID, of chat.GapRow, v meaning.Placed) error

	// PutTopics stores some and drops others, all or none. ErrConflict unless the stored
	// version of each equals the given one.
	PutTopics(ctx context.Context, tenant chat.TenantID, put []Topic, drop ...Topic) error

	// Helps lists the answers of entries on the days of a period, the latest day first.
	Helps(ctx context.Context, tenant chat.TenantID, from, to time.Time, limit int) ([]chat.Help, error)

	// Since is the messages of a conversation after an id.
	Since(ctx context.Context, key chat.ConversationKey, after chat.MessageID, limit int) ([]chat.Message, error)
}

// Embedder gives questions their vectors.
type Embedder interface {
	Place(ctx context.Context, texts []string) ([]meaning.Placed, error)
}
