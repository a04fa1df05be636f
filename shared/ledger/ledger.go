// Package ledger is the honest ledger of a team: the outcome of each visit and of each case, the parts of bot and team
// in a goal, and how often. A figure is the number of lines that say so, so each figure can be opened as the list
// behind it.
//
// Lines are made from the visits and the logs of one person at a time, and are the same however often and in any
// order that is done. They lie in one file a day; the sums of a month's days lie in a file of their own.
package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Outcome is the outcome of a case. Each case has exactly one.
type Outcome string

const (
	Confirmed  Outcome = "confirmed"  // the bot answered, and the customer said that it helped, thanked or reached a goal
	Answered   Outcome = "answered"   // the last question was answered and nothing contradicts it
	WithPerson Outcome = "person"     // a person had a part
	Unanswered Outcome = "unanswered" // it was handed over, and no person wrote
	GivenUp    Outcome = "given_up"   // the customer left after a question that was not answered well
	NeverAsked Outcome = "never"      // the customer asked nothing
	StillOpen  Outcome = "open"
	NotCounted Outcome = "uncounted" // a blocked visitor, one of the team, or another machine
)

// Outcomes are all of them, in the order in which they are shown.
var Outcomes = []Outcome{
	Confirmed, Answered, WithPerson, Unanswered, GivenUp, NeverAsked, StillOpen, NotCounted,
}

// Cell names those who had a part before a goal.
type Cell string

const (
	AfterBot    Cell = "bot"
	AfterPerson Cell = "person"
	AfterBoth   Cell = "both"
	AfterNobody Cell = "nobody"
)

// Windows are the days before a goal in which a part counts; a team looks through one of them.
var Windows = []int{1, 7, 30}

// DurableDays is how long an answer has to go uncontradicted.
const DurableDays = 7

// Line is one visit or one case. Case tells which.
type Line struct {
	ID           string              `json:"id"` // of a visit; of a case the conversation's and its number
	Visitor      chat.VisitorID      `json:"v,omitempty"`
	Conversation chat.ConversationID `json:"c,omitempty"`
	At           time.Time           `json:"at"` // when it began
	Source       chat.Source         `json:"src"`
	Bot          chat.BotID          `json:"bot"`
	Site         string              `json:"site,omitempty"` // a website's key, or a phone number's id
	Country      string              `json:"land,omitempty"`
	City         string              `json:"city,omitempty"`
	Campaign     string              `json:"camp,omitempty"`
	Landing      string              `json:"page,omitempty"` // the first page
	Device       string              `json:"dev,omitempty"`
	Language     string              `json:"lang,omitempty"` // of the browser
	Returning    bool                `json:"ret,omitempty"`
	Visit        *VisitPart          `json:"visit,omitempty"`
	Case         *CasePart           `json:"case,omitempty"`

	torn    bool // messages may be gone that it was once made of
	distant bool // it is of a case whose visit lies too far back
}

// VisitPart is the result of a visit.
type VisitPart struct {
	Own      bool           `json:"own,omitempty"` // of the team itself: it is in no figure but that of these
	Private  bool           `json:"priv,omitempty"`
	Opened   bool           `json:"open,omitempty"`
	Asked    bool           `json:"ask,omitempty"`
	Answered bool           `json:"ans,omitempty"`
	Asker    int            `json:"asker,omitempty"` // the bot was asked within so many days, of Windows; 0: in none
	Goals    []GoalPart     `json:"goals,omitempty"`
	Lead     chat.LeadState `json:"lead,omitempty"`  // "" if it is none
	Worth    float64        `json:"worth,omitempty"` // of the lead
	In       string         `json:"in,omitempty"`    // its currency
	Sure     bool           `json:"sure,omitempty"`  // a server or the chat told the worth, or a person set it
	Timed    bool           `json:"timed,omitempty"` // its duration may be counted
	Seconds  int            `json:"secs,omitempty"`

	// Summed says that the visit may be among the sums of its day already: only what happened in it is counted.
	Summed bool `json:"summed,omitempty"`
}

// GoalPart is a goal that a visit reached.
type GoalPart struct {
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	Verified bool      `json:"ok,omitempty"` // a server said so, or the chat saw it; else a page claims it
	Value    float64   `json:"val,omitempty"`
	Currency string    `json:"cur,omitempty"`
	After    []Cell    `json:"after"` // one for each of Windows
}

// CasePart is the result of a case.
type CasePart struct {
	Number    int          `json:"n"`
	Closed    time.Time    `json:"end,omitzero"`
	Outcome   Outcome      `json:"out"`
	Causes    []string     `json:"why,omitempty"`   // of its hand-overs, each once
	Agent     chat.AgentID `json:"agent,omitempty"` // the last person who had a part
	Turns     int          `json:"turns,omitempty"`
	Talk      int          `json:"talk,omitempty"`   // seconds from the first word to the last
	First     *int         `json:"first,omitempty"`  // seconds until the customer's first question was answered
	Response  *int         `json:"resp,omitempty"`   // seconds that the customer waited for a person's first word
	By        chat.AgentID `json:"by,omitempty"`     // the person who spoke that word
	Queue     Queue        `json:"queue,omitempty"`  // in which they waited for a person
	Resolved  int          `json:"done,omitempty"`   // seconds until its closing, or its last word if silence closed it
	Misses    int          `json:"miss,omitempty"`   // questions that the bot could not answer
	Answers   int          `json:"hits,omitempty"`   // questions that it answered
	Wrong     int          `json:"wrong,omitempty"`  // answers that were wrong, says the team
	Unhelpful int          `json:"nohelp,omitempty"` // answers that did not help, says the customer
	Asked     bool         `json:"rate,omitempty"`   // the customer was asked how it was
	Rating    chat.Rating  `json:"rated,omitempty"`  // their answer
	Offers    int          `json:"offer,omitempty"`  // questions to which the bot asked what is meant
	Chosen    int          `json:"took,omitempty"`   // of the answers, those to a title that it had offered then

	// Of Response and Resolved, the seconds while people were there, by the hours that held then. nil is not known, in
	// lines from before this was counted.
	ResponseOpen *int `json:"respin,omitempty"`
	ResolvedOpen *int `json:"donein,omitempty"`

	Refused map[string]int `json:"ref,omitempty"` // by the fault, how often a fact check refused a model's words
	Entries []EntryPart    `json:"ents,omitempty"`
	Micros  int64          `json:"cost,omitempty"` // that language models cost, in millionths of a US dollar
	Charged map[string]int `json:"meta,omitempty"` // messages for which Meta charges, by its category

	Followed bool `json:"foll,omitempty"`  // the person would be recognised if they came back
	Again    bool `json:"again,omitempty"` // they came back with the question, or for a person
}
