package chat

import (
	"context"
	"slices"
	"strings"
	"time"
)

// A closed case in which somebody answered is rated by one tap: the server itself asks for it with the closing, or once
// nobody can undo that. So no agent can leave it out, and a person is asked at most once in RatingPause. docs/desk.md
// has the rules.

// Rating is a visitor's word on a closed case.
type Rating string

// The three answers, in the order of their buttons.
const (
	RatedGood Rating = "good"
	RatedSoSo Rating = "soso"
	RatedBad  Rating = "bad"
)

// Ratings are all of them.
var Ratings = []Rating{RatedGood, RatedSoSo, RatedBad}

// A person is asked once in RatingPause. The question is open for RatingLife, and its answer may be changed for
// RatingChange after it was first given.
const (
	RatingPause  = 7 * 24 * time.Hour
	RatingLife   = 7 * 24 * time.Hour
	RatingChange = 24 * time.Hour
)

// UndoTime is how long a closing of several at once may be undone before anybody is asked how it was, UndoOneTime that
// of one. The screen offers it for less.
const UndoTime, UndoOneTime = time.Minute, 12 * time.Second

// RatingWords ask a visitor how their case went. Buttons on WhatsApp have 20 characters at most.
type RatingWords struct {
	Ask     string
	Answers [3]string // as Ratings
}

// RatingTalk tells in which language a visitor is asked.
type RatingTalk struct {
	Language string // in which the bot talks with them, if it has several
	Theirs   string // their words in the case
	Page     string // the locale of their page
	Ours     string // the words that they were told
}

// asker asks how a case went with a write that closes it, which may be tried several times. A person of several
// conversations is claimed on the first of these before, because several may be closed at the same time.
type asker struct {
	*Desk
	claimed ConversationID // the conversation that has the claim, "" before it is there
}

// asksRating is the question how a case went, which belongs behind its closing; nil if nothing is closed, or
// the visitor is not asked. was is the head before. A fault leaves the question out, and never the closing.
func (d *asker) asksRating(ctx context.Context, was, h *Head) *Message {
	if d.Rules.RatingWords == nil || !h.isToBeRated(was, d.Now()) {
		return nil
	}
	talk, err := d.rateable(ctx, h)
	if err != nil {
		unfinished(ctx, "nobody was asked how it was", err, "conversation", h.ID)
	}
	if talk == nil || err != nil {
		return nil
	}
	return d.ratingOf(h, d.Rules.RatingWords(*talk))
}

// asksRatings tells whether a tenant's customers are asked at all.
func (d *Desk) asksRatings(ctx context.Context, tenant TenantID) bool {
	if d.Rules.RatingWords == nil {
		return false
	}
	t, err := d.Tenant(ctx, tenant)
	if err != nil {
		unfinished(ctx, "nobody was asked how it was", err)
	}
	return err == nil && !t.Unrated
}

func (d *Desk) ratingOf(h *Head, words RatingWords) *Message {
	now := d.Now()
	id := MessageID(d.NewID(now.Add(time.Millisecond))) // behind the closing
	body := Body{Kind: KindButtons, Text: words.Ask}
	for i, value := range Ratings {
		body.Options = append(body.Options, Option{ID: ratingOption(id, value), Title: words.Answers[i]})
	}
	return &Message{
		ID: id, At: now, Author: Author{Kind: ByBot, ID: string(h.Bot)}, Epoch: h.Epoch, Sends: h.Source == WhatsApp,
		Rates: h.Case, Bubbles: []Bubble{{Body: body}},
	}
}

// isToBeRated tells, by the head alone, whether the customer is asked now: their case was just closed, or it was before
// and the time for it has come. was is the head before.
func (h *Head) isToBeRated(was *Head, now time.Time) bool {
	switch {
	case h.Status != Closed || !h.Survey.IsZero():
		return false
	case was.Status == Closed:
		open := *was
		open.Status = Open
		return !was.Survey.IsZero() && open.mayBeRated(now)
	}
	return was.mayBeRated(now)
}

// mayBeRated tells, by the head alone, whether the customer of an open case may be asked: they wrote in it, were not
// asked lately, and WhatsApp would pass the question on. A snoozed case is not one that was brought to its end.
func (h *Head) mayBeRated(now time.Time) bool {
	return h.Status == Open && h.Case > 0 && !h.VisitorAt.IsZero() && !h.VisitorAt.Before(h.CaseBegan) &&
		!h.ratedLately(now) && (h.Source != WhatsApp || now.Before(h.Window.Add(-windowMargin)))
}

func (h *Head) ratedLately(now time.Time) bool { return now.Sub(h.Surveyed) < RatingPause }

// rateable reads what else decides whether a visitor is asked: the team wants it, the visitor may be written to, nobody
// asked them elsewhere, and somebody answered them in the case. nil if they are not asked.
func (d *asker) rateable(ctx context.Context, h *Head) (*RatingTalk, error) {
	t, err := d.Tenant(ctx, h.Tenant)
	if err != nil || t.Unrated || !t.Suspended.IsZero() {
		return nil, Except(err, ErrNotFound)
	}
	first, free, err := d.mayAskAgain(ctx, h)
	if err != nil || !free {
		return nil, err
	}
	log, err := d.store.History(ctx, h.Key(), "", MaxPageSize)
	if err != nil {
		return nil, err
	}
	c := caseRead{Desk: d.Desk, questions: map[MessageID]bool{}, talk: RatingTalk{Language: h.Language}}
	for i := range slices.Backward(log) {
		if m := &log[i]; !m.At.Before(h.CaseBegan) {
			c.takes(m)
		}
	}
	if !c.answered || c.machine {
		return nil, nil
	}
	if claimed, err := d.claims(ctx, h, first); err != nil || !claimed {
		return nil, err
	}
	return &c.talk, nil
}

// claims notes on the first conversation of a person that they are asked, unless they were lately. Where that is the
// one that is closed, the closing itself notes it.
func (d *asker) claims(ctx context.Context, h *Head, first ConversationID) (bool, error) {
	if first == h.ID || first == d.claimed {
		return true, nil
	}
	claimed := false
	_, err := d.store.Commit(ctx, ConversationKey{h.Tenant, first}, func(h *Head) ([]Message, error) {
		if claimed = h.Visitor != "" && !h.ratedLately(d.Now()); claimed {
			h.Surveyed = d.Now().UTC().Truncate(time.Second)
		}
		return nil, nil
	})
	if err != nil || !claimed {
		return false, Except(err, ErrErased)
	}
	d.claimed = first
	return true, nil
}

// mayAskAgain tells whether a visitor may be written to, and was not asked lately in any conversation, also on a linked
// channel. Nobody is asked who wants privacy. It returns the first of the person's conversations.
func (d *asker) mayAskAgain(ctx context.Context, h *Head) (first ConversationID, free bool, err error) {
	v, err := d.store.Visitor(ctx, VisitorKey{h.Tenant, h.Visitor})
	if err != nil {
		return "", false, Except(err, ErrNotFound, ErrErased)
	}
	linked, err := LinkedWith(ctx, d.store, v)
	if err != nil {
		return "", false, err
	}
	first = h.ID
	for _, v := range append(linked, v) {
		if v.Blocked || v.Marketing.Stopped || v.WantsQuiet() || !v.Leaving.IsZero() {
			return "", false, nil
		}
		heads, err := d.store.ConversationsOf(ctx, v.Key())
		if err != nil {
			return "", false, Except(err, ErrErased)
		}
		for _, other := range heads {
			if other.ID != d.claimed && other.ratedLately(d.Now()) {
				return "", false, nil
			}
			first = min(first, other.ID)
		}
	}
	if h.Source != Web {
		return first, true, nil
	}
	visits, err := d.store.VisitsOf(ctx, v.Key(), 1)
	return first, len(visits) == 0 || visits[0].Mode != Minimal, err
}

// caseRead reads a case from its beginning to its end.
type caseRead struct {
	*Desk
	questions map[MessageID]bool // that say more than small talk
	talk      RatingTalk
	answered  bool
	machine   bool
}

func (c *caseRead) takes(m *Message) {
	switch {
	case m.isWord():
		c.questions[m.ID] = m.Body().Kind != KindText || c.Rules.Small == nil || !c.Rules.Small(m.Body().Text)
		c.talk.Theirs = joined(c.talk.Theirs, m)
		if m.Entry != nil && m.Entry.Locale != "" {
			c.talk.Page = m.Entry.Locale
		}
	case m.FromPerson(), m.Author.Kind == ByBot && m.Answers != "":
		c.answered = c.answered || m.FromPerson() && m.Arrives() || c.questions[m.Answers] && m.AnswersOutright()
		c.machine = c.machine || m.Effects != nil && m.Effects.HandOver == "loop"
		c.talk.Ours = joined(c.talk.Ours, m)
	}
}

// maxTold is how many bytes of each side's words tell their language.
const maxTold = 2000

// joined adds a message's words to earlier ones. The words of a button are the bot's language, and nobody's own.
func joined(had string, m *Message) string {
	if len(had) > maxTold || len(m.Bubbles) == 0 || m.Body().Kind != KindText {
		return had
	}
	return strings.TrimSpace(had + " " + m.Body().Text)
}

// Arrives tells whether something of the message may have reached the customer: not all of it failed to be sent.
func (m *Message) Arrives() bool {
	return slices.ContainsFunc(m.Bubbles, func(b Bubble) bool {
		return b.Delivery == nil || b.Delivery.Status != NotSent
	})
}

// AnswersOutright tells whether a bot's reply answers its question: it is no miss, no offer and no hand-over.
func (m *Message) AnswersOutright() bool {
	return m.Outcome == Answered && len(m.Bubbles) > 0 &&
		(m.Effects == nil || !m.Unanswered() && !m.Effects.Why.Offers() && m.Effects.HandOver == "")
}
