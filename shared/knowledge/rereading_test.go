package knowledge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/memory"
)

// A week is begun once, however often the clock rings; after a month of silence, once too.
func TestAWeekIsReadOnce(t *testing.T) {
	w := shop()
	h := weekly(t, w)
	again := knowledge.NewRereader(h.Store, h.Desk)
	all, _, err := h.Weeklies(h.Ctx(), lea)
	h.Must(err)
	h.Pass(30 * 24 * time.Hour)
	h.Memory.Inject = func(op string) memory.Fault { return map[string]memory.Fault{"PutWeekly": memory.Fail}[op] }
	if again.ReadAgain(h.Ctx(), lea.Tenant, all[0].ID) == nil {
		t.Error("nothing was cut off")
	}
	h.Memory.Inject = nil
	for range 2 {
		h.Must(again.ReadAgain(h.Ctx(), lea.Tenant, all[0].ID))
	}
	imports, err := h.Imports(h.Ctx(), lea)
	h.Must(err)
	all, _, err = h.Weeklies(h.Ctx(), lea)
	h.Must(err)
	ahead := all[0].Due.Sub(h.Now())
	if n := len(imports); n != 2 || ahead <= 0 || ahead > 7*24*time.Hour {
		t.Errorf("%d imports, the next reading is in %s", n, ahead)
	}
}

// A tenant whom the operator has suspended is not read; the next week after it was resumed is.
func TestASuspendedTenantIsNotRead(t *testing.T) {
	w := shop()
	h := weekly(t, w)
	suspend := func(at time.Time) {
		tenant, err := h.Store.Tenant(h.Ctx(), lea.Tenant)
		h.Must(err)
		tenant.Suspended = at
		h.Must(h.Store.PutTenant(h.Ctx(), tenant))
	}
	suspend(h.Now())
	asked := len(w.asked)
	h.Pass(7 * 24 * time.Hour)
	h.Sweeps()
	h.Must(h.work(h.Ctx(), h.importer))
	all, _, err := h.Weeklies(h.Ctx(), lea)
	h.Must(err)
	if len(w.asked) != asked || !all[0].Due.After(h.Now()) {
		t.Errorf("%d pages are asked for, the next at %s", len(w.asked)-asked, all[0].Due)
	}
	suspend(time.Time{})
	h.ended(h.aWeek(), 0, 0, 0, 0)
}

func TestASiteIsReadNowAndNoLonger(t *testing.T) {
	w := shop()
	h := weekly(t, w)
	all, _, err := h.Weeklies(h.Ctx(), lea)
	h.Must(err)
	w.says("/price", "What does it cost?", "6 euros.")
	h.Pass(time.Hour)
	one, err := h.ReadNow(h.Ctx(), lea, all[0].ID)
	h.Must(err)
	if two, err := h.ReadNow(h.Ctx(), lea, all[0].ID); err != nil || two.ID != one.ID {
		t.Errorf("it is read twice at a time: %v", err)
	}
	woken := 0
	h.Memory.Inject = func(op string) memory.Fault {
		if op == "WakeImport" {
			woken++
		}
		return memory.None
	}
	_, err = h.ReadNow(h.Ctx(), lea, all[0].ID)
	if h.Must(err); woken != 1 {
		t.Errorf("a reading that waits for its task is woken %d times", woken)
	}
	w.turn = func(int) {
		woken = 0
		_, err := h.ReadNow(h.Ctx(), lea, all[0].ID)
		if h.Must(err); woken != 0 {
			t.Error("a reading that goes on is woken")
		}
	}
	h.ended(h.rereads(), 0, 1, 0, 0)
	h.Memory.Inject, w.turn = nil, func(int) {}
	for range 2 {
		h.Must(h.StopWeekly(h.Ctx(), lea, all[0].ID))
	}
	h.Pass(8 * 24 * time.Hour)
	asked := len(w.asked)
	h.Sweeps()
	h.Must(h.work(h.Ctx(), h.importer))
	if len(w.asked) != asked {
		t.Error("a site is read that people stopped")
	}
	h.follows("/")
	i, _ := h.walks("/")
	h.Memory.Inject = func(op string) memory.Fault { return map[string]memory.Fault{"WakeImport": memory.Fail}[op] }
	if _, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{}); err == nil {
		t.Error("nothing failed")
	}
	h.Memory.Inject = nil
	if all, _, err = h.Weeklies(h.Ctx(), lea); err != nil || len(all) != 1 {
		t.Errorf("%d sites are read each week after an import that did not come, %v", len(all), err)
	}
	h.takes("/") // without the week
	if all, _, err = h.Weeklies(h.Ctx(), lea); err != nil || len(all) != 0 {
		t.Errorf("%d sites are read each week, %v", len(all), err)
	}
}

func TestSoManySitesAreReadEachWeek(t *testing.T) {
	h := site(t, shop())
	for n := range knowledge.MaxWeekly {
		address := fmt.Sprint(shopOrigin, "/", n)
		h.Must(h.Store.PutWeekly(h.Ctx(), knowledge.Weekly{
			Tenant: lea.Tenant, ID: knowledge.WeeklyOf(address), Address: address, Due: h.Now().Add(time.Hour),
		}))
	}
	i, _ := h.walks("/")
	_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{Weekly: true})
	if chat.CodeOf(err) != "too_many_weekly" {
		t.Errorf("one more ends with %v", err)
	}
	all, _, err := h.Weeklies(h.Ctx(), lea)
	h.Must(err)
	h.Must(h.StopWeekly(h.Ctx(), lea, all[0].ID))
	_, err = h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{Weekly: true})
	h.Must(err)
	h.Must(h.Store.PutWeekly(h.Ctx(), knowledge.Weekly{Tenant: lea.Tenant, ID: all[0].ID, Address: all[0].Address}))
	h.Must(h.work(h.Ctx(), h.importer)) // somebody else was faster
	all, _, err = h.Weeklies(h.Ctx(), lea)
	h.Must(err)
	i, _, err = h.Library.Import(h.Ctx(), lea, i.ID)
	h.Must(err)
	if len(all) != knowledge.MaxWeekly || i.State != knowledge.Done || i.Failure == "" {
		t.Errorf("%d sites are read each week, and the import is %+v", len(all), i)
	}
}
