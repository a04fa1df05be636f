package lifecycle_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chat"
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

// stuck is an index that takes out so many messages in its first slices, and is then not done within any.
type stuck struct {
	*chattest.Index
	slices []int
}

func (s *stuck) Expire(ctx context.Context, _ chat.TenantID, _ time.Time) (n int, err error) {
	if len(s.slices) > 0 {
		n, s.slices = s.slices[0], s.slices[1:]
	}
	<-ctx.Done()
	return n, ctx.Err()
}

// An index whose retention takes longer than a slice goes on in the next one while it gets on. Once it does not, the
// walk ends without it, with a failure, and begins anew: nothing else of the tenant's data is kept for its sake.
func TestAnIndexDoesNotHoldUpRetention(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		w.Vault, w.Worker.Index = chattest.NewVault(), &stuck{slices: []int{0, 7, 5}}
		w.Must(w.ScheduleRetention(w.Ctx(), chattest.Tenant))
		key := lifecycle.JobKey{Tenant: chattest.Tenant, ID: "retention"}
		for slice := range 4 {
			j, err := w.RunJob(w.Ctx(), key)
			if w.Must(err); j.Tries > 0 || j.Retention.Ended.IsZero() != (slice < 3) {
				t.Fatalf("after slice %d it is %+v, %+v", slice+1, j, j.Retention)
			}
			if slice == 3 && (j.Retention.LastDeleted["indexed"] != 12 || j.Due.Sub(w.Now()) != time.Hour) {
				t.Errorf("it is due in %s, with %v", j.Due.Sub(w.Now()), j.Retention.LastDeleted)
			}
			w.At(j.Due)
		}
		old := w.Guest()
		old.Opens("/")
		old.Says("hello")
		w.Streams()
		w.At(w.Now().AddDate(3, 0, 0))
		j, err := w.RunJob(w.Ctx(), key)
		if w.Must(err); j.Retention.Deleted["messages"] == 0 {
			t.Errorf("the walk did not begin anew: %+v", j.Retention)
		}
	})
}

// An erasure looks through entries once in each of its two passes, however many slices these take, and goes on where a
// slice was over.
func TestAnErasureLooksThroughEntriesOnceAPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		w.Vault = chattest.NewVault()
		from, parts := []string{}, []string{"a", "b"}
		w.Worker.Drafts = func(
			ctx context.Context, _ chat.TenantID, _ []chat.ConversationID, at string,
		) (int, string, error) {
			from = append(from, at)
			if len(parts) == 0 {
				return 0, "", nil
			}
			next := parts[0]
			parts = parts[1:]
			<-ctx.Done()
			return 1, next, ctx.Err()
		}
		index := &partly{Index: &chattest.Index{}, parts: []string{"m"}}
		w.Worker.Index = index
		gone := w.Guest()
		gone.Opens("/")
		j, err := w.Erase(w.Ctx(), chattest.Olu, gone.Socket.Visitor)
		w.Must(err)
		for slice := 0; j.State != lifecycle.JobDone && slice < 9; slice++ {
			w.At(j.Due)
			j, err = w.RunJob(w.Ctx(), j.Key())
			w.Must(err)
		}
		if want := []string{"", "a", "b", ""}; !slices.Equal(from, want) || j.State != lifecycle.JobDone {
			t.Errorf("looks begin at %q; the job is %+v", from, j)
		}
	})
}

// partly is an index whose first looks are cut off.
type partly struct {
	*chattest.Index
	parts []string
}

func (p *partly) Forget(
	ctx context.Context, t chat.TenantID, who []chat.ConversationID, from string,
) (int, string, error) {
	if len(p.parts) == 0 {
		return p.Index.Forget(ctx, t, who, from)
	}
	next := p.parts[0]
	p.parts = p.parts[1:]
	<-ctx.Done()
	return 0, next, ctx.Err()
}
