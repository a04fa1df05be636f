package office_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const other = chat.TenantID("t_other")

// theirs is the owner of the other team.
var theirs = chat.Agent{Tenant: other, ID: "a_eve", Name: "Eve", Role: chat.RoleOwner}

func twoTeams(t *testing.T) (*chattest.World, *chattest.Pool) {
	w, p := chattest.NewTeam(t)
	w.Must(w.Store.PutTenant(w.Ctx(), chat.Tenant{ID: other, Name: "Other & Sons"}))
	w.Joins("olu@mail.test", "Olu", chat.RoleOwner)
	return w, p
}

// An invitation discloses nothing about its address, and takes the account from no team.
func TestAnInvitationTellsAndTakesNothing(t *testing.T) {
	w, p := twoTeams(t)
	free, err := w.Invite(w.Ctx(), theirs, "nobody@mail.test", "", chat.RoleAgent)
	w.Must(err)
	taken, err := w.Invite(w.Ctx(), theirs, "olu@mail.test", "", chat.RoleAgent)
	w.Must(err)
	if diff := cmp.Diff(free, taken, cmpopts.IgnoreFields(chat.Invitation{}, "ID", "Email")); diff != "" {
		t.Errorf("the answers differ: %s", diff)
	}
	if p.There["olu@mail.test"] != chattest.Tenant || p.Roles["olu@mail.test"] != chat.RoleOwner {
		t.Errorf("the existing account belongs to %q now", p.There["olu@mail.test"])
	}
	ours, err := w.Invite(w.Ctx(), chattest.Olu, "ｎobody@mail.test", "", chat.RoleLead)
	w.Must(err)
	asked, err := w.Invitations(w.Ctx(), "nobody@mail.test")
	w.Must(err)
	if len(asked) != 2 || p.Mails != 3 {
		t.Fatalf("the invitations are %+v, with %d mails", asked, p.Mails)
	}
	a, err := w.Accept(w.Ctx(), chattest.Visiting("nobody@mail.test"), office.Acceptance{
		Invitation: ours.ID, Email: "nobody@mail.test", Name: "Noor",
	})
	w.Must(err)
	if a.Tenant != chattest.Tenant || a.Role != chat.RoleLead || p.There["nobody@mail.test"] != chattest.Tenant ||
		p.Names["nobody@mail.test"] != "Noor" {
		t.Errorf("joined as %+v, the account belongs to %q", a, p.There["nobody@mail.test"])
	}
	team, err := w.Team(w.Ctx(), theirs)
	w.Must(err)
	if len(team.Members) != 0 || len(team.Invited) != 2 {
		t.Errorf("the other team is %+v", team)
	}
}

func TestWhoMayNotAccept(t *testing.T) {
	w, p := twoTeams(t)
	in, err := w.Invite(w.Ctx(), theirs, "olu@mail.test", "", chat.RoleAgent)
	w.Must(err)
	me := chat.Agent{Tenant: chattest.Tenant, ID: "a_olu@mail.test", Name: "Olu", Role: chat.RoleOwner}
	for name, c := range map[string]struct {
		who  chat.Agent
		as   office.Acceptance
		code string
	}{
		"another address": {
			chattest.Visiting("eve@mail.test"), office.Acceptance{Email: "eve@mail.test", Name: "Eve"}, "no_invitation",
		},
		"no address":     {chattest.Visiting("x"), office.Acceptance{Name: "Eve"}, "no_address"},
		"without a name": {me, office.Acceptance{Email: "olu@mail.test"}, "name_needed"},
		"in a team":      {me, office.Acceptance{Email: "olu@mail.test", Name: "Olu"}, "in_another_team"},
		"the last owner": {me, office.Acceptance{Email: "olu@mail.test", Name: "Olu", Leave: true}, "last_owner"},
		"another's account": {
			chattest.Visiting("olu"), office.Acceptance{Email: "olu@mail.test", Name: "Olu"}, "not_found",
		},
		"something not there": {me, office.Acceptance{Invitation: "x", Email: "olu@mail.test", Name: "Olu"}, "no_invitation"},
	} {
		if c.as.Invitation == "" {
			c.as.Invitation = in.ID
		}
		if _, err := w.Accept(w.Ctx(), c.who, c.as); chat.CodeOf(err) != c.code &&
			!(c.code == "not_found" && errors.Is(err, chat.ErrNotFound)) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if p.There["olu@mail.test"] != chattest.Tenant {
		t.Errorf("the account belongs to %q", p.There["olu@mail.test"])
	}
	team, err := w.Team(w.Ctx(), theirs)
	w.Must(err)
	if len(team.Members) != 0 {
		t.Errorf("the team that asks has %+v", team.Members)
	}
	w.Pass(office.InvitationLife)
	if asked, err := w.Invitations(w.Ctx(), "olu@mail.test"); err != nil || len(asked) != 0 {
		t.Errorf("after a week there is still %+v, %v", asked, err)
	}
	again, err := w.Invite(w.Ctx(), theirs, "olu@mail.test", "", chat.RoleAgent)
	w.Must(err)
	if asked, _ := w.Invitations(w.Ctx(), "olu@mail.test"); len(asked) != 1 || asked[0].ID != again.ID ||
		asked[0].Team != "Other & Sons" {
		t.Errorf("invited again, the invitations are %+v", asked)
	}
}

// A person who accepts leaves their current team, and a failure on the way loses nobody.
func TestFromOneTeamToAnother(t *testing.T) {
	w, p := twoTeams(t)
	m := w.Joins("ada@mail.test", "Ada", chat.RoleAgent)
	ada := chat.Agent{Tenant: chattest.Tenant, ID: m.ID, Name: "Ada", Role: chat.RoleAgent}
	in, err := w.Invite(w.Ctx(), theirs, "ada@mail.test", "Ada", chat.RoleOwner)
	w.Must(err)
	as := office.Acceptance{Invitation: in.ID, Email: "ada@mail.test", Name: "Ada", Leave: true}
	signedIn := w.Now()
	w.Pass(time.Minute)
	p.Fail = true
	if _, err := w.Accept(w.Ctx(), ada, as); chat.CodeOf(err) != "busy" {
		t.Fatalf("a failure is %v", err)
	}
	p.Fail = false
	a, err := w.Accept(w.Ctx(), ada, as)
	w.Must(err)
	before, err := w.Team(w.Ctx(), chattest.Olu)
	w.Must(err)
	after, err := w.Team(w.Ctx(), theirs)
	w.Must(err)
	if a.Tenant != other || len(before.Members) != 1 || len(after.Members) != 1 || len(after.Invited) != 0 ||
		p.Roles["ada@mail.test"] != chat.RoleOwner {
		t.Errorf("the old team has %+v, the new one %+v", before, after)
	}
	_, err = w.Invite(w.Ctx(), a, "ada@mail.test", "", chat.RoleAgent)
	if chat.CodeOf(err) != "member_already" {
		t.Errorf("a member is invited into their own team: %v", err)
	}
	if err := w.StillIn(ada, signedIn); chat.CodeOf(err) != "signed_out" {
		t.Errorf("her earlier sign-in: %v", err)
	}
}

// A withdrawn invitation leaves nothing behind, but other teams' invitations stay.
func TestInvitationsTakenBack(t *testing.T) {
	w, p := twoTeams(t)
	for _, end := range []func(chat.Agent, chat.Invitation) error{
		func(a chat.Agent, in chat.Invitation) error { _, err := w.Withdraw(w.Ctx(), a, in.ID); return err },
		func(_ chat.Agent, in chat.Invitation) error { return w.Decline(w.Ctx(), in.Email, in.ID) },
	} {
		ours, err := w.Invite(w.Ctx(), chattest.Olu, "new@mail.test", "", chat.RoleAgent)
		w.Must(err)
		also, err := w.Invite(w.Ctx(), theirs, "new@mail.test", "", chat.RoleAgent)
		w.Must(err)
		if _, err := w.Withdraw(w.Ctx(), theirs, ours.ID); chat.CodeOf(err) != "no_invitation" {
			t.Errorf("another team withdraws our invitation: %v", err)
		}
		w.Must(end(chattest.Olu, ours))
		if asked, _ := w.Invitations(w.Ctx(), "new@mail.test"); len(asked) != 1 || asked[0].ID != also.ID {
			t.Errorf("the invitations left are %+v", asked)
		}
		if _, there := p.There["new@mail.test"]; !there {
			t.Error("an account with another team's invitation was deleted")
		}
		w.Must(end(theirs, also))
		if _, there := p.There["new@mail.test"]; there {
			t.Error("an unused account without any invitation is still there")
		}
		if _, err := w.Accept(w.Ctx(), chattest.Visiting("new@mail.test"),
			office.Acceptance{Invitation: ours.ID, Email: "new@mail.test", Name: "New"}); chat.CodeOf(err) != "no_invitation" {
			t.Errorf("a withdrawn invitation is accepted: %v", err)
		}
	}
}

// A team's invitations of one day are limited.
func TestInvitationsEnd(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	for range chat.InvitationsPerTenant.Limit {
		_, err := w.Invite(w.Ctx(), chattest.Olu, "stranger@mail.test", "", chat.RoleAgent)
		w.Must(err)
	}
	_, err := w.Invite(w.Ctx(), chattest.Olu, "free@mail.test", "", chat.RoleAgent)
	if chat.KindOf(err) != chat.TooMany || chat.CodeOf(err) != "invitations_spent" {
		t.Errorf("one more than a day's invitations: %v", err)
	}
	w.Pass(chat.InvitationsPerTenant.Window)
	if _, err := w.Invite(w.Ctx(), chattest.Olu, "free@mail.test", "", chat.RoleAgent); err != nil {
		t.Errorf("the next day: %v", err)
	}
}
