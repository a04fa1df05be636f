package office_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
)

const webhook = "https://hooks.slack.com/services/T0/B0/SECRETSECRETabcd"

// saves saves these channels as an owner.
func saves(w *chattest.World, all ...office.NoticeChannel) (office.General, error) {
	had, err := w.General(w.Ctx(), chattest.Olu)
	w.Must(err)
	had.Channels = &all
	return w.SaveGeneral(w.Ctx(), chattest.Olu, had)
}

// The address of a channel is taken and never told: not to owners, not in the row, and of channels at all only owners
// hear.
func TestAChannelsAddressIsASecret(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := saves(w, office.NoticeChannel{Name: "Help", Address: " " + webhook + " ", Waits: true})
	w.Must(err)
	got, err := w.General(w.Ctx(), chattest.Olu)
	w.Must(err)
	c := (*got.Channels)[0]
	if c.ID == "" || c.Address != "" || c.Host != "hooks.slack.com" || c.End != "abcd" {
		t.Errorf("the owner reads %+v", c)
	}
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if sealed := tenant.Channels[0].Sealed; !strings.HasPrefix(string(sealed), chat.ChannelAddress+" of "+c.ID) {
		t.Errorf("it is kept as %s", sealed)
	}
	for _, role := range []chat.Role{chat.RoleLead, chat.RoleAgent, chat.RoleViewer} {
		other := chattest.Olu
		other.Role = role
		got, err := w.General(w.Ctx(), other)
		w.Must(err)
		if raw, _ := json.Marshal(got); got.Channels != nil || strings.Contains(string(raw), "slack") {
			t.Errorf("a %s reads %s", role, raw)
		}
	}
}

// A channel keeps its address and state while others are saved; another address switches it on; and it goes when it is
// left out.
func TestChannelsKeepTheirAddress(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	saved, err := saves(w, office.NoticeChannel{Name: "Help", Address: webhook, Waits: true})
	w.Must(err)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Channels[0].Off = w.Now()
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	c := (*saved.Channels)[0]
	c.Name, c.Hours = "Support", true
	const teams = "prod-1.westeurope.logic.azure.com"
	more := office.NoticeChannel{Name: "Leads", Address: "https://" + teams + ":443/x?sig=y", Mentions: true}
	saved, err = saves(w, c, more)
	w.Must(err)
	is, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	first := is.Channels[0]
	if string(first.Sealed) != string(tenant.Channels[0].Sealed) || first.Off.IsZero() || first.Name != "Support" ||
		!first.Hours {
		t.Errorf("it became %+v", first)
	}
	c.Address = webhook + "e"
	saved, err = saves(w, c, (*saved.Channels)[1])
	w.Must(err)
	if got := *saved.Channels; !got[0].Off.IsZero() || got[0].End != "bcde" || got[1].Host != teams || !got[1].Mentions {
		t.Errorf("they became %+v", got)
	}
	saved, err = saves(w, (*saved.Channels)[1])
	if w.Must(err); len(*saved.Channels) != 1 {
		t.Errorf("%d channels are left", len(*saved.Channels))
	}
}

func TestBadChannels(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	good := office.NoticeChannel{Name: "Help", Address: webhook, Waits: true}
	with := func(change func(*office.NoticeChannel)) []office.NoticeChannel {
		c := good
		change(&c)
		return []office.NoticeChannel{c}
	}
	for name, c := range map[string]struct {
		all         []office.NoticeChannel
		field, code string
	}{
		"no name":     {with(func(c *office.NoticeChannel) { c.Name = " " }), "channels/0/name", "name_needed"},
		"no event":    {with(func(c *office.NoticeChannel) { c.Waits = false }), "channels/0/waits", "no_event"},
		"no address":  {with(func(c *office.NoticeChannel) { c.Address = "" }), "channels/0/address", "bad_webhook"},
		"another id":  {with(func(c *office.NoticeChannel) { c.ID = "c9" }), "channels/0", "no_channel"},
		"one of four": {[]office.NoticeChannel{good, good, good, good}, "channels", "too_many_channels"},
	} {
		_, err := saves(w, c.all...)
		wrong, is := errors.AsType[*chat.Error](err)
		if !is || len(wrong.Fields) != 1 || wrong.Fields[0].Name != c.field || wrong.Code != c.code {
			t.Errorf("%s: %+v, %v", name, wrong, err)
		}
	}
	for _, address := range []string{
		"http://hooks.slack.com/services/x", "https://10.0.0.1/x", "https://[::1]/x", "https://localhost/x", "ftp://a.test/x",
		"https://a:b@hooks.slack.com/x", "https://hooks.slack.com:8443/x", "https://hooks.slack.com/x#y", "hooks.slack.com/x",
		"https://hooks.slack.com/\u202ex", "https://hooks.slack.com/" + strings.Repeat("x", chat.MaxWebhook),
		"http://localhost:1/x",
	} {
		_, err := saves(w, with(func(c *office.NoticeChannel) { c.Address = address })...)
		if chattest.Code(err) != "bad_webhook" {
			t.Errorf("%s: %v", address, err)
		}
	}
	w.Local = true
	_, err := saves(w, with(func(c *office.NoticeChannel) { c.Address = "http://localhost:1/x" })...)
	w.Must(err)
}
