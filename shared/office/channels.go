package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// NoticeChannel is a channel that is told of customers who wait, as owners see and change it. Its address is taken and
// never told.
type NoticeChannel struct {
	ID       string    `json:"id,omitempty"` // "" for a new one
	Name     string    `json:"name"`
	Address  string    `json:"address,omitempty"` // "" leaves it
	Host     string    `json:"host,omitempty"`
	End      string    `json:"end,omitempty"`
	Waits    bool      `json:"waits"`
	Promises bool      `json:"promises"`
	Mentions bool      `json:"mentions,omitempty"`
	Hours    bool      `json:"hours"`
	Off      time.Time `json:"off,omitzero"` // told, not taken

	Fails *chat.ChannelFails `json:"fails,omitempty"` // why the last calls failed, which notices knows; told, not taken
}

// endShown is how many characters of an address are told: enough to know it again.
const endShown = 4

func noticeChannels(t chat.Tenant) *[]NoticeChannel {
	all := []NoticeChannel{}
	for _, c := range t.Channels {
		all = append(all, NoticeChannel{
			ID: c.ID, Name: c.Name, Host: c.Host, End: c.End, Waits: c.Waits, Promises: c.Promises, Mentions: c.Mentions,
			Hours: c.Hours, Off: c.Off,
		})
	}
	return &all
}

// seesChannels adds the channels to settings that an owner reads.
func (g General) seesChannels(a chat.Agent, t chat.Tenant) General {
	if g.Channels = nil; a.Role.Includes(chat.RoleOwner) {
		g.Channels = noticeChannels(t)
	}
	return g
}

// setChannels replaces the tenant's channels by those that an owner wants. One that has an id keeps its address and its
// state unless it gets another address.
func (o *Office) setChannels(ctx context.Context, t *chat.Tenant, wanted []NoticeChannel) error {
	wrong, next := chat.Faults{}, []chat.Channel(nil)
	wrong.Wrong(len(wanted) > chat.MaxChannels, "channels", "too_many_channels",
		"A team tells at most %d channels.", chat.MaxChannels)
	for i := range wanted {
		w, at := &wanted[i], fmt.Sprintf("channels/%d", i)
		c := chat.Channel{ID: strings.ToLower(o.desk.NewID(o.desk.Now()))}
		had := t.Channel(w.ID)
		if had != nil {
			c = *had
		}
		twice := slices.ContainsFunc(wanted[:i], func(other NoticeChannel) bool { return w.ID != "" && other.ID == w.ID })
		wrong.Wrong(w.ID != "" && had == nil || twice, at, "no_channel",
			"This channel was removed meanwhile. Load the settings again.")
		c.Name, c.Waits, c.Promises, c.Mentions, c.Hours = chat.Titled(w.Name), w.Waits, w.Promises, w.Mentions, w.Hours
		wrong.Wrong(c.Name == "", at+"/name", "name_needed", "Give the channel a name, by which your team knows it.")
		wrong.Wrong(!c.Waits && !c.Promises && !c.Mentions, at+"/waits", "no_event",
			"Choose at least one thing that it is told.")
		address := strings.TrimSpace(w.Address)
		if host, good := chat.WebhookHost(address, o.Local); good {
			c.Host, c.End, c.Off = host, address[len(address)-endShown:], time.Time{}
			if err := o.sealChannel(ctx, t, &c, address); err != nil {
				return err
			}
		} else {
			wrong.Wrong(address != "" || len(c.Sealed) == 0, at+"/address", "bad_webhook", "%s", badWebhook)
		}
		next = append(next, c)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	t.Channels = next
	return nil
}

const badWebhook = "Copy the address of an incoming webhook: it begins with https:// and the name of a public " +
	"server, like https://hooks.slack.com/services/…"

func (o *Office) sealChannel(ctx context.Context, t *chat.Tenant, c *chat.Channel, address string) (err error) {
	c.Sealed, err = o.Sealer.Seal(ctx, t.ID, chat.ChannelAddress, c.ID, []byte(address))
	return err
}
