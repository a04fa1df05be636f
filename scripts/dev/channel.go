package main

import (
	"encoding/json"
	"html/template"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// channels stands in for the incoming webhooks of Slack: it keeps what they were told.
type channels struct {
	mu   sync.Mutex
	told []toldChannel
}

type toldChannel struct {
	Channel string
	At      string
	Parts   []piece
}

// maxTold is how many notices the outbox shows.
const maxTold = 100

// webhook is the address of a channel's webhook, for the settings of the team.
func (o options) webhook() string { return o.phone() + "/channel/help" }

// slackLink is a link in Slack's markup.
var slackLink = regexp.MustCompile(`<(http[^|>]+)\|([^>]+)>`)

// hear takes a message as Slack does. The channel "gone" was deleted, and "broken" takes tests and no notices.
func (c *channels) hear(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	var m struct{ Text string }
	if err != nil || json.Unmarshal(raw, &m) != nil || m.Text == "" {
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	name := r.PathValue("channel")
	if name == "gone" {
		http.Error(w, "channel_is_archived", http.StatusGone)
		return
	}
	if name == "broken" && !strings.Contains(m.Text, "this is a test") {
		http.Error(w, "fatal_error", http.StatusInternalServerError)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told = append(c.told, toldChannel{name, time.Now().Format(time.TimeOnly), shownIn(m.Text)})
	c.told = c.told[max(0, len(c.told)-maxTold):]
	_, _ = io.WriteString(w, "ok")
}

// shownIn is a text of Slack's markup as people see it.
func shownIn(text string) []piece {
	plain := func(s string) piece {
		return piece{Text: strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)}
	}
	var parts []piece
	for {
		at := slackLink.FindStringSubmatchIndex(text)
		if at == nil {
			return append(parts, plain(text))
		}
		link := text[at[2]:at[3]]
		parts = append(parts, plain(text[:at[0]]), piece{
			Link: template.URL(link), Text: text[at[4]:at[5]], //nolint:gosec // a link of this machine's own
		})
		text = text[at[1]:]
	}
}

// latest are the notices, the latest first.
func (c *channels) latest() []toldChannel {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.Clone(c.told)
	slices.Reverse(all)
	return all
}
