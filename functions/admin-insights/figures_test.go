package main

import (
	"testing"
	"time"

	"github.com/botifire/livechat/api/gen/insightsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/memory"
	openapi_types "github.com/oapi-codegen/runtime/types"
)

// Figures have the latest changes counted only for a page that asks for it, and a failure does not say that more could
// be counted at once: a page would ask for it again and again.
func TestFiguresCatchUpWhenTheyAreAskedTo(t *testing.T) {
	store := memory.New()
	desk := chat.New(store)
	const nobody = chat.TenantID("") // of a call without a sign-in
	for _, err := range []error{
		store.PutTenant(t.Context(), chat.Tenant{ID: nobody}),
		store.AddRecount(t.Context(), nobody, ledger.Change{ID: desk.NewID(desk.Now()), Visitor: "v_1"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files := chattest.NewVault()
	h := handler{
		desk: desk, keeper: ledger.NewKeeper(desk, store, files, chattest.Small), books: ledger.NewBooks(desk, store, files),
	}
	counted := func(latest bool) (more bool) {
		t.Helper()
		day := openapi_types.Date{Time: time.Now()}
		params := insightsapi.ReadFiguresParams{From: day, To: day, Latest: &latest}
		answer, err := h.ReadFigures(t.Context(), insightsapi.ReadFiguresRequestObject{Params: params})
		if err != nil {
			t.Fatal(err)
		}
		return answer.(insightsapi.ReadFigures200JSONResponse).More
	}
	done := func() int64 {
		p, err := store.Recounted(t.Context(), nobody)
		if err != nil {
			t.Fatal(err)
		}
		return p.Version
	}
	if counted(false); done() != 0 {
		t.Error("a card has changes counted")
	}
	store.Inject = func(string) memory.Fault { return memory.Fail }
	if more := counted(true); more || done() != 0 {
		t.Errorf("after a failure more can be counted: %v", more)
	}
	store.Inject = nil
	if counted(true); done() == 0 {
		t.Error("the page has nothing counted")
	}
}
