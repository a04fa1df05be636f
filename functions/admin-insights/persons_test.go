package main

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// Leads and owners read the figures of all persons, agents their own, viewers none; and nobody any once they are off.
func TestFiguresOfPersonsAreForThese(t *testing.T) {
	for role, want := range map[chat.Role][2]bool{
		chat.RoleViewer: {false, false}, chat.RoleAgent: {true, false}, chat.RoleLead: {true, true},
		chat.RoleOwner: {true, true},
	} {
		a := chat.Agent{ID: "a_1", Role: role}
		on, off := chat.Tenant{}, chat.Tenant{NoPersons: true}
		if got := [2]bool{reads(a, &on, "a_1"), reads(a, &on, "a_2")}; got != want {
			t.Errorf("%s reads %v", role, got)
		}
		if reads(a, &off, "a_1") || reads(a, &off, "a_2") {
			t.Errorf("%s reads what is off", role)
		}
	}
}
