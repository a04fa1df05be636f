package chat

import (
	"fmt"
	"slices"
	"strings"
)

// BotModel is the language model that a scripted bot asks about questions of which it is not sure.
type BotModel struct {
	ID     string   `json:"id"`               // the vendor's
	Tone   string   `json:"tone,omitempty"`   // "" plain, friendly, formal
	Length string   `json:"length,omitempty"` // "" short, long
	Free   bool     `json:"free,omitempty"`   // it words answers; else it only chooses among the owner's
	Powers []string `json:"powers,omitempty"` // its other powers
	// Its budgets of a day: of each visitor, and for this bot.
	VisitorTokens int `json:"visitorTokens"`
	DayCents      int `json:"dayCents"` // US cents
}

// The powers of a model beside answering.
const (
	ModelHandsOver    = "handover"
	ModelReachesGoals = "goal"
	ModelShowsSteps   = "show"
)

// May tells whether the model may do so.
func (m *BotModel) May(power string) bool { return slices.Contains(m.Powers, power) }

// Summary says for the audit how much the setting allows.
func (m *BotModel) Summary() string {
	does := "chooses"
	if m.Free {
		does = "words answers"
	}
	parts := append([]string{m.ID, does}, m.Powers...)
	return strings.Join(append(parts, fmt.Sprintf("$%.2f a day", float64(m.DayCents)/100)), ", ")
}

// Line tells a model's part in a reply in plain words, for exports; "" if none was asked.
func (u *ModelUse) Line() string {
	if u == nil {
		return ""
	}
	return u.Model + ": " + strings.ReplaceAll(u.Did, "_", " ")
}

// ModelTokens names a visitor's budget of tokens.
const ModelTokens = "model-visitor"

// ModelUse is a model's part in a reply, and its cost.
type ModelUse struct {
	Model   string   `json:"model"`
	Did     string   `json:"did"`
	Why     string   `json:"why,omitempty"` // it failed, or its words were not used
	In      int      `json:"in,omitempty"`  // tokens
	Out     int      `json:"out,omitempty"`
	Micros  int64    `json:"micros,omitempty"`  // its cost in millionths of a US dollar, at most: owners see it
	Dropped []string `json:"dropped,omitempty"` // tools that it called and may not call here
}

// Refused begins the reason for which a model's words were not used if they did not hold; the fault follows.
const Refused = "refused_"

// The acts of a model.
const (
	ModelChose        = "chose" // an entry, whose owner's words answer
	ModelWorded       = "worded"
	ModelFoundNothing = "nothing"
	ModelHandedOver   = "handed_over"
	ModelReached      = "reached"
	ModelShowed       = "showed"
	ModelFailed       = "failed"
)
