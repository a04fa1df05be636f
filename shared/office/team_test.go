package office_test

import (
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
)

func TestTheTeam(t *testing.T) {
	w, p := chattest.NewTeam(t)
	first := w.Joins(" Olu@Mail.test ", "Olu", chat.RoleOwner)
	if first.Email != "olu@mail.test" {
		t.Errorf("the address is %q", first.Email)
	}
	for address, code := range map[string]string{
		"nonsense": "bad_email", "Ana <ana@mail.test>": "bad_email",
		"olu@mail.test": "member_already",
		"ｏlu＠ｍail.test": "member_already", "\u202eolu@mail.test": "member_already", `"a b"@mail.test`: "bad_email",
		"a@mail": "bad_email", "a@[127.0.0.1]": "bad_email", "<a@mail.test>": "bad_email",
		"a\u200b@mail.test": "bad_email", "a@mail.test\r\nBcc: b@mail.test": "bad_email",
	} {
		if _, err := w.Invite(w.Ctx(), chattest.Olu, address, "", chat.RoleAgent); chat.CodeOf(err) != code {
			t.Errorf("inviting %q: %v, want %s", address, err, code)
		}
	}
	ana := w.Joins("ana@mail.test", "Ana", chat.RoleAgent)
	for name, do := range map[string]func() error{
		"taking the role": func() error {
			role := chat.RoleViewer
			_, err := w.ChangeMember(w.Ctx(), chattest.Olu, first.ID, office.MemberChange{Role: &role})
			return err
		},
		"removing": func() error { _, err := w.RemoveMember(w.Ctx(), chattest.Olu, first.ID); return err },
	} {
		if err := do(); chat.CodeOf(err) != "last_owner" {
			t.Errorf("%s from the last owner: %v", name, err)
		}
	}
	name, hidden, role := "Half Done", "\u202eAna", chat.RoleViewer
	if _, err := w.ChangeMember(w.Ctx(), chattest.Olu, first.ID,
		office.MemberChange{Name: &name, Role: &role}); chat.CodeOf(err) != "last_owner" || p.Names[first.Email] == name {
		t.Errorf("the last owner, who may not be a viewer, is called %q now: %v", p.Names[first.Email], err)
	}
	if _, err := w.ChangeMember(w.Ctx(), chattest.Olu, ana.ID,
		office.MemberChange{Name: &hidden, Role: &role}); chat.CodeOf(err) != "bad_name" || p.Roles[ana.Email] == role {
		t.Errorf("Ana, whose new name is refused, is %s now: %v", p.Roles[ana.Email], err)
	}
	if _, err := w.RemoveMember(w.Ctx(), chat.Agent{Tenant: "t_other", ID: "x"},
		ana.ID); chat.KindOf(err) != chat.NotFound {
		t.Errorf("another tenant removes Ana: %v", err)
	}

	as := chat.Agent{Tenant: chattest.Tenant, ID: ana.ID, Name: "Ana", Role: chat.RoleAgent}
	socket := chat.Socket{ID: "a.1", Tenant: chattest.Tenant, Agent: &as, Opened: w.Now()}
	w.Must(w.Store.OpenSocket(w.Ctx(), socket))
	w.Must(w.View(w.Ctx(), socket, ""))
	signedIn := w.Now()
	w.Must(w.StillIn(as, signedIn))
	w.Pass(2 * time.Minute)
	p.Fail = true
	if _, err := w.RemoveMember(w.Ctx(), chattest.Olu, ana.ID); err == nil {
		t.Error("a removal that failed says that it worked")
	}
	p.Fail = false
	_, err := w.RemoveMember(w.Ctx(), chattest.Olu, ana.ID)
	w.Must(err)
	if _, err := w.Store.Socket(w.Ctx(), "a.1"); err == nil {
		t.Error("the socket of the removed member is still there")
	}
	if err := w.StillIn(as, signedIn); chat.CodeOf(err) != "signed_out" {
		t.Errorf("the sign-in of the removed member: %v", err)
	}
	w.Pass(time.Minute)
	if err := w.StillIn(as, w.Now()); err != nil {
		t.Errorf("a sign-in after that: %v", err)
	}
	if _, still := p.There["ana@mail.test"]; still {
		t.Error("the account is still there")
	}
	left, err := w.Team(w.Ctx(), chattest.Olu)
	w.Must(err)
	if len(left.Members) != 1 || len(left.Invited) != 0 {
		t.Errorf("the team is %+v", left)
	}
}

// Two owners who remove each other at the same time: one stays.
func TestTwoOwnersRemoveEachOther(t *testing.T) {
	for range 50 {
		w, _ := chattest.NewTeam(t)
		a, b := w.Joins("a@mail.test", "", chat.RoleOwner), w.Joins("b@mail.test", "", chat.RoleOwner)
		var wait sync.WaitGroup
		for _, id := range []chat.AgentID{a.ID, b.ID} {
			wait.Go(func() { _, _ = w.RemoveMember(w.Ctx(), chattest.Olu, id) })
		}
		wait.Wait()
		if left, _ := w.Team(w.Ctx(), chattest.Olu); len(left.Members) != 1 {
			t.Fatalf("left are %+v", left)
		}
	}
}
