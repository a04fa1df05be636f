package chat

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"
)

// First words are those of an agent to a customer who waits for nothing and has said nothing for a day. The customer
// alone makes them so: whatever an agent does to the conversation before is no word of theirs. More words of an answer
// that the customer waited for are none either.

// FirstWordsADay is how many people an agent may write to first on a day.
const FirstWordsADay, maxFirstWords = 50, 500

// answerLife is how long after an answer more words belong to it.
const answerLife = 24 * time.Hour

// FirstWordsLimit is the tenant's own limit, or the usual one.
func (t *Tenant) FirstWordsLimit() int {
	if t.FirstWords == 0 {
		return FirstWordsADay
	}
	return t.FirstWords
}

// CheckFirstWords refuses a limit that is none.
func CheckFirstWords(n int) error {
	if n < 1 || n > maxFirstWords {
		return WrongField("firstWords", "bad_first_words", "A person writes first to 1 to 500 people a day.")
	}
	return nil
}

// firstWordsOf are the limit of people to whom an agent may write first today, the mark of one who is among them, and
// the name of the mark: a hash, which is good for that day, so that its row says nothing of them.
func (d *Desk) firstWordsOf(
	ctx context.Context, a Agent, to VisitorID,
) (limit, mark RateLimit, name string, err error) {
	t, err := d.Tenant(ctx, a.Tenant)
	sum := sha256.Sum256([]byte(string(a.ID) + "\n" + string(to)))
	name = base64.RawURLEncoding.EncodeToString(sum[:16])
	const day = 24 * time.Hour
	return RateLimit{"first-words", int64(t.FirstWordsLimit()), day, 1}, RateLimit{"first-words-to", 1, day, 1}, name, err
}

// takeFirstWords takes one from the number of people to whom an agent may write first today, once for each of them. It
// tells whether it did. The mark of a person is set after that: words that are sent at the same moment pass by it only
// once they are counted.
func (d *Desk) takeFirstWords(ctx context.Context, a Agent, to VisitorID) (took bool, err error) {
	limit, mark, name, err := d.firstWordsOf(ctx, a, to)
	if err != nil {
		return false, err
	}
	unmarked := RateLimit{mark.Name, 0, mark.Window, 1}
	if err = d.limitMany(ctx, a.Tenant, unmarked, name, 0); err != nil {
		return false, unless(TooMany, err) // they are among those of today
	}
	if err = d.Limit(ctx, a.Tenant, limit, string(a.ID)); KindOf(err) == TooMany {
		return false, Errorf(TooMany, "first_words_spent",
			"You have written first to %d people today. An owner can raise this under Settings, General.", limit.Limit)
	}
	if err != nil {
		return false, err
	}
	if err = d.Limit(ctx, a.Tenant, mark, name); err != nil { // words of the same moment may have set it
		return false, errors.Join(unless(TooMany, err), d.limitMany(ctx, a.Tenant, limit, string(a.ID), -1))
	}
	return true, nil
}

// returnFirstWords gives back what takeFirstWords took, for words that were not stored.
func (d *Desk) returnFirstWords(ctx context.Context, a Agent, to VisitorID) error {
	limit, mark, name, err := d.firstWordsOf(ctx, a, to)
	if err != nil {
		return err
	}
	return errors.Join(
		d.limitMany(ctx, a.Tenant, mark, name, -1), d.limitMany(ctx, a.Tenant, limit, string(a.ID), -1),
	)
}

func unless(kind ErrorKind, err error) error {
	if KindOf(err) == kind {
		return nil
	}
	return err
}

// asked tells whether the customer waits for an answer in the present case, be it snoozed or not. An act that begins a
// case makes no question of the words before it.
func (h *Head) asked() bool {
	return h.Owner != OwnerBot && h.Status != Closed && !h.WaitingFrom.IsZero() && !h.WaitingFrom.Before(h.CaseBegan)
}

// replies notes that a person's words answer a customer who asked.
func (h *Head) replies(at time.Time) {
	if h.asked() {
		h.Replied = latest(h.Replied, at.UTC().Truncate(time.Second))
	}
}

// beginsBy tells whether words of this time are first words. On WhatsApp the day is the service window.
func (h *Head) beginsBy(now time.Time) bool {
	talked := h.Window
	if h.Source != WhatsApp {
		talked = h.VisitorAt.Add(ServiceWindow)
	}
	return !now.Before(latest(talked, h.Replied.Add(answerLife))) && !h.asked()
}

// firstWords are an agent's first words before they are stored.
type firstWords struct {
	head  Head   // as it was when they were judged
	visit *Visit // of the started chat, nil if its visitor is not there
	noted bool   // before they are stored
	took  bool   // one of the number of the day
}

// mayAddress refuses a person's words to a customer who wants quiet, and those that a started chat would refuse. It
// returns first words as such, nil for others. On WhatsApp they are templates, see ready.
func (d *Desk) mayAddress(ctx context.Context, key ConversationKey, m *Message) (*firstWords, error) {
	if !m.leaves() || m.Body().IsMark() {
		return nil, nil
	}
	head, err := d.store.Head(ctx, key)
	if err != nil {
		return nil, Except(err, ErrNotFound, ErrErased) // the write itself says so
	}
	v, current, err := d.store.VisitorNow(ctx, VisitorKey{head.Tenant, head.Visitor})
	if err != nil {
		return nil, Except(err, ErrNotFound, ErrErased)
	}
	if err := v.noWords(&head, d.Now()); err != nil {
		return nil, err
	}
	if !head.beginsBy(d.Now()) {
		return nil, nil
	}
	first := &firstWords{head: head}
	if head.Source != WhatsApp {
		first.visit, err = d.greets(ctx, &v, current, key)
	}
	if err == nil && first.visit != nil {
		m.Visit, m.Starts = first.visit.ID, true
	}
	return first, err
}

// greets is the visit in which a website's visitor may be written to now, as a started chat may; nil if they are not
// there.
func (d *Desk) greets(ctx context.Context, v *Visitor, current Current, key ConversationKey) (*Visit, error) {
	if current.Visit == "" {
		return nil, nil
	}
	visit, err := d.store.Visit(ctx, VisitKey{v.Tenant, v.ID, current.Visit})
	if errors.Is(err, ErrNotFound) || err == nil && visit.ConversationKey() != key {
		return nil, nil
	}
	if err == nil {
		err = d.welcomes(ctx, v, &visit)
	}
	if errors.Is(err, errVisitorLeft) {
		return nil, nil
	}
	return &visit, err
}

// begins notes first words before they are stored: in the visit, and in the number of the agent's day. Words that the
// write would refuse leave no trace, and a repeat was noted before.
func (d *Desk) begins(ctx context.Context, a Agent, first *firstWords, m *Message, seen *Seen) error {
	if first == nil {
		return nil
	}
	head := first.head
	if _, err := d.store.Message(ctx, head.Key(), m.ID); !errors.Is(err, ErrNotFound) {
		return err // the write answers a repeat
	}
	if first.visit != nil {
		if err := d.invite(ctx, first.visit, m.ID); err != nil {
			return err
		}
	}
	first.noted = true
	err := d.mayWrite(a, &head, m)
	if err == nil && seen != nil && head.Owner != OwnerAgent {
		err = seen.allows(a, &head)
	}
	if err == nil {
		first.took, err = d.takeFirstWords(ctx, a, head.Visitor)
	}
	if err != nil {
		err = errors.Join(err, d.unbegins(ctx, a, first, m))
	}
	return err
}

// unbegins takes back what begins noted of words that were refused.
func (d *Desk) unbegins(ctx context.Context, a Agent, first *firstWords, m *Message) error {
	if first == nil || !first.noted {
		return nil
	}
	var bad error
	if first.took {
		bad = d.returnFirstWords(ctx, a, first.head.Visitor)
	}
	if first.visit != nil {
		bad = errors.Join(bad, d.uninvite(ctx, first.visit, m.ID))
	}
	return bad
}
