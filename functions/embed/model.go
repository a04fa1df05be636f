package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/e5"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/titan"
)

// embedder is the model of the stage.
func embedder(setting string) (meaning.Embedder, error) {
	switch setting {
	case titan.ID:
		return titan.New(config.AWS(), model.Redacted), nil
	case config.Bundled:
		program, err := os.Executable()
		if err != nil {
			return nil, err
		}
		return e5.Load(filepath.Join(filepath.Dir(program), e5.File))
	}
	return nil, fmt.Errorf("there is no model %s that embeds texts", setting)
}
