package faults

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/digest"
)

// digested has an owner mailed the week of their team, once, and has them end it by one click.
func digested(t *testing.T, h *host.Host) {
	ctx := t.Context()
	newSetUp(t, h).enrol("a_digest", olu.ID)
	must(t, h.Store.UpdateRoster(ctx, host.Tenant, func(r *chat.Roster) error {
		m := r.Find("a_digest")
		m.Role, m.Email = chat.RoleOwner, "owner@mail.test"
		return nil
	}))
	today := time.Now().UTC()
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7).Format(time.DateOnly)
	raw, err := json.Marshal(chat.Task{Tenant: host.Tenant, Act: digest.Act, Agent: "a_digest", Week: monday})
	must(t, err)
	for range 2 {
		h.Told(string(raw))
	}
	h.Drain(ctx)
	var letters []host.Mail
	for _, m := range h.Mails() {
		if m.To == "owner@mail.test" {
			letters = append(letters, m)
		}
	}
	if len(letters) != 1 {
		t.Fatalf("the owner has %d mails", len(letters))
	}
	_, stop, _ := strings.Cut(letters[0].Text, digest.Place)
	status, err := h.Link(ctx, "stop", host.Object{"link": strings.TrimSpace(stop)}, nil)
	if err != nil || status != 200 {
		t.Errorf("the mail is not ended: %d, %v", status, err)
	}
}
