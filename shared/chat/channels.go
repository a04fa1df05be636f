package chat

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Channel is a channel of a team's Slack or Teams, or of a service that takes Slack's messages, that is told of
// customers who wait. Whoever has the address of its incoming webhook can write there: it is sealed, and owners see its
// server and its end.
type Channel struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Sealed []byte `json:"sealed"`
	Host   string `json:"host"`
	End    string `json:"end"`

	Waits    bool `json:"waits,omitempty"`    // it is told of a customer who waits for a person
	Promises bool `json:"promises,omitempty"` // and of a promise that has passed without an answer
	Mentions bool `json:"mentions,omitempty"` // and of a colleague whom a note names and who does not have the app open
	Hours    bool `json:"hours,omitempty"`    // only while the team is there

	Off time.Time `json:"off,omitzero"` // since when its webhook is gone: nothing is sent there
}

// ChannelFails says that the last calls of a channel failed, and why.
type ChannelFails struct {
	Calls int       `json:"calls"` // in a row
	Since time.Time `json:"since"` // when the first of them failed
	Last  time.Time `json:"last"`
	Rests time.Time `json:"rests,omitzero"` // until when nothing is sent, for that
	Text  string    `json:"text"`           // why the last of them failed, in words for owners
}

// Bounds of the channels.
const (
	MaxChannels    = 3
	MaxWebhook     = 600 // characters of an address; those of Teams have some 350
	NoticesHourly  = 30  // notices of one channel in any hour of those who wait, and one more that tells of the rest
	MentionsHourly = 4   // and of colleagues whom notes name, who find them in the app anyway
)

// Channel is one of the tenant's channels, nil if there is none with this id.
func (t *Tenant) Channel(id string) *Channel {
	if i := slices.IndexFunc(t.Channels, func(c Channel) bool { return c.ID == id }); i >= 0 {
		return &t.Channels[i]
	}
	return nil
}

// WebhookHost is the server of an incoming webhook's address, and whether the address may be one. With local, it may
// also be on this machine. Whether a name leads to a public server is judged when it is called (shared/egress).
func WebhookHost(address string, local bool) (string, bool) {
	at, err := url.Parse(address)
	odd := strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' })
	if err != nil || odd || len(address) > MaxWebhook || at.User != nil || at.Fragment != "" || at.Opaque != "" {
		return "", false
	}
	host := strings.ToLower(at.Hostname())
	if local && at.Scheme == "http" && (host == "localhost" || host == "127.0.0.1") {
		return host, true
	}
	_, number := netip.ParseAddr(host)
	named := number != nil && strings.Contains(strings.Trim(host, "."), ".")
	return host, at.Scheme == "https" && named && (at.Port() == "" || at.Port() == "443")
}
