//go:build !bundled

package e5

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/meaning"
)

// errAbsent is the answer of a build without the engine.
var errAbsent = errors.New("e5: this program was built without the model; build it by scripts/bundled")

// Engine stands in for the model in a build without it. It refuses in words.
type Engine struct{}

// Load refuses.
func Load(string) (*Engine, error) { return nil, errAbsent }

// Embed refuses.
func (*Engine) Embed(context.Context, []string, meaning.Kind) ([]meaning.Vector, error) {
	return nil, errAbsent
}

// Model names the model.
func (*Engine) Model() string { return Model }
