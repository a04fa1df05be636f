package team

import (
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// Alert is what people were told of a case of a conversation while a bot had it.
type Alert struct {
	Conversation chat.ConversationID `json:"conversation"`
	Case         int                 `json:"case"`
	At           time.Time           `json:"at"` // of the first one
	Causes       []Cause             `json:"causes,omitempty"`
	Off          chat.AgentID        `json:"off,omitempty"` // the person who said that none is needed
}

// Cause is a reason of which people were alerted, once.
type Cause struct {
	Code    course.Code    `json:"code"`
	Score   int            `json:"score"`
	At      time.Time      `json:"at"`
	Message chat.MessageID `json:"message"` // the bot's reply after which it was so
	To      []chat.AgentID `json:"to"`
	Refused []chat.AgentID `json:"refused,omitempty"` // they had no room left after all
	Verdict Verdict        `json:"verdict,omitempty"`
}

// Verdict is a person's word on an alert.
type Verdict string

// The verdicts.
const (
	Right     Verdict = "right"
	NotNeeded Verdict = "not_needed"
)

// maxAlerted is how many people are told of the same: the second only while they have heard little, so that the alerts
// of an hour reach further.
const maxAlerted = 2

// between is the time after an alert in which the same case makes no other: somebody is about to look.
const between = 2 * time.Minute

// spare tells whether somebody who has been told so often in the hour is told of a talk of which a colleague is told.
func spare(lately, hourly int) bool { return lately < (hourly+2)/3 }

func (a *Alert) cause(code course.Code) *Cause {
	if i := slices.IndexFunc(a.Causes, func(c Cause) bool { return c.Code == code }); i >= 0 {
		return &a.Causes[i]
	}
	return nil
}

// offer chooses the people who are told of a need: those who were chosen before, without those who have no room, and
// others in their place.
func (a *Alert) offer(o offer) Cause {
	c := a.cause(o.need.Cause)
	if c == nil {
		a.Causes = append(a.Causes, Cause{Code: o.need.Cause, Score: o.need.Score, Message: o.about, At: o.now})
		c = &a.Causes[len(a.Causes)-1]
	}
	for _, id := range o.refused {
		if i := slices.Index(c.To, id); i >= 0 {
			c.To, c.Refused = slices.Delete(slices.Clone(c.To), i, i+1), append(slices.Clone(c.Refused), id)
		}
	}
	for _, m := range o.among {
		id := m.agent.ID
		if slices.Contains(c.To, id) || slices.Contains(c.Refused, id) || len(c.To) >= maxAlerted {
			continue
		}
		if len(c.To) == 0 || spare(m.told.lately(o.now), o.hourly) {
			c.To = append(c.To, id)
		}
	}
	return *c
}

// offer is a need, and the people who may be told of it.
type offer struct {
	need    chat.Need
	about   chat.MessageID
	among   []mate
	refused []chat.AgentID
	hourly  int
	now     time.Time
}

// Alerted is the latest alerts of one person: they bound how many come in an hour, and are shown.
type Alerted struct {
	All []Told `json:"all,omitempty"`
}

// Told is an alert of one person.
type Told struct {
	Conversation chat.ConversationID `json:"conversation"`
	Case         int                 `json:"case"`
	Cause        course.Code         `json:"cause"`
	Score        int                 `json:"score"`
	At           time.Time           `json:"at"`
	Verdict      Verdict             `json:"verdict,omitempty"`
	Refused      bool                `json:"refused,omitempty"` // there was no room for it
}

// maxTold bounds the row of a person.
const maxTold = 2 * chat.MaxAlertsHourly

func (t Told) same(other Told) bool {
	return t.Conversation == other.Conversation && t.Case == other.Case && t.Cause == other.Cause
}

// lately is how many alerts came within the hour.
func (a *Alerted) lately(now time.Time) (n int) {
	for _, t := range a.All {
		if !t.Refused && now.Sub(t.At) < hour {
			n++
		}
	}
	return n
}

// grant notes an alert if there is room for it, and tells whether it is one. The answer to an earlier one of the same
// cause stands.
func (a *Alerted) grant(t Told, hourly int) bool {
	if i := slices.IndexFunc(a.All, t.same); i >= 0 {
		return !a.All[i].Refused
	}
	a.All = slices.DeleteFunc(slices.Clone(a.All), func(had Told) bool { return t.At.Sub(had.At) >= hour })
	t.Refused = a.lately(t.At) >= hourly || len(a.All) >= maxTold
	if len(a.All) < maxTold {
		a.All = append(a.All, t)
	}
	return !t.Refused
}
