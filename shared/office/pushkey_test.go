package office_test

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A team's key is made once, by whoever needs it first, and its private half is sealed for the team.
func TestATeamsPushKeyIsMadeOnce(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	before, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	first, err := w.PushKey(w.Ctx(), chattest.Tenant)
	w.Must(err)
	again, err := w.PushKey(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	sealed := string(tenant.Push.Sealed)
	if first == "" || first != again || tenant.Push.Public != first ||
		!strings.HasPrefix(sealed, chat.PushKey+" of "+string(chattest.Tenant)) {
		t.Errorf("it is %q, then %q, and sealed as %q", first, again, sealed)
	}
	if tenant.Push = (chat.PushKeys{}); tenant.Version != before.Version+1 || tenant.Name != before.Name {
		t.Errorf("the team became %+v", tenant)
	}
}
