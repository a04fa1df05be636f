// Package edge verifies that a request came through CloudFront.
package edge

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"github.com/botifire/livechat/shared/config"
)

// Header is the header that CloudFront adds to every request to an origin.
const Header = "x-botifire-edge"

// Viewer is the header that carries a caller's address to the HTTP API: the door overwrites any
// value from the caller.
const Viewer = "x-viewer-address"

// Guard knows the valid secrets: one, or two during a rotation.
type Guard struct{ secrets []string }

// NewGuard reads the setting: secrets separated by commas. The local stage has no CloudFront; its
// guard lets all requests pass.
func NewGuard(stage, setting string) Guard {
	if stage == config.Local {
		return Guard{}
	}
	return Guard{secrets: strings.Split(setting, ",")}
}

// Passes tells whether a request with this header came from the edge. It takes constant time, and an
// empty secret never matches.
func (g Guard) Passes(header string) bool {
	if g.secrets == nil {
		return true
	}
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
