package chat

import (
	"cmp"

	"github.com/botifire/livechat/shared/course"
)

// Need is how much a talk needs a person after a bot's reply, and the weightiest reason; see Head.Course. It lies in
// the row of the reply, so that the stream tells of it and a turn costs neither a read nor a write more.
type Need struct {
	Score int         `json:"s"`
	Cause course.Code `json:"c"`
}

// needOf is nil where not even the most sensitive team is alerted.
func needOf(s course.State) *Need {
	score := s.Score()
	if score < course.Least {
		return nil
	}
	return &Need{score, s.Reasons()[0].Code}
}

// Foreseen is the need of a talk once an answer that waits is its bot's reply to a question.
func (h *Head) Foreseen(question Message, waits Answer) *Need {
	return needOf(h.Course.After(turnOf(question, &waits)))
}

// AlertRules are a tenant's settings of alerts. docs/deck.md tells how they work.
type AlertRules struct {
	Level  course.Level `json:"level,omitempty"`
	Hourly int          `json:"hourly,omitempty"` // alerts of one person in any hour
}

// The default and the bound of AlertRules.
const (
	AlertsHourly    = 6
	MaxAlertsHourly = 60
)

// Filled has the defaults in the place of missing values.
func (r AlertRules) Filled() AlertRules {
	return AlertRules{cmp.Or(r.Level, course.Even), cmp.Or(r.Hourly, AlertsHourly)}
}

// Check refuses rules outside their bounds, at the field.
func (r AlertRules) Check() error {
	if !r.Level.Known() {
		return WrongField("alerts/level", "bad_level", "Choose how soon people are alerted.")
	}
	if r.Hourly < 1 || r.Hourly > MaxAlertsHourly {
		return WrongField("alerts/hourly", "bad_alerts", "Choose from 1 to 60 alerts.")
	}
	return nil
}

// alerts counts for each level of how many causes people are alerted there.
func (t *Talk) alerts(causes map[course.Code]int) {
	for _, level := range course.Levels {
		for _, score := range causes {
			if !level.Alerts(score) {
				continue
			}
			if t.Alerts == nil {
				t.Alerts = map[course.Level]int{}
			}
			t.Alerts[level]++
		}
	}
}
