package segments

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// fault is the fault of one call of a writer to its files.
type fault int

const (
	dies      fault = iota // before the call, and every later call of the writer fails
	diesAfter              // the call is done
	forgotten              // the call is done, and S3's client makes it again
	unclear                // the call is done, and fails
	meets                  // another writer does something first
)

var errDead = errors.New("nobody answers")

// hand is the way of one writer to the files: at one of its calls something happens.
type hand struct {
	*folder
	left  int // calls until then
	fault fault
	meets func()
	dead  bool
}

// does runs a call.
func (h *hand) does(changes bool, call func() error) error {
	if h.dead {
		return errDead
	}
	h.left--
	if h.left != 0 {
		return call()
	}
	switch h.fault {
	case dies:
		h.dead = true
		return errDead
	case meets:
		h.meets()
		return call()
	}
	err := call()
	switch {
	case err != nil:
	case h.fault == diesAfter:
		h.dead, err = true, errDead
	case h.fault == unclear:
		err = errDead
	case h.fault == forgotten && changes:
		err = chat.ErrConflict
	}
	return err
}

func (h *hand) Get(ctx context.Context, path string) (raw []byte, tag string, err error) {
	err = h.does(false, func() (err error) { raw, tag, err = h.folder.Get(ctx, path); return err })
	return raw, tag, err
}

func (h *hand) Put(ctx context.Context, path string, raw []byte) error {
	return h.does(false, func() error { return h.folder.Put(ctx, path, raw) })
}

func (h *hand) Swap(ctx context.Context, path string, raw []byte, tag string) error {
	return h.does(true, func() error { return h.folder.Swap(ctx, path, raw, tag) })
}

func (h *hand) Drop(ctx context.Context, paths ...string) error {
	return h.does(false, func() error { return h.folder.Drop(ctx, paths...) })
}

func (h *hand) List(ctx context.Context, prefix string) (all []File, err error) {
	err = h.does(false, func() (err error) { all, err = h.folder.List(ctx, prefix); return err })
	return all, err
}
