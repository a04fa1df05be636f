package chat

import (
	"crypto/sha256"
	"time"
)

// GapID groups questions without an answer by their wording, in any case and punctuation.
func GapID(question string) string {
	sum := sha256.Sum256([]byte(GapWording(question)))
	return lowerBase32.EncodeToString(sum[:10])
}

// GapWording is the wording that questions of one GapID share.
func GapWording(question string) string { return normalise(question) }

// GapRow is an unanswered question: one that the bot could not answer, in one wording.
type GapRow struct {
	Bot      BotID     `json:"bot"`
	ID       string    `json:"id"` // hash of the normalised wording
	Question string    `json:"question"`
	Cause    GapCause  `json:"cause"`
	Count    int       `json:"count"`
	Last     time.Time `json:"last"`
	State    string    `json:"state"` // new
}
