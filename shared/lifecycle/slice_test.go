package lifecycle_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/lifecycle"
)

// slow is a vault with more failed records than a slice can search. It notes where each search begins.
type slow struct {
	*chattest.Vault
	parts []string // at which a search is cut off
	from  []string
}

func (s *slow) Scrub(ctx context.Context, _ []string, from string) (int, string, error) {
	s.from = append(s.from, from)
	if len(s.parts) == 0 {
		return 0, "", nil
	}
	next := s.parts[0]
	s.parts = s.parts[1:]
	<-ctx.Done()
	return 0, next, ctx.Err()
}

// An erasure that runs out of time goes on where its slice ended, at once. One that got nowhere has failed: it is
// tried again after a while, and the tries are counted.
func TestAnErasureGoesOnWhereItsSliceEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		files := &slow{Vault: chattest.NewVault(), parts: []string{"a", "b", "b", "b"}}
		w.Vault = files
		gone := w.Guest()
		gone.Opens("/")
		filed, err := w.Erase(w.Ctx(), chattest.Olu, gone.Socket.Visitor)
		w.Must(err)
		for i, want := range []struct {
			state lifecycle.JobState
			tries int
			waits bool
		}{
			{lifecycle.JobRunning, 0, false},
			{lifecycle.JobRunning, 0, false},
			{lifecycle.JobRunning, 1, true},
			{lifecycle.JobRunning, 2, true},
			{lifecycle.JobChecking, 0, true},
		} {
			j, err := w.RunJob(w.Ctx(), filed.Key())
			w.Must(err)
			if j.State != want.state || j.Tries != want.tries || j.Due.After(w.Now()) != want.waits {
				t.Errorf("after slice %d the job is %+v", i+1, j)
			}
			w.At(j.Due)
		}
		if want := []string{"", "a", "b", "b", "b"}; !slices.Equal(files.from, want) {
			t.Errorf("searches begin at %q", files.from)
		}
	})
}
