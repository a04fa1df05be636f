package ledger

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Change names a person whose lines have to be made anew; or a month without anybody, of which tables are old.
type Change struct {
	ID      string         `json:"id"` // a ULID: its time is that of the note
	Visitor chat.VisitorID `json:"v"`
	Month   string         `json:"month,omitempty"`
	Visit   chat.VisitID   `json:"s,omitempty"`   // that changed; it may be an old one
	Message chat.MessageID `json:"m,omitempty"`   // that came or changed; it may be an old one
	Whole   bool           `json:"all,omitempty"` // all of their lines, not only the latest

	// Of one that failed: when it was noted first, and how often it was tried since it got on. Its id is then when it is
	// tried again.
	Noted time.Time `json:"noted,omitzero"`
	Tries int       `json:"tries,omitempty"`
	Until string    `json:"until,omitempty"` // lines of later days are written, "" if none are
}

// noted is when the change was noted first.
func (c *Change) noted(now time.Time) time.Time {
	if !c.Noted.IsZero() {
		return c.Noted
	}
	return idTime(c.ID, now)
}

// waits notes what is left of the lines, and that it was tried once more. It tells whether that try got further than
// the one before.
func (c *Change) waits(left rest) (further bool) {
	further = c.Until != "" && left.until != "" && left.until < c.Until
	if further {
		c.Tries = 0
	}
	if further || c.Until == "" {
		c.Until = left.until
	}
	c.Tries++
	return further
}

// ChangeLife is how long a note of a change is kept: long enough that somebody who hears the alarm has time to see to
// it. One that vanishes before it was worked off is in no figure until all is recounted.
const ChangeLife = 30 * 24 * time.Hour

// Journal notes the people whose lines have to be made anew. It follows the stream of changes, so it notes a change at
// least once, after it was stored.
type Journal struct {
	desk  *chat.Desk
	store Notes
}

// Notes is the part of the storage that a journal needs. The promises of Store and of chat.Store hold.
type Notes interface {
	AddRecount(ctx context.Context, tenant chat.TenantID, c Change) error
	HeadEventually(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)
	VisitorsByID(
		ctx context.Context, tenant chat.TenantID, ids []chat.VisitorID,
	) (map[chat.VisitorID]chat.Visitor, error)
	Visit(ctx context.Context, key chat.VisitKey) (chat.Visit, error)
	PutLead(ctx context.Context, tenant chat.TenantID, l chat.Lead) error
	LeadsOf(ctx context.Context, tenant chat.TenantID, visits []chat.VisitID) ([]chat.Lead, error)
}

// NewJournal makes a journal.
func NewJournal(desk *chat.Desk, store Notes) *Journal { return &Journal{desk, store} }

// Note notes a change of the stream if it changes lines: a visit that ended, or changed after it; the end of a case,
// and everything that happens after it, such as its rating; a word that came late.
func (j *Journal) Note(ctx context.Context, c chat.Change) error {
	switch {
	case c.Visit != nil:
		if err := j.lead(ctx, c.Visit); err != nil {
			return err
		}
		if s := c.Visit; s.Counts() && s.Folded != nil {
			return j.Changed(ctx, s.Tenant, Change{Visitor: s.Visitor, Visit: s.ID})
		}
	case c.Message != nil && rating(c.Message) != nil:
		return j.Judged(ctx, c.Key, rating(c.Message).Message)
	case c.Message != nil && matters(c.Message):
		return j.said(ctx, c.Key, *c.Message)
	}
	return nil
}

// said notes that a message came, or that somebody said something of it.
func (j *Journal) said(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	head, err := j.store.HeadEventually(ctx, key)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	return j.Changed(ctx, key.Tenant, Change{Visitor: head.Visitor, Visit: m.Visit, Message: m.ID})
}

// Judged notes that somebody said of an answer whether it was one. The stream does not tell that.
func (j *Journal) Judged(ctx context.Context, key chat.ConversationKey, answer chat.MessageID) error {
	return j.said(ctx, key, chat.Message{ID: answer})
}

// rating is the customer's tap on the question how their case was, nil for any other message.
func rating(m *chat.Message) *chat.Tapped {
	if len(m.Bubbles) == 0 {
		return nil
	}
	return m.Body().Rating
}

// Recount notes that a message of a conversation changed, as a delivery of which Meta tells the price.
func (j *Journal) Recount(ctx context.Context, h chat.Head, changed chat.MessageID) error {
	_, err := j.store.Visitor(ctx, chat.VisitorKey{Tenant: h.Tenant, ID: h.Visitor})
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	return j.note(ctx, h.Tenant, Change{Visitor: h.Visitor, Message: changed}, j.desk.Now())
}

// matters tells whether a message changes lines that were made before. Any other is in a visit or a case that goes on,
// of which the end is noted.
func matters(m *chat.Message) bool {
	switch eventOf(m) {
	case chat.EventClosed, chat.EventReopened, chat.EventCaseBegan:
		return true
	}
	late := chat.CloseGrace // a visit may have ended meanwhile
	if m.Author.Kind == chat.ByAgent {
		late = chat.LateAfter // the id is of the agent's own clock
	}
	return readable(m) && m.At.Sub(idTime(m.ID.Base(), m.At)) > late
}

// NewLinks makes the links of a desk. Figures follow whoever is joined, and whoever is taken apart.
func NewLinks(desk *chat.Desk, store interface {
	chat.LinkStore
	Notes
},
) *chat.Links {
	links := chat.NewLinks(desk, store)
	links.Regroup = NewJournal(desk, store).Regroup
	return links
}

// soon is how much later a note is looked at that comes before its change: longer than a call may take.
const soon = time.Minute

// Regroup notes visitors who are about to be joined, or taken apart. Nobody looks at the notes before that is done, and
// a call that dies after it has noted them already.
func (j *Journal) Regroup(ctx context.Context, tenant chat.TenantID, who ...chat.VisitorID) error {
	for _, id := range who {
		if err := j.changedAt(ctx, tenant, Change{Visitor: id, Whole: true}, j.desk.Now().Add(soon)); err != nil {
			return err
		}
	}
	return nil
}

// Changed notes a person, but for one who was erased: the stream may repeat their changes.
func (j *Journal) Changed(ctx context.Context, tenant chat.TenantID, c Change) error {
	return j.changedAt(ctx, tenant, c, j.desk.Now())
}

func (j *Journal) changedAt(ctx context.Context, tenant chat.TenantID, c Change, at time.Time) error {
	known, err := j.store.VisitorsByID(ctx, tenant, []chat.VisitorID{c.Visitor})
	if err != nil {
		return err
	}
	if _, is := known[c.Visitor]; !is { // erased, or so new that this read does not have them
		_, err := j.store.Visitor(ctx, chat.VisitorKey{Tenant: tenant, ID: c.Visitor})
		if err != nil {
			return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
		}
	}
	return j.note(ctx, tenant, c, at)
}

func (j *Journal) note(ctx context.Context, tenant chat.TenantID, c Change, at time.Time) error {
	c.ID = j.desk.NewID(at)
	return j.store.AddRecount(ctx, tenant, c)
}
