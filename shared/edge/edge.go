// Package edge proves that a request came through CloudFront.
package edge

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"github.com/botifire/livechat/shared/config"
)

// Header is what CloudFront adds to every request to an origin.
const Header = "x-botifire-edge"

// Viewer is the header that carries a caller's address to the HTTP API: the door sets it,
// over whatever came.
const Viewer = "x-viewer-address"

// Guard knows the secrets that are in force: one, or two while it rotates.
type Guard struct{ secrets []string }

// NewGuard reads the setting: secrets with a comma between. The local stage has no
// CloudFront; its guard lets all pass.
func NewGuard(stage, setting string) Guard {
	if stage == config.Local {
		return Guard{}
	}
	return Guard{secrets: strings.Split(setting, ",")}
}

// Passes tells whether a request with this header came from the edge. It takes the
// same time whatever the header says, and an empty secret never matches.
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
