package chat_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const other = chat.TenantID("t_other")

// theirs is the owner of the other team.
var theirs = chat.Agent{Tenant: other, ID: "a_eve", Name: "Eve", Role: chat.RoleOwner}

func twoTeams(t *testing.T) (*office, *pool) {
	o, p := newTeam(t)
	o.must(o.Store.PutTenant(o.ctx(), chat.Tenant{ID: other, Name: "Other & Sons"}))
	o.joins("olu@mail.test", "Olu", chat.RoleOwner)
	return o, p
}

// An invitation tells nothing of its address, and takes it from nobody.
func TestAnInvitationTellsAndTakesNothing(t *testing.T) {
	o, p := twoTeams(t)
	free, err := o.Invite(o.ctx(), theirs, "nobody@mail.test", "", chat.RoleAgent)
	o.must(err)
	taken, err := o.Invite(o.ctx(), theirs, "olu@mail.test", "", chat.RoleAgent)
	o.must(err)
	if diff := cmp.Diff(free, taken, cmpopts.IgnoreFields(chat.Invitation{}, "ID", "Email")); diff != "" {
		t.Errorf("the answers differ: %s", diff)
	}
	if p.there["olu@mail.test"] != tenant || p.roles["olu@mail.test"] != chat.RoleOwner {
		t.Errorf("the account that there was is of %q now", p.there["olu@mail.test"])
	}
	ours, err := o.Invite(o.ctx(), olu, "ｎobody@mail.test", "", chat.RoleLead)
	o.must(err)
	asked, err := o.Invitations(o.ctx(), "nobody@mail.test")
	o.must(err)
	if len(asked) != 2 || p.mails != 3 {
		t.Fatalf("asked are %+v, by %d mails", asked, p.mails)
	}
	a, err := o.Accept(o.ctx(), visiting("nobody@mail.test"), chat.Acceptance{Invitation: ours.ID, Email: "nobody@mail.test", Name: "Noor"})
	o.must(err)
	if a.Tenant != tenant || a.Role != chat.RoleLead || p.there["nobody@mail.test"] != tenant || p.names["nobody@mail.test"] != "Noor" {
		t.Errorf("joined as %+v, the account is of %q", a, p.there["nobody@mail.test"])
	}
	team, err := o.Team(o.ctx(), theirs)
	o.must(err)
	if len(team.Members) != 0 || len(team.Invited) != 2 {
		t.Errorf("the other team is %+v", team)
	}
}

func TestWhoMayNotAccept(t *testing.T) {
	o, p := twoTeams(t)
	in, err := o.Invite(o.ctx(), theirs, "olu@mail.test", "", chat.RoleAgent)
	o.must(err)
	me := chat.Agent{Tenant: tenant, ID: "a_olu@mail.test", Name: "Olu", Role: chat.RoleOwner}
	for name, c := range map[string]struct {
		who  chat.Agent
		as   chat.Acceptance
		code string
	}{
		"another address":     {visiting("eve@mail.test"), chat.Acceptance{Email: "eve@mail.test", Name: "Eve"}, "no_invitation"},
		"no address":          {visiting("x"), chat.Acceptance{Name: "Eve"}, "no_address"},
		"without a name":      {me, chat.Acceptance{Email: "olu@mail.test"}, "name_needed"},
		"in a team":           {me, chat.Acceptance{Email: "olu@mail.test", Name: "Olu"}, "in_another_team"},
		"the last owner":      {me, chat.Acceptance{Email: "olu@mail.test", Name: "Olu", Leave: true}, "last_owner"},
		"another's account":   {visiting("olu"), chat.Acceptance{Email: "olu@mail.test", Name: "Olu"}, "not_found"},
		"something not there": {me, chat.Acceptance{Invitation: "x", Email: "olu@mail.test", Name: "Olu"}, "no_invitation"},
	} {
		if c.as.Invitation == "" {
			c.as.Invitation = in.ID
		}
		if _, err := o.Accept(o.ctx(), c.who, c.as); chat.CodeOf(err) != c.code && !(c.code == "not_found" && errors.Is(err, chat.ErrNotFound)) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if p.there["olu@mail.test"] != tenant {
		t.Errorf("the account is of %q", p.there["olu@mail.test"])
	}
	team, err := o.Team(o.ctx(), theirs)
	o.must(err)
	if len(team.Members) != 0 {
		t.Errorf("the team that asks has %+v", team.Members)
	}
	o.pass(chat.InvitationLife)
	if asked, err := o.Invitations(o.ctx(), "olu@mail.test"); err != nil || len(asked) != 0 {
		t.Errorf("after a week there is still %+v, %v", asked, err)
	}
	again, err := o.Invite(o.ctx(), theirs, "olu@mail.test", "", chat.RoleAgent)
	o.must(err)
	if asked, _ := o.Invitations(o.ctx(), "olu@mail.test"); len(asked) != 1 || asked[0].ID != again.ID || asked[0].Team != "Other & Sons" {
		t.Errorf("asked again it is %+v", asked)
	}
}

// Whoever accepts leaves the team they are in, and a failure on the way loses nobody.
func TestFromOneTeamToAnother(t *testing.T) {
	o, p := twoTeams(t)
	m := o.joins("ada@mail.test", "Ada", chat.RoleAgent)
	ada := chat.Agent{Tenant: tenant, ID: m.ID, Name: "Ada", Role: chat.RoleAgent}
	in, err := o.Invite(o.ctx(), theirs, "ada@mail.test", "Ada", chat.RoleOwner)
	o.must(err)
	as := chat.Acceptance{Invitation: in.ID, Email: "ada@mail.test", Name: "Ada", Leave: true}
	signedIn := o.Now()
	o.pass(time.Minute)
	p.fail = true
	if _, err := o.Accept(o.ctx(), ada, as); chat.CodeOf(err) != "busy" {
		t.Fatalf("a failure is %v", err)
	}
	p.fail = false
	a, err := o.Accept(o.ctx(), ada, as)
	o.must(err)
	before, err := o.Team(o.ctx(), olu)
	o.must(err)
	after, err := o.Team(o.ctx(), theirs)
	o.must(err)
	if a.Tenant != other || len(before.Members) != 1 || len(after.Members) != 1 || len(after.Invited) != 0 || p.roles["ada@mail.test"] != chat.RoleOwner {
		t.Errorf("left behind is %+v, and there is %+v", before, after)
	}
	_, err = o.Invite(o.ctx(), a, "ada@mail.test", "", chat.RoleAgent)
	if chat.CodeOf(err) != "member_already" {
		t.Errorf("somebody who is in the team is asked into it: %v", err)
	}
	if err := o.StillIn(o.ctx(), ada, signedIn); chat.CodeOf(err) != "signed_out" {
		t.Errorf("her sign-in of before: %v", err)
	}
}

// What is taken back leaves nothing, but what others still ask stays.
func TestInvitationsTakenBack(t *testing.T) {
	o, p := twoTeams(t)
	for _, end := range []func(chat.Agent, chat.Invitation) error{
		func(a chat.Agent, in chat.Invitation) error { _, err := o.Withdraw(o.ctx(), a, in.ID); return err },
		func(_ chat.Agent, in chat.Invitation) error { return o.Decline(o.ctx(), in.Email, in.ID) },
	} {
		ours, err := o.Invite(o.ctx(), olu, "new@mail.test", "", chat.RoleAgent)
		o.must(err)
		also, err := o.Invite(o.ctx(), theirs, "new@mail.test", "", chat.RoleAgent)
		o.must(err)
		if _, err := o.Withdraw(o.ctx(), theirs, ours.ID); chat.CodeOf(err) != "no_invitation" {
			t.Errorf("another team takes ours back: %v", err)
		}
		o.must(end(olu, ours))
		if asked, _ := o.Invitations(o.ctx(), "new@mail.test"); len(asked) != 1 || asked[0].ID != also.ID {
			t.Errorf("left is %+v", asked)
		}
		if _, there := p.there["new@mail.test"]; !there {
			t.Error("the account that another team asks is gone")
		}
		o.must(end(theirs, also))
		if _, there := p.there["new@mail.test"]; there {
			t.Error("an account that nobody used and nobody asks is still there")
		}
		if _, err := o.Accept(o.ctx(), visiting("new@mail.test"), chat.Acceptance{Invitation: ours.ID, Email: "new@mail.test", Name: "New"}); chat.CodeOf(err) != "no_invitation" {
			t.Errorf("what was taken back is accepted: %v", err)
		}
	}
}

// Asking for one address after the other ends for the day.
func TestInvitationsEnd(t *testing.T) {
	o, _ := newTeam(t)
	for range chat.InvitationsPerTenant.Limit {
		_, err := o.Invite(o.ctx(), olu, "stranger@mail.test", "", chat.RoleAgent)
		o.must(err)
	}
	_, err := o.Invite(o.ctx(), olu, "free@mail.test", "", chat.RoleAgent)
	if chat.KindOf(err) != chat.TooMany || chat.CodeOf(err) != "invitations_spent" {
		t.Errorf("one more than a day's invitations: %v", err)
	}
	o.pass(chat.InvitationsPerTenant.Window)
	if _, err := o.Invite(o.ctx(), olu, "free@mail.test", "", chat.RoleAgent); err != nil {
		t.Errorf("the next day: %v", err)
	}
}
