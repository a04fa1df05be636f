package main

import (
	"cmp"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// sent is a mail as MiniStack's SES keeps it.
type sent struct {
	Timestamp float64
	Source    string
	To        []string
	Subject   string
	BodyText  string
	BodyHTML  string `json:"BodyHtml"`
}

// Lines are the lines of a mail, with its links as links.
func (s sent) Lines() []piece {
	var lines []piece
	for line := range strings.SplitSeq(s.BodyText, "\n") {
		if isLink.MatchString(line) {
			lines = append(lines, piece{Link: template.URL(line), Text: line}) //nolint:gosec // a mail of this machine's own
		} else {
			lines = append(lines, piece{Text: line})
		}
	}
	return lines
}

// At is when it was sent.
func (s sent) At() string { return time.Unix(int64(s.Timestamp), 0).Format(time.TimeOnly) }

type piece struct {
	Link template.URL
	Text string
}

var isLink = regexp.MustCompile(`^http://localhost:\d+/\S+$`)

// sentOut is everything that would have left this machine.
type sentOut struct {
	Webhook string
	Told    []toldChannel
	Pushed  []pushed
	Mails   []sent
}

// outbox shows the notices to channels, the pushes to browsers and the mails to visitors, the latest first. Nothing
// leaves this machine.
func (c *cloud) outbox(w http.ResponseWriter, r *http.Request) {
	mails, err := c.mails(r)
	if err == nil {
		var page *template.Template
		if page, err = template.ParseFiles(demo + "/start/outbox.html"); err == nil {
			w.Header().Set("Content-Security-Policy", c.startPolicy())
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			err = page.Execute(w, sentOut{c.webhook(), c.channels.latest(), c.browsers.latest(), mails})
		}
	}
	if err != nil {
		http.Error(w, "the outbox cannot be read", http.StatusBadGateway)
	}
}

// mails asks the emulator. Those with HTML are Cognito's, to members of a team.
func (c *cloud) mails(r *http.Request) ([]sent, error) {
	ask, err := http.NewRequestWithContext(r.Context(), http.MethodGet, c.endpoint()+"/_ministack/ses/messages", nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var all struct{ Messages map[string][]sent } // by account
	if err := json.NewDecoder(answer.Body).Decode(&all); err != nil {
		return nil, err
	}
	mails := slices.Concat(slices.Collect(maps.Values(all.Messages))...)
	mails = slices.DeleteFunc(mails, func(m sent) bool { return m.BodyText == "" })
	slices.SortFunc(mails, func(a, b sent) int { return cmp.Compare(b.Timestamp, a.Timestamp) })
	return mails, nil
}
