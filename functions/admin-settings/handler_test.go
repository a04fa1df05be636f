package main

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/office"
)

// nowhere is a network without servers.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no such host")
}

// The settings have beside each channel how its last calls failed, for owners.
func TestSettingsSayWhichChannelsFail(t *testing.T) {
	w := chattest.New(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Channels = []chat.Channel{
		{ID: "c1", Name: "Help", Sealed: []byte("a"), Waits: true},
		{ID: "c2", Name: "Leads", Sealed: []byte("b"), Waits: true},
	}
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(chat.SettingsLife)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Yes.")}, Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	g := w.Guest()
	g.Opens("/")
	g.Writes("a person, please")
	h := handler{office: office.New(w.Desk, w.Store), notices: notices.New(w.Desk, w.Store)}
	h.notices.Client = &http.Client{Transport: nowhere{}}
	h.notices.Open = func(context.Context, chat.TenantID, string, string, []byte) ([]byte, error) {
		return []byte("https://hooks.slack.com/services/T/B/x"), nil
	}
	wait := chat.Task{
		Tenant: chattest.Tenant, Conversation: g.Key().ID, Act: notices.ActWaits, Channel: "c2", Told: w.Now(),
	}
	if _, again := errors.AsType[chat.Busy](h.notices.Send(w.Ctx(), wait, 0)); !again {
		t.Fatal("the channel was told")
	}
	for role, want := range map[chat.Role]string{chat.RoleOwner: "c2", chat.RoleLead: ""} {
		as, seen := chattest.Olu, ""
		as.Role = role
		settings, err := h.office.General(w.Ctx(), as)
		w.Must(err)
		if h.failing(w.Ctx(), as, settings); settings.Channels != nil {
			for _, c := range *settings.Channels {
				if c.Fails != nil {
					seen += c.ID
				}
			}
		}
		if seen != want {
			t.Errorf("a %s reads that these fail: %q", role, seen)
		}
	}
}

// Beside the limit of all bots owners read how much of it is used today.
func TestAnOwnerReadsWhatAllModelsUsed(t *testing.T) {
	w := chattest.New(t)
	h := handler{office: office.New(w.Desk, w.Store), desk: w.Desk, budget: model.NewBudget(w.Store)}
	b, err := w.Store.Bot(w.Ctx(), chattest.Tenant, chattest.Fast)
	w.Must(err)
	b.Model = &chat.BotModel{ID: "m", DayCents: 100}
	day := w.Now().UTC().Truncate(24 * time.Hour)
	_, err = w.Store.Take(w.Ctx(), chattest.Tenant, "model-team", day, 20_000, 1_000_000, day.Add(48*time.Hour))
	w.Must(err)
	for _, cents := range []int{0, 50} {
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		tenant.ModelCents = cents
		w.Must(w.Store.PutTenant(w.Ctx(), tenant))
		w.Pass(2 * chat.SettingsLife)
		row, err := h.settings(w.Ctx(), chattest.Olu, b)
		w.Must(err)
		switch {
		case cents == 0 && (row.AllToday != nil || row.AllCents != nil):
			t.Error("without a limit there are figures of one")
		case cents > 0 && (row.AllToday == nil || *row.AllToday != 0.02 || row.AllCents == nil || *row.AllCents != cents):
			t.Errorf("of %d cents %v are used of %v", cents, row.AllToday, row.AllCents)
		}
	}
}

// An owner to whose address nothing is written reads why, and since when; for an address that works there is no reason.
func TestAnOwnerReadsWhyNoMailReachesThem(t *testing.T) {
	for why, fails := range map[string]func(w *chattest.World, p *mail.Post) error{
		"":                 func(*chattest.World, *mail.Post) error { return nil },
		mail.WhyBounced:    failed(false),
		mail.WhyComplained: failed(true),
	} {
		w := chattest.New(t)
		w.Must(w.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
			r.Members = []chat.Member{{ID: chattest.Olu.ID, Email: "Olu+week@kettle.test", Role: chat.RoleOwner}}
			return nil
		}))
		h := handler{office: office.New(w.Desk, w.Store), post: mail.New(w.Desk, w.Store, "")}
		w.Must(fails(w, h.post))
		got, err := h.digest(w.Ctx(), chattest.Olu)
		w.Must(err)
		if !got.Wants || (got.Silent == nil) != (why == "") {
			t.Fatalf("%q: an owner reads %+v", why, got)
		}
		if s := got.Silent; s != nil && (string(s.Why) != why || !s.Since.Equal(w.Now())) {
			t.Errorf("%q: an owner reads %+v", why, s)
		}
	}
}

// failed has a mail to the owner fail, as the mail service reports it.
func failed(complaint bool) func(w *chattest.World, p *mail.Post) error {
	return func(w *chattest.World, p *mail.Post) error {
		of := chat.ConversationKey{Tenant: chattest.Tenant, ID: "digest"}
		return p.Failed(w.Ctx(), mail.Failure{Key: of, Address: "olu@kettle.test", Complaint: complaint})
	}
}
