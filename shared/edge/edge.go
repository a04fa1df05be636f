// Package edge verifies that a request came through CloudFront.
package edge

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"strings"

	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/metrics"
)

// Header is the header that CloudFront adds to every request to an origin.
const Header = "x-botifire-edge"

// Viewer is the header that carries a caller's address to the HTTP API: the door overwrites any
// value from the caller.
const Viewer = "x-viewer-address"

// Guard knows the valid secrets: one, or two during a rotation.
type Guard struct {
	secrets []string
	meter   *metrics.Meter
}

// NewGuard reads the setting: secrets separated by commas. The local stage has no CloudFront; its
// guard lets all requests pass.
func NewGuard(stage, setting string) Guard {
	if stage == config.Local {
		return Guard{}
	}
	return Guard{strings.Split(setting, ","), metrics.New(stage)}
}

// Passes tells whether a request with this header came from the edge. A refusal is counted and has a
// line of its own in the log: when all callers are refused, a rotation of the secret was left half
// done, and nothing else would say so.
func (g Guard) Passes(ctx context.Context, header string) bool {
	if g.secrets == nil || g.knows(header) {
		return true
	}
	secret := Wrong
	if header == "" {
		secret = Missing
	}
	slog.WarnContext(ctx, "not from the edge", "secret", secret)
	g.meter.Count(ctx, metrics.EdgeRefused, 1, secret)
	return false
}

// The secrets that are refused: the door sends a wrong one when the functions do not know its own,
// and a caller who goes past the door mostly sends none.
const Wrong, Missing = "wrong", "missing"

// knows compares in constant time. An empty secret never matches.
func (g Guard) knows(header string) bool {
	given := sha256.Sum256([]byte(header))
	passes := 0
	for _, secret := range g.secrets {
		want := sha256.Sum256([]byte(secret))
		if secret = strings.TrimSpace(secret); secret != "" {
			passes |= subtle.ConstantTimeCompare(given[:], want[:])
		}
	}
	return passes == 1
}
