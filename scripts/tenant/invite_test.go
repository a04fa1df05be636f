package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/setup"
)

// pool is Cognito with accounts in a status, each of a team or of none.
type pool struct {
	status, tenant map[string]string
	mails          int
}

func (p *pool) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Username, MessageAction string
		UserAttributes          []struct{ Name, Value string }
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	refuse := func(kind string) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"__type":"` + kind + `"}`))
	}
	has := p.status[in.Username] != ""
	switch {
	case operation == "AdminCreateUser" && has && in.MessageAction != "RESEND":
		refuse("UsernameExistsException")
		return
	case operation == "AdminCreateUser":
		p.status[in.Username] = "FORCE_CHANGE_PASSWORD"
		p.mails++
	case operation == "AdminGetUser" && !has:
		refuse("UserNotFoundException")
		return
	case operation == "AdminUpdateUserAttributes" && in.UserAttributes[0].Name == "custom:tenant":
		p.tenant[in.Username] = in.UserAttributes[0].Value
	case operation == "AdminGetUser":
		_ = json.NewEncoder(w).Encode(map[string]any{
			"UserStatus": p.status[in.Username],
			"UserAttributes": []map[string]string{
				{"Name": "sub", "Value": "a_" + in.Username}, {"Name": "custom:tenant", "Value": p.tenant[in.Username]},
			},
		})
		return
	}
	_, _ = w.Write([]byte(`{}`))
}

// An invitation says whether a mail went out, sends one and no more, and is audited if anything happened.
func TestAnInvitationSaysWhetherItWasMailed(t *testing.T) {
	e, err := dynamotest.Dynoxide(t.Context(), "../..")
	must(t, err)
	t.Cleanup(e.Stop)
	is := &pool{
		status: map[string]string{"used@x.test": "CONFIRMED", "other@x.test": "CONFIRMED"},
		tenant: map[string]string{"other@x.test": "t_2"},
	}
	server := httptest.NewServer(is)
	t.Cleanup(server.Close)
	store := dynamo.New(e.DB, dynamotest.Table)
	must(t, store.PutTenant(t.Context(), chat.Tenant{ID: "t_1"}))
	p := parts{store: store, desk: chat.New(store), accounts: accounts.New(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("t", "t", ""),
	}, "pool")}
	p.make = &setup.Provisioner{Store: store, Accounts: p.accounts}
	for _, c := range []struct {
		email          string
		mailed         bool
		mails, audited int // in sum
		refused        bool
	}{
		{"new@x.test", true, 1, 1, false},
		{"new@x.test", true, 2, 2, false},
		{"used@x.test", false, 2, 3, false},
		{"used@x.test", false, 2, 3, false},
		{"other@x.test", false, 2, 3, true},
	} {
		made, err := p.letIn(t.Context(), "t_1", c.email)
		log, _, failed := store.Audits(t.Context(), "t_1", "", 10)
		must(t, failed)
		if (err != nil) != c.refused || made.Mailed != c.mailed || is.mails != c.mails || len(log) != c.audited ||
			(made.Note != "") != (!c.mailed && !c.refused) {
			t.Errorf("%s: %+v, %v; %d mails, %d entries", c.email, made, err, is.mails, len(log))
		}
	}
	roster, err := store.Roster(t.Context(), "t_1")
	must(t, err)
	var owners []string
	for _, m := range roster.Members {
		owners = append(owners, m.Email)
	}
	if !slices.Equal(owners, []string{"new@x.test", "used@x.test"}) {
		t.Errorf("the owners are %v", owners)
	}
}
