// Package meaning judges which entry of a knowledge answers a question, in whatever language, and how sure that is.
package meaning

import (
	"context"
	"time"
)

// Dimensions is the length of a vector.
const Dimensions = 384

// Vector is the meaning of a text, with a length of 1: the inner product of two is their cosine.
type Vector [Dimensions]float32

// Kind is the part of a text in a search.
type Kind string

// A query is compared with queries and with passages; a passage is only found.
const (
	Query   Kind = "query"
	Passage Kind = "passage"
)

// Embedder turns texts into vectors.
type Embedder interface {
	// Embed gives one vector for each text.
	Embed(ctx context.Context, texts []string, kind Kind) ([]Vector, error)

	// Model names the model: vectors of two models cannot be compared, and chances are calibrated for one.
	Model() string
}

// Question is a question of a visitor, and the entries among which its answer is: those of an edition that serve a bot
// on a site at a time.
type Question struct {
	Tenant  string    `json:"tenant"`
	Edition int       `json:"edition"`
	Mark    string    `json:"mark,omitempty"` // of the edition's contents: an edition that waits may be made anew
	Bot     string    `json:"bot"`
	Site    string    `json:"site,omitempty"`
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
}
