package embed

import (
	"context"
	"sync"

	"github.com/botifire/livechat/shared/meaning"
)

// recent is a model that knows the questions of the last moment: before an edition takes force, each question is judged
// by two of them, one after the other, and to embed it takes nearly all of the time.
type recent struct {
	meaning.Embedder
	mu    sync.Mutex
	known map[string]meaning.Vector
}

// maxRecent is how many questions an instance knows: some 100 KB.
const maxRecent = 64

// Embed embeds texts. Only a single question is kept: that is what a judge asks.
func (r *recent) Embed(ctx context.Context, texts []string, kind meaning.Kind) ([]meaning.Vector, error) {
	if len(texts) != 1 || kind != meaning.Query {
		return r.Embedder.Embed(ctx, texts, kind)
	}
	r.mu.Lock()
	had, is := r.known[texts[0]]
	r.mu.Unlock()
	if is {
		return []meaning.Vector{had}, nil
	}
	all, err := r.Embedder.Embed(ctx, texts, kind)
	if err != nil || len(all) != 1 {
		return all, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.known) >= maxRecent {
		clear(r.known)
	}
	r.known[texts[0]] = all[0]
	return all, nil
}
