package lifecycle_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// An erasure does not fail at a row that is too large to be written.
func TestErasingAFullVisit(t *testing.T) {
	w := chattest.New(t)
	w.Vault = chattest.NewVault()
	full := w.Guest()
	full.Opens("/")
	full.Leaves()
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "Fold" {
			return memory.Fail
		}
		return memory.None
	}
	_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, full.Socket.Visitor))
	w.Must(err)
	visits, _ := w.Store.VisitsOf(w.Ctx(), full.Socket.VisitorKey(), 10)
	if len(visits) != 0 {
		t.Errorf("left are %+v", visits)
	}
}
