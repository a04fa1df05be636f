package chat

import (
	"time"

	"github.com/botifire/livechat/shared/hours"
)

// PastHours are opening hours that held until a time: those of a bot, or of the team if it names none. Those from
// before a change are kept, because a wait is judged by the hours that held while it lasted.
type PastHours struct {
	Bot   BotID        `json:"bot,omitempty"`
	Until time.Time    `json:"until"`           // in milliseconds
	Hours *hours.Hours `json:"hours,omitempty"` // nil of a bot that had its team's
}
