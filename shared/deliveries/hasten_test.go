package deliveries

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// kept keeps a delivery of a tenant, which differs from others by its pad, and makes all that is noted of it this old.
func kept(t *testing.T, s *Store, b *bucket, tenant chat.TenantID, pad string, age time.Duration) Name {
	t.Helper()
	raw := []byte(pad + string(body))
	n := NameOf(chat.App{Tenant: tenant, Key: "app"}, raw)
	if err := s.Keep(t.Context(), n, raw); err != nil {
		t.Fatal(err)
	}
	b.age(n, age)
	b.named = nil
	return n
}

func (b *bucket) age(n Name, age time.Duration) {
	for _, prefix := range []string{Waiting, Known} {
		b.at[prefix+n.path()] = time.Now().Add(-age)
	}
}

// Only a tenant's own deliveries are hastened, and those that were stored before.
func TestHastenNamesWhatWaits(t *testing.T) {
	s, b := newStore(t)
	old := kept(t, s, b, "t_1", "", 5*time.Hour)
	kept(t, s, b, "t_12", "", 5*time.Hour)
	kept(t, s, b, "t_1", " ", 3*time.Hour+time.Minute)
	n, err := s.Hasten(t.Context(), "t_1", time.Now().Add(-4*time.Hour), true)
	if err != nil || n != 1 || len(b.named) != 1 || b.named[0] != old || !b.last {
		t.Errorf("%d are left, and named are %v for the last time: %t, %v", n, b.named, b.last, err)
	}
}

// An export only asks: a delivery that nobody can read is kept.
func TestAnExportGivesNothingUp(t *testing.T) {
	s, b := newStore(t)
	kept(t, s, b, "t_1", "", 5*time.Hour)
	if _, err := s.Hasten(t.Context(), "t_1", time.Now(), false); err != nil || len(b.named) != 1 || b.last {
		t.Errorf("named are %v for the last time: %t, %v", b.named, b.last, err)
	}
}

// A job asks each minute, and several jobs may wait at once. A delivery whose task may still be tried is only counted,
// so that it never has two tasks for long; one whose task has ended is named once, until that task has ended too.
func TestADeliveryHasOneTaskHoweverOftenItIsHastened(t *testing.T) {
	s, b := newStore(t)
	hasten := func(want int) {
		t.Helper()
		b.named = nil
		for range 10 {
			if n, err := s.Hasten(t.Context(), "t_1", time.Now(), true); err != nil || n != 2 {
				t.Fatalf("%d are left, %v", n, err)
			}
		}
		if len(b.named) != want {
			t.Errorf("ten calls put %d tasks on the queue, and not %d", len(b.named), want)
		}
	}
	kept(t, s, b, "t_1", "", 2*time.Second)
	failing := kept(t, s, b, "t_1", " ", 2*time.Hour)
	hasten(0)
	b.age(failing, 4*time.Hour)
	hasten(1)
	b.age(failing, 8*time.Hour)
	hasten(1)
}

// A webhook that was cut off after it had stored a delivery left it without a name on the queue.
func TestADeliveryThatWasNeverNamedIsNamed(t *testing.T) {
	s, b := newStore(t)
	n := kept(t, s, b, "t_1", "", 4*time.Hour)
	delete(b.files, Known+n.path())
	for range 2 {
		if _, err := s.Hasten(t.Context(), "t_1", time.Now(), true); err != nil || len(b.named) != 1 || b.last {
			t.Fatalf("named are %v for the last time: %t, %v", b.named, b.last, err)
		}
	}
}

// A call looks at so many deliveries that it ends in time, and none is passed over for good.
func TestManyDeliveriesAreNamedInTurn(t *testing.T) {
	s, b := newStore(t)
	const all = hastened + 20
	for i := range all {
		kept(t, s, b, "t_1", strings.Repeat(" ", i), 4*time.Hour)
	}
	for calls := 1; len(b.named) < all; calls++ {
		if n, err := s.Hasten(t.Context(), "t_1", time.Now(), true); err != nil || n != all || calls > 50 {
			t.Fatalf("after %d calls %d are named of %d, %v", calls, len(b.named), n, err)
		}
		if len(b.named) > hastened*calls {
			t.Fatalf("%d calls named %d", calls, len(b.named))
		}
	}
}
