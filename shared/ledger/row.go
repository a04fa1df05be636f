package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Row is a line as people read it.
type Row struct {
	ID           string              `json:"id"`
	Kind         string              `json:"kind"` // visit, case
	Visitor      chat.VisitorID      `json:"visitor"`
	Name         string              `json:"name,omitempty"`
	Conversation chat.ConversationID `json:"conversation,omitempty"`
	At           time.Time           `json:"at"`
	Source       chat.Source         `json:"source"`
	Bot          chat.BotID          `json:"bot"`
	Country      string              `json:"country,omitempty"`
	City         string              `json:"city,omitempty"`
	Page         string              `json:"page,omitempty"`
	Asked        bool                `json:"asked,omitempty"`
	Answered     bool                `json:"answered,omitempty"`
	Goals        []RowGoal           `json:"goals,omitempty"`
	Lead         *RowLead            `json:"lead,omitempty"`
	Outcome      Outcome             `json:"outcome,omitempty"`
	Closed       time.Time           `json:"closed,omitzero"`
	Turns        int                 `json:"turns,omitempty"`
	Response     *int                `json:"response,omitempty"`
	ResponseOpen *int                `json:"responseOpen,omitempty"` // nil if that is not known
	Resolved     *int                `json:"resolved,omitempty"`     // with a person's part
	ResolvedOpen *int                `json:"resolvedOpen,omitempty"`
	Queue        Queue               `json:"queue,omitempty"`
	Rating       chat.Rating         `json:"rating,omitempty"`
	Micros       int64               `json:"micros,omitempty"` // for owners only
}

// RowGoal is a goal as people read it.
type RowGoal struct {
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	Verified bool      `json:"verified,omitempty"`
	Value    float64   `json:"value,omitempty"`
	Currency string    `json:"currency,omitempty"`
	After    []Cell    `json:"after"`
}

// RowLead is how far a lead came and what it is worth, as people read it. Sure says that this is more than the claim of
// a page.
type RowLead struct {
	State    chat.LeadState `json:"state"`
	Value    float64        `json:"value,omitempty"`
	Currency string         `json:"currency,omitempty"`
	Sure     bool           `json:"sure,omitempty"`
}

// Row is the line as people read it.
func (l *Line) Row(name string) Row {
	r := Row{
		ID: l.ID, Kind: "visit", Visitor: l.Visitor, Name: name, Conversation: l.Conversation, At: l.At, Source: l.Source,
		Bot: l.Bot, Country: l.Country, City: l.City, Page: l.Landing,
	}
	if v := l.Visit; v != nil {
		r.Asked, r.Answered = v.Asked, v.Answered
		for _, g := range v.Goals {
			r.Goals = append(r.Goals, RowGoal(g))
		}
		if v.Lead != "" {
			r.Lead = &RowLead{v.Lead, v.Worth, v.In, v.Sure}
		}
	}
	if c := l.Case; c != nil {
		r.Kind, r.Outcome, r.Closed, r.Turns, r.Response = "case", c.Outcome, c.Closed, c.Turns, c.Response
		r.ResponseOpen, r.Queue, r.Rating = c.ResponseOpen, c.Queue, c.Rating
		if c.Outcome == WithPerson {
			r.Resolved, r.ResolvedOpen = &c.Resolved, c.ResolvedOpen
		}
		r.Micros = c.Micros
	}
	return r
}
