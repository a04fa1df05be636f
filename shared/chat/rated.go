package chat

import (
	"context"
	"strings"
	"time"
)

// Tapped is a visitor's tap on a question how their case was. It is a mark: it wakes nobody, opens no case, and is no
// question to the bot.
type Tapped struct {
	Message MessageID `json:"message"` // the question
	Value   Rating    `json:"value"`
}

// Rated is the answer to such a question.
type Rated struct {
	Value Rating    `json:"value"`
	At    time.Time `json:"at"`
	By    MessageID `json:"by"`
	First time.Time `json:"first"` // when an answer was first given; from then on it may be changed for RatingChange
}

const ratingPrefix = "~rating:"

// ratingOption is the id of a button. It names the question, so that a tap on WhatsApp finds it by itself.
func ratingOption(question MessageID, value Rating) string {
	return ratingPrefix + string(question) + ":" + string(value)
}

// tappedOn is the rating behind a button's id, nil if it is any other button.
func tappedOn(option string) *Tapped {
	rest, is := strings.CutPrefix(option, ratingPrefix)
	id, value, _ := strings.Cut(rest, ":")
	if _, err := TimeOf(id); !is || err != nil || !Rating(value).known() {
		return nil
	}
	return &Tapped{MessageID(id), Rating(value)}
}

func (r Rating) known() bool { return r == RatedGood || r == RatedSoSo || r == RatedBad }

// asRating is a tap on a rating's button as the mark that it is; any other body as it was.
func (b Body) asRating() Body {
	if b.Kind != KindClick || b.Click == nil {
		return b
	}
	if tapped := tappedOn(b.Click.Option); tapped != nil {
		return Body{Kind: KindRating, Rating: tapped}
	}
	return b
}

// mayRate refuses a tap that comes too late.
func (m *Message) mayRate(now time.Time) error {
	if m.Marks != nil && m.Marks.Rating != nil {
		if now.Sub(m.Marks.Rating.First) >= RatingChange {
			return Errorf(Conflict, "rating_kept", "Your answer is kept: it could be changed for %.0f hours.",
				RatingChange.Hours())
		}
	} else if now.Sub(m.At) >= RatingLife {
		return Errorf(Conflict, "rating_over", "This question cannot be answered any more.")
	}
	return nil
}

// rates takes a tap to the question that it answers. It may run any number of times.
func (d *Desk) rates(ctx context.Context, key ConversationKey, m Message) error {
	at := m.At
	if m.Origin != nil {
		at = m.Origin.Sent
	}
	return d.applyMark(ctx, key, m.Body().Rating.Message, Mark{By: m.ID, Author: m.Author.Kind, At: at, Body: *m.Body()})
}

// rated applies a tap, and tells whether anything changed. Taps may come in any order: the latest one counts that came
// within RatingChange of the first.
func (m *Message) rated(marks *Marks, mark Mark) bool {
	if m.Rates == 0 || mark.Author != ByVisitor || !mark.Body.Rating.Value.known() {
		return false
	}
	r := marks.Rating
	if r == nil {
		if mark.At.Sub(m.At) < RatingLife {
			marks.Rating = &Rated{mark.Body.Rating.Value, mark.At, mark.By, mark.At}
		}
		return marks.Rating != nil
	}
	is := *r
	is.First = earlier(r.First, mark.At)
	within := func(at time.Time) bool { return at.Sub(is.First) < RatingChange }
	if newer := later(mark, r.At, r.By); newer && within(mark.At) || !newer && !within(r.At) {
		is.Value, is.At, is.By = mark.Body.Rating.Value, mark.At, mark.By
	}
	marks.Rating = &is
	return is != *r
}

// finishRating completes a tap on a website, unless its visitor was erased meanwhile.
func (d *Desk) finishRating(ctx context.Context, key ConversationKey, m Message) error {
	if _, err := d.store.Head(ctx, key); err != nil {
		return Except(err, ErrNotFound)
	}
	return d.rates(ctx, key, m)
}
