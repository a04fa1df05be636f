package accounts

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/shared/chat"
)

// pool is Cognito with one account, in a status.
type pool struct {
	fails  string // an account is made, and the call fails like this; later calls are as ever
	gone   bool   // there is no pool
	status string // "" without an account
	tenant string
	calls  []string // operation, address and the mail
}

func (p *pool) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct{ Username, MessageAction string }
	_ = json.NewDecoder(r.Body).Decode(&in)
	_, op, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	p.calls = append(p.calls, strings.TrimSpace(op+" "+in.Username+" "+in.MessageAction))
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	fail := func(kind string) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"__type":"` + kind + `"}`))
	}
	switch {
	case p.gone:
		fail("ResourceNotFoundException")
	case op == "AdminCreateUser" && p.status == "" && p.fails != "":
		p.status = "FORCE_CHANGE_PASSWORD"
		fail(p.fails)
	case op == "AdminDeleteUser" && p.fails != "":
		p.status = ""
		_, _ = w.Write([]byte(`{}`))
	case op == "AdminCreateUser" && p.status != "" && in.MessageAction != "RESEND":
		fail("UsernameExistsException")
	case op == "AdminGetUser" && p.status == "":
		fail("UserNotFoundException")
	case op == "AdminGetUser":
		_ = json.NewEncoder(w).Encode(map[string]any{"UserStatus": p.status, "UserAttributes": []map[string]string{
			{"Name": "sub", "Value": "a_1"}, {"Name": "custom:tenant", "Value": p.tenant},
		}})
	default:
		_, _ = w.Write([]byte(`{}`))
	}
}

func accountsOf(t *testing.T, p *pool) *Accounts {
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return New(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, "pool")
}

// An invitation that nobody used is mailed again; a password that was chosen is left alone.
func TestAnInvitationIsMailedAgain(t *testing.T) {
	for status, want := range map[string][]string{
		"": {"AdminCreateUser owner@x.test"},
		"FORCE_CHANGE_PASSWORD": {
			"AdminCreateUser owner@x.test", "AdminGetUser owner@x.test", "AdminCreateUser owner@x.test RESEND",
		},
		"CONFIRMED": {"AdminCreateUser owner@x.test", "AdminGetUser owner@x.test"},
	} {
		p := &pool{status: status}
		mailed, err := accountsOf(t, p).Mail(t.Context(), " Owner@X.test")
		if err != nil || !slices.Equal(p.calls, want) || mailed != (status != "CONFIRMED") {
			t.Errorf("%q: %v, mailed %v, %v", status, p.calls, mailed, err)
		}
	}
}

// However an address is typed, it is the same account: no call to the pool has another form of it.
func TestAnAddressHasOneForm(t *testing.T) {
	p := &pool{status: "CONFIRMED", tenant: "t_1"}
	a, ctx := accountsOf(t, p), t.Context()
	typed := "Owner@X.Test "
	if _, err := a.Make(ctx, chat.Agent{Tenant: "t_1", Role: chat.RoleOwner}, typed, "a password"); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		a.Join(ctx, chat.Agent{Tenant: "t_1", ID: "a_1", Role: chat.RoleOwner}, typed, "t_1"),
		a.SetRole(ctx, "t_1", typed, chat.RoleAgent), a.Rename(ctx, "t_1", typed, "Olu"),
		a.Withdraw(ctx, typed), a.Remove(ctx, "t_1", typed),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if tenant, err := a.TenantOf(ctx, typed); err != nil || tenant != "t_1" {
		t.Errorf("it is of %q, %v", tenant, err)
	}
	for _, call := range p.calls {
		if !strings.Contains(call, "owner@x.test") {
			t.Errorf("the pool is asked for %q", call)
		}
	}
}

// An account of another team is taken by nobody.
func TestAnotherTeamsAccount(t *testing.T) {
	p := &pool{status: "CONFIRMED", tenant: "t_2"}
	_, err := accountsOf(t, p).Make(t.Context(), chat.Agent{Tenant: "t_1", Role: chat.RoleOwner}, "owner@x.test", "")
	if chat.CodeOf(err) != "email_taken" {
		t.Error(err)
	}
}

// An account whose mail failed is taken back, so that a repeated call makes it and mails it. An account that is
// there gets no second mail.
func TestAMailThatFailedIsSentByARepeatedCall(t *testing.T) {
	p := &pool{fails: "CodeDeliveryFailureException"}
	a, ctx := accountsOf(t, p), t.Context()
	if mailed, err := a.InviteNew(ctx, "ana@x.test"); err == nil || mailed || p.status != "" {
		t.Errorf("the mail failed, and it says %v, %v; the account is %q", mailed, err, p.status)
	}
	p.fails, p.calls = "", nil
	if mailed, err := a.InviteNew(ctx, "ana@x.test"); err != nil || !mailed {
		t.Errorf("the second call: %v, %v", mailed, err)
	}
	p.status, p.calls = "FORCE_CHANGE_PASSWORD", nil
	if mailed, err := a.InviteNew(ctx, "ana@x.test"); err != nil || mailed ||
		!slices.Equal(p.calls, []string{"AdminGetUser ana@x.test"}) {
		t.Errorf("the third call: %v, %v, %v", mailed, err, p.calls)
	}
}

// Only a refused mail takes an account back: after any other failure it may be somebody else's, or its mail is on
// the way.
func TestOnlyARefusedMailTakesAnAccountBack(t *testing.T) {
	for fails, stays := range map[string]bool{
		"CodeDeliveryFailureException": false, "LimitExceededException": false,
		"NotAuthorizedException": true, "InvalidParameterException": true,
	} {
		p := &pool{fails: fails}
		if mailed, err := accountsOf(t, p).InviteNew(t.Context(), "ana@x.test"); err == nil || mailed {
			t.Errorf("%s: %v, %v", fails, mailed, err)
		}
		if (p.status != "") != stays {
			t.Errorf("%s: the account is %q", fails, p.status)
		}
	}
}

// A pool that is gone is told apart from an account that is gone, and nothing is made.
func TestAPoolThatIsGone(t *testing.T) {
	p := &pool{gone: true}
	a := accountsOf(t, p)
	_, invited := a.InviteNew(t.Context(), "ana@x.test")
	_, made := a.Make(t.Context(), chat.Agent{Tenant: "t_1", Role: chat.RoleOwner}, "ana@x.test", "")
	if !errors.Is(invited, ErrNoPool) || !errors.Is(made, ErrNoPool) || len(p.calls) != 2 {
		t.Errorf("%v, %v, %v", invited, made, p.calls)
	}
}
