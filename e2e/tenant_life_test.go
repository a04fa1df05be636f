package e2e

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/coder/websocket"
)

// operates runs a command of scripts/tenant and reads its output. said is its complaint.
func operates(t *testing.T, into any, args ...string) (said string) {
	t.Helper()
	args = append([]string{"run", "../scripts/tenant", args[0], "-run", os.Getenv("RUN")}, args[1:]...)
	cmd := exec.Command("go", args...)
	cmd.Stdin = strings.NewReader(password) // for -ask-password
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return complaint.String()
	}
	must(t, json.Unmarshal(out, into))
	return ""
}

type listedTenant struct {
	Tenant    chat.TenantID
	Owners    []string
	Suspended string
}

func listed(t *testing.T, id chat.TenantID) *listedTenant {
	t.Helper()
	var all []listedTenant
	if said := operates(t, &all, "list"); said != "" {
		t.Fatal(said)
	}
	i := slices.IndexFunc(all, func(one listedTenant) bool { return one.Tenant == id })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// A tenant is made once however often it is made, is suspended and resumed at every door, gets an owner
// back, and ends with a receipt and nothing left.
func TestATenantsLife(t *testing.T) {
	t.Parallel()
	owner := "Owner-" + newID() + "@Mail.test"
	var made, again struct {
		Tenant  chat.TenantID
		SiteKey string
	}
	create := []string{
		"create", "-name", "Kettle & Life", "-email", owner, "-ask-password", "-origin", world.Door,
	}
	for _, into := range []any{&made, &again} {
		if said := operates(t, into, create...); said != "" {
			t.Fatal(said)
		}
	}
	if made != again || listed(t, made.Tenant) == nil {
		t.Fatalf("the same input made %+v and %+v", made, again)
	}
	olu := signIn(t, strings.ToLower(owner), password)
	v := newVisitor(t, "nairobi")
	v.site = made.SiteKey
	tab := v.opensTab("/")
	tab.says("hello")
	tab.closes()

	query := "mode=full&site=" + url.QueryEscape(made.SiteKey)
	lets := func() int {
		conn, status, err := dial("lagos", world.Door, query, v.agent)
		if err == nil {
			conn.CloseNow()
			return 101
		}
		return status
	}
	var shown listedTenant
	if said := operates(t, &shown, "suspend", "-tenant", string(made.Tenant)); said != "" || shown.Suspended == "" {
		t.Fatalf("suspended: %+v %s", shown, said)
	}
	soon(t, "both doors are shut", func() bool {
		return lets() == 403 && olu.refused("GET", "/v1/members", nil) == "suspended"
	})
	if said := operates(t, &shown, "resume", "-tenant", string(made.Tenant)); said != "" {
		t.Fatal(said)
	}
	soon(t, "both doors are open", func() bool {
		return lets() == 101 && olu.refused("GET", "/v1/members", nil) == ""
	})

	second := "second-" + strings.ToLower(newID()) + "@mail.test"
	if said := operates(t, &shown, "invite", "-tenant", string(made.Tenant), "-email", second); said != "" {
		t.Fatal(said)
	}
	if got := listed(t, made.Tenant); !slices.Contains(got.Owners, second) {
		t.Errorf("the owners are %v", got.Owners)
	}

	there, _, err := dial("lagos", world.Door, query, v.agent) // a page that is open when the tenant ends
	must(t, err)
	defer there.CloseNow()
	var receipt struct {
		Rows, Accounts, Sites int
		Ended                 time.Time
	}
	if said := operates(t, &receipt, "delete", "-tenant", string(made.Tenant)); !strings.Contains(said, "-confirm") {
		t.Errorf("without its name it says %q", said)
	}
	gone := []string{"delete", "-tenant", string(made.Tenant), "-confirm", "Kettle & Life"}
	if said := operates(t, &receipt, gone...); said != "" {
		t.Fatal(said)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, _, err := there.Read(ctx); websocket.CloseStatus(err) < 0 {
		t.Errorf("an open page is not told: %v", err)
	}
	if receipt.Rows < 10 || receipt.Accounts != 2 || receipt.Sites != 1 || receipt.Ended.IsZero() {
		t.Errorf("the receipt is %+v", receipt)
	}
	if listed(t, made.Tenant) != nil || lets() == 101 {
		t.Error("it is still there")
	}
	if said := operates(t, &receipt, gone...); !strings.Contains(said, "there is no tenant") {
		t.Errorf("once more it says %q", said)
	}
}
